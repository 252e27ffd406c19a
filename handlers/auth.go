package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
)

// loginPage is what views/login.html shows.
type loginPage struct {
	Page
	Name    string
	Next    string // where to go afterwards
	Problem string
}

// showHome handles GET /.
func (s *server) showHome(c *fiber.Ctx) error { return s.redirect(c, "/customers") }

// showLogin handles GET /login. Where there is nobody yet who could log in, it
// leads to the set-up.
func (s *server) showLogin(c *fiber.Ctx) error {
	open, err := s.db.SetupOpen(c.UserContext())
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
	view := &loginPage{Name: c.FormValue("name"), Next: safePath(c.FormValue("next"))}
	user, err := s.authenticate(c, view.Name, c.FormValue("password"))
	var throttled db.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user); err != nil {
			return err
		}
		return s.redirect(c, view.Next)
	case errors.As(err, &throttled):
		view.Page = s.page(c, "")
		view.Problem = view.throttled(c, throttled)
		c.Status(fiber.StatusTooManyRequests)
	case errors.Is(err, db.ErrWrongLogin):
		view.Page = s.page(c, "")
		view.Problem = view.Text("login.wrong")
		c.Status(fiber.StatusUnprocessableEntity)
	default:
		return err
	}
	view.Name = repeated(view.Name)
	return s.render(c, "login", view)
}

// authenticate checks a name and a password. Who fails again and again has to
// wait, but cannot make others wait for their own accounts: see db.BeginLogin.
func (s *server) authenticate(c *fiber.Ctx, name, password string) (*db.User, error) {
	account, address := customer.FoldKey(customer.Clean(name)), s.clientAddress(c)
	if err := s.db.BeginLogin(c.UserContext(), account, address); err != nil {
		return nil, err
	}
	user, err := s.db.Authenticate(c.UserContext(), name, password)
	if err != nil {
		return nil, err
	}
	// Behind one address sits a whole office: its good log-ins clear it.
	return user, s.db.LoginSucceeded(c.UserContext(), account, address)
}

// logOut handles POST /logout.
func (s *server) logOut(c *fiber.Ctx) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	return s.done(c, "/login", s.words(c).Text("login.out"))
}

var errPasswordsDiffer = errors.New("handlers: the passwords differ")

// userProblems are the errors about a user that a form can put right.
var userProblems = []struct {
	err error
	id  string
}{
	{errPasswordsDiffer, "failure.passwords-differ"},
	{db.ErrPasswordShort, "failure.password-short"},
	{db.ErrPasswordLong, "failure.password-long"},
	{db.ErrPasswordName, "failure.password-name"},
	{db.ErrPasswordCommon, "failure.password-common"},
	{db.ErrNameMissing, "failure.user-name-missing"},
	{db.ErrNameTaken, "users.name-taken"},
	{db.ErrLastAdmin, "users.last-admin"},
	{db.ErrWrongLogin, "settings.wrong-password"},
	{db.ErrWrongToken, "setup.wrong-token"},
}

// userProblem puts such an error into words; it is "" for any other error.
func (w Words) userProblem(err error) string {
	for _, known := range userProblems {
		if errors.Is(err, known.err) {
			return w.Text(known.id)
		}
	}
	return ""
}
