package importer

import (
	"context"
	"slices"

	"kortisto/customer"
)

// Resembling is a stored customer whom the values of a form may make a second
// time, and the field that tells so.
type Resembling struct {
	Field    customer.Field
	Customer *customer.Customer
}

// FindResembling finds the stored customers whose Business ID, name or contacts
// are those of a customer that is typed in a form, by the keys that a file is
// looked up by (match-second-form, match-compare, docs/rules.md). Of a stored
// customer only what differs from its values is looked for; a new one has the
// zero value.
func FindResembling(ctx context.Context, register Register, stored *customer.Customer, values customer.Values) ([]Resembling, error) {
	typed := func(f customer.Field) string {
		if values[f] == stored.Values[f] {
			return ""
		}
		return values[f]
	}
	cache := NewRegisterCache(register)
	ids := customer.BusinessIDKeys(typed(customer.BusinessID), customer.Context{Country: values[customer.Country]})
	keys := similarTo(func(f customer.Field) string {
		if f == customer.Country {
			return values[f]
		}
		return typed(f)
	}, values[customer.Kind] == customer.Person)
	asked := Keys{BusinessIDs: ids, Emails: filled(keys.email), Phones: filled(keys.phone), Streets: filled(keys.street), Names: filled(keys.turned)}
	if err := cache.learn(ctx, asked); err != nil {
		return nil, err
	}
	sums := make(map[uint64]bool)
	for _, id := range ids {
		sums[idSum(id)] = true
	}
	sums[customer.NameSum(keys.name)] = true
	delete(sums, 0)
	if err := cache.learnSums(ctx, sums); err != nil {
		return nil, err
	}
	keys.own = stored.Number
	keys.name = values[customer.Name] // beside an address of its own an old name tells too
	var resembling []Resembling
	note := func(f customer.Field, c *customer.Customer) bool {
		known := slices.ContainsFunc(resembling, func(r Resembling) bool { return r.Customer.Number == c.Number })
		if !known && c.Number != stored.Number {
			resembling = append(resembling, Resembling{f, c})
		}
		return len(resembling) < maxCandidates
	}
	for _, id := range ids {
		for _, c := range cache.businessIDs.of(id) {
			note(customer.BusinessID, c)
		}
		for _, c := range cache.sums[idSum(id)] {
			if idSum(id) != 0 && idSum(customer.BusinessIDKey(c.Values[customer.BusinessID])) == idSum(id) {
				note(customer.BusinessID, c)
			}
		}
	}
	cache.eachSimilar(&keys, note)
	return resembling[:min(len(resembling), maxCandidates)], nil
}

// filled is a list of a key, without any where it is empty.
func filled(key string) []string {
	if key == "" {
		return nil
	}
	return []string{key}
}
