package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
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
	CreatedAt db.Millis
	SeenAt    db.Millis
	ExpiresAt db.Millis
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
// fails with db.ErrBusy where too many sessions cannot be written.
func (a *Accounts) CreateSession(user *User) (id string, err error) {
	id = newID()
	now := a.db.Now()
	row := sessionRow{
		Hash:      hashID(id),
		UserID:    user.ID,
		CreatedAt: db.Millis(now),
		SeenAt:    db.Millis(now),
		ExpiresAt: db.Millis(now.Add(a.options.SessionLife)),
	}
	made := &unwrittenSessionRow{sessionRow: row, state: sessionMade, generation: user.Generation}
	if !a.unwritten.put(unwrittenSession, string(row.Hash), made) {
		return "", db.ErrBusy{}
	}
	return id, nil
}

// FindSession returns a session. It is db.ErrNotFound for one that has ended, or
// whose user was disabled or got another password or role.
func (a *Accounts) FindSession(ctx context.Context, id string) (*Session, error) {
	hash := hashID(id)
	row := sessionRow{Hash: hash}
	unwritten, _ := a.unwritten.find(unwrittenSession, string(hash)).(*unwrittenSessionRow)
	made := unwritten != nil && unwritten.state == sessionMade
	switch {
	case made:
		row = unwritten.sessionRow
	case unwritten != nil && unwritten.state == sessionEnded:
		return nil, db.ErrNotFound
	default:
		if err := a.db.Reader().NewSelect().Model(&row).WherePK().Scan(ctx); err != nil {
			return nil, translate(err)
		}
		if unwritten != nil {
			row.SeenAt, row.ExpiresAt = unwritten.SeenAt, unwritten.ExpiresAt
		}
	}
	now := a.db.Now()
	session := &Session{
		CreatedAt: row.CreatedAt.Time(),
		SeenAt:    row.SeenAt.Time(),
		ExpiresAt: row.ExpiresAt.Time(),
	}
	if !session.ExpiresAt.After(now) || now.Sub(session.SeenAt) >= a.options.SessionIdle {
		return nil, db.ErrNotFound
	}
	err := a.db.Reader().NewSelect().Model(&session.User).Where("id = ?", row.UserID).Where("active").Scan(ctx)
	if err != nil {
		return nil, translate(err)
	}
	if made && session.User.Generation != unwritten.generation {
		return nil, db.ErrNotFound
	}
	return session, nil
}

// TouchSession remembers that a session is in use. A session of the future,
// from before the clock was put back, becomes one of now.
func (a *Accounts) TouchSession(id string, session *Session) {
	now := a.db.Now()
	if unused := now.Sub(session.SeenAt); 0 <= unused && unused < touchEvery {
		return
	}
	expires := session.ExpiresAt
	if longest := now.Add(a.options.SessionLife); expires.After(longest) {
		expires = longest
	}
	hash := hashID(id)
	a.unwritten.change(unwrittenSession, string(hash), func(before unwrittenEntry) unwrittenEntry {
		touched := &unwrittenSessionRow{sessionRow: sessionRow{Hash: hash}, state: sessionTouched}
		if before, ok := before.(*unwrittenSessionRow); ok {
			if before.state == sessionEnded {
				return nil
			}
			*touched = *before
		}
		touched.SeenAt, touched.ExpiresAt = db.Millis(now), db.Millis(expires)
		return touched
	})
}

// DeleteSession ends a session at once. One that has ended already is no error.
func (a *Accounts) DeleteSession(id string) error {
	ended := &unwrittenSessionRow{sessionRow: sessionRow{Hash: hashID(id)}, state: sessionEnded}
	if !a.unwritten.put(unwrittenSession, string(ended.Hash), ended) {
		return db.ErrBusy{}
	}
	return nil
}

func deleteSessionsOf(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, userID)
	return err
}
