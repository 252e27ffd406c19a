package handlers

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// How a handler answers.
//
// A page is a struct that embeds Page, made by s.page(c, nav), and a template
// of its own in views/ that defines "title", "main" and the fragments that
// HTMX swaps; "head" may add a stylesheet. Texts: {{.Text "id"}}, in a range
// {{$.Text "id"}}; addresses: {{url "/customers"}}; files: {{asset "app.css"}}.
//
//	return s.render(c, "groups_index", view)          the whole page
//	return s.renderFor(c, "customers_index#list", v)  the fragment where HTMX asks, else the whole page
//	c.Status(fiber.StatusUnprocessableEntity)         before either: a form with problems; HTMX swaps 422
//	return s.done(c, "/groups", text)                 after a form: 303 (or HX-Redirect), text shown there
//	return s.redirect(c, "/groups")                   the same without a text
//	return err                                        errors.go turns it into a status and a page
//
// For everything that is pressed by hand a plain form with a redirect is best;
// HTMX is for what happens while somebody types or chooses.

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

// Languages lists the languages that pages can be read in.
func (p Page) Languages() []string { return locale.Languages }

// Flash is a message that is shown once.
type Flash struct {
	Text string
	Bad  bool // something went wrong

	Restores int64 `json:",omitempty"` // the discarded import that can be taken back, 0 for none
}

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

// pathOf is where the page can be seen again: nowhere but at the start after a
// form that was refused.
func pathOf(c *fiber.Ctx, basePath string) string {
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return "/"
	}
	return maskedPath(strings.TrimPrefix(c.OriginalURL(), basePath))
}

// maskedPath is a path without whole personal identity codes, also where their
// characters are escaped.
func maskedPath(path string) string {
	path = customer.MaskPersonalIDs(path)
	plain, err := url.QueryUnescape(path)
	if err != nil || !customer.HasPersonalID(plain) {
		return path
	}
	address, err := url.Parse(path)
	if err != nil {
		return "/"
	}
	query := address.Query()
	for _, values := range query {
		for i := range values {
			values[i] = customer.MaskPersonalIDs(values[i])
		}
	}
	address.Path, address.RawPath, address.RawQuery = customer.MaskPersonalIDs(address.Path), "", query.Encode()
	return address.String()
}

// render answers with a page, or with one fragment of it. Fiber's own way there
// makes a list at the first page, which first pages at one time would make
// together.
func (s *server) render(c *fiber.Ctx, name string, view any) error {
	var page bytes.Buffer
	if err := s.views.Render(&page, name, view); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(page.Bytes())
}

// renderFor answers with the fragment where HTMX asks for it, else with the
// page that it is a part of.
func (s *server) renderFor(c *fiber.Ctx, name string, view any) error {
	if !isFragment(c) {
		name, _, _ = strings.Cut(name, "#")
	}
	return s.render(c, name, view)
}

// isFragment reports whether HTMX asks for a part of a page. After Back it may
// ask for the whole page.
func isFragment(c *fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-History-Restore-Request") != "true"
}

// redirect sends the browser to a path of ours, to be read with GET.
func (s *server) redirect(c *fiber.Ctx, path string) error {
	if isFragment(c) {
		c.Set("HX-Redirect", s.url(path))
		return c.SendStatus(fiber.StatusNoContent)
	}
	return c.Redirect(s.url(path), fiber.StatusSeeOther)
}

// done tells on the next page what a form has done.
func (s *server) done(c *fiber.Ctx, path, text string) error {
	s.setFlash(c, Flash{Text: text})
	return s.redirect(c, path)
}

// longestFlash keeps a message within a cookie.
const longestFlash = 1000

// setFlash keeps a message for the next page. It stands in a cookie: to show a
// page must neither write to the register nor wait for somebody who does.
func (s *server) setFlash(c *fiber.Ctx, flash Flash) {
	if len(flash.Text) > longestFlash {
		flash.Text = strings.ToValidUTF8(flash.Text[:longestFlash], "") + "…"
	}
	data, err := json.Marshal(flash)
	if err != nil {
		return // a text and a flag can always be written
	}
	s.setCookie(c, s.cookieName(c, flashCookie), base64.RawURLEncoding.EncodeToString(data), 0)
}

func (s *server) takeFlash(c *fiber.Ctx) *Flash {
	name := s.cookieName(c, flashCookie)
	value := c.Cookies(name)
	if value == "" {
		return nil
	}
	s.setCookie(c, name, "", -1)
	flash := new(Flash)
	data, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || json.Unmarshal(data, flash) != nil || flash.Text == "" {
		return nil
	}
	return flash
}

// longestRepeated is how much, in characters, a page repeats of what was typed
// into a field for a name.
const longestRepeated = 300

// repeated is what a page repeats of a text that was typed: one that nobody can
// have typed is cut, and personal identity codes are masked.
func repeated(text string) string {
	text = customer.MaskPersonalIDs(text)
	if runes := []rune(text); len(runes) > longestRepeated {
		return string(runes[:longestRepeated]) + "…"
	}
	return text
}

// longestPath is how long a path to come back to may be.
const longestPath = 4 << 10

// safePath returns a path of ours that a form or an address names, or the
// start page for anything that could lead elsewhere.
func safePath(path string) string {
	if len(path) > longestPath || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\x7f") ||
		strings.ContainsFunc(path, func(r rune) bool { return r < ' ' }) {
		return "/"
	}
	address, err := url.Parse(path)
	if err != nil || address.Host != "" || address.Scheme != "" || strings.HasPrefix(address.Path, "//") ||
		strings.ContainsAny(address.Path, "\\\r\n\t") {
		return "/"
	}
	address.Fragment = ""
	return maskedPath(address.String())
}

// templateFuncs are what templates can call beside the methods of their page:
// url turns a path of ours into an address, asset the name of a static file
// into one that changes with its content, field the key of a field into it.
func (s *server) templateFuncs() template.FuncMap {
	return template.FuncMap{"url": s.url, "asset": s.asset, "field": fieldByKey}
}

func fieldByKey(key string) (customer.Field, error) {
	field, ok := customer.ParseField(key)
	if !ok {
		return customer.None, fmt.Errorf("handlers: no field %q", key)
	}
	return field, nil
}

// url returns the address of a path that begins with a slash.
func (s *server) url(path string) string { return s.basePath + path }
