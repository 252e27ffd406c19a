package importer

import "kortisto/customer"

// matchKey finds a company by its Business ID, a person by name (match-key,
// docs/rules.md).
func (m *matcher) matchKey(r *rowReader) found {
	key := m.lookup.key(r)
	var result found
	if len(key.businessIDs) > 0 {
		result = m.matchBusinessID(r, key)
	} else {
		result = m.matchNamed(r, key, m.lookup.named(key.names))
	}
	if result.isNobody() {
		result = m.matchDamage(r)
	}
	if result.isNobody() {
		result = m.matchSecondForm(r, key)
	}
	if result.key.isNone() {
		result.key = key
	}
	return result
}

// matchBusinessID finds a company by the first of the row's Business IDs that
// somebody has. The row's later ones then name nobody: they are no keys of it. A
// company of the same name without an ID may be the one that is meant
// (match-shadow, docs/rules.md).
func (m *matcher) matchBusinessID(r *rowReader, key rowKey) found {
	var fitting []*customer.Stored
	for _, id := range key.businessIDs {
		if fitting = m.lookup.withBusinessID(id); len(fitting) > 0 {
			result := m.choose(r, fitting, ByBusinessID)
			result.key = key
			result.key.endWith(id)
			return result
		}
	}
	if key.kind == customer.Person {
		return found{}
	}
	for _, c := range m.lookup.named(key.names) {
		if c.Get(customer.Kind) == customer.Company && c.Get(customer.BusinessID) == "" {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) > 0 {
		return m.ask(r, fitting, Shadow, ByName)
	}
	return found{}
}

// matchNamed chooses among the customers with the name of a row: one with a
// Business ID only may be meant (match-shadow, docs/rules.md), and a person may
// only have the same name (match-name-only, docs/rules.md).
func (m *matcher) matchNamed(r *rowReader, key rowKey, named []*customer.Stored) found {
	var fitting, shadows []*customer.Stored
	for _, c := range named {
		switch {
		case c.Get(customer.Kind) == customer.Person:
			if key.kind != customer.Company {
				fitting = append(fitting, c)
			}
		case key.kind == customer.Person:
		case c.Get(customer.BusinessID) != "":
			shadows = append(shadows, c)
		default:
			fitting = append(fitting, c)
		}
	}
	switch {
	case len(shadows) > 0:
		return m.ask(r, append(shadows, fitting...), Shadow, ByName)
	case len(fitting) == 0:
		return found{}
	}
	result := m.choose(r, fitting, ByName)
	if c := result.customer; c != nil && c.Get(customer.Kind) == customer.Person {
		if filled, agreeing := r.countAgreeing(c); filled >= 2 && agreeing == 0 {
			return askedOf([]*customer.Stored{c}, NameOnly)
		}
	}
	return result
}

// matchAmong finds the customer of a row among those whom a key of the
// row names.
func (m *matcher) matchAmong(r *rowReader, key rowKey, named []*customer.Stored) found {
	switch {
	case len(named) == 0:
		return found{}
	case len(key.businessIDs) > 0:
		return m.choose(r, named, ByBusinessID)
	}
	return m.matchNamed(r, key, named)
}
