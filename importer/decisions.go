package importer

import (
	"maps"

	"kortisto/customer"
)

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

// WithTaken returns the decisions with a column's values taken, or not, although
// they look damaged.
func (d Decisions) WithTaken(column int, taken bool) Decisions {
	columns := make(map[int]bool, len(d.Taken)+1)
	maps.Copy(columns, d.Taken)
	columns[column] = taken
	if !taken {
		delete(columns, column)
	}
	d.Taken = columns
	return d
}

// setFields are the fields that decisions about rows fill.
func (d Decisions) setFields() map[customer.Field]bool {
	fields := make(map[customer.Field]bool)
	for _, row := range d.Rows {
		for f := range row.Set {
			fields[f] = true
		}
	}
	return fields
}
