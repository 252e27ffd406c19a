package handlers

import (
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// Page is what every page has.
type Page struct {
	Words
	User     *accounts.User // nil where nobody is logged in
	Nav      string         // the part of the menu that the page belongs to
	Flash    *Flash         // what the last form has done
	Path     string         // the page's own address, to come back to
	Demo     bool
	Insecure bool   // passwords travel in plain text, and this user can do something about it
	Proxy    string // that this user comes through and the settings do not name, where they can do something about it
	Backup   string // the id of what this user must know of the backups, "" for nothing
	Version  string
}

// CanEdit reports whether the user may change customers.
func (p Page) CanEdit() bool { return p.User != nil && p.User.Role.AtLeast(db.Editor) }

// IsAdmin reports whether the user may change users.
func (p Page) IsAdmin() bool { return p.User != nil && p.User.Role == db.Admin }

// Theme is whether the page is light or dark.
func (p Page) Theme() accounts.Theme {
	if p.User == nil {
		return accounts.AsDevice
	}
	return p.User.Theme
}

// ColorScheme is Theme as HTML has it.
func (p Page) ColorScheme() string {
	if theme := p.Theme(); theme != accounts.AsDevice {
		return string(theme)
	}
	return "light dark"
}

// SingleKeys reports whether single characters are commands.
func (p Page) SingleKeys() bool { return p.User == nil || !p.User.NoSingleKeys }

// FieldNames is the stylesheet that names the cells of tables.
func (p Page) FieldNames() string { return fieldNamesFile(p.Lang()) }

// Languages lists the languages that pages can be read in.
func (p Page) Languages() []string { return locale.Languages }

// page begins a page for the user of the request.
func (s *server) page(c *fiber.Ctx, nav string) Page {
	p := Page{
		Words:   s.words(c),
		User:    userOf(c),
		Nav:     nav,
		Flash:   s.takeFlash(c),
		Path:    pathOf(c, s.basePath),
		Demo:    s.demo,
		Version: s.version,
	}
	p.Insecure = p.IsAdmin() && !s.isSecure(c) && !isLoopback(c.Hostname())
	if p.IsAdmin() {
		p.Proxy = s.proxies.Undeclared(c)
		p.Backup = s.noticeOfBackups(c)
	}
	return p
}

// noticeOfBackups is the id of what administrators are told on every page of
// the backups, "" where all is well.
func (s *server) noticeOfBackups(c *fiber.Ctx) string {
	state, _ := s.backups.State(c.UserContext())
	switch {
	case state.Failed != nil:
		return "backups.notice-failed"
	case state.Late && state.None():
		return "backups.notice-none"
	case state.Late:
		return "backups.notice-late"
	}
	return ""
}
