package handlers

import (
	"errors"
	"log/slog"

	"kortisto/db"
	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// setupPage is what views/setup.html shows.
type setupPage struct {
	Page
	Token, Name string
	Problem     refusal
}

// showSetup handles GET /setup, which is there only until the first user is.
func (s *server) showSetup(c *fiber.Ctx) error {
	if err := s.setupOpen(c); err != nil {
		return err
	}
	return s.render(c, "setup", &setupPage{Page: s.page(c, "")})
}

// setUp handles POST /setup: it makes the first administrator and logs in.
func (s *server) setUp(c *fiber.Ctx) error {
	if err := s.setupOpen(c); err != nil {
		return err
	}
	view := &setupPage{Page: s.page(c, ""), Token: c.FormValue("token"), Name: c.FormValue("name")}
	user, err := s.accounts.ClaimSetup(c.UserContext(), accounts.SetupClaim{
		Token: view.Token, Name: view.Name, Password: c.FormValue("password"), Address: s.proxies.Client(c),
	})
	var throttled accounts.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user, false); err != nil {
			return err
		}
		s.logAccess(c, slog.LevelInfo, "set-up", user.Name)
		return s.done(c, "/customers", view.Text("setup.done", "name", user.Name))
	case errors.Is(err, accounts.ErrSetupDone):
		return db.ErrNotFound // somebody else was first
	case errors.As(err, &throttled):
		s.logAccess(c, slog.LevelWarn, "set-up refused", unknownUser)
		view.Problem.Text = tellThrottled(view.Words, c, throttled)
		c.Status(fiber.StatusTooManyRequests)
	default:
		if errors.Is(err, accounts.ErrWrongToken) {
			s.logAccess(c, slog.LevelWarn, "set-up failed", unknownUser)
		}
		if view.Problem = s.refusalOf(c, err); view.Problem.Text == "" {
			return err
		}
	}
	view.Name, view.Token = repeated(view.Name), repeated(view.Token)
	return s.render(c, "setup", view)
}

// setupOpen is an error once there are users: then there is no such page.
func (s *server) setupOpen(c *fiber.Ctx) error {
	open, err := s.accounts.SetupOpen(c.UserContext())
	if err == nil && !open {
		return db.ErrNotFound
	}
	return err
}
