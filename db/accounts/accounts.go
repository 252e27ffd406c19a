// Package accounts keeps who may use the register: users, their passwords and
// roles, sessions, the browsers that they are known by, and how often log-ins
// have failed. Its tables are in the database of the register.
package accounts

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// Options change how accounts are kept. The zero value is good.
type Options struct {
	SessionIdle time.Duration // a session unused for longer ends; 0 is 8 hours
	SessionLife time.Duration // a session ends at this age; 0 is 30 days

	// Report is called with how much of what log-ins write could not be written, and
	// why, and with a nil error when it can be again. It may be nil.
	Report func(count int, err error)
}

// Accounts are the accounts of a register. Its methods may be called from many
// goroutines.
type Accounts struct {
	db        *db.DB
	options   Options
	throttle  *throttle
	unwritten *unwritten
}

// Open opens the accounts of a register that can be written to. They must be
// closed before the register is.
func Open(register *db.DB, options Options) *Accounts {
	if options.SessionIdle == 0 {
		options.SessionIdle = 8 * time.Hour
	}
	if options.SessionLife == 0 {
		options.SessionLife = 30 * 24 * time.Hour
	}
	a := &Accounts{db: register, options: options, unwritten: writeBehind(register, options.Report)}
	a.throttle = &throttle{accounts: a, tallies: make(map[string]*tally)}
	return a
}

// Close writes what log-ins have left to write. It may be called again.
func (a *Accounts) Close() { a.unwritten.writer.Close() }

// Purge deletes the sessions that have ended or are too many of one user, and
// forgets links that are too old, log-ins that failed long ago and devices that
// nobody uses any more.
func (a *Accounts) Purge(ctx context.Context) error {
	now := a.db.Now()
	return a.db.Write(ctx, db.Purpose{Work: "sessions"}, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= iif(kept, ?, ?)`,
			now.UnixMilli(), now.Add(-keptIdle).UnixMilli(), now.Add(-a.options.SessionIdle).UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE hash IN (SELECT hash FROM
			(SELECT hash, row_number() OVER (PARTITION BY user_id ORDER BY seen_at DESC, hash) AS place FROM sessions) WHERE place > ?)`,
			maxSessions); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens WHERE user_id IS NOT NULL AND created_at <= ?`, a.linksSince()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM devices WHERE used_at <= ?`, now.Add(-DeviceLife).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE failed_at + wait <= ?`, now.Add(-throttleMemory).UnixMilli())
		return err
	})
}
