package db

import (
	"context"
	"database/sql"
	"errors"

	"kortisto/customer"
)

// RemovedCustomer is a customer that lies in the bin.
type RemovedCustomer struct {
	customer.Customer
	At Millis // when it was removed
	By string
}

// lastRemovals finds the customers that were removed after a moment and are not
// there now, by their last removals. Those who were merged are a part of others.
const lastRemovals = ` FROM events AS e
	JOIN journal AS j ON j.id BETWEEN e.first_entry AND e.last_entry AND j.change = 'removed' AND j.customer IS NOT NULL
	WHERE e.at > ? AND e.removed > 0 AND j.old <> '` + emptied + `'
	AND NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.number = j.customer)
	AND NOT EXISTS (SELECT 1 FROM merged_numbers AS m WHERE m.number = j.customer)
	AND j.id = (SELECT max(l.id) FROM journal AS l WHERE l.customer = j.customer)`

// Bin lists the customers in the bin, the last removed first, and how many there
// are without limit and offset.
func (db *DB) Bin(ctx context.Context, limit, offset int) (removed []RemovedCustomer, total int, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		kept, err := readRetention(ctx, tx)
		if err != nil {
			return err
		}
		since := Millis(db.Now().Add(-kept.bin()))
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+lastRemovals, since).Scan(&total); err != nil {
			return err
		}
		groups, err := everyGroup(ctx, tx)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx,
			`SELECT j.customer, j.old, e.at, e.actor`+lastRemovals+` ORDER BY j.id DESC LIMIT ? OFFSET ?`, since, limit, offset)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one RemovedCustomer
			var old entry
			if err := rows.Scan(&one.Number, &old.old, &one.At, &one.By); err != nil {
				return err
			}
			if one.Values, err = old.whole(); err != nil {
				return err
			}
			nameGroup(&one.Values, groups)
			removed = append(removed, one)
		}
		return rows.Err()
	})
	return removed, total, err
}

// RestoreCustomer brings a customer back from the bin: whole, with its number, its
// group and its history. It fails with ErrNotFound where the customer does not lie
// there, and with an ErasedError where its data was erased.
func (db *DB) RestoreCustomer(ctx context.Context, actor Actor, number int) (customer.Customer, error) {
	var restored customer.Customer
	err := db.writeRegister(ctx, actor, ActionRestore, func(ctx context.Context, w *writer) error {
		kept, err := readRetention(ctx, w.tx)
		if err != nil {
			return err
		}
		if err := orErased(ctx, w.tx, number); !errors.Is(err, ErrNotFound) {
			return err
		}
		var old entry
		err = w.tx.QueryRowContext(ctx, `SELECT j.old`+lastRemovals+` AND j.customer = ?`, Millis(db.Now().Add(-kept.bin())), number).Scan(&old.old)
		if err != nil {
			return notFound(err)
		}
		values, err := old.whole()
		if err != nil {
			return err
		}
		if values[customer.Group], err = w.formerGroup(parseID(values[customer.Group])); err != nil {
			return err
		}
		restored = customer.Customer{Number: number, Values: values}
		return w.create(&restored)
	})
	return restored, err
}

// formerGroup is the name of the group that a customer goes back into, "" for
// none. One that was removed since is made again.
func (w *writer) formerGroup(id int64) (string, error) {
	if name, there := w.groupNames[id]; there || id == 0 {
		return name, nil
	}
	former, err := formerGroups(w.ctx, w.tx)
	if err != nil {
		return "", err
	}
	name := former[id]
	if _, taken := w.groupIDs[customer.FoldKey(name)]; taken || name == "" {
		return name, nil
	}
	return name, w.restoreGroup(id, name)
}
