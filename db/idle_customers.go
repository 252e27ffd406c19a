package db

import (
	"context"
	"database/sql"
)

// IdleCustomer is a customer whom nothing has changed for long.
type IdleCustomer struct {
	Number int
	Name   string
	City   string
	Since  Millis // its last change
}

// IdleCustomers lists the customers whom neither a user nor an import has changed
// for Retention.Idle days, by number, and how many there are without limit and
// offset.
func (db *DB) IdleCustomers(ctx context.Context, limit, offset int) (idle []IdleCustomer, total int, err error) {
	kept, err := db.Retention(ctx)
	if err != nil {
		return nil, 0, err
	}
	err = db.readState(ctx, func(tx *sql.Tx) error {
		// Events, and with them the journal, stand in the order of time.
		var old int64
		before := Millis(db.Now().Add(-daysLong(kept.Idle)))
		err := tx.QueryRowContext(ctx, `SELECT coalesce(max(last_entry), 0) FROM events WHERE at <= ?`, before).Scan(&old)
		if err != nil || old == 0 {
			return err
		}
		const from = ` FROM customers AS c WHERE number NOT IN (SELECT customer FROM journal WHERE id > ? AND customer IS NOT NULL)`
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+from, old).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT number, name, city, (SELECT max(e.at) FROM journal AS j JOIN events AS e ON e.id = j.event_id
			WHERE j.customer = c.number)`+from+` ORDER BY number LIMIT ? OFFSET ?`, old, limit, offset)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one IdleCustomer
			if err := rows.Scan(&one.Number, &one.Name, &one.City, &one.Since); err != nil {
				return err
			}
			idle = append(idle, one)
		}
		return rows.Err()
	})
	return idle, total, err
}
