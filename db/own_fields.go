package db

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// Errors of own fields, beside ErrNameMissing, ErrNameTaken and ErrNotFound.
var (
	ErrOwnFieldsUsedUp = errors.New("db: no own field is left")
	ErrOwnFieldInUse   = errors.New("db: customers have values of the own field's type")
)

// OwnFields lists the fields that the firm has named, in their order, those that
// are put away included.
func (db *DB) OwnFields(ctx context.Context) ([]customer.OwnField, error) {
	own, err := ownFields(ctx, db.read)
	return own, translate(err)
}

func ownFields(ctx context.Context, q querier) ([]customer.OwnField, error) {
	rows, err := q.QueryContext(ctx, `SELECT field, name, type, away FROM own_fields ORDER BY place, field`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var own []customer.OwnField
	for rows.Next() {
		var one customer.OwnField
		var key string
		if err := rows.Scan(&key, &one.Name, &one.Type, &one.Away); err != nil {
			return nil, err
		}
		var ok bool
		if one.Field, ok = customer.ParseField(key); !ok {
			return nil, fmt.Errorf("%w: own field %q", ErrDamaged, key)
		}
		own = append(own, one)
	}
	return own, rows.Err()
}

// learnFields makes the table of fields of what is stored, unless it was given
// when the register was opened.
func (db *DB) learnFields(ctx context.Context, q querier) error {
	if db.options.Fields != nil {
		db.fields.Store(db.options.Fields)
		return nil
	}
	own, err := ownFields(ctx, q)
	if err != nil {
		return err
	}
	db.fields.Store(customer.WithOwn(own))
	return nil
}

// ownNamesClash reports whether an own field has the name of another field: this
// program has standard fields, or names of these, that an older one had not.
func ownNamesClash(ctx context.Context, q querier) (bool, error) {
	own, err := ownFields(ctx, q)
	return len(freeOwnNames(own)) > 0, err
}

// renewOwnNames gives own fields other names where a file would mean another field
// by those that they have, and tells of each by its key.
func (db *DB) renewOwnNames(ctx context.Context) error {
	if clash, err := ownNamesClash(ctx, db.write); err != nil || !clash {
		return err
	}
	var renamed []customer.OwnField
	err := db.Write(ctx, Purpose{Work: "own fields"}, func(ctx context.Context, tx bun.Tx) error {
		own, err := ownFields(ctx, tx) // another process may have been quicker
		if err != nil {
			return err
		}
		renamed = freeOwnNames(own)
		for _, o := range renamed {
			if _, err := tx.ExecContext(ctx, `UPDATE own_fields SET name = ? WHERE field = ?`, o.Name, o.Field.Key()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || db.options.OwnRenamed == nil {
		return err
	}
	for _, o := range renamed {
		db.options.OwnRenamed(o.Field)
	}
	return nil
}

// AddOwnField names one more own field, behind the others. It fails with
// ErrNameMissing, ErrNameTaken or ErrOwnFieldsUsedUp.
func (db *DB) AddOwnField(ctx context.Context, actor Actor, name string, kind customer.Type) error {
	return db.changeOwnFields(ctx, actor, func(_ context.Context, _ bun.Tx, own []customer.OwnField) ([]customer.OwnField, error) {
		for _, f := range customer.OwnFields {
			if indexOfOwn(own, f) < 0 {
				name, err := checkOwnName(own, f, name)
				return append(own, customer.OwnField{Field: f, Name: name, Type: kind}), err
			}
		}
		return nil, ErrOwnFieldsUsedUp
	})
}

// SetOwnField gives an own field another name and type. The type stays while
// customers have values: else it fails with ErrOwnFieldInUse.
func (db *DB) SetOwnField(ctx context.Context, actor Actor, f customer.Field, name string, kind customer.Type) error {
	return db.changeOwnFields(ctx, actor, func(ctx context.Context, tx bun.Tx, own []customer.OwnField) ([]customer.OwnField, error) {
		i := indexOfOwn(own, f)
		if i < 0 {
			return nil, ErrNotFound
		}
		var err error
		if own[i].Type != kind {
			var used bool
			err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM customers WHERE `+f.Key()+` <> '')`).Scan(&used)
			if err == nil && used {
				err = ErrOwnFieldInUse
			}
			if err != nil {
				return nil, err
			}
		}
		own[i].Type = kind
		if name == own[i].Name {
			return own, nil
		}
		own[i].Name, err = checkOwnName(own, f, name)
		return own, err
	})
}

// MoveOwnField moves an own field before the one above it.
func (db *DB) MoveOwnField(ctx context.Context, actor Actor, f customer.Field) error {
	return db.changeOwnFields(ctx, actor, func(_ context.Context, _ bun.Tx, own []customer.OwnField) ([]customer.OwnField, error) {
		i := indexOfOwn(own, f)
		if i < 0 {
			return nil, ErrNotFound
		}
		if i > 0 {
			own[i-1], own[i] = own[i], own[i-1]
		}
		return own, nil
	})
}

// PutAwayOwnField puts an own field away, or brings it back: its values stay.
func (db *DB) PutAwayOwnField(ctx context.Context, actor Actor, f customer.Field, away bool) error {
	return db.changeOwnFields(ctx, actor, func(_ context.Context, _ bun.Tx, own []customer.OwnField) ([]customer.OwnField, error) {
		i := indexOfOwn(own, f)
		if i < 0 {
			return nil, ErrNotFound
		}
		own[i].Away = away
		return own, nil
	})
}

func indexOfOwn(own []customer.OwnField, f customer.Field) int {
	return slices.IndexFunc(own, func(o customer.OwnField) bool { return o.Field == f })
}

// changeOwnFields stores the own fields as a function changes them, and makes
// another table of fields.
func (db *DB) changeOwnFields(ctx context.Context, actor Actor,
	change func(context.Context, bun.Tx, []customer.OwnField) ([]customer.OwnField, error)) error {
	err := db.Write(ctx, Purpose{Work: "own fields", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		own, err := ownFields(ctx, tx)
		if err != nil {
			return err
		}
		if own, err = change(ctx, tx, own); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM own_fields`); err != nil {
			return err
		}
		for place, o := range own {
			_, err := tx.ExecContext(ctx, `INSERT INTO own_fields (field, name, type, place, away) VALUES (?, ?, ?, ?, ?)`,
				o.Field.Key(), o.Name, string(o.Type), place, o.Away)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return translate(db.learnFields(ctx, db.read))
}
