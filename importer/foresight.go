package importer

import (
	"runtime"

	"kortisto/customer"
)

// foresight are rows whose customer is plain, planned as if each stood alone, a
// part of the file at a time. Most rows of most files are such.
type foresight struct {
	planners []*builder
	rows     [progressStep]*Row
}

func newForesight(b *builder) *foresight { return &foresight{planners: b.planners()} }

// planners are builders of the same plan that each read rows by themselves, one
// for each processor. They make no groups and claim nothing.
func (b *builder) planners() []*builder {
	planners := make([]*builder, runtime.GOMAXPROCS(0))
	for i := range planners {
		planner := *b
		planner.cells, planner.room, planner.gathered, planner.newGroups = b.cells.another(), nil, nil, nil
		if b.marker != nil {
			planner.marker = NewMarker(b.answers.versionKey)
		}
		planners[i] = &planner
	}
	return planners
}

// look plans the rows from one index up to another.
func (p *foresight) look(from, to int) {
	inParts(len(p.planners), to-from, func(part, first, last int) {
		for i := first; i < last; i++ {
			p.rows[i] = p.planners[part].foresee(from + i)
		}
	})
}

// foresee plans a row, by index, without a look at the other ones. It is nil
// where the row's customer is not plain, or where it changes something that
// other rows look at.
func (b *builder) foresee(i int) *Row {
	row := &b.in.Sheet.Rows[i]
	if b.readRow(i); b.in.Decisions.ofRow(row.Line) {
		return nil
	}
	f := b.plainly(i)
	if f.customer == nil {
		return nil
	}
	if stood := b.stood(); stood != nil && stood.Customer == f.customer.Number && b.staysAs(stood, f.customer) {
		if stood.MatchedBy == f.by {
			return stood
		}
		found := *stood
		found.MatchedBy = f.by
		return b.keep(found)
	}
	if b.cells.tooLong() {
		return nil
	}
	planned, strays := b.alone(row, &f)
	if strays || planned.Status == Excluded || planned.Status == Undecided || planned.Changes.Fields()&telling != 0 {
		return nil
	}
	return b.share(planned)
}

// plainly is whom a row, by index, plainly concerns: by a number that nothing in
// the row contradicts, or recognised by a key. It names nobody where a closer
// look is needed.
func (b *builder) plainly(i int) found {
	if b.recognised != nil && b.recognised[i] != 0 {
		c := b.answers.whole[b.recognised[i]-1]
		if noID, _ := b.cells.plainly(customer.BusinessID, ""); noID {
			return found{customer: c, by: ByName}
		}
		return found{customer: c, by: ByBusinessID}
	}
	if c := b.rows[i].customer; c != nil && b.speaksOf(c) {
		return found{customer: c, by: ByNumber}
	}
	return found{}
}

// claimed notes what a foreseen row, the one at hand, stands for, and returns
// it; nil where an earlier row may speak of the same customer, or spells
// the same new group in another way.
func (b *builder) claimed(row *Row) *Row {
	if row == nil {
		return nil
	}
	if _, taken := b.claims.customers.get(row.Customer); taken {
		return nil
	}
	if group, changed := row.Changes.Of(customer.Group); changed && b.groupName(group.New) != group.New {
		return nil
	}
	if row.MatchedBy != ByNumber && !b.claimRecognised(row) {
		return nil
	}
	b.claims.stand(row.Customer, b.at)
	return row
}
