package handlers

import (
	"errors"
	"log/slog"

	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// loginPage is what views/login.html shows.
type loginPage struct {
	Page
	Name    string
	Next    string // where to go afterwards
	Keep    bool   // the session goes on when the browser is closed
	Problem string
}

// showHome handles GET /.
func (s *server) showHome(c *fiber.Ctx) error { return s.redirect(c, "/customers") }

// showLogin handles GET /login. Where there is nobody yet who could log in, it
// leads to the set-up.
func (s *server) showLogin(c *fiber.Ctx) error {
	open, err := s.accounts.SetupOpen(c.UserContext())
	switch {
	case err != nil:
		return err
	case open:
		return s.redirect(c, "/setup")
	case userOf(c) != nil:
		return s.redirect(c, safePath(c.Query("next")))
	}
	return s.render(c, "login", &loginPage{Page: s.page(c, ""), Next: safePath(c.Query("next"))})
}

// logIn handles POST /login. Whatever is wrong, the answer is the same.
func (s *server) logIn(c *fiber.Ctx) error {
	view := &loginPage{Name: c.FormValue("name"), Next: safePath(c.FormValue("next")), Keep: c.FormValue("keep") != ""}
	user, err := s.authenticate(c, view.Name, c.FormValue("password"))
	var throttled accounts.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user, view.Keep); err != nil {
			return err
		}
		s.logAccess(c, slog.LevelInfo, "log-in", user.Name)
		return s.redirect(c, view.Next)
	case errors.As(err, &throttled):
		view.Page = s.page(c, "")
		view.Problem = tellThrottled(view.Words, c, throttled)
		c.Status(fiber.StatusTooManyRequests)
	case errors.Is(err, accounts.ErrWrongLogin):
		view.Page = s.page(c, "")
		view.Problem = view.Text("login.wrong")
		c.Status(fiber.StatusUnprocessableEntity)
	default:
		return err
	}
	view.Name = repeated(view.Name)
	return s.render(c, "login", view)
}

// authenticate checks a name and a password, and logs it where they are wrong.
func (s *server) authenticate(c *fiber.Ctx, name, password string) (*accounts.User, error) {
	user, err := s.accounts.LogIn(c.UserContext(), accounts.Login{
		Name: name, Password: password, Address: s.proxies.Client(c), Devices: s.devices(c),
	})
	switch {
	case errors.Is(err, accounts.ErrWrongLogin):
		s.logAccess(c, slog.LevelWarn, "log-in failed", s.knownName(c, name))
	case errors.As(err, new(accounts.ErrThrottled)):
		s.logAccess(c, slog.LevelWarn, "log-in refused", s.knownName(c, name))
	}
	return user, err
}

// showSession tells an open page who is logged in, GET /session: before a form is
// sent that would be lost with a session that has ended.
func (s *server) showSession(c *fiber.Ctx) error {
	user := userOf(c)
	if user == nil {
		return c.SendStatus(fiber.StatusUnauthorized)
	}
	return c.JSON(map[string]string{"user": user.Name})
}

// logOut handles POST /logout.
func (s *server) logOut(c *fiber.Ctx) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	if user := userOf(c); user != nil {
		s.logAccess(c, slog.LevelInfo, "log-out", user.Name)
	}
	return s.done(c, "/login", s.words(c).Text("login.out"))
}

// hashBytes is how many bytes the hashing of a password takes.
const hashBytes = 19 << 20

// hashes has the memory given back in which a request hashes a password.
func (s *server) hashes(c *fiber.Ctx) error {
	s.desk.FreeMemorySoon(hashBytes)
	return c.Next()
}
