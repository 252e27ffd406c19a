package accesslog

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"time"

	"kortisto/db"
)

// Query chooses entries. The zero value is all of them.
type Query struct {
	By       string
	Kind     Kind
	Customer int // entries that concern this one: alone, among others, or by an import that wrote it
	From     time.Time
	Before   time.Time
	Limit    int // 0 for none
	Offset   int
}

// Entries lists the entries that a query chooses, the last first.
func Entries(ctx context.Context, register *db.DB, query Query) ([]Entry, error) {
	var entries []Entry
	err := Each(ctx, register, query, func(e *Entry) error {
		entries = append(entries, *e)
		return nil
	})
	return entries, err
}

// Each calls a function with each entry that a query chooses, the last first. An
// error of the function ends it.
func Each(ctx context.Context, register *db.DB, query Query, use func(*Entry) error) error {
	tx, err := register.Reader().BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return db.Known(err)
	}
	defer tx.Rollback()
	if query.Limit == 0 {
		query.Limit = math.MaxInt32
	}
	where, args := query.conditions()
	if query.Customer != 0 {
		among, err := query.among(ctx, tx.Tx, where, args)
		if err != nil {
			return db.Known(err)
		}
		where += ` AND a.id IN (SELECT id FROM access_log WHERE customer = ? UNION ALL SELECT value FROM json_each(?)
			UNION ALL ` + byImport + `)`
		args = append(args, query.Customer, among, query.Customer)
	}
	rows, err := tx.Tx.QueryContext(ctx, `SELECT a.id, a.at, a.actor, a.kind, coalesce(a.customer, 0), a.customers,
			coalesce(a.import_id, 0), a.filter, a.object
		FROM access_log AS a WHERE true`+where+` ORDER BY a.at DESC, a.id DESC LIMIT ? OFFSET ?`, append(args, query.Limit, query.Offset)...)
	if err != nil {
		return db.Known(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		var at db.Millis
		var filter string
		if err := rows.Scan(&e.ID, &at, &e.By, &e.Kind, &e.Customer, &e.Customers, &e.Import, &filter, &e.Object); err != nil {
			return db.Known(err)
		}
		e.At, e.Filter = at.Time(), parseFilter(filter)
		if err := use(&e); err != nil {
			return err
		}
	}
	return db.Known(rows.Err())
}

// byImport finds the entries that name no customers of their own but an import, or
// a change by hand, that wrote a customer: a save, an undo.
const byImport = `SELECT l.id FROM access_log AS l WHERE l.import_id IN (
		SELECT coalesce(e.import_id, -e.id) FROM journal AS j JOIN events AS e ON e.id = j.event_id WHERE j.customer = ?)
	AND NOT EXISTS (SELECT 1 FROM access_numbers AS n WHERE n.entry = l.id)`

// conditions are those of a query on entries a, but for that of a customer.
func (q *Query) conditions() (where string, args []any) {
	add := func(condition string, arg any) {
		where += ` AND ` + condition
		args = append(args, arg)
	}
	if q.By != "" {
		add(`a.actor = ?`, q.By)
	}
	if q.Kind != "" {
		add(`a.kind = ?`, q.Kind)
	}
	if !q.From.IsZero() {
		add(`a.at >= ?`, q.From.UnixMilli())
	}
	if !q.Before.IsZero() {
		add(`a.at < ?`, q.Before.UnixMilli())
	}
	return where, args
}

// among finds the last entries about several customers that concern the one of
// the query, as many as it can need, as a JSON list of their ids.
func (q *Query) among(ctx context.Context, tx *sql.Tx, where string, args []any) (string, error) {
	from := `access_numbers AS n`
	if where != "" {
		from += ` CROSS JOIN access_log AS a ON a.id = n.entry`
	}
	rows, err := tx.QueryContext(ctx, `SELECT n.entry, n.numbers FROM `+from+`
		WHERE n.first <= ? AND n.last >= ?`+where+` ORDER BY n.entry DESC`, append([]any{q.Customer, q.Customer}, args...)...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	ids := []int64{}
	for rows.Next() && len(ids) < q.Offset+q.Limit {
		var id int64
		var runs sql.RawBytes
		if err := rows.Scan(&id, &runs); err != nil {
			return "", err
		}
		if holds(runs, q.Customer) {
			ids = append(ids, id)
		}
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	list, err := json.Marshal(ids)
	return string(list), err
}

// Authors lists who stands in the log, in alphabetical order.
func Authors(ctx context.Context, register *db.DB) ([]string, error) {
	// From name to name through the index, however many entries each has.
	rows, err := register.Reader().QueryContext(ctx, `WITH RECURSIVE names (name) AS (
			SELECT min(actor) FROM access_log
			UNION ALL SELECT (SELECT min(actor) FROM access_log WHERE actor > name) FROM names WHERE name IS NOT NULL)
		SELECT name FROM names WHERE name <> ''`)
	if err != nil {
		return nil, db.Known(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, db.Known(err)
		}
		names = append(names, name)
	}
	return names, db.Known(rows.Err())
}
