package importer

import (
	"slices"

	"kortisto/customer"
)

// askErased leaves it to the user whether a row makes a new customer of somebody
// whose data was erased: an old file must not bring anybody back unnoticed. A
// name alone is only a warning (erased-known, docs/rules.md).
func (p *rowPlanner) askErased(row *Row, r *rowReader) {
	erased := p.lookup.cache.erased
	if erased == nil || r.decision.Create {
		return
	}
	var made customer.Customer
	row.Changes.Apply(&made)
	if made.Values[customer.Kind] == "" {
		made.Values[customer.Kind] = row.Kind
	}
	known := false
	for _, trait := range customer.Traits(row.Customer, &made.Values) {
		if !erased(trait.Text) {
			continue
		}
		if trait.Strong {
			row.Status, row.Changes = Undecided, Changes{}
			row.Problems = append(row.Problems, undecided(ErasedPerson, nil))
			return
		}
		known = true
	}
	if known {
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Warning, Code: ErasedName})
	}
}

// warnErased warns of a row that gives a customer what somebody was known by whose
// data was erased: under another key, that one would be back.
func (p *rowPlanner) warnErased(row *Row, stored *customer.Stored) {
	erased := p.lookup.cache.erased
	if erased == nil {
		return
	}
	before := stored.Customer()
	after := before
	row.Changes.Apply(&after)
	for _, trait := range customer.NewTraits(&before.Values, &after.Values) {
		if !erased(trait.Text) {
			continue
		}
		code := ErasedName
		if trait.Strong {
			code = ErasedData
		}
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Warning, Code: code})
		return
	}
}

// isErased reports whether the number of a row was that of somebody whose data
// was erased, and who has not been taken for a new customer.
func (m *matcher) isErased(r *rowReader) bool {
	number := m.lookup.rows[r.index].number
	return number != 0 && m.lookup.cache.erased != nil && m.lookup.cache.erased(customer.NumberTrait(number))
}

// stillUnknown lists the numbers of the file that the register does not hold,
// but for those of erased customers: their rows are asked about one by one.
func (l *lookup) stillUnknown() []int {
	if l.cache.erased == nil {
		return l.unknown
	}
	return slices.DeleteFunc(slices.Clone(l.unknown), func(number int) bool { return l.cache.erased(customer.NumberTrait(number)) })
}
