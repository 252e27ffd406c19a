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

// unitSeparator stands between texts that are read as one. Kept texts have no
// control characters beside tab and line feed.
const unitSeparator = '\x1f'

// customerColumns reads a customer. The texts come as one, which is twice as
// quick as one by one and makes one allocation instead of forty.
var customerColumns = func() string {
	keys := make([]string, len(textFields))
	for i, f := range textFields {
		keys[i] = "c." + f.Key()
	}
	return "c.number, c.revision, coalesce(c.group_id, 0), concat_ws(char(31), " + strings.Join(keys, ", ") + ")"
}()

// record is a customer as the database holds it.
type record struct {
	customer.Customer
	groupID int64 // 0 for none
}

// scan reads a row of customerColumns.
func (r *record) scan(rows interface{ Scan(...any) error }, groups map[int64]string) error {
	var texts string
	if err := rows.Scan(&r.Number, &r.Revision, &r.groupID, &texts); err != nil {
		return err
	}
	return r.cut(texts, groups)
}

// cut takes the texts of a customer apart.
func (r *record) cut(texts string, groups map[int64]string) error {
	last := len(textFields) - 1
	for _, f := range textFields[:last] {
		end := strings.IndexByte(texts, unitSeparator)
		if end < 0 {
			return fmt.Errorf("%w: customer %d", ErrDamaged, r.Number)
		}
		r.Values[f], texts = texts[:end], texts[end+1:]
	}
	r.Values[textFields[last]] = texts
	r.Values[customer.Group] = ""
	if r.groupID != 0 {
		r.Values[customer.Group] = groups[r.groupID]
	}
	return nil
}

// eachRecord calls a function with each customer that a query over
// customerColumns gives. The record is used again for the next one.
func eachRecord(ctx context.Context, q querier, groups map[int64]string, use func(*record) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var r record
	var texts string
	columns := []any{&r.Number, &r.Revision, &r.groupID, &texts}
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		if err := r.cut(texts, groups); err != nil {
			return err
		}
		if err := use(&r); err != nil {
			return err
		}
	}
	return rows.Err()
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
