package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
)

// setupPage is what views/setup.html shows.
type setupPage struct {
	Page
	Token, Name string
	Problem     string
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
	user, err := s.claim(c, view)
	var throttled db.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user); err != nil {
			return err
		}
		return s.done(c, "/customers", view.Text("setup.done", "name", user.Name))
	case errors.As(err, &throttled):
		view.Problem = view.throttled(c, throttled)
		c.Status(fiber.StatusTooManyRequests)
	default:
		if view.Problem = view.userProblem(err); view.Problem == "" {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
	}
	view.Name, view.Token = repeated(view.Name), repeated(view.Token)
	return s.render(c, "setup", view)
}

// claim checks all that the user can put right before the token is tried, so
// that only guesses at the token have to wait.
func (s *server) claim(c *fiber.Ctx, view *setupPage) (*db.User, error) {
	password := c.FormValue("password")
	switch err := db.CheckPassword(view.Name, password); {
	case customer.FoldKey(view.Name) == "":
		return nil, db.ErrNameMissing
	case err != nil:
		return nil, err
	}
	if err := s.db.BeginSetup(c.UserContext(), s.clientAddress(c)); err != nil {
		return nil, err
	}
	return s.db.ClaimSetup(c.UserContext(), view.Token, view.Name, password)
}

// setupOpen is an error once there are users: then there is no such page.
func (s *server) setupOpen(c *fiber.Ctx) error {
	open, err := s.db.SetupOpen(c.UserContext())
	if err == nil && !open {
		return db.ErrNotFound
	}
	return err
}
