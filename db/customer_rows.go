package db

import (
	"context"
	"fmt"
	"strings"

	"kortisto/customer"
)

// textFields are the fields that have a column of text, whose name is the
// field's key. The number is the key of the table, and the group another one.
var textFields = func() (fields []customer.Field) {
	for f := customer.Kind; f.IsValue(); f++ {
		if f != customer.Group {
			fields = append(fields, f)
		}
	}
	return fields
}()

// customerColumns reads a customer. The texts come as one, which is twice as
// quick as one by one and makes one allocation instead of forty.
var customerColumns = func() string {
	var texts []string
	for f := customer.Kind; f.IsValue(); f++ {
		if f == customer.Group {
			texts = append(texts, "''")
		} else {
			texts = append(texts, "c."+f.Key())
		}
	}
	return fmt.Sprintf("c.number, c.revision, coalesce(c.group_id, 0), concat_ws(char(%d), %s)",
		customer.Separator, strings.Join(texts, ", "))
}()

// customerRow is a row of customerColumns.
type customerRow struct {
	number, revision int
	groupID          int64 // 0 for none
	texts            string
}

func (r *customerRow) columns() []any { return []any{&r.number, &r.revision, &r.groupID, &r.texts} }

// stored is the customer of the row, given the names of the groups.
func (r *customerRow) stored(groups map[int64]string) (customer.Stored, error) {
	group := ""
	if r.groupID != 0 {
		group = groups[r.groupID]
	}
	c, ok := customer.ReadStored(r.number, r.revision, r.texts, group)
	if !ok {
		return c, fmt.Errorf("%w: customer %d", ErrDamaged, r.number)
	}
	return c, nil
}

// record is a customer as the database holds it.
type record struct {
	customer.Customer
	groupID int64 // 0 for none
}

// scan reads a row of customerColumns.
func (r *record) scan(rows interface{ Scan(...any) error }, groups map[int64]string) error {
	var row customerRow
	if err := rows.Scan(row.columns()...); err != nil {
		return err
	}
	c, err := row.stored(groups)
	r.Customer, r.groupID = c.Customer(), row.groupID
	return err
}

// eachStored calls a function with each customer that a query over
// customerColumns gives, and the group that it is in. The customer is the
// function's until it returns.
func eachStored(ctx context.Context, q querier, groups map[int64]string, use func(c *customer.Stored, groupID int64) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var row customerRow
	var c customer.Stored
	columns := row.columns()
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		if c, err = row.stored(groups); err != nil {
			return err
		}
		if err := use(&c, row.groupID); err != nil {
			return err
		}
	}
	return rows.Err()
}

// eachRecord is eachStored for customers that may be changed. The record is used
// again for the next one.
func eachRecord(ctx context.Context, q querier, groups map[int64]string, use func(*record) error, query string, args ...any) error {
	var r record
	return eachStored(ctx, q, groups, func(c *customer.Stored, groupID int64) error {
		r = record{c.Customer(), groupID}
		return use(&r)
	}, query, args...)
}

// groupNames reads the names of all groups by id.
func groupNames(ctx context.Context, q querier) (map[int64]string, error) {
	return namesByID(ctx, q, `SELECT id, name FROM groups`)
}

// namesByID reads what a query gives as ids with names. Of several names of one
// id the last one counts.
func namesByID(ctx context.Context, q querier, query string) (map[int64]string, error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := make(map[int64]string)
	for rows.Next() {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, rows.Err()
}

// customerByNumber reads one customer; ErrNotFound where there is none.
func customerByNumber(ctx context.Context, q querier, number int) (*record, error) {
	groups, err := groupNames(ctx, q)
	if err != nil {
		return nil, err
	}
	var r record
	row := q.QueryRowContext(ctx, selectCustomer, number)
	if err := r.scan(row, groups); err != nil {
		return nil, notFound(err)
	}
	return &r, nil
}
