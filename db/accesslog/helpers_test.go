package accesslog

import (
	"context"

	"github.com/uptrace/bun"
)

// exec is a transaction of one statement.
func exec(statement string) func(context.Context, bun.Tx) error {
	return func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.Tx.ExecContext(ctx, statement)
		return err
	}
}
