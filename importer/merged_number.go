package importer

import (
	"context"
	"time"

	"kortisto/customer"
)

// Merged is what has become of a customer that was merged into another one.
type Merged struct {
	Into int // the number that its own leads to now: of a customer, or of one that was removed since
	Who  string
	At   time.Time

	// Was is the customer as it was then, with the revision of its end; without
	// one where the journal knows no more.
	Was customer.Customer
}

// learnMerged looks up which of some numbers that nobody has were merged into others,
// as far as that is not known yet, and the customers whom they lead to.
func (rc *RegisterCache) learnMerged(ctx context.Context, numbers []int) error {
	var given []int
	for _, number := range unknown(rc.merged, numbers) {
		if number <= rc.highest {
			given = append(given, number)
		}
	}
	if given == nil {
		return nil
	}
	merged, err := rc.register.Merged(ctx, given)
	if err != nil {
		return err
	}
	var into []int
	for _, one := range merged {
		into = append(into, one.Into)
	}
	if err := rc.learn(ctx, Keys{Numbers: into}); err != nil {
		return err
	}
	for _, number := range given {
		rc.merged[number] = merged[number]
	}
	rc.size += entryCost * int64(len(given))
	return nil
}

// followMerged lets rows whose number leads to another customer concern that one
// (match-merged, docs/rules.md), and lists the numbers of the others that nobody
// has.
func (l *lookup) followMerged(ctx context.Context, numbers []int) (left []int, err error) {
	if err := l.cache.learnMerged(ctx, numbers); err != nil {
		return nil, err
	}
	for _, number := range numbers {
		if merged := l.cache.merged[number]; merged == nil || l.cache.numbers[merged.Into] == nil {
			left = append(left, number)
		}
	}
	if len(left) == len(numbers) {
		return left, nil
	}
	for i := range l.rows {
		row := &l.rows[i]
		if row.number == 0 || row.customer != nil {
			continue
		}
		if merged := l.cache.merged[row.number]; merged != nil && l.cache.numbers[merged.Into] != nil {
			row.merged, row.customer = merged, l.cache.numbers[merged.Into]
		}
	}
	return left, nil
}

// mergedRow is a row that names a customer by the number of one that was merged
// into it, nil for any other row.
func (l *lookup) mergedRow(r *rowReader, c *customer.Stored) *lookedUpRow {
	if row := &l.rows[r.index]; row.merged != nil && row.customer == c {
		return row
	}
	return nil
}

// sinceMerge is what has become of a customer since a row was exported with the
// number of one that was merged into it: the base is that one, as exported or, where
// the row does not say, as it was merged (match-merged, docs/rules.md).
func (m *marks) sinceMerge(row *lookedUpRow, r *rowReader) *Since {
	if row.sinceMerge != nil || row.merged.Was.Revision == 0 {
		return row.sinceMerge
	}
	since := Since{Base: row.merged.Was.Values}
	if revision := m.revision(r, row.customer); revision > 0 {
		if known := m.lookup.cache.since[Exported{row.number, revision}]; known != nil {
			since = *known
		}
	}
	since.Later = nil
	for f := customer.Kind; f.IsValue(); f++ {
		since.Later = append(since.Later, Write{Field: f, Who: row.merged.Who, At: row.merged.At})
	}
	row.sinceMerge = &since
	return row.sinceMerge
}

// saysWhatWas reports whether a row names a customer by the number of one that was
// merged into it, and says only what that one was: then it says nothing of the
// customer, and never contradicts another row (match-merged, docs/rules.md).
func (p *rowPlanner) saysWhatWas(r *rowReader, f *found) bool {
	row := p.lookup.mergedRow(r, f.customer)
	if row == nil || f.by != ByNumber {
		return false
	}
	since := p.marks.sinceMerge(row, r)
	if since == nil {
		return false
	}
	was := customer.Store(&customer.Customer{Number: row.merged.Was.Number, Revision: row.merged.Was.Revision, Values: since.Base})
	return p.comparer.leaves(r, &was, f.by)
}

// tellMerged adds to a row that its number leads to another customer.
func (p *rowPlanner) tellMerged(row *Row, r *rowReader) {
	looked := &p.lookup.rows[r.index]
	if looked.merged == nil || r.decision.Exclude {
		return
	}
	row.Problems = append(row.Problems, customer.Problem{Field: customer.Number, Level: customer.Note, Code: MergedNumber, Args: customer.Args{
		"number": looked.number, "into": looked.customer.Number, "name": looked.customer.Get(customer.Name),
		"who": looked.merged.Who, "at": looked.merged.At.UTC().Format(time.RFC3339)}})
}
