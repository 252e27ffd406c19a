package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// carried are the tombstones of a register that a restore replaces: whom it has
// erased must not come back with the backup.
type carried struct {
	secrets [][]byte
	at      map[int]Millis // when each customer was erased, by number
	hashes  map[int]map[[sha256.Size]byte]bool
}

// tombstonesToCarry reads the tombstones of the present database. There are none
// where it cannot be read.
func (db *DB) tombstonesToCarry(ctx context.Context) (*carried, error) {
	present := db.path()
	if _, err := db.inspect(ctx, present); err != nil {
		return nil, ctx.Err()
	}
	log, err := readLog(present + "-wal")
	if err != nil {
		return nil, err
	}
	var found *carried
	err = peek(present, log, func(probe *bun.DB) error {
		found, err = readCarried(ctx, probe)
		if isOtherSchema(err) { // of an older version, which has none
			found, err = nil, nil
		}
		return err
	})
	return found, err
}

func readCarried(ctx context.Context, q querier) (*carried, error) {
	c := &carried{at: make(map[int]Millis), hashes: make(map[int]map[[sha256.Size]byte]bool)}
	err := eachRow(ctx, q, func(rows *sql.Rows) error {
		var number int
		var at Millis
		err := rows.Scan(&number, &at)
		c.at[number], c.hashes[number] = at, make(map[[sha256.Size]byte]bool)
		return err
	}, `SELECT number, at FROM erasures`)
	if err != nil || len(c.at) == 0 {
		return nil, err
	}
	if c.secrets, err = erasureSecrets(ctx, q); err != nil {
		return nil, err
	}
	err = eachRow(ctx, q, func(rows *sql.Rows) error {
		var number int
		var hash sql.RawBytes
		if err := rows.Scan(&number, &hash); err != nil {
			return err
		}
		c.hashes[number][[sha256.Size]byte(hash)] = true
		return nil
	}, `SELECT number, hash FROM erased_traits WHERE length(hash) = 32`)
	return c, err
}

// isSame reports whether a customer of a backup is the one with its number whom
// the register has erased: that of another register may have the same number.
func (c *carried) isSame(s *subject) bool {
	own := customer.NumberTrait(s.number)
	for _, trait := range s.traits() {
		if trait.Text == own {
			continue
		}
		for _, secret := range c.secrets {
			if c.hashes[s.number][hashTrait(secret, trait.Text)] {
				return true
			}
		}
	}
	return false
}

// eraseAgain erases in a restored register whom the replaced one had erased, takes
// its tombstones over, and tells how many customers had come back.
func (db *DB) eraseAgain(ctx context.Context, c *carried) (erased int, err error) {
	if c == nil {
		return 0, nil
	}
	for _, number := range slices.Sorted(maps.Keys(c.at)) {
		back, err := db.cameBack(ctx, c, number)
		if err != nil {
			return erased, err
		}
		if !back {
			continue
		}
		if _, err := db.erase(ctx, EraseRequest{Actor: Actor{Name: Automatic}, Number: number}); err != nil {
			return erased, err
		}
		erased++
	}
	if err := db.Write(ctx, Purpose{Work: "restore"}, c.write); err != nil {
		return erased, err
	}
	return erased, db.Purge(ctx)
}

// cameBack reports whether an erased customer stands in the register.
func (db *DB) cameBack(ctx context.Context, c *carried, number int) (back bool, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		subject, err := readSubject(ctx, tx, number)
		switch {
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrErased):
			return nil
		case err != nil:
			return err
		}
		back = c.isSame(subject)
		return nil
	})
	return back, err
}

// write adds the tombstones to those that a register has.
func (c *carried) write(ctx context.Context, tx bun.Tx) error {
	for _, secret := range c.secrets {
		if _, err := tx.Tx.ExecContext(ctx, `INSERT INTO erasure_secrets (secret) VALUES (?) ON CONFLICT DO NOTHING`, secret); err != nil {
			return err
		}
	}
	for number, at := range c.at {
		if err := insertErasure(ctx, tx.Tx, number, at); err != nil {
			return err
		}
		for hash := range c.hashes[number] {
			if err := insertTrait(ctx, tx.Tx, hash, number); err != nil {
				return err
			}
		}
	}
	// Nobody gets the number of somebody who was erased after the backup was made.
	_, err := tx.Tx.ExecContext(ctx, `UPDATE counters SET highest_number = max(highest_number, (SELECT max(number) FROM erasures))`)
	return err
}
