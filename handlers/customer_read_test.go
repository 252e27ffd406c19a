package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// TestReadingPage holds that everybody reads a customer on a page with links to
// write, to call and to copy, and that only those who may change it are offered
// that.
func TestReadingPage(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Contact, "Åke", customer.Street, "c/o Beta\nKatu 1", customer.Postcode, "00100", customer.City, "Helsinki", customer.Country, "FI",
		customer.Email, "a+b@alfa.example; c@alfa.example", customer.Phone, "Maija 040 123 4567 / +46 8 123 456", customer.Group, "Vakiot & muut",
		customer.EInvoiceOperator, customer.Operators[0].ID, customer.Notes, "yksi\nkaksi")
	for _, role := range db.Roles {
		page := s.as(role).page("/customers/1001")
		fact := func(field customer.Field) *html.Node { return pagetest.First(page, "dd", "data-field", field.Key()) }
		var links []string
		for _, field := range []customer.Field{customer.Email, customer.Phone} {
			for link := range pagetest.All(pagetest.First(fact(field), "span", "class", "value"), "a", "href") {
				links = append(links, pagetest.Attribute(link, "href"))
			}
		}
		if want := []string{"mailto:a+b@alfa.example,c@alfa.example", "tel:+358401234567", "tel:+468123456"}; !slices.Equal(links, want) {
			t.Errorf("%s: links %q, want %q", role, links, want)
		}
		if got := pagetest.Text(pagetest.First(fact(customer.Phone), "span", "class", "value")); got != "Maija 040 123 4567 / +46 8 123 456" {
			t.Errorf("%s: phone %q", role, got)
		}
		var copied []string
		for button := range pagetest.All(page, "button", "data-copy") {
			copied = append(copied, pagetest.Attribute(button, "data-copy"))
		}
		if want := []string{"a+b@alfa.example; c@alfa.example", "Maija 040 123 4567 / +46 8 123 456", "Alfa Oy\nÅke\nc/o Beta\nKatu 1\n00100 HELSINKI", customer.Operators[0].ID}; !slices.Equal(copied, want) {
			t.Errorf("%s: buttons copy %q, want %q", role, copied, want)
		}
		if pagetest.First(page, "a", "href", "/customers?group=Vakiot+%26+muut") == nil {
			t.Errorf("%s: no link to the group", role)
		}
		if got := pagetest.Text(fact(customer.EInvoiceOperator)); !strings.Contains(got, customer.OperatorName(customer.Operators[0].ID)) {
			t.Errorf("%s: operator %q", role, got)
		}
		may := role != db.Viewer
		for what, node := range map[string]*html.Node{
			"edit":      pagetest.First(page, "a", "href", "/customers/1001/edit"),
			"remove":    pagetest.First(page, "a", "href", "/customers/1001/remove"),
			"one field": pagetest.First(page, "a", "href", "/customers/1001/edit?field=phone"),
			"add":       pagetest.First(page, "a", "href", "/customers/1001/edit?field=reference"),
		} {
			if (node != nil) != may {
				t.Errorf("%s may %s: %v", role, what, node != nil)
			}
		}
	}
}

// TestWebAddress holds that a field of web addresses leads to the site, and to
// nothing else.
func TestWebAddress(t *testing.T) {
	var definitions []customer.Definition
	for _, f := range customer.Standard().Targets() {
		d := *customer.Standard().Of(f)
		if f == customer.Reference {
			d.InputMode = "url"
		}
		definitions = append(definitions, d)
	}
	s := newSiteWith(t, db.Options{Fields: customer.NewTable(definitions)})
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Viewer)
	for value, want := range map[string]string{
		"www.alfa.example":           "https://www.alfa.example",
		"http://alfa.example/a?b=c":  "http://alfa.example/a?b=c",
		"javascript://alfa.example":  "",
		"javascript:alert(1)":        "",
		"https://liisa@alfa.example": "",
		"ei ole":                     "",
		"localhost":                  "",
	} {
		s.change(1001, customer.Reference, value)
		got := ""
		if link := pagetest.First(pagetest.First(b.page("/customers/1001"), "dd", "data-field", "reference"), "a", "rel", ""); link != nil {
			got = pagetest.Attribute(link, "href")
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", value, got, want)
		}
	}
}

