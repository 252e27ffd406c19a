package db

import (
	"context"
	"maps"
	"slices"

	"kortisto/customer"
	"kortisto/importer"
)

// scanFrom says from how many keys on, as a part of the register, all
// customers are read rather than each key looked up.
const scanFrom = 0.1

// Customers returns every customer that one of the keys names, each once, in
// the order of their numbers; all of the register where these are nearly all.
func (r *register) Customers(ctx context.Context, keys importer.Keys) (found []*customer.Stored, whole bool, err error) {
	groups, err := groupNames(ctx, r.q)
	if err != nil {
		return nil, false, translate(err)
	}
	var stored int
	if err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM customers`).Scan(&stored); err != nil {
		return nil, false, translate(err)
	}
	if stored == 0 {
		return nil, true, nil
	}
	filter := newKeyFilter(keys)
	// How many keys an index would be asked for.
	lookups := len(keys.Numbers) + len(keys.BusinessIDs) + len(keys.Names)
	if float64(lookups) >= scanFrom*float64(stored) {
		scan := scanned{named: len(keys.Numbers)}
		err = eachStored(ctx, r.q, groups, func(c *customer.Stored, _ int64) error {
			scan.take(c, filter.has(c))
			return nil
		}, `SELECT `+customerColumns+` FROM customers AS c ORDER BY c.number`)
		return scan.customers, !scan.picks, translate(err)
	}
	numbers, err := r.lookUp(ctx, keys, filter)
	if err != nil {
		return nil, false, translate(err)
	}
	var kept customerRoom
	err = eachStored(ctx, r.q, groups, func(c *customer.Stored, _ int64) error {
		if filter.has(c) {
			found = append(found, kept.keep(c))
		}
		return nil
	}, `SELECT `+customerColumns+`
		FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?)) ORDER BY c.number`, numbers)
	return found, len(found) == stored, translate(err)
}

// Where nearly all customers are wanted, the others are kept too, since a register
// that is known as a whole need not be asked again: so many of them, and one more
// for each sparePart of the wanted ones.
const (
	spareCustomers = 8
	sparePart      = 8
)

// scanned are the customers of a register that has been read as a whole, or
// the wanted ones of them.
type scanned struct {
	customers []*customer.Stored
	kept      customerRoom
	named     int   // how many are wanted by their numbers
	unwanted  []int // those that are not wanted, by index
	picks     bool  // there were more: the wanted ones alone are kept
}

// spare is how many customers that are not wanted may be kept so far.
func (s *scanned) spare() int {
	return spareCustomers + max(s.named, len(s.customers)-len(s.unwanted))/sparePart
}

func (s *scanned) take(c *customer.Stored, wanted bool) {
	switch {
	case wanted:
	case s.picks:
		return
	case len(s.unwanted) < s.spare():
		s.unwanted = append(s.unwanted, len(s.customers))
	default:
		s.pick()
		return
	}
	s.customers = append(s.customers, s.kept.keep(c))
}

// pick drops the customers that are not wanted.
func (s *scanned) pick() {
	for _, i := range s.unwanted {
		s.customers[i] = nil
	}
	s.customers = slices.DeleteFunc(s.customers, func(c *customer.Stored) bool { return c == nil })
	s.unwanted, s.picks = nil, true
}

// customerRoom keeps customers in pieces, so that many of them never move.
type customerRoom struct{ free []customer.Stored }

// customersTogether is how many take their room together.
const customersTogether = 64

func (r *customerRoom) keep(c *customer.Stored) *customer.Stored {
	if len(r.free) == 0 {
		r.free = make([]customer.Stored, customersTogether)
	}
	kept := &r.free[0]
	r.free = r.free[1:]
	*kept = *c
	return kept
}

// lookUp returns the numbers of all customers that may be wanted, as JSON.
func (r *register) lookUp(ctx context.Context, keys importer.Keys, filter *keyFilter) (string, error) {
	numbers := maps.Clone(filter.numbers)
	collect := func(query string, args ...any) error {
		return eachNumber(ctx, r.q, func(number int) { numbers[number] = true }, query, args...)
	}
	if len(keys.BusinessIDs) > 0 {
		err := collect(`SELECT number FROM customers
			WHERE business_id_key IN (SELECT value FROM json_each(?)) AND business_id_key <> ''`, jsonList(keys.BusinessIDs))
		if err != nil {
			return "", err
		}
	}
	if len(keys.Names) > 0 {
		sorted := make([]string, 0, len(keys.Names))
		for _, name := range keys.Names {
			if name != "" {
				sorted = append(sorted, alphabetKey(name))
			}
		}
		err := collect(`SELECT number FROM customers WHERE name_key IN (SELECT value FROM json_each(?))`, jsonList(sorted))
		if err != nil {
			return "", err
		}
	}
	if len(keys.Emails)+len(keys.Phones)+len(keys.Streets) > 0 {
		if err := r.scanContacts(ctx, filter, numbers); err != nil {
			return "", err
		}
	}
	return listed(numbers), nil
}

// scanContacts adds the customers that have a wanted e-mail address, telephone
// number or street. These are asked for rarely: an index would make every
// write slower.
func (r *register) scanContacts(ctx context.Context, filter *keyFilter, numbers map[int]bool) error {
	rows, err := r.q.QueryContext(ctx,
		`SELECT number, email, phone, country, street FROM customers WHERE email <> '' OR phone <> '' OR street <> ''`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var email, phone, country, street string
		if err := rows.Scan(&number, &email, &phone, &country, &street); err != nil {
			return err
		}
		if filter.hasContact(email, phone, country, street) {
			numbers[number] = true
		}
	}
	return rows.Err()
}
