package db

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"

	"kortisto/customer"
)

// tombstones are what is kept of erased customers: their numbers, and hashes of
// what they would be known again by. Without the register's secret nobody can try
// out names and addresses; with the register in hand one can.
type tombstones struct {
	secrets [][]byte
	hashes  map[[sha256.Size]byte]bool
	numbers map[int]bool
}

// readTombstones reads all tombstones; nil where nobody was erased.
func readTombstones(ctx context.Context, q querier) (*tombstones, error) {
	t := &tombstones{hashes: make(map[[sha256.Size]byte]bool), numbers: make(map[int]bool)}
	err := eachNumber(ctx, q, func(number int) { t.numbers[number] = true }, `SELECT number FROM erasures`)
	if err != nil || len(t.numbers) == 0 {
		return nil, err
	}
	if t.secrets, err = erasureSecrets(ctx, q); err != nil {
		return nil, err
	}
	err = eachRow(ctx, q, func(rows *sql.Rows) error {
		var hash sql.RawBytes
		if err := rows.Scan(&hash); err != nil {
			return err
		}
		t.hashes[[sha256.Size]byte(hash)] = true
		return nil
	}, `SELECT DISTINCT hash FROM erased_traits WHERE length(hash) = 32`)
	return t, err
}

// erasureSecrets reads what traits are hashed with, the register's own secret first.
func erasureSecrets(ctx context.Context, q querier) (secrets [][]byte, err error) {
	err = eachRow(ctx, q, func(rows *sql.Rows) error {
		var secret []byte
		err := rows.Scan(&secret)
		secrets = append(secrets, secret)
		return err
	}, `SELECT secret FROM erasure_secrets ORDER BY id`)
	return secrets, err
}

func hashTrait(secret []byte, trait string) [sha256.Size]byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(trait))
	return [sha256.Size]byte(mac.Sum(nil))
}

// has reports whether a trait is that of somebody who was erased.
func (t *tombstones) has(trait string) bool {
	for _, secret := range t.secrets {
		if t.hashes[hashTrait(secret, trait)] {
			return true
		}
	}
	return false
}

// Erased returns what tells whether a trait is that of somebody whose data was
// erased; nil where nobody's was.
func (r *register) Erased(ctx context.Context) (func(trait string) bool, error) {
	t, err := readTombstones(ctx, r.q)
	if err != nil || t == nil {
		return nil, translate(err)
	}
	return t.has, nil
}

// Recognition says how surely values are those of somebody whose data was erased.
type Recognition int

// How surely somebody is recognised.
const (
	NotRecognised    Recognition = iota
	RecognisedByName             // others may have the same name
	Recognised
)

// ErasedBefore tells whether values that are typed by hand are those of somebody
// whose data was erased, as far as the customer did not have them before.
func (db *DB) ErasedBefore(ctx context.Context, before, values customer.Values) (Recognition, error) {
	t, err := readTombstones(ctx, db.read)
	if err != nil || t == nil {
		return NotRecognised, translate(err)
	}
	return t.recognise(customer.NewTraits(&before, &values)), nil
}

func (t *tombstones) recognise(traits []customer.Trait) Recognition {
	known := NotRecognised
	for _, trait := range traits {
		switch {
		case !t.has(trait.Text):
		case trait.Strong:
			return Recognised
		default:
			known = RecognisedByName
		}
	}
	return known
}

// setTombstone keeps a number of an erased customer, where the history of that began,
// and hashes of its traits.
func (w *writer) setTombstone(number int, begins origin, traits []customer.Trait) error {
	secrets, err := erasureSecrets(w.ctx, w.tx)
	if err != nil {
		return err
	}
	if err := insertErasure(w.ctx, w.tx, number, Millis(w.event.at)); err != nil {
		return err
	}
	if err := insertOrigin(w.ctx, w.tx, number, begins); err != nil {
		return err
	}
	for _, trait := range append(customer.Traits(number, &customer.Values{}), traits...) {
		if err := insertTrait(w.ctx, w.tx, hashTrait(secrets[0], trait.Text), number); err != nil {
			return err
		}
	}
	return nil
}

// insertErasure and insertTrait write the parts of a tombstone, unless they are there.
// Who is erased again, as by a restore, was erased when it was for the first time.
func insertErasure(ctx context.Context, tx *sql.Tx, number int, at Millis) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO erasures (number, at) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET at = min(at, excluded.at)`, number, at)
	return err
}

func insertTrait(ctx context.Context, tx *sql.Tx, hash [sha256.Size]byte, number int) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO erased_traits (hash, number) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash[:], number)
	return err
}
