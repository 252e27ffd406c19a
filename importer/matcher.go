package importer

import (
	"slices"

	"kortisto/customer"
)

// maxTried is how many customers of one name or Business ID are compared with
// a row before the user is asked instead.
const maxTried = 1000

// matcher finds the customer that a row concerns, among those that were looked up.
type matcher struct {
	lookup   *lookup
	marks    *marks
	comparer *comparer
}

// choose takes the only customer that fits, or the only one of several that
// the row would not change (match-no-op, docs/rules.md). Else the user chooses
// (match-ambiguous, docs/rules.md).
func (m *matcher) choose(r *rowReader, fitting []*customer.Stored, by Match) found {
	if len(fitting) == 1 {
		return found{customer: fitting[0], by: by}
	}
	if len(fitting) <= maxTried {
		var same *customer.Stored
		count := 0
		for _, c := range fitting {
			if m.comparer.leaves(r, c, by) {
				same = c
				count++
			}
		}
		switch count {
		case 1:
			return found{customer: same, by: by, fitting: fitting}
		case len(fitting):
			return quietly(fitting, Ambiguous, by)
		}
	}
	return askedOf(fitting, Ambiguous)
}

// ask leaves the choice between customers to the user, unless the row would
// change none of them (match-quiet, docs/rules.md).
func (m *matcher) ask(r *rowReader, fitting []*customer.Stored, code customer.Code, by Match) found {
	kind := r.kind()
	changes := func(c *customer.Stored) bool {
		return !meets(kind, c.Get(customer.Kind), false) || !m.comparer.leaves(r, c, by)
	}
	switch {
	case len(fitting) > maxTried || slices.ContainsFunc(fitting, changes):
		return askedOf(fitting, code)
	case len(fitting) == 1:
		return found{customer: fitting[0], by: by, fitting: fitting, unasked: code}
	}
	return quietly(fitting, code, by)
}
