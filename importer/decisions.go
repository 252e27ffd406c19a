package importer

import (
	"cmp"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// SetRow takes a decision about a row (decide-row, docs/rules.md) in place of an
// older one. One that chooses nothing forgets the older one.
func (d *Decisions) SetRow(line int, decision RowDecision) {
	if !decision.chooses() {
		delete(d.Rows, line)
		return
	}
	if d.Rows == nil {
		d.Rows = make(map[int]RowDecision)
	}
	d.Rows[line] = decision
}

func (d *RowDecision) chooses() bool {
	return d.Exclude || d.Include || d.Create || d.Customer != 0 || len(d.Set) > 0
}

// ClearRow forgets what was decided about a row and its cells.
func (d *Decisions) ClearRow(line int) {
	delete(d.Rows, line)
	delete(d.Cells, line)
}

// SetCell takes a decision about a cell in place of an older one. To take a
// value that looks damaged and to let it win a conflict belong together: each
// keeps the other.
func (d *Decisions) SetCell(line int, decision CellDecision) {
	if d.Cells == nil {
		d.Cells = make(map[int][]CellDecision)
	}
	at, decided := d.cell(line, decision.Column)
	if decided {
		if older := d.Cells[line][at]; older.Hash == decision.Hash {
			decision.AsWritten = decision.AsWritten || older.AsWritten && decision.Side == FromFile
			if decision.AsWritten && decision.Side == "" && older.Side == FromFile {
				decision.Side = FromFile
			}
		}
		d.Cells[line][at] = decision
	} else {
		d.Cells[line] = slices.Insert(d.Cells[line], at, decision)
	}
}

// ClearCell forgets what was decided about a cell.
func (d *Decisions) ClearCell(line, column int) {
	at, decided := d.cell(line, column)
	switch {
	case !decided:
	case len(d.Cells[line]) == 1:
		delete(d.Cells, line)
	default:
		d.Cells[line] = slices.Delete(d.Cells[line], at, at+1)
	}
}

// cell finds a decision about a cell. Those of a line stand in the order of
// their columns.
func (d *Decisions) cell(line, column int) (at int, decided bool) {
	return slices.BinarySearchFunc(d.Cells[line], column, func(c CellDecision, column int) int { return cmp.Compare(c.Column, column) })
}

// corrected reports whether a cell of a row has been given a text of its own, or
// is left unimported.
func (d *Decisions) corrected(row *sheet.Row, column int) bool {
	if len(d.Cells[row.Line]) == 0 {
		return false
	}
	cell, decided := d.Cell(row.Line, column, RowHash(row))
	return decided && !cell.AsWritten && cell.Side == ""
}

// Cell returns the decision about a cell of a row with a hash.
func (d *Decisions) Cell(line, column int, hash uint64) (CellDecision, bool) {
	at, decided := d.cell(line, column)
	if !decided || d.Cells[line][at].Hash != hash {
		return CellDecision{}, false
	}
	return d.Cells[line][at], true
}

// SetValue corrects every cell of a column that has a text, in place of an
// older correction of it; to is "" where the cells are left unimported. Both
// texts are cleaned. A text that is corrected to itself is not corrected.
func (d *Decisions) SetValue(column int, from, to string) {
	from, to = customer.Clean(from), customer.Clean(to)
	d.ClearValue(column, from)
	if from == "" || from == to {
		return
	}
	if d.Values == nil {
		d.Values = make(map[int][]ValueDecision)
	}
	d.Values[column] = append(d.Values[column], ValueDecision{from, to})
}

// ClearValue forgets the correction of a text.
func (d *Decisions) ClearValue(column int, from string) {
	kept := slices.DeleteFunc(d.Values[column], func(v ValueDecision) bool { return v.From == from })
	if len(kept) == 0 {
		delete(d.Values, column)
	} else {
		d.Values[column] = kept
	}
}

// Value returns the correction of a text.
func (d *Decisions) Value(column int, from string) (ValueDecision, bool) {
	for _, v := range d.Values[column] {
		if v.From == from {
			return v, true
		}
	}
	return ValueDecision{}, false
}

// SetAsWritten says whether a column's values are meant as they stand although they look damaged.
func (d *Decisions) SetAsWritten(column int, asWritten bool) {
	if d.AsWritten == nil {
		d.AsWritten = make(map[int]bool)
	}
	if d.AsWritten[column] = asWritten; !asWritten {
		delete(d.AsWritten, column)
	}
}

// HiddenRows counts the rows that are hidden in the spreadsheet, and those of
// them that are left out by a decision (read-hidden, docs/rules.md).
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

// ClearColumns forgets what was decided about columns and their values, for a
// file whose columns have changed, and returns how much that was.
func (d *Decisions) ClearColumns() int {
	cleared := len(d.AsWritten) + len(d.Sides)
	for _, values := range d.Values {
		cleared += len(values)
	}
	d.AsWritten, d.Sides, d.Values = nil, nil, nil
	return cleared
}

// ClearColumn forgets the same of one column, for one that fills another field
// now.
func (d *Decisions) ClearColumn(column int) int {
	cleared := len(d.Values[column])
	if d.AsWritten[column] {
		cleared++
	}
	if d.Sides[column] != "" {
		cleared++
	}
	delete(d.AsWritten, column)
	delete(d.Sides, column)
	delete(d.Values, column)
	return cleared
}

// beyond counts the decisions about lines that are no rows.
func (d *Decisions) beyond(s *sheet.Sheet) int {
	if len(d.Rows)+len(d.Cells) == 0 {
		return 0
	}
	count := len(d.Rows)
	for _, cells := range d.Cells {
		count += len(cells)
	}
	for i := range s.Rows {
		line := s.Rows[i].Line
		count -= len(d.Cells[line])
		if _, decided := d.Rows[line]; decided {
			count--
		}
	}
	return count
}

// setFields are the fields that decisions fill, of those that a table has.
func (d *Decisions) setFields(table *customer.Table) map[customer.Field]bool {
	fields := make(map[customer.Field]bool)
	for _, row := range d.Rows {
		for f := range row.Set {
			fields[f] = true
		}
	}
	for _, fill := range d.Fills {
		if slices.Contains(table.Fillable(), fill.Field) {
			fields[fill.Field] = true
		}
	}
	return fields
}
