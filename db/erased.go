package db

import (
	"context"
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

// orErased is the error of a number that no customer of the register has: an
// ErasedError where its data was erased, else ErrNotFound.
func orErased(ctx context.Context, q querier, number int) error {
	var at Millis
	err := q.QueryRowContext(ctx, `SELECT at FROM erasures WHERE number = ?`, number).Scan(&at)
	if err != nil {
		return notFound(err)
	}
	return ErasedError{number, at.Time()}
}
