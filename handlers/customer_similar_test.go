package handlers_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestFormSimilar holds that a form that would make a customer a second time
// comes back once with a warning, all that was typed and the way to save it
// (form-similar, docs/rules.md).
func TestFormSimilar(t *testing.T) {
	for _, tt := range []struct {
		name  string
		form  []string
		known bool
	}{
		{"the Business ID", []string{"name", "Gamma Oy", "business_id", "0737546-2"}, true},
		{"a foreign Business ID without its zeros", []string{"name", "Gamma AB", "country", "SE", "business_id", "55512"}, true},
		{"the name", []string{"name", "alfa  OY"}, true},
		{"another spelling of the name", []string{"name", "Alfa Osakeyhtiö"}, true},
		{"another legal form", []string{"name", "Alfa Ky"}, true},
		{"the e-mail address under a like name", []string{"name", "Alfa Huolto Oy", "email", "INFO@alfa.example"}, true},
		{"the e-mail address under another name", []string{"name", "Gamma Oy", "email", "info@alfa.example"}, false},
		{"the street under a like name", []string{"name", "Alfa Huolto Oy", "street", "Katu 7"}, true},
		{"the name of a person, turned", []string{"name", "Matti Virtanen", "kind", "person"}, true},
		{"the name of a person with a comma", []string{"name", "Virtanen, Matti", "kind", "person"}, true},
		{"the phone of a person", []string{"name", "Kaisa Laine", "kind", "person", "phone", "040 123 4567"}, true},
		{"nothing", []string{"name", "Gamma Oy", "business_id", "1234567-1"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.add(customer.Name, "Alfa Oy", customer.BusinessID, "0737546-2", customer.Email, "info@alfa.example", customer.Street, "Katu 7")
			s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person, customer.Phone, "+358 40 1234567")
			s.add(customer.Name, "Beta AB", customer.Country, "SE", customer.BusinessID, "0055512")
			b := s.as(db.Editor)
			fields := formFields(t, b.get("/customers/new"))
			a := b.sendForm("/customers", fields, tt.form...)
			if !tt.known {
				b.leads(a, "/customers/1004")
				return
			}
			b.want(a, 409, "may be the same", `<a href^="/customers/100"`, "Create anyway", tt.form[1])
			b.leads(b.sendForm("/customers", formFields(t, a)), "/customers/1004")
		})
	}
}

// TestChangedFormSimilar holds the same of the form of a stored customer: only
// what it changes can make it resemble another, and a customer whom it was not
// warned of is named before it is saved.
func TestChangedFormSimilar(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.BusinessID, "0737546-2")
	s.add(customer.Name, "Beta Oy", customer.Email, "info@beta.example")
	s.add(customer.Name, "Beta Oy", customer.Email, "info@beta.example")
	b := s.as(db.Editor)
	b.leads(b.sendForm("/customers/1002", formFields(t, b.get("/customers/1002/edit")), "city", "Oulu"), "/customers/1002")
	a := b.sendForm("/customers/1002", formFields(t, b.get("/customers/1002/edit")), "business_id", "0737546-2")
	b.want(a, 409, `href="/customers/1001"`, "Save anyway", `value="0737546-2"`, `!href="/customers/1003"`)
	a = b.sendForm("/customers/1002", formFields(t, a), "name", "Beta  oy.")
	b.want(a, 409, `href="/customers/1001"`, `href="/customers/1003"`)
	b.leads(b.sendForm("/customers/1002", formFields(t, a)), "/customers/1002")
	if got := s.stored(1002).Values[customer.BusinessID]; got != "0737546-2" {
		t.Error(got)
	}
	for _, lang := range []string{"fi", "sv"} {
		b.headers["Accept-Language"] = lang
		b.want(b.post("/customers", "name", "Alfa Oy", "kind", "company"), 409, map[string]string{"fi": "Luo silti", "sv": "Skapa ändå"}[lang])
	}
}
