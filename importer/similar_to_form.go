package importer

import (
	"context"
	"slices"

	"kortisto/customer"
)

// Similar is a stored customer whom the values of a form may make a second time,
// and the field that tells so.
type Similar struct {
	Field    customer.Field
	Customer *customer.Stored
}

// Typed are those of a form's values that its customer does not have yet: what it
// shares with others already is no news. A new customer is the zero value.
func Typed(stored *customer.Customer, values customer.Values) (typed customer.Values) {
	for f := range values {
		if values[f] != stored.Values[f] {
			typed[f] = values[f]
		}
	}
	return typed
}

// SimilarToForm finds among some customers those whose Business ID, name or
// contacts are those that are typed in a form, by the keys that a file is looked
// up by (match-second-form, match-compare, docs/rules.md).
func SimilarToForm(ctx context.Context, stored *customer.Customer, values customer.Values, among []*customer.Stored) ([]Similar, error) {
	typed := Typed(stored, values)
	typed[customer.Country] = values[customer.Country] // says how the others are read
	ids := customer.BusinessIDKeys(typed[customer.BusinessID], customer.Context{Country: values[customer.Country]})
	keys := similarTo(func(f customer.Field) string { return typed[f] }, values[customer.Kind] == customer.Person)
	keys.own = stored.Number
	sums := make(map[uint64]bool)
	for _, id := range ids {
		sums[idSum(id)] = true
	}
	sums[customer.NameSum(keys.name)] = true
	delete(sums, 0)
	cache := cacheHolding(among)
	shared := Keys{BusinessIDs: ids, Emails: listOf(keys.email), Phones: listOf(keys.phone), Streets: listOf(keys.street), Names: listOf(keys.turned)}
	if err := cache.learn(ctx, shared); err != nil {
		return nil, err
	}
	if err := cache.learnSums(ctx, sums); err != nil {
		return nil, err
	}
	keys.name = values[customer.Name] // a new address tells beside an old name, too
	var similar []Similar
	note := func(f customer.Field, c *customer.Stored) bool {
		noted := slices.ContainsFunc(similar, func(s Similar) bool { return s.Customer.Number == c.Number })
		if !noted && c.Number != stored.Number {
			similar = append(similar, Similar{f, c})
		}
		return len(similar) < maxCandidates
	}
	for _, id := range ids {
		for _, c := range slices.Concat(cache.businessIDs.of(id), cache.withIDSum(id)) {
			note(customer.BusinessID, c)
		}
	}
	cache.eachSimilar(&keys, note)
	return similar[:min(len(similar), maxCandidates)], nil
}

// cacheHolding makes a cache that knows some customers, and nobody else.
func cacheHolding(customers []*customer.Stored) *RegisterCache {
	cache := NewRegisterCache(nil) // which it need not ask
	cache.isWhole, cache.whole = true, customers
	for _, c := range customers {
		cache.keep(c)
	}
	return cache
}

// listOf is a list of a key, without any where it is empty.
func listOf(key string) []string {
	if key == "" {
		return nil
	}
	return []string{key}
}
