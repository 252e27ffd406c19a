package importer

import (
	"context"
	"slices"

	"kortisto/customer"
)

// askRegister fetches the customers that the rows may concern.
func (b *builder) askRegister(ctx context.Context) error {
	if err := b.answers.ask(ctx); err != nil {
		return err
	}
	for _, name := range b.answers.groups {
		b.groups[customer.FoldKey(name)] = name
	}
	if err := b.fetchStated(ctx); err != nil {
		return err
	}
	if err := b.fetchKeys(ctx); err != nil {
		return err
	}
	if err := b.fetchSince(ctx); err != nil {
		return err
	}
	b.ids.list, b.names.list = nil, nil
	// Rows stand in the claims by the places of their keys.
	b.claims.ids.make(len(b.ids.looked))
	b.claims.idKeyed.make(len(b.ids.looked))
	b.claims.names.first.make(len(b.names.looked))
	b.claims.nameKeyed.first.make(len(b.names.looked))
	return nil
}

// readWhole is the part of a register from which on a file that names so many
// customers is taken to have it read as a whole.
const readWhole = 0.1

// stated is whom a row names by its number.
type stated struct {
	number   int                // 0 where it names none
	customer *customer.Customer // nil where the register does not hold the number
}

// fetchStated fetches the customers that rows or decisions name by number, and
// for rows without a number those with their keys. Of a large file most of the
// register is read: then it is asked in the same breath for those that a new
// person may be similar to.
func (b *builder) fetchStated(ctx context.Context) error {
	b.rows = make([]stated, len(b.in.Sheet.Rows))
	b.ids, b.names = newKeySet(), newKeySet()
	named := make(map[int]bool)
	for i := range b.rows {
		b.readRow(i)
		if number := b.cells.decision.Customer; number > 0 {
			b.chosen = append(b.chosen, number)
		}
		number, ok := customer.ParseNumber(b.cells.text(customer.Number))
		if !ok {
			b.look(i, true)
			continue
		}
		if b.rows[i].number = number; !named[number] {
			named[number] = true
			b.numbers = append(b.numbers, number)
		}
	}
	keys := Keys{Numbers: slices.Concat(b.numbers, b.chosen), BusinessIDs: b.ids.list, Names: b.names.list}
	if float64(len(keys.Numbers)+len(keys.BusinessIDs)+len(keys.Names)) >= readWhole*float64(b.answers.highest-numbersBelow) {
		keys.Emails, keys.Phones = b.contactKeys()
	}
	if err := b.answers.learn(ctx, keys); err != nil {
		return err
	}
	for i := range b.rows {
		if row := &b.rows[i]; row.number != 0 {
			row.customer = b.answers.numbers[row.number]
		}
	}
	for _, number := range b.numbers {
		if b.answers.numbers[number] == nil {
			b.plan.UnknownNumbers = append(b.plan.UnknownNumbers, number)
		}
	}
	b.plan.KnownNumbers = len(b.numbers) - len(b.plan.UnknownNumbers)
	return nil
}

// numbersBelow is the highest number of a register that never gave one.
const numbersBelow = 1000

// look notes the keys of the row at hand, by index, as such to be looked for;
// byName where its name is one.
func (b *builder) look(i int, byName bool) {
	for _, key := range b.cells.businessIDKeys() {
		b.ids.add(key)
	}
	if byName {
		for _, key := range b.cells.get(customer.Name).nameKeys() {
			b.names.add(key)
		}
		b.keyed = append(b.keyed, i)
	}
}

// contactKeys lists the e-mail addresses and telephones of the rows that look
// for their customers by a key and may be new persons, as the file has them.
func (b *builder) contactKeys() (mails, phones []string) {
	email, phone := newKeySet(), newKeySet()
	for _, i := range b.keyed {
		b.readRow(i)
		if b.cells.text(customer.BusinessID) == "" && b.cells.kind() != customer.Company {
			email.add(customer.FoldKey(b.cells.text(customer.Email)))
			phone.add(customer.PhoneKey(b.cells.text(customer.Phone), b.cells.context(nil).Country))
		}
	}
	return email.list, phone.list
}

// fetchKeys fetches the customers that rows with a number name by a Business ID
// that is not the one of the number's customer, and where unknown numbers are
// passed over those that their rows name by a key.
func (b *builder) fetchKeys(ctx context.Context) error {
	for _, i := range b.speakOfOthers() {
		b.readRow(i)
		b.look(i, b.rows[i].customer == nil && b.options.UnknownNumbers == UnknownIgnored)
	}
	if err := b.answers.learn(ctx, Keys{BusinessIDs: b.ids.list, Names: b.names.list}); err != nil {
		return err
	}
	return b.fetchDamaged(ctx)
}

// speakOfOthers lists the rows with a number, by index, whose Business ID is not
// that of the number's customer.
func (b *builder) speakOfOthers() []int {
	var rows []int
	for i := range b.rows {
		number, c := b.rows[i].number, b.rows[i].customer
		if number == 0 {
			continue
		}
		b.readRow(i)
		if c != nil {
			if empty, same := b.cells.plainly(customer.BusinessID, c.Values[customer.BusinessID]); empty || same {
				continue
			}
		}
		id := b.cells.get(customer.BusinessID)
		if c != nil && (id.text == "" || id.text == c.Values[customer.BusinessID] || id.other == c.Values[customer.BusinessID]) {
			continue
		}
		rows = append(rows, i)
	}
	return rows
}

// seen are the customers that the file names in any way, by number.
func (b *builder) seen() map[int]*customer.Customer {
	seen := make(map[int]*customer.Customer, len(b.numbers))
	note := func(customers ...*customer.Customer) {
		for _, c := range customers {
			if c != nil {
				seen[c.Number] = c
			}
		}
	}
	for _, number := range slices.Concat(b.numbers, b.chosen) {
		note(b.answers.numbers[number])
	}
	for _, key := range b.ids.list {
		note(b.answers.businessIDs.of(key)...)
	}
	for _, key := range b.names.list {
		note(b.answers.names.of(key)...)
	}
	for _, customers := range b.byDamaged {
		note(customers...)
	}
	return seen
}

// withBusinessID lists the customers with a Business ID that the file looks for.
func (b *builder) withBusinessID(key string) []*customer.Customer {
	if !b.ids.has(key) {
		return nil
	}
	return b.answers.businessIDs.of(key)
}

// named lists the customers with names that the file looks for.
func (b *builder) named(keys []string) []*customer.Customer {
	var named []*customer.Customer
	for i, key := range keys {
		if b.names.has(key) && (i == 0 || key != keys[0]) {
			named = append(named, b.answers.names.of(key)...)
		}
	}
	return named
}
