package importer

import (
	"context"

	"kortisto/customer"
)

// similarKeys are what a new customer may share with a stored one.
type similarKeys struct {
	name, email, phone, street, turned string
	person, guessed                    bool
}

// maxSharing is how many customers at most may share an address or a telephone
// for it to tell anything: of more, it is an office's or a house's.
const maxSharing = 20

// warnSimilar warns of new customers whose name is stored in another form, of
// persons whose e-mail address or telephone is, and of companies whose e-mail
// address, telephone or street is under a like name (match-compare,
// match-second-form, docs/rules.md).
func warnSimilar(ctx context.Context, file *fileReader, rows []*Row, cache *RegisterCache) error {
	if cache.isEmpty() {
		return nil
	}
	var made []*Row
	for i, row := range rows {
		if row.Status == New && !file.row(i).decision.Create { // else the user has looked already
			made = append(made, row)
		}
	}
	keysOf := make([]similarKeys, len(made))
	emails, phones, streets, names := newKeySet(len(made)), newKeySet(len(made)), newKeySet(len(made)), newKeySet(len(made))
	sums := make(map[uint64]bool, len(made))
	for i, row := range made {
		keys := similarTo(row)
		keysOf[i] = keys
		emails.add(keys.email)
		phones.add(keys.phone)
		streets.add(keys.street)
		names.add(keys.turned)
		if sum := customer.NameSum(keys.name); sum != 0 {
			sums[sum] = true
		}
	}
	if err := cache.learn(ctx, Keys{Emails: emails.list, Phones: phones.list, Streets: streets.list, Names: names.list}); err != nil {
		return err
	}
	if err := cache.learnSums(ctx, sums); err != nil {
		return err
	}
	for i, row := range made {
		if f, other := cache.similar(&keysOf[i]); other != nil {
			row.Problems = append(row.Problems, customer.Problem{Field: f, Level: customer.Warning, Code: SimilarCustomer,
				Args: customer.Args{"number": other.Number, "name": other.Values[customer.Name]}})
		}
	}
	return nil
}

// similarTo is what a row that makes a customer may share with a stored one.
func similarTo(row *Row) similarKeys {
	value := func(f customer.Field) string {
		change, _ := row.Changes.Of(f)
		return change.New
	}
	keys := similarKeys{
		name:   value(customer.Name),
		email:  customer.FoldKey(value(customer.Email)),
		phone:  customer.PhoneKey(value(customer.Phone), value(customer.Country)),
		person: row.Kind == customer.Person, guessed: row.KindGuess,
	}
	if keys.person {
		keys.turned = customer.FoldKey(customer.TurnedName(keys.name))
	} else {
		keys.street = customer.FoldKey(value(customer.Street))
	}
	return keys
}

// similar finds a stored customer who shares something with a new one, and what;
// nil for none.
func (m *RegisterCache) similar(keys *similarKeys) (customer.Field, *customer.Customer) {
	if other := keys.alike(m.emails.of(keys.email)); other != nil {
		return customer.Email, other
	}
	if other := keys.alike(m.phones.of(keys.phone)); other != nil {
		return customer.Phone, other
	}
	if other := firstPerson(m.names.of(keys.turned)); other != nil {
		return customer.Name, other
	}
	for _, other := range m.sums[customer.NameSum(keys.name)] {
		person := other.Values[customer.Kind] == customer.Person
		if (person == keys.person || keys.guessed) && customer.CompareNames(keys.name, other.Values[customer.Name], person) != customer.Unlike {
			return customer.Name, other
		}
	}
	return customer.Street, keys.alike(m.streets.of(keys.street))
}

// alike is the first of those who share an address or a telephone with a new
// customer; of a company, one that has a word of its name as well, since an
// accountant's address may be many companies'. It is nil for none.
func (k *similarKeys) alike(sharing []*customer.Customer) *customer.Customer {
	switch {
	case len(sharing) == 0:
		return nil
	case k.person:
		return sharing[0]
	case len(sharing) > maxSharing:
		return nil
	}
	for _, other := range sharing {
		if customer.ShareWord(k.name, other.Values[customer.Name]) {
			return other
		}
	}
	return nil
}

func firstPerson(customers []*customer.Customer) *customer.Customer {
	for _, c := range customers {
		if c.Values[customer.Kind] == customer.Person {
			return c
		}
	}
	return nil
}
