package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"kortisto/customer"
)

// Filter chooses customers and their order. The zero value is all customers
// in the order of their numbers.
type Filter struct {
	Query  string         // words; a customer has for each one that begins so
	Group  string         // name of a group; "" for any
	Except []int          // numbers of customers that are left out
	Kind   string         // customer.Company, customer.Person; "" for any
	Sort   customer.Field // None is the number; empty values come last
	Desc   bool
	Limit  int // 0 for no limit
	Offset int

	match string // the expression that Query is turned into
}

// Customer returns one customer, or ErrNotFound.
func (db *DB) Customer(ctx context.Context, number int) (customer.Customer, error) {
	r, err := customerByNumber(ctx, db.read, number)
	if err != nil {
		return customer.Customer{}, translate(err)
	}
	return r.Customer, nil
}

// Customers returns the customers that a filter chooses, and how many it would
// choose without limit and offset. Any query is allowed: what is no letter and
// no digit only parts words.
func (db *DB) Customers(ctx context.Context, filter Filter) (page []customer.Customer, total int, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
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
		backwards := filter.turn(total)
		err := read()
		if backwards {
			slices.Reverse(page)
		}
		return err
	})
	return page, total, err
}

// count tells how many customers a filter chooses without limit and offset.
func (db *DB) count(ctx context.Context, tx *sql.Tx, filter *Filter) (total int, err error) {
	reg := register{q: tx}
	if err := reg.readCounters(ctx); err != nil {
		return 0, err
	}
	if err := filter.resolve(ctx, tx); err != nil {
		return 0, err
	}
	from, where, args := filter.chosen()
	if filter.searchesOnly() {
		from = ` FROM search AS s`
	}
	query := `SELECT count(*)` + from + where
	key := fmt.Sprintf("%s %q", query, args)
	if total, known := db.counts.get(reg.writes, key); known {
		return total, nil
	}
	if err := tx.QueryRowContext(ctx, query, args...).Scan(&total); err != nil {
		return 0, err
	}
	db.counts.put(reg.writes, key, total)
	return total, nil
}

// turn makes the filter choose the same page from the end of the list, in
// reverse, where that is nearer and the order is the same backwards: SQLite
// walks through all that a page comes after.
func (f *Filter) turn(total int) bool {
	if f.Limit == 0 || f.Offset <= total/2 || f.Offset >= total ||
		f.Sort != customer.None && f.Sort != customer.Number && f.Sort != customer.Name {
		return false
	}
	f.Limit = min(f.Limit, total-f.Offset)
	f.Offset, f.Desc = total-f.Offset-f.Limit, !f.Desc
	return true
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
// it. It fails with ErrNotFound, or with ErrConflict where the customer no
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

func (db *DB) eachOfFilter(ctx context.Context, tx *sql.Tx, filter *Filter, use func(*record) error) error {
	if err := filter.resolve(ctx, tx); err != nil {
		return err
	}
	groups, err := groupNames(ctx, tx)
	if err != nil {
		return err
	}
	from, where, args := filter.chosen()
	query := `SELECT ` + customerColumns + from + where + filter.order(db.Fields())
	if filter.Limit > 0 || filter.Offset > 0 {
		limit := filter.Limit
		if limit == 0 {
			limit = -1
		}
		query += ` LIMIT ? OFFSET ?`
		args = append(args, limit, filter.Offset)
	}
	return eachRecord(ctx, tx, groups, use, query, args...)
}

// chosen is where the chosen customers are read from: c, and s where words are
// searched for, in a filter that is resolved. The index gives its customers in the order of their numbers.
func (f *Filter) chosen() (from, where string, args []any) {
	from = ` FROM customers AS c`
	var conditions []string
	add := func(condition string, arg any) {
		conditions = append(conditions, condition)
		args = append(args, arg)
	}
	if strings.TrimSpace(f.Query) != "" {
		if f.searches() {
			from = ` FROM search AS s CROSS JOIN customers AS c ON c.number = s.rowid`
			add(`s.search MATCH ?`, f.match)
		} else {
			conditions = append(conditions, `false`) // nothing but punctuation
		}
	}
	if f.Group != "" {
		add(`c.group_id = (SELECT id FROM groups WHERE key = ?) AND c.group_id IS NOT NULL`, customer.FoldKey(f.Group))
	}
	if f.Kind != "" {
		add(`c.kind = ?`, f.Kind)
	}
	if len(f.Except) > 0 {
		add(`c.number NOT IN (SELECT value FROM json_each(?))`, jsonList(f.Except))
	}
	if conditions != nil {
		where = ` WHERE ` + strings.Join(conditions, ` AND `)
	}
	return from, where, args
}

// searches reports whether words are searched for.
func (f *Filter) searches() bool { return len(searchWords(f.Query)) > 0 }

// searchesOnly reports whether the words alone choose the customers.
func (f *Filter) searchesOnly() bool {
	return f.searches() && f.Group == "" && f.Kind == "" && len(f.Except) == 0
}

// order is built from the field table alone: nothing that a user typed gets
// here. Fields that have no order of their own sort as no field does.
func (f *Filter) order(fields *customer.Table) string {
	direction := ""
	if f.Desc {
		direction = " DESC"
	}
	number := `c.number` + direction
	if f.searches() {
		number = `s.rowid` + direction
	}
	way := fields.Of(f.Sort).Sort
	switch {
	case f.Sort == customer.Number || way == "":
		return ` ORDER BY ` + number
	case f.Sort == customer.Name:
		return ` ORDER BY c.name_key` + direction + `, ` + number
	}
	value, empty := `c.`+f.Sort.Key(), `c.`+f.Sort.Key()+` = ''`
	if f.Sort == customer.Group {
		value, empty = `(SELECT name FROM groups WHERE id = c.group_id)`, `c.group_id IS NULL`
	}
	if way == customer.SortNumber {
		value = `CAST(` + value + ` AS INTEGER)`
	} else {
		value += ` COLLATE finnish`
	}
	return ` ORDER BY ` + empty + `, ` + value + direction + `, ` + number
}
