package accounts

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// maxSessions is how many sessions of a user a purge leaves: those used last.
const maxSessions = 100

// How long a session that is kept may be unused, and how old it may become.
const (
	keptIdle = 30 * 24 * time.Hour
	KeptLife = 90 * 24 * time.Hour
)

// touchEvery is how exactly it is known when a session was last used.
const touchEvery = time.Minute

// LoggedIn is what a session is begun with.
type LoggedIn struct {
	Device string // for the user, as "Firefox, Windows"; may be ""
	Kept   bool   // it goes on when the browser is closed
}

// Session is what is known of somebody who is logged in.
type Session struct {
	LoggedIn
	User      User
	Handle    string // names the session; nobody gets in with it
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
	Device    string
	Kept      bool
}

// session is the session of a row, but for its user.
func (r *sessionRow) session() *Session {
	return &Session{
		LoggedIn:  LoggedIn{Device: r.Device, Kept: r.Kept},
		Handle:    hex.EncodeToString(r.Hash),
		CreatedAt: r.CreatedAt.Time(),
		SeenAt:    r.SeenAt.Time(),
		ExpiresAt: r.ExpiresAt.Time(),
	}
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
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO sessions (hash, user_id, data, created_at, seen_at, expires_at, device, kept)
			SELECT ?, id, x'', ?, ?, ?, ?, ? FROM users WHERE id = ? AND active AND generation = ?`,
			s.Hash, s.CreatedAt, s.SeenAt, s.ExpiresAt, s.Device, s.Kept, s.UserID, s.generation)
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
func (a *Accounts) CreateSession(user *User, with LoggedIn) (id string, err error) {
	id = newID()
	now := a.db.Now()
	_, life := a.lengths(with.Kept)
	row := sessionRow{
		Hash:      hashID(id),
		UserID:    user.ID,
		CreatedAt: db.Millis(now),
		SeenAt:    db.Millis(now),
		ExpiresAt: db.Millis(now.Add(life)),
		Device:    with.Device,
		Kept:      with.Kept,
	}
	made := &unwrittenSessionRow{sessionRow: row, state: sessionMade, generation: user.Generation}
	if !a.unwritten.put(unwrittenSession, string(row.Hash), made) {
		return "", db.ErrBusy{}
	}
	return id, nil
}

// lengths are how long a session may be unused, and how old it may become.
func (a *Accounts) lengths(kept bool) (idle, life time.Duration) {
	if kept {
		return keptIdle, KeptLife
	}
	return a.options.SessionIdle, a.options.SessionLife
}

// isOver reports whether a session has ended by its age, or unused.
func (a *Accounts) isOver(session *Session) bool {
	now := a.db.Now()
	idle, _ := a.lengths(session.Kept)
	return !session.ExpiresAt.After(now) || now.Sub(session.SeenAt) >= idle
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
	session := row.session()
	if a.isOver(session) {
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
	_, life := a.lengths(session.Kept)
	if longest := now.Add(life); expires.After(longest) {
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

// Sessions lists the sessions of a user, the one used last first.
func (a *Accounts) Sessions(ctx context.Context, user *User) ([]*Session, error) {
	unwritten := a.unwritten.all(unwrittenSession) // before what is written, so that nothing is missed between
	var rows []sessionRow
	if err := a.db.Reader().NewSelect().Model(&rows).Where("user_id = ?", user.ID).Scan(ctx); err != nil {
		return nil, translate(err)
	}
	written := make(map[string]bool, len(rows))
	var found []*Session
	for i := range rows {
		written[string(rows[i].Hash)] = true
		if newer, ok := unwritten[string(rows[i].Hash)].(*unwrittenSessionRow); ok {
			if newer.state == sessionEnded {
				continue
			}
			rows[i].SeenAt, rows[i].ExpiresAt = newer.SeenAt, newer.ExpiresAt
		}
		found = append(found, rows[i].session())
	}
	for hash, entry := range unwritten {
		made, ok := entry.(*unwrittenSessionRow)
		if ok && made.state == sessionMade && made.UserID == user.ID && made.generation == user.Generation && !written[hash] {
			found = append(found, made.session())
		}
	}
	found = slices.DeleteFunc(found, a.isOver)
	for _, session := range found {
		session.User = *user
	}
	slices.SortFunc(found, func(x, y *Session) int {
		return cmp.Or(y.SeenAt.Compare(x.SeenAt), y.CreatedAt.Compare(x.CreatedAt), strings.Compare(x.Handle, y.Handle))
	})
	return found, nil
}

// EndSession ends the session of a user that has a handle, at once. One that has
// ended already is no error.
func (a *Accounts) EndSession(ctx context.Context, user *User, handle string) error {
	all, err := a.Sessions(ctx, user)
	if err != nil || !slices.ContainsFunc(all, func(s *Session) bool { return s.Handle == handle }) {
		return err
	}
	hash, err := hex.DecodeString(handle)
	if err != nil {
		return err
	}
	return a.endSession(hash)
}

// DeleteSession ends a session at once. One that has ended already is no error.
func (a *Accounts) DeleteSession(id string) error { return a.endSession(hashID(id)) }

func (a *Accounts) endSession(hash []byte) error {
	ended := &unwrittenSessionRow{sessionRow: sessionRow{Hash: hash}, state: sessionEnded}
	if !a.unwritten.put(unwrittenSession, string(ended.Hash), ended) {
		return db.ErrBusy{}
	}
	return nil
}

func deleteSessionsOf(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, userID)
	return err
}
