package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/db"
)

// DeviceLife is how long a browser that is not used is remembered.
const DeviceLife = 365 * 24 * time.Hour

// maxDevices is how many browsers are remembered of a user: those used last.
const maxDevices = 20

// deviceRow is a browser that a user has logged in with. It says nothing but
// that: who has its id can try passwords where others must wait.
type deviceRow struct {
	hash       []byte
	userID     int64
	generation int64 // of the user: a device that is not written yet ends with that
	usedAt     db.Millis
}

func (d *deviceRow) write(ctx context.Context, tx bun.Tx) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO devices (hash, user_id, created_at, used_at)
		SELECT ?0, id, ?1, ?1 FROM users WHERE id = ?2 AND active AND generation = ?3
		ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at`,
		d.hash, d.usedAt, d.userID, d.generation); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM devices WHERE user_id = ?0 AND hash NOT IN
		(SELECT hash FROM devices WHERE user_id = ?0 ORDER BY used_at DESC, hash LIMIT ?1)`, d.userID, maxDevices)
	return err
}

// RememberDevice makes the browser that a user has logged in with a known one
// and returns its id: one of those that it has, where that is the user's
// already, else a new one.
func (a *Accounts) RememberDevice(ctx context.Context, user *User, ids []string) (id string, err error) {
	if id, err = a.knownDevice(ctx, user.Name, ids); err != nil {
		return "", err
	}
	if id == "" {
		id = newID()
	}
	device := &deviceRow{hash: hashID(id), userID: user.ID, generation: user.Generation, usedAt: db.Millis(a.db.Now())}
	a.unwritten.put(unwrittenDevice, string(device.hash), device) // without room, it is not known
	return id, nil
}

// knownDevice returns the first of some ids that is a device of an active
// user, or "".
func (a *Accounts) knownDevice(ctx context.Context, name string, ids []string) (string, error) {
	key := customer.FoldKey(customer.Clean(name))
	for _, id := range ids {
		known := false
		hash := hashID(id)
		var err error
		if device, ok := a.unwritten.find(unwrittenDevice, string(hash)).(*deviceRow); ok {
			err = a.db.Reader().QueryRowContext(ctx, `SELECT 1 FROM users WHERE id = ? AND key = ? AND active AND generation = ?`,
				device.userID, key, device.generation).Scan(&known)
		} else {
			err = a.db.Reader().QueryRowContext(ctx, `SELECT 1 FROM devices JOIN users ON users.id = user_id
				WHERE hash = ? AND key = ? AND active`, hash, key).Scan(&known)
		}
		switch {
		case err == nil:
			return id, nil
		case !errors.Is(err, sql.ErrNoRows):
			return "", translate(err)
		}
	}
	return "", nil
}

func deleteDevicesOf(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM devices WHERE user_id = ?`, userID)
	return err
}
