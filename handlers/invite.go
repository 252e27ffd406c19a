package handlers

import (
	"errors"
	"log/slog"

	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// invitePage is what views/invite.html shows.
type invitePage struct {
	Page
	Token   string
	Problem refusal
}

// showInvite handles GET /invite. The link carries its token behind the #, which
// the browser keeps to itself.
func (s *server) showInvite(c *fiber.Ctx) error {
	return s.render(c, "invite", &invitePage{Page: s.page(c, "")})
}

// choosePassword handles POST /invite: it gives the user of a link a password
// and logs in.
func (s *server) choosePassword(c *fiber.Ctx) error {
	view := &invitePage{Page: s.page(c, ""), Token: c.FormValue("token")}
	user, err := s.accounts.ClaimLink(c.UserContext(), accounts.LinkClaim{
		Token: view.Token, Password: c.FormValue("password"), Address: s.proxies.Client(c),
	})
	var throttled accounts.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user, false); err != nil {
			return err
		}
		s.logAccess(c, slog.LevelInfo, "password chosen", user.Name)
		return s.done(c, "/customers", view.Text("invite.done", "name", user.Name))
	case errors.As(err, &throttled):
		s.logAccess(c, slog.LevelWarn, "set-up refused", unknownUser)
		view.Problem.Text = tellThrottled(view.Words, c, throttled)
		c.Status(fiber.StatusTooManyRequests)
	case errors.Is(err, accounts.ErrWrongToken):
		s.logAccess(c, slog.LevelWarn, "set-up failed", unknownUser)
		view.Problem = refusal{view.Text("invite.wrong-token"), "token"}
		c.Status(fiber.StatusUnprocessableEntity)
	default:
		if view.Problem = s.refusalOf(c, err); view.Problem.Text == "" {
			return err
		}
	}
	view.Token = repeated(view.Token)
	return s.render(c, "invite", view)
}
