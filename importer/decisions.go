package importer

import (
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// SetRow takes a decision about a row in place of an older one.
func (d *Decisions) SetRow(line int, decision RowDecision) {
	if d.Rows == nil {
		d.Rows = make(map[int]RowDecision)
	}
	d.Rows[line] = decision
}

// ClearRow forgets what was decided about a row and its cells.
func (d *Decisions) ClearRow(line int) {
	delete(d.Rows, line)
	delete(d.Cells, line)
}

// SetCell takes a decision about a cell in place of an older one.
func (d *Decisions) SetCell(line int, decision CellDecision) {
	if d.Cells == nil {
		d.Cells = make(map[int][]CellDecision)
	}
	others := slices.DeleteFunc(d.Cells[line], func(other CellDecision) bool { return other.Column == decision.Column })
	d.Cells[line] = append(others, decision)
}

// SetTaken says whether a column's values are taken although they look damaged.
func (d *Decisions) SetTaken(column int, taken bool) {
	if d.Taken == nil {
		d.Taken = make(map[int]bool)
	}
	if d.Taken[column] = taken; !taken {
		delete(d.Taken, column)
	}
}

// HiddenRows counts the rows that are hidden in the spreadsheet, and those of
// them that are left out by a decision.
func (d *Decisions) HiddenRows(s *sheet.Sheet) (hidden, excluded int) {
	for i := range s.Rows {
		row := &s.Rows[i]
		if !row.Hidden {
			continue
		}
		hidden++
		if decision, decided := d.Rows[row.Line]; decided && decision.Exclude && decision.Hash == RowHash(row) {
			excluded++
		}
	}
	return hidden, excluded
}

// SetSide settles the conflicts of a column; the empty side leaves them open.
func (d *Decisions) SetSide(column int, side Side) {
	if d.Sides == nil {
		d.Sides = make(map[int]Side)
	}
	if d.Sides[column] = side; side == "" {
		delete(d.Sides, column)
	}
}

// setFields are the fields that decisions about rows fill.
func (d *Decisions) setFields() map[customer.Field]bool {
	fields := make(map[customer.Field]bool)
	for _, row := range d.Rows {
		for f := range row.Set {
			fields[f] = true
		}
	}
	return fields
}