// oneField is the form of one field of customer 1001, as it is sent when nobody
// touches it.
func (b *browser) oneField(field customer.Field) map[string]string {
	b.Helper()
	a := b.htmx().get("/customers/1001/edit?field=" + field.Key())
	b.want(a, 200, `<form class="one-field"`, `id="`+field.Key()+`"`, "!<html", "!customer-form")
	if len(pagetest.Values(a.tree(), "", "autofocus")) != 1 {
		b.Errorf("%s: not one field has the focus", field)
	}
	return sentFields(b.T, a, "one-field")
}

// TestOneField holds that each field can be changed where it is read, alone, and
// that one comes back to it.
func TestOneField(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Kaksi\nriviä", customer.City, "Oulu", customer.Country, "FI", customer.PaymentTerms, "14")
	b := s.as(db.Editor)
	for field, value := range map[customer.Field]string{
		customer.Phone: "040 123 4567", customer.City: "", customer.Notes: "yksi\nkaksi", customer.Language: "sv", customer.Group: "Uudet", customer.Name: "Beta Oy",
	} {
		before := s.stored(1001)
		b.leads(b.sendForm("/customers/1001", b.oneField(field), field.Key(), value), "/customers/1001#change-"+field.Key())
		b.want(b.get("/customers/1001"), 200, "Saved.")
		after := s.stored(1001)
		if changes := customer.Diff(&before, &after); len(changes) != 1 || changes[0].Field != field || changes[0].New != value {
			t.Errorf("%s: %v", field, changes)
		}
	}
	b.leads(b.sendForm("/customers/1001", b.oneField(customer.Phone)), "/customers/1001#change-phone")
	b.want(b.get("/customers/1001"), 200, "Nothing changed.")
	b.leads(b.sendForm("/customers/1001", b.oneField(customer.Phone), "edited", "//evil"), "/customers/1001")

	// Without a script the same address is the whole form, which begins there.
	b.want(b.get("/customers/1001/edit?field=phone"), 200, `class="customer-form"`, `name="phone" value="040 123 4567" autocomplete="off" inputmode="tel" autofocus`)
	b.want(b.htmx().get("/customers/1001/edit?field=zebra"), 200, `class="customer-form"`)
	b.want(b.get("/customers/1001/edit?field=number"), 200, `class="customer-form"`)
	viewer := s.as(db.Viewer)
	viewer.want(viewer.htmx().get("/customers/1001/edit?field=phone"), http.StatusForbidden)
	viewer.want(viewer.get("/customers/1001/edit"), http.StatusForbidden)
	b.want(b.get("/customers/77/edit"), 404)
}

// TestOneFieldRefused holds that a value in its place that cannot be kept comes
// back in the whole form with what is wrong, and so does one beside which
// somebody else has changed the customer.
func TestOneFieldRefused(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Katu 1", customer.City, "Oulu", customer.Email, "a@b.example")
	b := s.as(db.Editor)
	a := b.sendForm("/customers/1001", b.oneField(customer.Email), "email", "ei osoite")
	b.want(a, http.StatusUnprocessableEntity, `name="email" value="ei osoite"`, `id="email-wrong"`, "data-unsaved")

	form, own := b.oneField(customer.City), b.oneField(customer.Street)
	s.change(1001, customer.Street, "Katu 2")
	a = b.sendForm("/customers/1001", form, "city", "Turku")
	b.want(a, http.StatusConflict, "Somebody else changed the customer", `name="city" value="Turku"`, `id="street-taken"`, `name="street" value="Katu 2"`)
	a = b.sendForm("/customers/1001", own, "street", "Katu 3")
	b.want(a, http.StatusConflict, "In the register now: Katu 2", `name="street" value="Katu 3"`)
	if got := s.stored(1001); got.Revision != 2 {
		t.Errorf("saved: %v", got)
	}
	b.leads(b.sendForm("/customers/1001", formFields(t, a)), "/customers/1001")
	if got := s.stored(1001).Values[customer.Street]; got != "Katu 3" {
		t.Errorf("street %q", got)
	}
}
