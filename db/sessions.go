package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/uptrace/bun"
)

// maxSessions is how many sessions of a user a purge leaves: those used last.
const maxSessions = 100

// touchEvery is how exactly it is known when a session was last used.
const touchEvery = time.Minute

// Session is what is known of somebody who is logged in.
type Session struct {
	User      User
	CreatedAt time.Time
	SeenAt    time.Time // within a minute
	ExpiresAt time.Time // whether used or not
}

// sessionRow is a session as it is stored. Only the browser has its id.
type sessionRow struct {
	bun.BaseModel `bun:"table:sessions,alias:s"`

	Hash      []byte `bun:",pk"`
	UserID    int64
	CreatedAt Millis
	SeenAt    Millis
	ExpiresAt Millis
}

func hashID(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:]
}

// newID makes an id that nobody can guess: 256 random bits.
func newID() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails
	return base64.RawURLEncoding.EncodeToString(random)
}

// sessionState is what is to be written of a session.
type sessionState int

const (
	sessionMade sessionState = iota
	sessionTouched
	sessionEnded
)

// unwrittenSessionRow is a session that the database does not know of, or not
// all of it.
type unwrittenSessionRow struct {
	sessionRow
	state      sessionState
	generation int64 // of the user of one that was made: it ends with that
}

func (s *unwrittenSessionRow) write(ctx context.Context, tx bun.Tx) (err error) {
	switch s.state {
	case sessionMade:
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO sessions (hash, user_id, data, created_at, seen_at, expires_at)
			SELECT ?, id, x'', ?, ?, ? FROM users WHERE id = ? AND active AND generation = ?`,
			s.Hash, s.CreatedAt, s.SeenAt, s.ExpiresAt, s.UserID, s.generation)
	case sessionTouched:
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET seen_at = ?, expires_at = ? WHERE hash = ?`, s.SeenAt, s.ExpiresAt, s.Hash)
	case sessionEnded:
		_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE hash = ?`, s.Hash)
	}
	return err
}

// CreateSession begins a session of a user, as LogIn or User returned it, and
// returns its id, which is kept nowhere. It waits for nobody who writes, and
// fails with ErrBusy where too many sessions cannot be written.
func (db *DB) CreateSession(user *User) (id string, err error) {
	id = newID()
	now := db.now()
	row := sessionRow{
		Hash:      hashID(id),
		UserID:    user.ID,
		CreatedAt: Millis(now),
		SeenAt:    Millis(now),
		ExpiresAt: Millis(now.Add(db.options.SessionLife)),
	}
	made := &unwrittenSessionRow{sessionRow: row, state: sessionMade, generation: user.Generation}
	if !db.unwritten.put(unwrittenSession, string(row.Hash), made) {
		return "", ErrBusy{}
	}
	return id, nil
}

// FindSession returns a session. It is ErrNotFound for one that has ended, or
// whose user was disabled or got another password or role.
func (db *DB) FindSession(ctx context.Context, id string) (*Session, error) {
	hash := hashID(id)
	row := sessionRow{Hash: hash}
	unwritten, _ := db.unwritten.find(unwrittenSession, string(hash)).(*unwrittenSessionRow)
	made := unwritten != nil && unwritten.state == sessionMade
	switch {
	case made:
		row = unwritten.sessionRow
	case unwritten != nil && unwritten.state == sessionEnded:
		return nil, ErrNotFound
	default:
		if err := db.read.NewSelect().Model(&row).WherePK().Scan(ctx); err != nil {
			return nil, translate(notFound(err))
		}
		if unwritten != nil {
			row.SeenAt, row.ExpiresAt = unwritten.SeenAt, unwritten.ExpiresAt
		}
	}
	now := db.now()
	session := &Session{
		CreatedAt: row.CreatedAt.Time(),
		SeenAt:    row.SeenAt.Time(),
		ExpiresAt: row.ExpiresAt.Time(),
	}
	if !session.ExpiresAt.After(now) || now.Sub(session.SeenAt) >= db.options.SessionIdle {
		return nil, ErrNotFound
	}
	err := db.read.NewSelect().Model(&session.User).Where("id = ?", row.UserID).Where("active").Scan(ctx)
	if err != nil {
		return nil, translate(notFound(err))
	}
	if made && session.User.Generation != unwritten.generation {
		return nil, ErrNotFound
	}
	return session, nil
}

// TouchSession remembers that a session is in use. A session of the future,
// from before the clock was put back, becomes one of now.
func (db *DB) TouchSession(id string, session *Session) {
	now := db.now()
	if unused := now.Sub(session.SeenAt); 0 <= unused && unused < touchEvery {
		return
	}
	expires := session.ExpiresAt
	if longest := now.Add(db.options.SessionLife); expires.After(longest) {
		expires = longest
	}
	hash := hashID(id)
	db.unwritten.change(unwrittenSession, string(hash), func(before unwrittenEntry) unwrittenEntry {
		touched := &unwrittenSessionRow{sessionRow: sessionRow{Hash: hash}, state: sessionTouched}
		if before, ok := before.(*unwrittenSessionRow); ok {
			if before.state == sessionEnded {
				return nil
			}
			*touched = *before
		}
		touched.SeenAt, touched.ExpiresAt = Millis(now), Millis(expires)
		return touched
	})
}

// DeleteSession ends a session at once. One that has ended already is no error.
func (db *DB) DeleteSession(id string) error {
	ended := &unwrittenSessionRow{sessionRow: sessionRow{Hash: hashID(id)}, state: sessionEnded}
	if !db.unwritten.put(unwrittenSession, string(ended.Hash), ended) {
		return ErrBusy{}
	}
	return nil
}

func deleteSessionsOf(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, userID)
	return err
}

// PurgeSessions deletes the sessions that have ended or are too many of one
// user, and forgets log-ins that failed long ago and devices that nobody uses
// any more.
func (db *DB) PurgeSessions(ctx context.Context) error {
	now := db.now()
	return db.update(ctx, purpose{work: "sessions"}, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?`,
			now.UnixMilli(), now.Add(-db.options.SessionIdle).UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE hash IN (SELECT hash FROM
			(SELECT hash, row_number() OVER (PARTITION BY user_id ORDER BY seen_at DESC, hash) AS place FROM sessions) WHERE place > ?)`,
			maxSessions); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM devices WHERE used_at <= ?`, now.Add(-DeviceLife).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE failed_at + wait <= ?`, now.Add(-throttleMemory).UnixMilli())
		return err
	})
}
