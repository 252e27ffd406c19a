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

// matchNumber finds the customer that a row names by its number, unless the rest of the
// row speaks of somebody else than that one, as it is now or as it was when the row was
// exported (match-contradiction, docs/rules.md).
func (m *matcher) matchNumber(r *rowReader, c *customer.Stored) found {
	others, another := m.speaksOfAnother(r, c)
	if another {
		if since := m.marks.since(r, c); since != nil {
			then := customer.Store(&customer.Customer{Number: c.Number, Revision: c.Revision, Values: since.Base})
			_, another = m.speaksOfAnother(r, &then)
		}
	}
	if !another {
		return found{customer: c, by: ByNumber}
	}
	return found{candidates: numbersOf(append([]*customer.Stored{c}, others...)),
		problem: undecided(Contradiction, customer.Args{"number": c.Number, "name": c.Get(customer.Name)})}
}

// speaksOfAnother reports whether the row speaks of somebody else than a customer, and
// lists those of whom it may speak.
func (m *matcher) speaksOfAnother(r *rowReader, c *customer.Stored) (others []*customer.Stored, another bool) {
	if r.surelyNoOther(c) {
		return nil, false
	}
	keys := r.businessIDKeys()
	if r.hasBusinessIDOf(c, keys) {
		return nil, false
	}
	for _, key := range keys {
		others = append(others, m.lookup.withBusinessID(key)...)
	}
	switch {
	case len(others) > 0:
		return others, true
	case !r.hasAnotherName(c):
		return nil, false
	case len(keys) > 0 && c.Get(customer.BusinessID) != "", r.otherKind(c):
		return nil, true
	}
	filled, agreeing := r.countAgreeing(c)
	switch {
	case filled > 0 || len(keys) > 0:
		return nil, agreeing == 0
	case r.text(customer.Version) != "": // its mark says whose row it is
		return nil, false
	}
	others = m.lookup.named(r.get(customer.Name).nameKeys())
	return others, len(others) > 0
}

// hasBusinessIDOf reports whether the row, by its keys or a damaged cell, has the
// Business ID of a customer.
func (r *rowReader) hasBusinessIDOf(c *customer.Stored, keys []string) bool {
	id, stored := r.get(customer.BusinessID), c.Get(customer.BusinessID)
	return id.text == stored && stored != "" || damaged(customer.BusinessID, stored, id, r.in.Year) ||
		r.tellsVATOf(c) || slices.Contains(keys, customer.BusinessIDKey(stored))
}

// hasAnotherName reports whether the row has a whole name that is not a customer's.
func (r *rowReader) hasAnotherName(c *customer.Stored) bool {
	name := r.get(customer.Name)
	return name.text != "" && !r.sameName(c, name) && !r.partialName()
}

// otherKind reports whether the row's own cell says another kind than a
// customer is.
func (r *rowReader) otherKind(c *customer.Stored) bool {
	kind := r.kind()
	return kind != "" && c.Get(customer.Kind) != "" && kind != c.Get(customer.Kind)
}

// surelyNoOther is a quick look at whether the row surely speaks of no other than a
// customer: its Business ID and its name are the customer's or empty.
func (r *rowReader) surelyNoOther(c *customer.Stored) bool {
	for _, f := range [...]customer.Field{customer.BusinessID, customer.Name} {
		if empty, same := r.plainly(f, c.Get(f)); !empty && !same {
			return false
		}
	}
	return true
}
