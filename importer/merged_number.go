package importer

import (
	"time"

	"kortisto/customer"
)

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
