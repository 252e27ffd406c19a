package importer

import (
	"context"

	"kortisto/customer"
)

// similarKeys are what a new person may share with a stored one.
type similarKeys struct{ email, phone, turned string }

// warnSimilar warns of new persons whose e-mail address, telephone or
// turned-round name is already stored (match-compare, docs/rules.md).
func warnSimilar(ctx context.Context, rows []*Row, cache *RegisterCache) error {
	if cache.isEmpty() {
		return nil
	}
	var persons []*Row
	for _, row := range rows {
		if row.Status == New && row.Kind == customer.Person {
			persons = append(persons, row)
		}
	}
	keysOf := make([]similarKeys, len(persons))
	emails, phones, names := newKeySet(len(persons)), newKeySet(len(persons)), newKeySet(len(persons))
	for i, row := range persons {
		var c customer.Customer
		row.Changes.Apply(&c)
		keys := similarKeys{
			email:  customer.FoldKey(c.Values[customer.Email]),
			phone:  customer.PhoneKey(c.Values[customer.Phone], c.Values[customer.Country]),
			turned: customer.FoldKey(customer.TurnedName(c.Values[customer.Name])),
		}
		keysOf[i] = keys
		emails.add(keys.email)
		phones.add(keys.phone)
		names.add(keys.turned)
	}
	if err := cache.learn(ctx, Keys{Emails: emails.list, Phones: phones.list, Names: names.list}); err != nil {
		return err
	}
	for i, row := range persons {
		if f, other := cache.similar(&keysOf[i]); other != nil {
			row.Problems = append(row.Problems, customer.Problem{Field: f, Level: customer.Warning, Code: SimilarCustomer,
				Args: customer.Args{"number": other.Number, "name": other.Values[customer.Name]}})
		}
	}
	return nil
}

// similar finds a stored customer who shares something with a new person, and
// what; nil for none.
func (m *RegisterCache) similar(keys *similarKeys) (customer.Field, *customer.Customer) {
	if other := first(m.emails.of(keys.email)); other != nil {
		return customer.Email, other
	}
	if other := first(m.phones.of(keys.phone)); other != nil {
		return customer.Phone, other
	}
	return customer.Name, firstPerson(m.names.of(keys.turned))
}

// first is the one with the lowest number, nil where there is none.
func first(customers []*customer.Customer) *customer.Customer {
	if len(customers) == 0 {
		return nil
	}
	return customers[0]
}

func firstPerson(customers []*customer.Customer) *customer.Customer {
	for _, c := range customers {
		if c.Values[customer.Kind] == customer.Person {
			return c
		}
	}
	return nil
}
