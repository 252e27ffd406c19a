package importer

import (
	"kortisto/customer"
)

// lastPlan is a plan with what it was made of.
type lastPlan struct {
	in   Input
	plan *Plan // nil where there is none
}

// remapped lists the columns whose fields have changed since the last plan.
// Where that is all that has changed, and they fill no field that tells which
// customer a row concerns or how its other cells are read, ok is true: most rows
// then do what they did, unless one of these cells does something.
func (b *builder) remapped() (columns []int, ok bool) {
	before := &b.answers.last
	if before.plan == nil || before.in.Sheet != b.in.Sheet || before.in.Options != b.in.Options || before.in.Year != b.in.Year ||
		before.in.Decisions.ofColumns() || b.in.Decisions.ofColumns() || len(before.in.Mapping) != len(b.in.Mapping) {
		return nil, false
	}
	for column, f := range b.in.Mapping {
		was := before.in.Mapping[column]
		if f == was {
			continue
		}
		if tellsOfOthers(f) || tellsOfOthers(was) {
			return nil, false
		}
		columns = append(columns, column)
	}
	return columns, true
}

// tellsOfOthers reports whether the cell of a field matters to more than its
// own field.
func tellsOfOthers(f customer.Field) bool {
	switch f {
	case customer.Number, customer.Kind, customer.Name, customer.BusinessID, customer.Country,
		customer.FirstName, customer.LastName, customer.Version:
		return true
	}
	return false
}

// ofColumns reports whether something was decided about whole columns.
func (d *Decisions) ofColumns() bool {
	return len(d.Values)+len(d.Taken)+len(d.Sides)+len(d.Fills) > 0
}

// ofRow reports whether something was decided about a row.
func (d *Decisions) ofRow(line int) bool {
	_, decided := d.Rows[line]
	return decided || len(d.Cells[line]) > 0
}

// standing returns what the last plan says of the row at hand, where that
// stands: the row, found by its number, changed nothing that other rows look
// at, the cells of the remapped columns plainly say nothing new, and said
// nothing before.
func (b *builder) standing(remapped []int) *Row {
	before := &b.answers.last
	row, c := before.plan.Rows[b.at], b.rows[b.at].customer
	if row.Status != Unchanged && row.Status != Modified || row.MatchedBy != ByNumber || c == nil ||
		len(row.Problems) > 0 || row.Kept|row.Repaired|row.Stands != 0 ||
		before.in.Decisions.ofRow(row.Line) || b.in.Decisions.ofRow(row.Line) {
		return nil
	}
	changes := row.Changes.Fields()
	for f := range changes.All() {
		if tellsOfOthers(f) || f == customer.Group {
			return nil
		}
	}
	for _, column := range remapped {
		was, f := before.in.Mapping[column], b.in.Mapping[column]
		if changes.Has(was) {
			return nil
		}
		if f == customer.None {
			continue
		}
		if empty, same := b.cells.plainly(f, c.Values[f]); !empty && !same {
			return nil
		}
	}
	if _, taken := b.claims.customers.get(row.Customer); taken {
		return nil // by an earlier row, which may say something else now
	}
	return row
}
