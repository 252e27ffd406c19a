package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/uptrace/bun"
)

// touchEvery is how exactly it is known when a session was last used.
const touchEvery = time.Minute

// Session is what is known of somebody who is logged in.
type Session struct {
	User      User
	Data      []byte // the caller's
	CreatedAt time.Time
	SeenAt    time.Time // within a minute
	ExpiresAt time.Time // whether used or not
}

// sessionRow is a session as it is stored. Only the browser has its id.
type sessionRow struct {
	bun.BaseModel `bun:"table:sessions,alias:s"`

	Hash      []byte `bun:",pk"`
	UserID    int64
	Data      []byte
	CreatedAt Millis
	SeenAt    Millis
	ExpiresAt Millis
}

func hashID(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:]
}

// CreateSession begins a session of a user and returns its id: 256 random
// bits, which are kept nowhere.
func (db *DB) CreateSession(ctx context.Context, userID int64, data []byte) (id string, err error) {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails
	id = base64.RawURLEncoding.EncodeToString(random)
	if data == nil {
		data = []byte{}
	}
	now := db.now()
	row := &sessionRow{
		Hash:      hashID(id),
		UserID:    userID,
		Data:      data,
		CreatedAt: Millis(now),
		SeenAt:    Millis(now),
		ExpiresAt: Millis(now.Add(db.options.SessionLife)),
	}
	err = db.update(ctx, "session", func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(row).Exec(ctx)
		return err
	})
	return id, err
}

// FindSession returns a session. It is ErrNotFound for one that has ended, or
// whose user was disabled.
func (db *DB) FindSession(ctx context.Context, id string) (*Session, error) {
	row := new(sessionRow)
	now := db.now()
	err := db.read.NewSelect().Model(row).Where("hash = ?", hashID(id)).
		Where("expires_at > ?", now.UnixMilli()).
		Where("seen_at > ?", now.Add(-db.options.SessionIdle).UnixMilli()).Scan(ctx)
	if err != nil {
		return nil, translate(notFound(err))
	}
	session := &Session{
		Data:      row.Data,
		CreatedAt: row.CreatedAt.Time(),
		SeenAt:    row.SeenAt.Time(),
		ExpiresAt: row.ExpiresAt.Time(),
	}
	err = db.read.NewSelect().Model(&session.User).Where("id = ?", row.UserID).Where("active").Scan(ctx)
	if err != nil {
		return nil, translate(notFound(err))
	}
	return session, nil
}

// TouchSession remembers that a session is in use. It never makes a page wait:
// while somebody else writes, it leaves the matter to the next request.
func (db *DB) TouchSession(ctx context.Context, id string, session *Session) error {
	now := db.now()
	if now.Sub(session.SeenAt) < touchEvery {
		return nil
	}
	release, ok := db.lock.try("session")
	if !ok {
		return nil
	}
	defer release()
	return db.transact(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE sessions SET seen_at = ? WHERE hash = ?`, now.UnixMilli(), hashID(id))
		return err
	})
}

// SetSessionData keeps what the caller wants to know at the next request. It
// is ErrNotFound where the session has ended.
func (db *DB) SetSessionData(ctx context.Context, id string, data []byte) error {
	return db.update(ctx, "session", func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE sessions SET data = ? WHERE hash = ?`, data, hashID(id))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); n == 0 || err != nil {
			return ErrNotFound
		}
		return nil
	})
}

// DeleteSession ends a session. One that has ended already is no error.
func (db *DB) DeleteSession(ctx context.Context, id string) error {
	return db.update(ctx, "session", func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE hash = ?`, hashID(id))
		return err
	})
}

// DeleteSessions ends all sessions of a user.
func (db *DB) DeleteSessions(ctx context.Context, userID int64) error {
	return db.update(ctx, "sessions", func(ctx context.Context, tx bun.Tx) error {
		return deleteSessionsOf(ctx, tx, userID)
	})
}

func deleteSessionsOf(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, userID)
	return err
}

// PurgeSessions deletes the sessions that have ended, and forgets log-ins that
// failed long ago.
func (db *DB) PurgeSessions(ctx context.Context) error {
	now := db.now()
	return db.update(ctx, "sessions", func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?`,
			now.UnixMilli(), now.Add(-db.options.SessionIdle).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE until <= ?`, now.Add(-throttleMemory).UnixMilli())
		return err
	})
}
