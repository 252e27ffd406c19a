package importer

import (
	"context"

	"kortisto/customer"
)

// similarKeys are what a new person may share with a stored one.
type similarKeys struct{ email, phone, turned string }

// warnSimilar warns of new persons whose e-mail address, telephone or
// turned-round name is already stored.
func (b *builder) warnSimilar(ctx context.Context, register Register) error {
	if len(b.persons) == 0 {
		return nil
	}
	rows := make(map[int]similarKeys, len(b.persons))
	emails, phones, names := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, index := range b.persons {
		row := &b.plan.Rows[index]
		if row.Status != New {
			continue
		}
		var c customer.Customer
		c.Apply(row.Changes)
		keys := similarKeys{
			email:  customer.FoldKey(c.Values[customer.Email]),
			phone:  customer.PhoneKey(c.Values[customer.Phone], c.Values[customer.Country]),
			turned: customer.FoldKey(customer.TurnedName(c.Values[customer.Name])),
		}
		rows[index] = keys
		emails[keys.email], phones[keys.phone], names[keys.turned] = true, true, true
	}
	keys := Keys{Emails: sorted(emails), Phones: sorted(phones), Names: sorted(names)}
	if len(keys.Emails)+len(keys.Phones)+len(keys.Names) == 0 {
		return nil
	}
	customers, err := register.Customers(ctx, keys)
	if err != nil {
		return err
	}
	byEmail, byPhone, byName := firstBy(customers)
	for _, index := range b.persons {
		keys, asked := rows[index]
		if !asked {
			continue
		}
		for _, similar := range []struct {
			field customer.Field
			other *customer.Customer
		}{
			{customer.Email, byEmail[keys.email]}, {customer.Phone, byPhone[keys.phone]}, {customer.Name, byName[keys.turned]},
		} {
			if similar.other != nil {
				row := &b.plan.Rows[index]
				row.Problems = append(row.Problems, customer.Problem{Field: similar.field, Level: customer.Warning, Code: SimilarCustomer,
					Args: customer.Args{"number": similar.other.Number, "name": similar.other.Values[customer.Name]}})
				break
			}
		}
	}
	return nil
}

// firstBy finds the first customer of each e-mail address, telephone and, for
// persons, name.
func firstBy(customers []customer.Customer) (byEmail, byPhone, byName map[string]*customer.Customer) {
	byEmail, byPhone, byName = make(map[string]*customer.Customer), make(map[string]*customer.Customer), make(map[string]*customer.Customer)
	put := func(by map[string]*customer.Customer, key string, c *customer.Customer) {
		if _, taken := by[key]; key != "" && !taken {
			by[key] = c
		}
	}
	for i := range customers {
		c := &customers[i]
		put(byEmail, customer.FoldKey(c.Values[customer.Email]), c)
		put(byPhone, customer.PhoneKey(c.Values[customer.Phone], c.Country()), c)
		if c.Values[customer.Kind] == customer.Person {
			put(byName, customer.FoldKey(c.Values[customer.Name]), c)
		}
	}
	return byEmail, byPhone, byName
}
