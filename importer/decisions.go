package importer

import "maps"

// WithRow returns the decisions with one more for a row, in place of an older one.
func (d Decisions) WithRow(line int, decision RowDecision) Decisions {
	rows := make(map[int]RowDecision, len(d.Rows)+1)
	maps.Copy(rows, d.Rows)
	rows[line] = decision
	d.Rows = rows
	return d
}

// WithoutRow returns the decisions without those for a row and its cells.
func (d Decisions) WithoutRow(line int) Decisions {
	d.Rows, d.Cells = maps.Clone(d.Rows), maps.Clone(d.Cells)
	delete(d.Rows, line)
	delete(d.Cells, line)
	return d
}

// WithCell returns the decisions with one more for a cell, in place of an older one.
func (d Decisions) WithCell(line int, decision CellDecision) Decisions {
	cells := make(map[int][]CellDecision, len(d.Cells)+1)
	maps.Copy(cells, d.Cells)
	kept := []CellDecision{decision}
	for _, other := range cells[line] {
		if other.Column != decision.Column {
			kept = append(kept, other)
		}
	}
	cells[line] = kept
	d.Cells = cells
	return d
}
