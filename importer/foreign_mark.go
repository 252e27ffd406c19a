package importer

import (
	"slices"

	"kortisto/customer"
)

// maxMarks is how many marks are made at most to find whose the foreign ones are:
// about a second's work.
const maxMarks = 1 << 20

// findOwners looks for the customers whose the marks are that are of none of the
// customers that their rows may concern, among all that the file names. Where
// nearly all are found, or another row's mark is its own, the file is an export
// of this register.
func (m *marks) findOwners(foreign []string) {
	if len(foreign) == 0 {
		return
	}
	revisions := make(map[int]bool)
	m.owners = make(map[string][]*customer.Stored, len(foreign))
	for _, mark := range foreign {
		revisions[markedRevision(mark)] = true
		m.owners[mark] = nil
	}
	seen := m.lookup.seen()
	if len(revisions)*len(seen) > maxMarks {
		return
	}
	for _, c := range seen {
		for revision := range revisions {
			if revision > c.Revision {
				continue
			}
			mark := m.marker.Mark(Exported{c.Number, revision})
			if owners, wanted := m.owners[mark]; wanted {
				m.owners[mark] = append(owners, c)
			}
		}
	}
	found := 0
	for _, mark := range foreign {
		if owners := m.owners[mark]; len(owners) > 0 {
			found++
			slices.SortFunc(owners, func(x, y *customer.Stored) int { return x.Number - y.Number })
		}
	}
	m.exported = m.exported || nearlyAll(found, len(foreign))
}

// isForeign reports whether a row of an export bears the mark of another customer
// than the one that it would be written into (three-way, docs/rules.md). Then either
// the mark or what the customer was found by has come to a wrong row (a column that a
// sort has left behind), or the customer has another name now.
func (m *marks) isForeign(r *rowReader, f *found) bool {
	if !m.exported || f.by == ByUser || r.decision.Create {
		return false
	}
	mark := markOf(r)
	revision := markedRevision(mark)
	if revision == 0 {
		return false
	}
	if f.customer != nil {
		return m.revision(r, f.customer) == 0 && !(f.by == ByNumber && r.isWholly(f.customer))
	}
	if f.key.businessIDs != nil && f.key.names != nil && len(m.lookup.named(f.key.names)) == 0 {
		return false // a copied row that was made another customer
	}
	number, ok := customer.ParseNumber(r.text(customer.Number))
	return !ok || !m.marker.made(mark, Exported{number, revision})
}

// isWholly reports whether a row has the name and the Business ID of a customer,
// so that it speaks of nobody else whatever its mark says.
func (r *rowReader) isWholly(c *customer.Stored) bool {
	name, id := r.get(customer.Name), r.get(customer.BusinessID)
	stored := c.Get(customer.BusinessID)
	return name.text != "" && r.sameName(c, name) && (id.text == stored || id.other == stored)
}

// whose lists those whom a row with a foreign mark may concern: who was found,
// and whose mark it is.
func (m *marks) whose(r *rowReader, f *found) []*customer.Stored {
	var candidates []*customer.Stored
	if f.customer != nil {
		candidates = append(candidates, f.customer)
	}
	return append(candidates, m.owners[markOf(r)]...)
}
