package handlers

import (
	"errors"
	"slices"

	"kortisto/db/accounts"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// keepLanguage is how long a browser remembers the language: a year.
const keepLanguage = 365 * 24 * 60 * 60

// settingsPage is what views/settings.html shows.
type settingsPage struct {
	Page
	Problem                    refusal
	MaxMB, MaxRows, MaxColumns int
	Forwarded                  string // from where forwarding headers came that are not believed, for administrators
}

func (s *server) settingsPage(c *fiber.Ctx) *settingsPage {
	view := &settingsPage{
		Page:  s.page(c, "settings"),
		MaxMB: int(s.limits.Bytes >> 20), MaxRows: s.limits.Rows, MaxColumns: s.limits.Columns,
	}
	if view.IsAdmin() {
		view.Forwarded = s.proxies.Seen()
	}
	return view
}

// showSettings handles GET /settings.
func (s *server) showSettings(c *fiber.Ctx) error {
	return s.render(c, "settings", s.settingsPage(c))
}

// changePassword handles POST /settings/password. The user's other sessions
// end with the old password.
func (s *server) changePassword(c *fiber.Ctx) error {
	user, err := s.replacePassword(c)
	var throttled accounts.ErrThrottled
	switch {
	case err == nil:
		if err := s.beginSession(c, user); err != nil {
			return err
		}
		s.logChange(c, "password changed", user.Name)
		return s.done(c, "/settings", s.words(c).Text("settings.password-changed"))
	case errors.As(err, &throttled):
		return err
	}
	view := s.settingsPage(c)
	if view.Problem = userProblem(view.Words, err); view.Problem.Text == "" {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
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

// chooseLanguage handles POST /language and goes back to where it was chosen.
func (s *server) chooseLanguage(c *fiber.Ctx) error {
	if lang := c.FormValue("language"); slices.Contains(locale.Languages, lang) {
		s.setCookie(c, s.cookieName(c, languageCookie), lang, keepLanguage)
	}
	return s.redirect(c, safePath(c.FormValue("return")))
}
