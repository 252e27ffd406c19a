package importer

import (
	"context"

	"kortisto/customer"
)

// similarKeys are what a new person may share with a stored one.
type similarKeys struct{ email, phone, turned string }

// warnSimilar warns of new persons whose e-mail address, telephone or
// turned-round name is already stored.
func (b *builder) warnSimilar(ctx context.Context) error {
	if len(b.persons) == 0 {
		return nil
	}
	keysOf := make([]similarKeys, len(b.persons))
	emails, phones, names := newKeySet(), newKeySet(), newKeySet()
	for i, index := range b.persons {
		row := b.plan.Rows[index]
		if row.Status != New {
			continue
		}
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
	if err := b.answers.learn(ctx, Keys{Emails: emails.list, Phones: phones.list, Names: names.list}); err != nil {
		return err
	}
	for i, index := range b.persons {
		keys := &keysOf[i]
		if b.plan.Rows[index].Status != New {
			continue
		}
		for _, similar := range []struct {
			field customer.Field
			other *customer.Customer
		}{
			{customer.Email, first(b.answers.emails.of(keys.email))}, {customer.Phone, first(b.answers.phones.of(keys.phone))},
			{customer.Name, firstPerson(b.answers.names.of(keys.turned))},
		} {
			if similar.other != nil {
				row := b.plan.Rows[index]
				row.Problems = append(row.Problems, customer.Problem{Field: similar.field, Level: customer.Warning, Code: SimilarCustomer,
					Args: customer.Args{"number": similar.other.Number, "name": similar.other.Values[customer.Name]}})
				break
			}
		}
	}
	return nil
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
