package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
)

// maxMarks is how many marks are made at most to find whose the stray ones are:
// about a second's work.
const maxMarks = 1 << 20

// findOwners looks for the customers whose the marks are that are of none of the
// customers that their rows may concern, among all that the file names. Where
// nearly all are found, or another row's mark is its own, the file is an export
// of this register.
func (b *builder) findOwners(stray []string) {
	if len(stray) == 0 {
		return
	}
	revisions := make(map[int]bool)
	b.owners = make(map[string][]*customer.Customer, len(stray))
	for _, mark := range stray {
		revisions[markedRevision(mark)] = true
		b.owners[mark] = nil
	}
	seen := b.seen()
	if len(revisions)*len(seen) > maxMarks {
		return
	}
	for _, c := range seen {
		for revision := range revisions {
			if revision > c.Revision {
				continue
			}
			mark := b.marker.Mark(Exported{c.Number, revision})
			if owners, asked := b.owners[mark]; asked {
				b.owners[mark] = append(owners, c)
			}
		}
	}
	found := 0
	for _, mark := range stray {
		if owners := b.owners[mark]; len(owners) > 0 {
			found++
			slices.SortFunc(owners, func(x, y *customer.Customer) int { return x.Number - y.Number })
		}
	}
	b.exported = b.exported || 10*found >= 9*len(stray)
}

// strayed reports whether the current row of an export bears the mark of
// another customer than the one that it would be written into. Then either the
// mark or what the customer was found by has come to a wrong row (a column that
// a sort has left behind), or the customer has another name now.
func (b *builder) strayed(f *found) bool {
	if !b.exported || f.by == ByUser || b.cells.decision.Create {
		return false
	}
	mark := strings.ToLower(b.cells.text(customer.Version))
	revision := markedRevision(mark)
	if revision == 0 {
		return false
	}
	if f.customer != nil {
		return b.genuine(f.customer) == 0
	}
	number, ok := customer.ParseNumber(b.cells.text(customer.Number))
	return !ok || !b.marker.made(mark, Exported{number, revision})
}

// askWhose leaves it to the user whose a stray row is.
func (b *builder) askWhose(f *found, line int) Row {
	var candidates []*customer.Customer
	if f.customer != nil {
		candidates = append(candidates, f.customer)
	}
	candidates = append(candidates, b.owners[strings.ToLower(b.cells.text(customer.Version))]...)
	row := Row{Line: line, Status: Undecided, Candidates: numbersOf(candidates),
		Problems: []customer.Problem{undecided(VersionOther, nil)}}
	b.claimKeys(&row, f)
	return row
}
