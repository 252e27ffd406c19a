package db

import (
	"context"
	"os"

	"github.com/uptrace/bun"
)

// firstWitness makes a witness for a database that has had none, so that there
// is one from the first day on.
func (db *DB) firstWitness(ctx context.Context) error {
	for _, path := range []string{db.witnessPath(0), db.witnessPath(1)} {
		if _, err := os.Lstat(path); err == nil {
			return nil
		}
	}
	return db.Write(ctx, Purpose{Work: "first start"}, func(ctx context.Context, tx bun.Tx) error {
		var writes int64
		var stored string
		err := tx.QueryRowContext(ctx, `SELECT writes, witness FROM counters`).Scan(&writes, &stored)
		if err != nil || stored != "" {
			return err
		}
		witness, err := db.makeWitness(writes)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE counters SET witness = ?`, witness)
		return err
	})
}

// renewCopied gives a database that does not find its witness a new key for the
// marks of its exports, so that it knows none of those made before. The caller
// keeps others from opening it meanwhile.
func (db *DB) renewCopied(ctx context.Context) error {
	copied, _, err := db.lacksWitness(ctx, db.write)
	if err != nil || !copied {
		return err
	}
	return db.Write(ctx, Purpose{Work: "restored copy"}, func(ctx context.Context, tx bun.Tx) error {
		// A write may have ended since.
		copied, writes, err := db.lacksWitness(ctx, tx)
		if err != nil || !copied {
			return err
		}
		witness, err := db.makeWitness(writes + 1)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx,
			`UPDATE counters SET writes = writes + 1, witness = ?, version_key = randomblob(32)`, witness)
		return err
	})
}
