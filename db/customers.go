package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"kortisto/customer"
)

// Customer returns one customer. It fails with ErrNotFound, and with an ErasedError
// where the customer's data was erased.
func (db *DB) Customer(ctx context.Context, number int) (customer.Customer, error) {
	r, err := customerByNumber(ctx, db.read, number)
	if errors.Is(err, ErrNotFound) {
		err = orErased(ctx, db.read, number)
	}
	if err != nil {
		return customer.Customer{}, translate(err)
	}
	return r.Customer, nil
}

// Customers returns the customers that a filter chooses, and how many it would
// choose without limit and offset. Any query is allowed: what is no letter and
// no digit only parts words. Where filter.CountsSome, and there are more than
// filter.CountTo customers and than the page tells by itself, the total is only
// some number above both.
func (db *DB) Customers(ctx context.Context, filter Filter) (page []customer.Customer, total int, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		if filter.isRanked() {
			page, total, err = db.rankedPage(ctx, tx, &filter)
			return err
		}
		read := func() error {
			return db.eachOfFilter(ctx, tx, &filter, func(r *record) error {
				page = append(page, r.Customer)
				return nil
			})
		}
		if filter.Offset == 0 && filter.Query != "" { // a search may be over with its first page
			if err := read(); err != nil {
				return err
			}
			if total = len(page); filter.Limit == 0 || total < filter.Limit {
				return nil
			}
		}
		if total, err = db.count(ctx, tx, &filter); err != nil || page != nil {
			return err
		}
		backwards := !filter.CountsSome() && filter.turn(total)
		err := read()
		if backwards {
			slices.Reverse(page)
		}
		return err
	})
	return page, total, err
}

// EachCustomer calls a function with each customer that a filter chooses, as
// the register was at the first call, in little memory. The customer is only
// the function's until it returns. An error of the function ends it.
func (db *DB) EachCustomer(ctx context.Context, filter Filter, use func(*customer.Customer) error) error {
	return db.readState(ctx, func(tx *sql.Tx) error {
		return db.eachOfFilter(ctx, tx, &filter, func(r *record) error { return use(&r.Customer) })
	})
}

// CreateCustomer stores a new customer with the next number. A group that does
// not exist is created with it.
func (db *DB) CreateCustomer(ctx context.Context, actor Actor, values customer.Values) (customer.Customer, error) {
	c := customer.Customer{Values: values}
	err := db.writeRegister(ctx, actor, ActionCreate, func(ctx context.Context, w *writer) error {
		return w.create(&c)
	})
	return c, err
}

// UpdateCustomer stores new values of a customer, empty ones too, and returns
// it. It fails as Customer does, or with ErrConflict where the customer no
// longer has the revision that the change was made for. Values that are all
// the same change nothing.
func (db *DB) UpdateCustomer(ctx context.Context, actor Actor, number, revision int, values customer.Values) (customer.Customer, error) {
	var after customer.Customer
	err := db.writeRegister(ctx, actor, ActionUpdate, func(ctx context.Context, w *writer) error {
		before, err := w.find(number, revision)
		if err != nil {
			return err
		}
		after, err = w.change(before, values)
		return err
	})
	return after, err
}

// RemoveCustomer removes a customer. The journal keeps it, its number is never
// given again. It fails as UpdateCustomer does.
func (db *DB) RemoveCustomer(ctx context.Context, actor Actor, number, revision int) error {
	return db.writeRegister(ctx, actor, ActionRemove, func(ctx context.Context, w *writer) error {
		r, err := w.find(number, revision)
		if err != nil {
			return err
		}
		return w.remove(r)
	})
}

// RemoveCustomers removes every customer that a filter chooses, or none, as
// RemoveCustomer does. It fails with ErrConflict where these are not as many as
// the user has seen.
func (db *DB) RemoveCustomers(ctx context.Context, actor Actor, filter Filter, seen int) error {
	return db.writeRegister(ctx, actor, ActionRemove, func(ctx context.Context, w *writer) error {
		var chosen []record
		err := db.eachOfFilter(ctx, w.tx, &filter, func(r *record) error {
			chosen = append(chosen, *r)
			return nil
		})
		if err != nil {
			return err
		}
		if len(chosen) != seen {
			return ErrConflict
		}
		for i := range chosen {
			if err := w.remove(&chosen[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (db *DB) eachOfFilter(ctx context.Context, tx *sql.Tx, filter *Filter, use func(*record) error) error {
	if err := filter.resolve(ctx, tx); err != nil {
		return err
	}
	groups, err := groupNames(ctx, tx)
	if err != nil {
		return err
	}
	from, where, args := filter.chosen()
	rest := from + where + filter.order(db.Fields())
	if filter.Limit > 0 || filter.Offset > 0 {
		limit := filter.Limit
		if limit == 0 {
			limit = -1
		}
		rest += ` LIMIT ? OFFSET ?`
		args = append(args, limit, filter.Offset)
	}
	if filter.Limit == 0 || filter.Sort == customer.None || filter.Sort == customer.Number {
		return eachRecord(ctx, tx, groups, use, `SELECT `+customerColumns+rest, args...)
	}
	// Without an index SQLite sorts all that is read of all customers: nothing but
	// their numbers is, and the page alone is read whole.
	var page []int
	err = eachNumber(ctx, tx, func(number int) { page = append(page, number) }, `SELECT c.number`+rest, args...)
	if err != nil {
		return err
	}
	return eachRecord(ctx, tx, groups, use, `SELECT `+customerColumns+
		` FROM json_each(?) AS place CROSS JOIN customers AS c ON c.number = place.value ORDER BY place.key`, jsonList(page))
}
