package handlers

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"kortisto/customer"

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
//	return s.notDone(c, "/groups", text)              the same for a form that has done nothing
//	return s.redirect(c, "/groups")                   the same without a text
//	return err                                        errors.go turns it into a status and a page
//
// For everything that is pressed by hand a plain form with a redirect is best;
// HTMX is for what happens while somebody types or chooses.

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

// notDone tells on the next page why a form has done nothing.
func (s *server) notDone(c *fiber.Ctx, path, text string) error {
	s.setFlash(c, Flash{Text: text, Bad: true})
	return s.redirect(c, path)
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

// templateFuncs are what templates can call beside the methods of their page:
// url turns a path of ours into an address, asset the name of a static file
// into one that changes with its content, field the key of a field into it.
func (s *server) templateFuncs() template.FuncMap {
	return template.FuncMap{"url": s.url, "asset": s.asset, "field": fieldByKey}
}

// fieldByKey is the field of a key, for templates.
func fieldByKey(key string) (customer.Field, error) {
	field, ok := customer.ParseField(key)
	if !ok {
		return customer.None, fmt.Errorf("handlers: no field %q", key)
	}
	return field, nil
}
