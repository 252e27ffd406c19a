package handlers

import (
	"errors"
	"net/http"
	"time"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"
)

// What a request remembers for its handlers.
const (
	sessionLocal = "session"
	wordsLocal   = "words"
	idLocal      = "id"
)

// storedValue is where a session holds what the register knows of it.
const storedValue = "stored"

// sessionStore keeps sessions in the register; the browser has nothing but a
// random id.
type sessionStore struct {
	accounts *accounts.Accounts
}

var _ sessions.Store = sessionStore{}

// Get implements sessions.Store. There is no registry: middleware asks once.
func (store sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return store.New(r, name)
}

// New returns the session that the request's cookie names. It is new, without
// a user, where that has ended.
func (store sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(store, name)
	session.IsNew = true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	stored, err := store.accounts.FindSession(r.Context(), cookie.Value)
	if errors.Is(err, db.ErrNotFound) {
		return session, nil
	}
	if err != nil {
		return nil, err
	}
	session.ID, session.IsNew = cookie.Value, false
	session.Values[storedValue] = stored
	return session, nil
}

// Save begins a session of its user under a new id, or ends one whose MaxAge
// is negative.
func (store sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		return store.accounts.DeleteSession(session.ID)
	}
	stored := storedSession(session)
	id, err := store.accounts.CreateSession(&stored.User, stored.LoggedIn)
	if err != nil {
		return err
	}
	session.ID = id
	http.SetCookie(w, sessions.NewCookie(session.Name(), id, session.Options))
	return nil
}

// storedSession is what the register knows of a session, nil for one that is new.
func storedSession(session *sessions.Session) *accounts.Session {
	stored, _ := session.Values[storedValue].(*accounts.Session)
	return stored
}

// withSession finds out who asks.
func (s *server) withSession(c *fiber.Ctx) error {
	session, err := sessionStore{s.accounts}.New(cookieRequest(c), s.cookieName(c, sessionCookie))
	if err != nil {
		return err
	}
	c.Locals(sessionLocal, session)
	if connection, ok := c.Context().Conn().(*web.Connection); ok && !session.IsNew {
		connection.Keep()
	}
	if stored := storedSession(session); stored != nil {
		s.accounts.TouchSession(session.ID, stored)
	}
	return c.Next()
}

// sessionOf returns the session of who is logged in, or nil.
func sessionOf(c *fiber.Ctx) *accounts.Session {
	if session, ok := c.Locals(sessionLocal).(*sessions.Session); ok {
		return storedSession(session)
	}
	return nil
}

// userOf returns who is logged in, or nil.
func userOf(c *fiber.Ctx) *accounts.User {
	if session := sessionOf(c); session != nil {
		return &session.User
	}
	return nil
}

// beginSession logs a user in: always under a new id, so that nobody can know
// it beforehand. A session that there was ends. The new one may be kept when the
// browser is closed.
func (s *server) beginSession(c *fiber.Ctx, user *accounts.User, keep bool) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	maxAge := 0
	if keep {
		maxAge = int(accounts.KeptLife / time.Second)
	}
	session := sessions.NewSession(sessionStore{s.accounts}, s.cookieName(c, sessionCookie))
	session.Options = s.cookieOptions(c, maxAge)
	with := accounts.LoggedIn{Device: web.Device(c.Get(fiber.HeaderUserAgent)), Kept: keep}
	session.Values[storedValue] = &accounts.Session{User: *user, LoggedIn: with}
	if err := saveSession(c, session); err != nil {
		return err
	}
	return s.rememberDevice(c, user)
}

// endSession logs out, on the server too.
func (s *server) endSession(c *fiber.Ctx) error {
	session, ok := c.Locals(sessionLocal).(*sessions.Session)
	if !ok || session.IsNew {
		return nil
	}
	session.Options = s.cookieOptions(c, -1)
	return saveSession(c, session)
}

func saveSession(c *fiber.Ctx, session *sessions.Session) error {
	written := make(headerWriter)
	if err := session.Save(cookieRequest(c), written); err != nil {
		return err
	}
	for _, cookie := range http.Header(written)[fiber.HeaderSetCookie] {
		c.Response().Header.Add(fiber.HeaderSetCookie, cookie)
	}
	return nil
}

// cookieRequest is as much of the request as sessions need: not the body,
// which may be a large file.
func cookieRequest(c *fiber.Ctx) *http.Request {
	r := &http.Request{Header: http.Header{"Cookie": {c.Get(fiber.HeaderCookie)}}}
	return r.WithContext(c.UserContext())
}

// headerWriter takes the headers that sessions set.
type headerWriter http.Header

func (w headerWriter) Header() http.Header       { return http.Header(w) }
func (headerWriter) Write(b []byte) (int, error) { return len(b), nil }
func (headerWriter) WriteHeader(int)             {}
