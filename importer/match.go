package importer

import (
	"slices"

	"kortisto/customer"
)

// maxTried is how many customers of one name or Business ID are compared with
// a row before the user is asked instead, and maxCandidates how many are listed.
const (
	maxTried      = 1000
	maxCandidates = 50
)

// found is the customer that a row concerns, or why the program will not say.
type found struct {
	customer   *customer.Stored // nil for a new one
	by         Match
	candidates []int
	problem    customer.Problem   // with a code where the row is undecided or in error
	unasked    customer.Code      // the question that need not be asked, since nothing would be written whoever is meant
	respelled  bool               // found by another spelling of its key
	number     int                // that a new customer is to have, 0 for the next free one
	key        rowKey             // by which the row looked for its customer
	fitting    []*customer.Stored // all that fitted, where they were several
}

// rowKey is what a row without a usable number is found by. A row found by its
// number has none.
type rowKey struct {
	businessIDs []string
	names       []string
	kind        string // the row's own cell, "" where it says nothing
}

// key is what a row is found by where it has no usable number.
func (r *rowReader) key() rowKey {
	return rowKey{
		businessIDs: r.businessIDKeys(),
		names:       r.get(customer.Name).nameKeys(),
		kind:        r.kind(),
	}
}

// matcher finds the customer that a row concerns, among those that were looked up.
type matcher struct {
	lookup   *lookup
	marks    *marks
	comparer *comparer
}

// match finds the customer that a row concerns: the one of its number, if it has
// one (match-number, docs/rules.md).
func (m *matcher) match(r *rowReader) found {
	if r.decision.Create {
		return found{key: m.lookup.key(r)}
	}
	if c := m.lookup.cache.numbers[r.decision.Customer]; c != nil {
		return found{customer: c, by: ByUser}
	}
	if c := m.lookup.rows[r.index].customer; c != nil {
		return m.contradict(r, c)
	}
	return m.matchUnknownNumber(r)
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
	return choice(fitting, Ambiguous)
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
		return choice(fitting, code)
	case len(fitting) == 1:
		return found{customer: fitting[0], by: by, fitting: fitting, unasked: code}
	}
	return quietly(fitting, code, by)
}

// quietly is a row that changes none of the customers that it may concern.
func quietly(fitting []*customer.Stored, code customer.Code, by Match) found {
	return found{unasked: code, by: by, candidates: numbersOf(fitting), fitting: fitting}
}

// isQuiet reports whether it need not be known which customer is meant.
func (f *found) isQuiet() bool { return f.customer == nil && f.unasked != "" }

// isNobody reports whether a row has found nobody that it may concern.
func (f *found) isNobody() bool { return f.customer == nil && f.unasked == "" && f.problem.Code == "" }

// choice leaves the choice between customers to the user.
func choice(fitting []*customer.Stored, code customer.Code) found {
	return found{candidates: numbersOf(fitting), fitting: fitting, problem: undecided(code, customer.Args{
		"count": len(fitting), "number": fitting[0].Number, "name": fitting[0].Get(customer.Name)})}
}

// numbersOf lists the numbers of customers, each once, maxCandidates at most.
func numbersOf(customers []*customer.Stored) []int {
	var numbers []int
	seen := make(map[int]bool)
	for _, c := range customers {
		if !seen[c.Number] && len(numbers) < maxCandidates {
			seen[c.Number] = true
			numbers = append(numbers, c.Number)
		}
	}
	return numbers
}

// isNone reports whether the row looked for its customer by no key.
func (k *rowKey) isNone() bool { return k.names == nil && k.businessIDs == nil }

// endWith forgets the Business IDs behind the one that names the row's customer:
// the row does not look for anybody by these.
func (k *rowKey) endWith(id string) {
	if at := slices.Index(k.businessIDs, id); at >= 0 {
		k.businessIDs = k.businessIDs[:at+1]
	}
}

// fits reports whether a row that looks by a key would look at a customer.
func (k *rowKey) fits(c *customer.Stored) bool {
	if len(k.businessIDs) > 0 {
		return slices.Contains(k.businessIDs, customer.BusinessIDKey(c.Get(customer.BusinessID)))
	}
	return slices.Contains(k.names, customer.FoldKey(c.Get(customer.Name))) && meets(k.kind, c.Get(customer.Kind), false)
}
