package db

import (
	"bytes"
	"context"
	"database/sql"
	"maps"
	"slices"
)

// origin is where the history of a customer begins: in copies of one register it
// tells customers apart that have had the same number.
type origin struct {
	entry int64 // of the journal
	at    int64 // when that was written, in milliseconds
}

// readOrigins reads where the histories of customers begin who are or were in the
// register, by number.
func readOrigins(ctx context.Context, q querier, numbers []int) (map[int]origin, error) {
	origins := make(map[int]origin)
	err := eachOrigin(ctx, q, func(number int, begins origin) { origins[number] = begins },
		`SELECT j.customer, j.id, e.at FROM json_each(?) AS n
		JOIN journal AS j ON j.id = (SELECT min(id) FROM journal WHERE customer = n.value)
		JOIN events AS e ON e.id = j.event_id`, jsonList(numbers))
	return origins, err
}

// originsOfErased reads where the histories of erased customers began, by number.
// Copies of a register may have given one number to several.
func originsOfErased(ctx context.Context, q querier) (map[int][]origin, error) {
	origins := make(map[int][]origin)
	add := func(number int, begins origin) { origins[number] = append(origins[number], begins) }
	err := eachOrigin(ctx, q, add, `SELECT number, entry, at FROM erased_origins`)
	if !isOtherSchema(err) {
		return origins, err
	}
	// A version that did not keep them has the histories of those whom it has erased itself.
	numbers, err := erasedNumbers(ctx, q)
	if err != nil {
		return nil, err
	}
	own, err := readOrigins(ctx, q, slices.Collect(maps.Keys(numbers)))
	for number, begins := range own {
		add(number, begins)
	}
	return origins, err
}

func eachOrigin(ctx context.Context, q querier, use func(number int, begins origin), query string, args ...any) error {
	return eachRow(ctx, q, func(rows *sql.Rows) error {
		var number int
		var begins origin
		err := rows.Scan(&number, &begins.entry, &begins.at)
		if err == nil {
			use(number, begins)
		}
		return err
	}, query, args...)
}

// insertOrigin writes where the history of an erased customer began, unless that is
// known.
func insertOrigin(ctx context.Context, tx *sql.Tx, number int, begins origin) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO erased_origins (number, entry, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		number, begins.entry, begins.at)
	return err
}

// shareSecret reports whether two registers have a secret in common: they are copies
// of one.
func shareSecret(one, other [][]byte) bool {
	return slices.ContainsFunc(one, func(secret []byte) bool {
		return slices.ContainsFunc(other, func(o []byte) bool { return bytes.Equal(secret, o) })
	})
}
