package importer

import (
	"slices"

	"kortisto/customer"
)

// matchUnknownNumber finds the customer of a row that names none by its number. A
// number above which there is hardly any room for later customers is never taken
// without being asked for (match-number-free, docs/rules.md), and one that leads to
// another customer not at all, even while that one is not there (match-merged,
// docs/rules.md).
func (m *matcher) matchUnknownNumber(r *rowReader) found {
	ignored := r.in.Options.UnknownNumbers == UnknownIgnored
	text := r.text(customer.Number)
	if text == "" || ignored || saysNothing(text) {
		return m.matchKey(r)
	}
	if m.isErased(r) {
		return found{problem: undecided(ErasedPerson, nil)}
	}
	number, ok := customer.ParseNumber(text)
	if !ok {
		return found{problem: customer.Problem{Field: customer.Number, Level: customer.Error, Code: customer.NumberInvalid,
			Args: customer.Args{"value": customer.MaskPersonalIDs(text)}}}
	}
	if r.in.Options.UnknownNumbers == UnknownCreates && m.lookup.cache.merged[number] == nil {
		if !customer.LeavesRoom(number) && !r.decision.Include {
			return found{problem: customer.Problem{Field: customer.Number, Level: customer.Undecided, Code: NumberHigh,
				Args: customer.Args{"number": number}}}
		}
		return found{number: number}
	}
	return found{problem: customer.Problem{Field: customer.Number, Level: customer.Error, Code: UnknownNumber,
		Args: customer.Args{"number": number}}}
}

// saysNothing reports whether a text in place of a number says that there is none.
func saysNothing(text string) bool {
	return customer.Number.Read(text, customer.Context{}).Problem.Code == customer.SaysNothing
}

// contradict checks that the rest of the row does not speak of somebody else than
// the customer found by its number, as it is now or as it was when the row was
// exported (match-contradiction, docs/rules.md).
func (m *matcher) contradict(r *rowReader, c *customer.Stored) found {
	others, contradicts := m.contradicts(r, c)
	if contradicts {
		if since := m.marks.since(r, c); since != nil {
			then := customer.Store(&customer.Customer{Number: c.Number, Revision: c.Revision, Values: since.Base})
			_, contradicts = m.contradicts(r, &then)
		}
	}
	if !contradicts {
		return found{customer: c, by: ByNumber}
	}
	return found{candidates: numbersOf(append([]*customer.Stored{c}, others...)),
		problem: undecided(Contradiction, customer.Args{"number": c.Number, "name": c.Get(customer.Name)})}
}

// contradicts reports whether the row speaks of somebody else than a customer,
// and lists those who have its Business ID.
func (m *matcher) contradicts(r *rowReader, c *customer.Stored) (others []*customer.Stored, contradicts bool) {
	if r.speaksOf(c) {
		return nil, false
	}
	id, stored := r.get(customer.BusinessID), c.Get(customer.BusinessID)
	sameID := id.text == stored && stored != "" || damaged(customer.BusinessID, stored, id, r.in.Year)
	keys := r.businessIDKeys()
	sameID = sameID || r.tellsVATOf(c) || slices.Contains(keys, customer.BusinessIDKey(stored))
	for _, key := range keys {
		others = append(others, m.lookup.withBusinessID(key)...)
	}
	name := r.get(customer.Name)
	switch otherName := name.text != "" && !r.sameName(c, name) && !r.partialName(); {
	case sameID:
		return others, false
	case len(others) > 0:
		return others, true
	case !otherName:
		return others, false
	case len(keys) > 0 && stored != "":
		return others, true
	case r.otherKind(c):
		return others, true
	}
	filled, agreeing := r.contacts(c)
	if filled == 0 && len(keys) == 0 {
		if r.text(customer.Version) != "" {
			return others, false // its mark says whose row it is
		}
		others = m.lookup.named(name.nameKeys())
		return others, len(others) > 0
	}
	return others, agreeing == 0
}

// otherKind reports whether the row's own cell says another kind than a
// customer is.
func (r *rowReader) otherKind(c *customer.Stored) bool {
	kind := r.kind()
	return kind != "" && c.Get(customer.Kind) != "" && kind != c.Get(customer.Kind)
}

// speaksOf is a quick look at whether the row surely speaks of no other than a
// customer: its Business ID and its name are the customer's or empty.
func (r *rowReader) speaksOf(c *customer.Stored) bool {
	for _, f := range [...]customer.Field{customer.BusinessID, customer.Name} {
		if empty, same := r.plainly(f, c.Get(f)); !empty && !same {
			return false
		}
	}
	return true
}
