package importer

import (
	"context"
	"slices"

	"kortisto/customer"
)

// lookUp fetches the customers that the rows may concern.
func lookUp(ctx context.Context, file *fileReader, cache *RegisterCache) (*lookup, error) {
	l := &lookup{file: file, cache: cache, rows: make([]lookedUpRow, len(file.in.Sheet.Rows)),
		byDamage: make(map[string][]*customer.Stored)}
	if err := cache.learnBasics(ctx); err != nil {
		return nil, err
	}
	l.readNumbers()
	if err := l.fetchNumbers(ctx); err != nil || cache.isEmpty() {
		return l, err
	}
	if err := l.fetchKeys(ctx); err != nil {
		return nil, err
	}
	if err := l.fetchDamaged(ctx); err != nil {
		return nil, err
	}
	return l, l.fetchSecondForms(ctx)
}

// readWhole is the part of a register from which on a file that names so many
// customers is taken to have it read as a whole.
const readWhole = 0.1

// numbersBelow is the highest number of a register that never gave one.
const numbersBelow = 1000

// readNumbers notes the numbers that rows and decisions name, and the rows that
// name none.
func (l *lookup) readNumbers() {
	named := make(map[int]bool, len(l.rows))
	for i := range l.rows {
		r := l.file.row(i)
		if number := r.decision.Customer; number > 0 {
			l.chosen = append(l.chosen, number)
		}
		number, ok := customer.ParseNumber(r.text(customer.Number))
		if !ok {
			l.keyed = append(l.keyed, i)
			continue
		}
		if l.rows[i].number = number; !named[number] {
			named[number] = true
			l.numbers = append(l.numbers, number)
		}
	}
}

// fetchNumbers fetches the customers of the numbers, and for rows without a number
// those with their keys. Of a large file most of the register is read, unless it is
// known already: then it is asked at the same time for those that a new person may
// be similar to.
func (l *lookup) fetchNumbers(ctx context.Context) error {
	if l.cache.isEmpty() {
		l.unknown = l.numbers
		return l.cache.learnRemoved(ctx, l.unknown)
	}
	l.ids, l.names = newKeySet(len(l.keyed)), newKeySet(len(l.keyed))
	for _, i := range l.keyed {
		r := l.file.row(i)
		l.lookByKeys(&r)
	}
	keys := Keys{Numbers: slices.Concat(l.numbers, l.chosen), BusinessIDs: l.ids.list, Names: l.names.list}
	if !l.cache.isWhole && float64(len(keys.Numbers)+len(keys.BusinessIDs)+len(keys.Names)) >= readWhole*float64(l.cache.highest-numbersBelow) {
		keys.Emails, keys.Phones = l.contactKeys()
	}
	if err := l.cache.learn(ctx, keys); err != nil {
		return err
	}
	return l.followNumbers(ctx)
}

// followNumbers gives each row the customer of its number, and asks what has become
// of the numbers that nobody has.
func (l *lookup) followNumbers(ctx context.Context) error {
	for i := range l.rows {
		if row := &l.rows[i]; row.number != 0 {
			row.customer = l.cache.numbers[row.number]
		}
	}
	for _, number := range l.numbers {
		if l.cache.numbers[number] == nil {
			l.unknown = append(l.unknown, number)
		}
	}
	var err error
	if l.unknown, err = l.followMerged(ctx, l.unknown); err != nil {
		return err
	}
	return l.cache.learnRemoved(ctx, l.ended(l.unknown))
}

// lookByKeys notes the keys of a row as such to be looked for.
func (l *lookup) lookByKeys(r *rowReader) {
	key := r.key()
	l.rows[r.index].key = &key
	l.lookByBusinessIDs(key.businessIDs)
	l.lookByNames(key.names)
}

func (l *lookup) lookByNames(names []string) {
	for _, name := range names {
		l.names.add(name)
	}
}

func (l *lookup) lookByBusinessIDs(ids []string) {
	for _, id := range ids {
		l.ids.add(id)
	}
}

// contactKeys lists the e-mail addresses and telephones of the rows that look
// for their customers by a key and may be new persons, as the file has them.
func (l *lookup) contactKeys() (emails, phones []string) {
	email, phone := newKeySet(len(l.keyed)), newKeySet(len(l.keyed))
	for _, i := range l.keyed {
		r := l.file.row(i)
		if r.text(customer.BusinessID) == "" && r.kind() != customer.Company {
			email.add(customer.FoldKey(r.text(customer.Email)))
			phone.add(customer.PhoneKey(r.text(customer.Phone), r.context(nil).Country))
		}
	}
	return email.list, phone.list
}

// fetchKeys fetches the customers that rows with a number name by a Business ID
// or, where they bring none, by a name that is not the one of the number's
// customer, and where unknown numbers are passed over those that their rows name
// by a key.
func (l *lookup) fetchKeys(ctx context.Context) error {
	ids, names := len(l.ids.list), len(l.names.list) // fetched already
	for i := range l.rows {
		number, c := l.rows[i].number, l.rows[i].customer
		if number == 0 {
			continue
		}
		r := l.file.row(i)
		switch {
		case c != nil && r.hasBusinessID(c):
			if !r.hasName(c) {
				l.lookByNames(r.get(customer.Name).nameKeys())
			}
		case c == nil && l.file.in.Options.UnknownNumbers == UnknownIgnored:
			l.keyed = append(l.keyed, i)
			l.lookByKeys(&r)
		default:
			l.lookByBusinessIDs(r.businessIDKeys())
		}
	}
	return l.cache.learn(ctx, Keys{BusinessIDs: l.ids.list[ids:], Names: l.names.list[names:]})
}

// hasBusinessID reports whether a row's Business ID is a customer's, as written,
// or empty.
func (r *rowReader) hasBusinessID(c *customer.Stored) bool {
	stored := c.Get(customer.BusinessID)
	if empty, same := r.plainly(customer.BusinessID, stored); empty || same {
		return true
	}
	id := r.get(customer.BusinessID)
	return id.text == "" || id.text == stored || id.other == stored
}

// hasName reports whether a row's name is a customer's, as written, or empty.
func (r *rowReader) hasName(c *customer.Stored) bool {
	empty, same := r.plainly(customer.Name, c.Get(customer.Name))
	return empty || same || r.sameName(c, r.get(customer.Name))
}
