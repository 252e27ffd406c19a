package importer

import (
	"context"

	"kortisto/customer"
)

// similarKeys are what a new customer may share with a stored one.
type similarKeys struct {
	name, email, phone, street, turned string
	person, guessed                    bool
	own                                int // number of the customer itself, 0 for a new one
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
		keys := similarTo(row.Changes.newValue, row.Kind == customer.Person)
		keys.guessed = row.KindGuess
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
		cache.eachSimilar(&keysOf[i], func(f customer.Field, other *customer.Stored) bool {
			row.Problems = append(row.Problems, customer.Problem{Field: f, Level: customer.Warning, Code: SimilarCustomer,
				Args: customer.Args{"number": other.Number, "name": other.Get(customer.Name)}})
			return false // one tells enough
		})
	}
	return nil
}

// similarTo is what a new customer with some values may share with a stored one.
func similarTo(value func(customer.Field) string, person bool) similarKeys {
	keys := similarKeys{
		name:   value(customer.Name),
		email:  customer.FoldKey(value(customer.Email)),
		phone:  customer.PhoneKey(value(customer.Phone), value(customer.Country)),
		person: person,
	}
	if person {
		keys.turned = customer.FoldKey(customer.TurnedName(keys.name))
	} else {
		keys.street = customer.FoldKey(value(customer.Street))
	}
	return keys
}

// eachSimilar calls use with the stored customers who share something with a new
// one, and what, until it returns false. One who shares several things comes
// several times.
func (rc *RegisterCache) eachSimilar(keys *similarKeys, use func(customer.Field, *customer.Stored) bool) {
	if other := keys.alike(rc.emails.of(keys.email)); other != nil && !use(customer.Email, other) {
		return
	}
	if other := keys.alike(rc.phones.of(keys.phone)); other != nil && !use(customer.Phone, other) {
		return
	}
	if other := firstPerson(rc.names.of(keys.turned), keys.own); other != nil && !use(customer.Name, other) {
		return
	}
	for _, other := range rc.sums[customer.NameSum(keys.name)] {
		person := other.Get(customer.Kind) == customer.Person
		if (person == keys.person || keys.guessed) && customer.CompareNames(keys.name, other.Get(customer.Name), person) != customer.Unlike &&
			!use(customer.Name, other) {
			return
		}
	}
	if other := keys.alike(rc.streets.of(keys.street)); other != nil {
		use(customer.Street, other)
	}
}

// alike is the first of those who share an address or a telephone with a new
// customer; of a company, one that has a word of its name as well, since an
// accountant's address may be many companies'. It is nil for none.
func (k *similarKeys) alike(sharing []*customer.Stored) *customer.Stored {
	switch {
	case len(sharing) == 0:
		return nil
	case !k.person && len(sharing) > maxSharing:
		return nil
	}
	for _, other := range sharing {
		if other.Number != k.own && (k.person || customer.ShareWord(k.name, other.Get(customer.Name))) {
			return other
		}
	}
	return nil
}

// firstPerson is the first of some customers that is a person, but for one.
func firstPerson(customers []*customer.Stored, but int) *customer.Stored {
	for _, c := range customers {
		if c.Number != but && c.Get(customer.Kind) == customer.Person {
			return c
		}
	}
	return nil
}
