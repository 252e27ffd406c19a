package db

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/uptrace/bun"
)

// lastSerial is the highest serial number; the next one is 1 again. 0 is none.
const lastSerial = 1<<31 - 1

// nextSerial gives the database another serial number, in the first page of the file,
// within each transaction. It begins with a random one and counts up, so that a
// write-ahead log tells from which state of which database it goes on.
func nextSerial(ctx context.Context, tx bun.Tx) error {
	var serial int64
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&serial); err != nil {
		return err
	}
	switch serial {
	case 0:
		serial = 1 + rand.Int64N(lastSerial)
	case lastSerial:
		serial = 1
	default:
		serial++
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, serial))
	return err
}
