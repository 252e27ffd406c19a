package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"github.com/uptrace/bun"
)

// carried are the tombstones of a register that a restore replaces: whom it has
// erased must not come back with the backup.
type carried struct {
	secrets [][]byte
	at      map[int]Millis // when each customer was erased, by number
	hashes  map[int]map[[sha256.Size]byte]bool
	origins map[int][]origin // of those whom a copy of the register has had
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
	if c.origins, err = originsOfErased(ctx, q); err != nil {
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
// the register has erased: that of another register may have the same number. In a
// backup of the register itself, its history tells, also where the customer has
// changed altogether since; else what it is known again by.
func (c *carried) isSame(s *subject, secrets [][]byte) bool {
	if c.isOrigin(s.number, s.origins[s.number], secrets) {
		return true
	}
	for _, trait := range s.traits() {
		if !trait.Strong { // many have the same name
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

// isOrigin reports whether the history of an erased customer begins here, in a backup
// of the register itself.
func (c *carried) isOrigin(number int, begins origin, secrets [][]byte) bool {
	return slices.Contains(c.origins[number], begins) && shareSecret(secrets, c.secrets)
}

// eraseAgain erases in a restored register whom the replaced one had erased, takes
// its tombstones over, and tells how many customers had come back.
func (db *DB) eraseAgain(ctx context.Context, c *carried) (erased int, err error) {
	if c == nil {
		return 0, nil
	}
	if err := db.takeApart(ctx, c); err != nil {
		return 0, err
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

// takeApart undoes the merges of a backup of which one customer alone was erased: they
// had been undone before. So the other one stays, with nothing of the erased one. Where
// it was merged on, its values have gone on, and that is undone, too.
func (db *DB) takeApart(ctx context.Context, c *carried) error {
	merges, err := db.mergesToUndo(ctx, c)
	if err != nil {
		return err
	}
	for _, merge := range merges {
		if err := db.undoByItself(ctx, merge); err != nil {
			return err
		}
	}
	return nil
}

// mergesToUndo lists the entries of those merges in the history, the latest first.
func (db *DB) mergesToUndo(ctx context.Context, c *carried) (merges []int64, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		origins, err := readOrigins(ctx, tx, slices.Collect(maps.Keys(c.at)))
		if err != nil {
			return err
		}
		secrets, err := erasureSecrets(ctx, tx)
		if err != nil {
			return err
		}
		isErased := func(number int) bool {
			_, erased := c.at[number]
			return erased && c.isOrigin(number, origins[number], secrets)
		}
		hasValues := make(map[int]bool) // taken over from an erased customer
		return eachRow(ctx, tx, func(rows *sql.Rows) error {
			var merged, kept int
			var entry int64
			var took bool // the kept one has taken values over
			err := rows.Scan(&merged, &kept, &entry, &took)
			if isErased(merged) != isErased(kept) || hasValues[merged] && took {
				merges, hasValues[kept] = append(merges, entry), hasValues[kept] || took
			}
			return err
		}, `SELECT m.number, m.kept, i.id, EXISTS (SELECT 1 FROM journal AS j WHERE j.id BETWEEN e.first_entry AND e.last_entry AND j.change = ?)
			FROM merged_numbers AS m JOIN imports AS i ON i.event_id = m.event_id JOIN events AS e ON e.id = m.event_id
			ORDER BY m.event_id`, changed)
	})
	slices.Reverse(merges)
	return merges, err
}

// undoByItself undoes an entry of the history as far as that is still possible.
func (db *DB) undoByItself(ctx context.Context, entry int64) error {
	snapshot, err := db.Snapshot(ctx)
	if err != nil {
		return err
	}
	plan, err := snapshot.UndoPlan(ctx, entry)
	if err := errors.Join(err, snapshot.Close()); err != nil {
		return err
	}
	_, err = db.Undo(ctx, UndoRequest{Actor: Actor{Name: Automatic}, Import: entry, Fingerprint: plan.Fingerprint})
	if errors.Is(err, ErrUndoExpired) || errors.Is(err, ErrNothingToUndo) {
		return nil
	}
	return err
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
		secrets, err := erasureSecrets(ctx, tx)
		back = err == nil && c.isSame(subject, secrets)
		return err
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
		for _, begins := range c.origins[number] {
			if err := insertOrigin(ctx, tx.Tx, number, begins); err != nil {
				return err
			}
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
