package handlers

import (
	"errors"

	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// settingsPage is what views/settings.html shows.
type settingsPage struct {
	Page
	Problem               refusal
	Sessions              []*accounts.Session
	Here                  string // the handle of this session
	MaxMB, MaxRows        int
	MaxColumns, MaxSheets int
	Forwarded             string // from where forwarding headers came that are not believed, for administrators
}

func (s *server) settingsPage(c *fiber.Ctx) (*settingsPage, error) {
	view := &settingsPage{
		Page: s.page(c, "settings"), Here: sessionOf(c).Handle,
		MaxMB: int(s.limits.Bytes >> 20), MaxRows: s.limits.Rows, MaxColumns: s.limits.Columns, MaxSheets: s.limits.Sheets,
	}
	if view.IsAdmin() {
		view.Forwarded = s.proxies.Seen()
	}
	var err error
	view.Sessions, err = s.accounts.Sessions(c.UserContext(), view.User)
	return view, err
}

// showSettings handles GET /settings.
func (s *server) showSettings(c *fiber.Ctx) error {
	view, err := s.settingsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "settings", view)
}

// otherSessions stands in the form of the sessions for all but the present one.
const otherSessions = "others"

// endOwnSessions handles POST /settings/sessions: it ends one of the user's
// sessions, or all others.
func (s *server) endOwnSessions(c *fiber.Ctx) error {
	user, handle, told := userOf(c), c.FormValue("session"), "sessions.ended"
	handles := []string{handle}
	if handle == otherSessions {
		all, err := s.accounts.Sessions(c.UserContext(), user)
		if err != nil {
			return err
		}
		handles, told = nil, "sessions.others-ended"
		for _, session := range all {
			if session.Handle != sessionOf(c).Handle {
				handles = append(handles, session.Handle)
			}
		}
	}
	for _, handle := range handles {
		if err := s.accounts.EndSession(c.UserContext(), user, handle); err != nil {
			return err
		}
	}
	s.logChange(c, "sessions ended", user.Name)
	return s.done(c, "/settings", s.words(c).Text(told))
}

// changePassword handles POST /settings/password. The user's other sessions
// end with the old password.
func (s *server) changePassword(c *fiber.Ctx) error {
	user, err := s.replacePassword(c)
	var throttled accounts.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user, sessionOf(c).Kept); err != nil {
			return err
		}
		s.logChange(c, "password changed", user.Name)
		return s.done(c, "/settings", s.words(c).Text("settings.password-changed"))
	case errors.As(err, &throttled):
		return err
	}
	problem := s.refusalOf(c, err)
	if problem.Text == "" {
		return err
	}
	view, err := s.settingsPage(c)
	if err != nil {
		return err
	}
	view.Problem = problem
	return s.render(c, "settings", view)
}

func (s *server) replacePassword(c *fiber.Ctx) (*accounts.User, error) {
	password := c.FormValue("password")
	if password != c.FormValue("password-again") {
		return nil, errPasswordsDiffer
	}
	user, err := s.authenticate(c, userOf(c).Name, c.FormValue("current"))
	if err != nil {
		return nil, err
	}
	if err := s.accounts.SetPassword(c.UserContext(), actorOf(c), user.Name, password); err != nil {
		return nil, err
	}
	return s.accounts.User(c.UserContext(), user.Name)
}
