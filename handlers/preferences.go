package handlers

import (
	"slices"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// themeChoice is one of the themes that the page of the settings offers.
type themeChoice struct {
	Value, Text string
	Chosen      bool
}

// ThemeChoices are the themes that a user can choose from.
func (p *settingsPage) ThemeChoices() []themeChoice {
	choices := make([]themeChoice, len(accounts.Themes))
	for i, theme := range accounts.Themes {
		word := "device"
		if theme != accounts.AsDevice {
			word = string(theme)
		}
		choices[i] = themeChoice{Value: string(theme), Text: p.Text("preferences.theme-" + word), Chosen: theme == p.Theme()}
	}
	return choices
}

// setPreferences changes how the user sees the pages. Whoever is logged in may.
func (s *server) setPreferences(c *fiber.Ctx, set func(*accounts.Preferences)) error {
	user := userOf(c)
	actor := db.Actor{Name: user.Name, User: user.ID, Role: db.Viewer}
	return s.accounts.SetPreferences(c.UserContext(), actor, user.ID, set)
}

// savePreferences handles POST /settings/preferences. What makes no sense is
// passed over.
func (s *server) savePreferences(c *fiber.Ctx) error {
	lang, theme := chosenLanguage(c), accounts.Theme(c.FormValue("theme"))
	err := s.setPreferences(c, func(p *accounts.Preferences) {
		if lang != "" {
			p.Language = lang
		}
		if slices.Contains(accounts.Themes, theme) {
			p.Theme = theme
		}
		p.NoSingleKeys = c.FormValue("single-keys") == ""
	})
	if err != nil {
		return err
	}
	if lang == "" {
		return s.done(c, "/settings", s.words(c).Text("preferences.saved"))
	}
	s.rememberLanguage(c, lang)
	return s.done(c, "/settings", locale.For(lang).Text("preferences.saved"))
}

// chosenLanguage is the language that a form names, "" for none that there is.
func chosenLanguage(c *fiber.Ctx) string {
	if lang := c.FormValue("language"); slices.Contains(locale.Languages, lang) {
		return lang
	}
	return ""
}

// chooseLanguage handles POST /language and goes back to where it was chosen. The
// browser remembers it for the pages without a user, and the register for the
// user.
func (s *server) chooseLanguage(c *fiber.Ctx) error {
	if lang := chosenLanguage(c); lang != "" {
		s.rememberLanguage(c, lang)
		if userOf(c) != nil {
			if err := s.setPreferences(c, func(p *accounts.Preferences) { p.Language = lang }); err != nil {
				return err
			}
		}
	}
	return s.redirect(c, safePath(c.FormValue("return")))
}

// keepLanguage is how long a browser remembers the language: a year.
const keepLanguage = 365 * 24 * 60 * 60

func (s *server) rememberLanguage(c *fiber.Ctx, lang string) {
	s.setCookie(c, s.cookieName(c, languageCookie), lang, keepLanguage)
}
