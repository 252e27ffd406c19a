package db

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/uptrace/bun"
)

// lastMark is the highest mark; the next one is 1 again. 0 is none.
const lastMark = 1<<31 - 1

// nextMark gives the database another mark, in the first page of the file,
// within each transaction. It begins with a random one and counts up, so that a
// write-ahead log tells from which state of which database it goes on.
func nextMark(ctx context.Context, tx bun.Tx) error {
	var mark int64
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&mark); err != nil {
		return err
	}
	switch mark {
	case 0:
		mark = 1 + rand.Int64N(lastMark)
	case lastMark:
		mark = 1
	default:
		mark++
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, mark))
	return err
}
