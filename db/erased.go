package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrErased says that a customer's data has been erased.
var ErrErased = errors.New("db: the customer's data has been erased")

// ErasedError is ErrErased of one customer.
type ErasedError struct {
	Number int
	At     time.Time // when its data was erased
}

func (e ErasedError) Error() string { return fmt.Sprintf("%v: %d", ErrErased, e.Number) }

// Unwrap says that it is ErrErased.
func (e ErasedError) Unwrap() error { return ErrErased }

// selectErased reads the numbers whose customers were erased, and when. A tombstone
// that a restore has carried over may have the number of another customer of the
// register: that one was not erased.
const selectErased = `SELECT x.number, x.at FROM erasures AS x
	WHERE NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.number = x.number)
	AND coalesce((SELECT j.change = 'removed' AND j.old = '` + emptied + `' FROM journal AS j
		WHERE j.customer = x.number ORDER BY j.id DESC LIMIT 1), 1)`

// orErased is the error of a number that no customer of the register has: an
// ErasedError where its data was erased, else ErrNotFound.
func orErased(ctx context.Context, q querier, number int) error {
	erased := ErasedError{Number: number}
	var at Millis
	err := q.QueryRowContext(ctx, selectErased+` AND x.number = ?`, number).Scan(&erased.Number, &at)
	if err != nil {
		return notFound(err)
	}
	erased.At = at.Time()
	return erased
}

// erasedNumbers reads the numbers of erased customers.
func erasedNumbers(ctx context.Context, q querier) (map[int]bool, error) {
	numbers := make(map[int]bool)
	err := eachRow(ctx, q, func(rows *sql.Rows) error {
		var number int
		var at Millis
		err := rows.Scan(&number, &at)
		numbers[number] = true
		return err
	}, selectErased)
	return numbers, err
}
