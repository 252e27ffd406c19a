package importer

import (
	"maps"

	"kortisto/customer"
	"kortisto/sheet"
)

// lastPlan is a plan with what it was made of.
type lastPlan struct {
	in     Input
	plan   *Plan           // nil where there is none
	called map[string]bool // see builder
}

// remapping is a last plan of the same sheet from which this one differs by
// nothing but the fields of some columns: most rows then do what they did,
// unless one of these cells does something.
type remapping struct {
	before  *lastPlan
	columns []int             // whose fields have changed
	fields  customer.FieldSet // that they fill or filled
}

// findRemapping compares the input with that of the last plan. It is nil where
// more has changed than columns, or one that matters to every row: names in
// parts, in which version rows were exported.
func (b *builder) findRemapping() *remapping {
	before := &b.answers.last
	if before.plan == nil || before.in.Sheet != b.in.Sheet || before.in.Options != b.in.Options || before.in.Year != b.in.Year ||
		before.in.Actor != b.in.Actor || before.in.Decisions.ofColumns() || b.in.Decisions.ofColumns() || len(before.in.Mapping) != len(b.in.Mapping) {
		return nil
	}
	r := &remapping{before: before}
	for column, f := range b.in.Mapping {
		was := before.in.Mapping[column]
		if f == was {
			continue
		}
		r.columns = append(r.columns, column)
		r.fields = r.fields.With(f).With(was)
	}
	for _, f := range [...]customer.Field{customer.FirstName, customer.LastName, customer.Version} {
		if r.fields.Has(f) {
			return nil
		}
	}
	return r
}

// forgetRemapping makes the plan anew after all where rows that bear marks may
// say something else, though their cells do not: how a country was read then
// hangs on what it was then, and how a group was called on how other rows call it.
func (b *builder) forgetRemapping() {
	r := b.remapping
	if r == nil {
		return
	}
	if b.moved && r.fields.Has(customer.Country) || !r.fields.Has(customer.Group) && !maps.Equal(b.called, r.before.called) {
		b.remapping = nil
	}
}

// fieldsOf makes a set.
func fieldsOf(fields ...customer.Field) (set customer.FieldSet) {
	for _, f := range fields {
		set = set.With(f)
	}
	return set
}

var (
	telling = fieldsOf(customer.Kind, customer.Name, customer.BusinessID) // what other rows look at
	swaying = fieldsOf(customer.Country, customer.Group)                  // and what decides how other cells are read, or those of other rows
)

// ofColumns reports whether something was decided about whole columns.
func (d *Decisions) ofColumns() bool {
	return len(d.Values)+len(d.Taken)+len(d.Sides)+len(d.Fills) > 0
}

// ofRows reports whether something was decided about single rows.
func (d *Decisions) ofRows() bool { return len(d.Rows)+len(d.Cells) > 0 }

// ofRow reports whether something was decided about a row.
func (d *Decisions) ofRow(line int) bool {
	_, decided := d.Rows[line]
	return decided || len(d.Cells[line]) > 0
}

// lastRow is what the last plan said of the row at hand without a problem and
// without a decision, nil for any other.
func (b *builder) lastRow() *Row {
	if b.remapping == nil {
		return nil
	}
	before := b.remapping.before
	row := before.plan.Rows[b.at]
	if len(row.Problems) > 0 || before.in.Decisions.ofRow(row.Line) || b.in.Decisions.ofRow(row.Line) {
		return nil
	}
	return row
}

// stood is what the last plan said of the row at hand where it found a customer
// of which it changed nothing that other rows look at; nil for any other.
func (b *builder) stood() *Row {
	row := b.lastRow()
	if row == nil || row.Status != Unchanged && row.Status != Modified || row.Kept|row.Repaired|row.Stands != 0 {
		return nil
	}
	if row.Changes.Fields()&(telling|swaying) != 0 {
		return nil
	}
	return row
}

// staysAs reports whether the row at hand plainly says of a customer what the
// last plan found it to say: the cells of the remapped columns say nothing new,
// and said nothing before.
func (b *builder) staysAs(row *Row, c *customer.Customer) bool {
	if b.remapping.fields.Has(customer.Name) && b.isTotal(c) {
		return false
	}
	changes := row.Changes.Fields()
	for _, column := range b.remapping.columns {
		was, f := b.remapping.before.in.Mapping[column], b.in.Mapping[column]
		if changes.Has(was) {
			return false
		}
		if f == customer.None || f == customer.Number {
			continue
		}
		if empty, same := b.cells.plainly(f, c.Values[f]); !empty && !same {
			return false
		}
	}
	return true
}

// valuesBefore returns what the last plan found the row at hand to say of a new
// customer, field by field, and for which fields it has to be read again. It is
// nil where all of them have to be.
func (b *builder) valuesBefore() (said *customer.Values, again customer.FieldSet) {
	row := b.lastRow()
	if row == nil || row.Status != New || row.Repaired != 0 || b.remapping.fields.Has(customer.Country) {
		return nil, 0
	}
	b.before = customer.Values{}
	for change := range row.Changes.All() {
		b.before[change.Field] = change.New
	}
	// The kind may have been guessed, and groups are called as the first row calls them.
	return &b.before, b.remapping.fields.With(customer.Kind).With(customer.Group)
}

// pack keeps the changes of the row at hand, as the last plan has them where it
// has the same.
func (b *builder) pack(changes []customer.Change, source *sheet.Row) Changes {
	if last := b.lastRow(); last != nil && last.Changes.are(changes) {
		return last.Changes
	}
	return pack(changes, source, b.columns)
}

// share gives a row, the one at hand, its place in memory: that in the last plan
// where it says the same.
func (b *builder) share(row Row) *Row {
	last := b.lastRow()
	if last == nil || last.Changes != row.Changes || last.Status != row.Status || last.Customer != row.Customer || last.MatchedBy != row.MatchedBy ||
		last.Kind != row.Kind || last.KindGuess != row.KindGuess || last.Kept != row.Kept || last.Repaired != row.Repaired || last.Stands != row.Stands ||
		last.Revision != row.Revision || last.Basis != row.Basis || last.Name != row.Name ||
		len(row.Problems)+len(row.Candidates)+len(row.Conflicts)+len(last.Candidates)+len(last.Conflicts) > 0 {
		return b.keep(row)
	}
	return last
}
