package db

import (
	"context"

	"github.com/uptrace/bun"
)

// emptied is what stands for a removed customer whose values are not kept any more.
const emptied = `{}`

// emptyValues takes the values out of rows of the journal.
const emptyValues = `UPDATE journal SET old = iif(change = 'removed', '` + emptied + `', NULL), new = iif(change = 'removed', new, NULL) `

// hasValues tells of a row of the journal about a customer that it has values.
const hasValues = `(change = 'changed' AND (old IS NOT NULL OR new IS NOT NULL) OR change = 'removed' AND old <> '` + emptied + `')`

// emptyJournal takes the values out of the history of the customer.
func (e *erasure) emptyJournal(ctx context.Context, tx bun.Tx) error {
	return e.emptyEntries(ctx, tx, `customer IN (SELECT value FROM json_each(?))`, jsonList(e.subject.numbers()))
}

// emptyEntries takes the values out of those rows of the journal that a condition
// names, and counts them.
func (e *erasure) emptyEntries(ctx context.Context, tx bun.Tx, condition string, args ...any) error {
	result, err := tx.Tx.ExecContext(ctx, emptyValues+`WHERE `+condition+` AND `+hasValues, args...)
	if err != nil {
		return err
	}
	count, err := result.RowsAffected()
	e.result.Values += int(count)
	return err
}
