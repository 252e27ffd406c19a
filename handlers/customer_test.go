package handlers_test

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

func TestNewCustomer(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.want(b.get("/customers/new"), 200, `name="name"`, `<option value="FI" selected>Finland`, `name="notes"`, "Maventa")
	a := b.post("/customers", "kind", "company", "name", "  Uusi Yritys Oy ", "business_id", "07375462", "country", "FI",
		"postcode", "00100", "phone", "+358 40 123", "group", "Tuoreet", "notes", "yksi\r\nkaksi")
	b.leads(a, "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Customer 1001 has been created.", "Uusi Yritys Oy", "0737546-2", "Tuoreet")
	b.want(b.get("/customers/1001"), 200, "!Customer 1001 has been created.")
	if got := s.stored(1001).Values; got[customer.Notes] != "yksi\nkaksi" || got[customer.Name] != "Uusi Yritys Oy" {
		t.Errorf("stored %q", got)
	}
}

// TestWrongValues holds that each wrong value has its message beside it, that
// all that was typed is kept, but for the secret end of a personal identity code, and
// that nothing is saved.
func TestWrongValues(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	for field, test := range map[customer.Field]struct{ typed, message string }{
		customer.Name:             {"", "The name is missing"},
		customer.Kind:             {"zebra", "zebra"},
		customer.BusinessID:       {"1234567-9", "check digit is wrong"},
		customer.Postcode:         {"1234", "five digits"},
		customer.Country:          {"Atlantis", "Atlantis"},
		customer.Email:            {"zebra", "is not an email address"},
		customer.Phone:            {"x", "is not a phone number"},
		customer.EInvoiceOperator: {"ei ole", "Leave the field empty"},
		customer.EInvoiceAddress:  {"003712345678", "003712345678"},
		customer.PaymentTerms:     {"-5", "-5"},
		customer.Notes:            {"hetu 131052-308T", "personal identity code"},
	} {
		t.Run(field.Key(), func(t *testing.T) {
			form := []string{"city", "Keptville", field.Key(), test.typed}
			if field != customer.Name {
				form = append(form, "name", "Somebody")
			}
			a := b.post("/customers", form...)
			b.want(a, http.StatusUnprocessableEntity, test.message, "Keptville", `id="`+field.Key()+`-wrong"`,
				`aria-invalid="true"`, "One field must be corrected")
			if kept := customer.MaskPersonalIDs(test.typed); !strings.Contains(a.body, kept) {
				t.Errorf("%q is gone", kept)
			}
		})
	}
	if _, total, _ := s.db.Customers(t.Context(), db.Filter{}); total != 0 {
		t.Errorf("%d customers were saved", total)
	}
}

func TestSaveCustomer(t *testing.T) {
	s := newSite(t)
	one := s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Street, "Kaksi\nriviä", customer.Phone, "ei puhelinta 1")
	b := s.as(db.Editor)
	b.want(b.get("/customers/1001/edit"), 200, `<textarea id="street"`, `name="revision" value="1"`)
	b.leads(b.post("/customers/1001", "revision", "1", "name", "Beta Oy", "city", ""), "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Saved.", "Beta Oy")
	got := s.stored(1001).Values
	if got[customer.City] != "" || got[customer.Street] != one.Values[customer.Street] || got[customer.Phone] != one.Values[customer.Phone] {
		t.Errorf("stored %q", got)
	}
	// What is stored already is no problem, though nobody could type it now.
	b.leads(b.post("/customers/1001", "revision", "2", "name", "Beta Oy", "phone", "ei puhelinta 1"), "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Nothing changed.")
	b.want(b.post("/customers/1001", "revision", "2", "kind", "person", "business_id", "0737546-2"), 422, `id="business_id-wrong"`)
}

func TestUnusualValuesAreNoted(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.PaymentTerms, "13", customer.EInvoiceOperator, "MAVENTA")
	b := s.as(db.Editor)
	b.want(b.get("/customers/1001/edit"), 200, `id="payment_terms-unusual"`, `aria-describedby="payment_terms-unusual payment_terms-hint"`,
		"!-wrong", "!einvoice_operator-unusual")
}

// formFields are the fields of a customer's form that a page shows, hidden ones
// too, as the browser sends them when nobody touches them.
func formFields(t *testing.T, a *answer) map[string]string {
	t.Helper()
	return sentFields(t, a, "customer-form")
}

// sentFields are those of the form that has a class.
func sentFields(t *testing.T, a *answer, class string) map[string]string {
	t.Helper()
	page := a.tree()
	form := pagetest.First(page, "form", "class", class)
	if form == nil {
		t.Fatalf("there is no form of a customer in %q", a.body)
	}
	fields := pagetest.Fields(page, form)
	if len(fields) < 16 {
		t.Fatalf("the form has only %v", fields)
	}
	return fields
}

// sendForm sends the fields of a form, some of them changed.
func (b *browser) sendForm(path string, fields map[string]string, changes ...string) *answer {
	b.Helper()
	sent := maps.Clone(fields)
	for i := 0; i+1 < len(changes); i += 2 {
		sent[changes[i]] = changes[i+1]
	}
	var form []string
	for name, value := range sent {
		form = append(form, name, value)
	}
	return b.post(path, form...)
}

// change is what somebody else does to a customer: fields and values in turn.
func (s *site) change(number int, texts ...any) {
	s.Helper()
	one := s.stored(number)
	for i := 0; i+1 < len(texts); i += 2 {
		one.Values[texts[i].(customer.Field)] = texts[i+1].(string)
	}
	if _, err := s.db.UpdateCustomer(s.Context(), db.Actor{Name: "Liisa"}, number, one.Revision, one.Values); err != nil {
		s.Fatal(err)
	}
}

// TestSaveKeepsWhatOthersChanged holds that what somebody else has changed
// while the form was open stays, unless the form changes the same.
func TestSaveKeepsWhatOthersChanged(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Contact, "Maija", customer.Phone, "040 1111111",
		customer.Country, "FI", customer.Notes, "yksi\n\"kaksi\"")
	b := s.as(db.Editor)
	form := formFields(t, b.get("/customers/1001/edit"))
	s.change(1001, customer.City, "Turku", customer.Phone, "040 3333333", customer.Country, "SE")
	a := b.sendForm("/customers/1001", form, "contact", "Pekka", "phone", "040 2222222")
	b.want(a, http.StatusConflict, "Somebody else changed the customer", "Where you both",
		`name="contact" value="Pekka"`, `name="phone" value="040 2222222"`, "In the register now: 040 3333333", `id="phone-now"`,
		`name="city" value="Turku"`, `id="city-taken"`, `<option value="SE" selected>`, `name="revision" value="2"`,
		"!city-now", "!contact-now", "!contact-taken", "!notes-", "!street-")
	if len(pagetest.Values(a.tree(), "", "autofocus")) != 1 {
		t.Error("not one field has the focus")
	}
	if got := s.stored(1001); got.Revision != 2 {
		t.Errorf("saved: %v", got)
	}
	b.leads(b.sendForm("/customers/1001", formFields(t, a)), "/customers/1001")
	got := s.stored(1001).Values
	for field, want := range map[customer.Field]string{
		customer.City: "Turku", customer.Country: "SE", customer.Contact: "Pekka", customer.Phone: "040 2222222", customer.Notes: "yksi\n\"kaksi\"",
	} {
		if got[field] != want {
			t.Errorf("%v is %q, want %q", field, got[field], want)
		}
	}
}

// TestSaveBesideOthers holds that a change elsewhere in the customer is shown
// before anything is saved, and that the same change is none.
func TestSaveBesideOthers(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Group, "Uudet")
	b := s.as(db.Editor)
	form := formFields(t, b.get("/customers/1001/edit"))
	s.change(1001, customer.City, "Turku")
	a := b.sendForm("/customers/1001", form, "contact", "Pekka")
	b.want(a, http.StatusConflict, `id="city-taken"`, `name="city" value="Turku"`, "!Where you both", "!-now")
	b.leads(b.sendForm("/customers/1001", formFields(t, a)), "/customers/1001")
	if got := s.stored(1001).Values; got[customer.City] != "Turku" || got[customer.Contact] != "Pekka" {
		t.Errorf("stored %q", got)
	}
	form = formFields(t, b.get("/customers/1001/edit"))
	s.change(1001, customer.Phone, "040 1111111")
	s.change(1001, customer.Phone, "", customer.Email, "a@b.example")
	b.leads(b.sendForm("/customers/1001", form, "email", " a@b.example", "opened-street", " "), "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Nothing changed.")

	// A group that is renamed meanwhile is not made once more.
	form = formFields(t, b.get("/customers/1001/edit"))
	groups, err := s.db.Groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.RenameGroup(t.Context(), db.Actor{Name: "Liisa"}, groups[0].ID, "Vanhat"); err != nil {
		t.Fatal(err)
	}
	a = b.sendForm("/customers/1001", form, "contact", "")
	b.want(a, http.StatusConflict, `id="group-taken"`)
	b.leads(b.sendForm("/customers/1001", formFields(t, a)), "/customers/1001")
	if groups, err := s.db.Groups(t.Context()); err != nil || len(groups) != 1 || s.stored(1001).Values[customer.Group] != "Vanhat" {
		t.Errorf("groups %v %v", groups, err)
	}
}

// TestWrongValuesBesideOthers holds that a form with a wrong value keeps what
// somebody else has changed, too.
func TestWrongValuesBesideOthers(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Country, "FI")
	b := s.as(db.Editor)
	form := formFields(t, b.get("/customers/1001/edit"))
	s.change(1001, customer.City, "Turku", customer.Email, "a@b.example")
	a := b.sendForm("/customers/1001", form, "postcode", "1234", "email", "ei ole")
	b.want(a, http.StatusConflict, "2 fields must be corrected", `id="postcode-wrong"`, `name="postcode" value="1234"`,
		`id="email-wrong"`, "In the register now: a@b.example", `name="city" value="Turku"`)
	a = b.sendForm("/customers/1001", formFields(t, a), "postcode", "12345")
	b.want(a, http.StatusUnprocessableEntity, `id="email-wrong"`, "!Somebody else", "!-taken")
	b.leads(b.sendForm("/customers/1001", formFields(t, a), "email", ""), "/customers/1001")
	if got := s.stored(1001).Values; got[customer.City] != "Turku" || got[customer.Postcode] != "12345" || got[customer.Email] != "" {
		t.Errorf("stored %q", got)
	}
	// Person here, Business ID there: together they cannot be.
	form = formFields(t, b.get("/customers/1001/edit"))
	s.change(1001, customer.BusinessID, "0737546-2")
	b.want(b.sendForm("/customers/1001", form, "kind", "person"), http.StatusConflict, `id="business_id-wrong"`, `id="business_id-taken"`)
}

// TestSaveWithoutOriginals holds that a form which does not say what it was
// opened with overwrites nothing that somebody else has stored.
func TestSaveWithoutOriginals(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Phone, "040 1111111")
	b := s.as(db.Editor)
	s.change(1001, customer.City, "Turku", customer.Email, "")
	form := []string{"name", "Alfa Oy", "city", "Oulu", "phone", "040 2222222"}
	a := b.post("/customers/1001", append(form, "revision", "1")...)
	b.want(a, http.StatusConflict, "Somebody else changed the customer", "In the register now: Turku",
		"In the register now: 040 1111111", `value="040 2222222"`, `name="revision" value="2"`)
	if s.stored(1001).Values[customer.City] != "Turku" {
		t.Error("overwritten")
	}
	b.leads(b.post("/customers/1001", append(form, "revision", "2")...), "/customers/1001")
	if got := s.stored(1001).Values; got[customer.City] != "Oulu" || got[customer.Phone] != "040 2222222" {
		t.Errorf("stored %q", got)
	}
	b.want(b.post("/customers/1001", "name", "Alfa"), http.StatusConflict) // a form without a revision
	b.want(b.get("/customers/99"), 404, "Page not found")
	b.want(b.post("/customers/99999999999999999999", "name", "x"), 404)
}

// TestSavesAtOnce holds that of forms sent at the same time each keeps what the
// others have saved.
func TestSavesAtOnce(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	fields := []string{"city", "contact", "street", "reference"}
	form := formFields(t, s.as(db.Editor).get("/customers/1001/edit"))
	var all sync.WaitGroup
	for _, field := range fields {
		b := s.as(db.Editor)
		all.Go(func() {
			a := b.sendForm("/customers/1001", form, field, "Uusi")
			for tries := 0; a.StatusCode == http.StatusConflict && tries < len(fields); tries++ {
				a = b.sendForm("/customers/1001", formFields(t, a))
			}
			b.leads(a, "/customers/1001")
		})
	}
	all.Wait()
	got := s.stored(1001).Values
	for _, field := range []customer.Field{customer.City, customer.Contact, customer.Street, customer.Reference} {
		if got[field] != "Uusi" {
			t.Errorf("%v is %q", field, got[field])
		}
	}
}

func TestRemoveCustomer(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	b.want(b.get("/customers/1001"), 200, `href="/customers/1001/remove"`)
	b.want(b.get("/customers/1001/remove"), 200, "Remove Alfa Oy?", `name="revision" value="1"`)
	b.want(b.post("/customers/1001/remove", "revision", "7"), http.StatusConflict, "Somebody else", "Alfa Oy")
	b.leads(b.post("/customers/1001/remove", "revision", "1"), "/customers")
	b.want(b.get("/customers"), 200, "Customer 1001 has been removed.")
	b.want(b.get("/customers/1001"), 404)
}

// TestFormListsItsFaults holds that a form that was refused begins with a list of
// what must be put right, which has the focus and leads to each field.
func TestFormListsItsFaults(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	a := b.post("/customers", "name", "", "email", "ei osoite", "notes", "hetu 131052-308T")
	b.want(a, http.StatusUnprocessableEntity, "3 fields must be corrected.", `class="summary" role="alert" tabindex="-1" autofocus`,
		`<a href="#name">The name is missing.`, `<a href="#email">ei osoite is not an email address.`, `<a href="#notes">The field Notes contains a personal identity code.`)
	if len(pagetest.Values(a.tree(), "", "autofocus")) != 1 {
		t.Error("not one thing has the focus")
	}
	admin := s.as(db.Admin)
	admin.want(admin.post("/users", "name", "Liisa", "password", "lyhyt", "role", "viewer"), http.StatusUnprocessableEntity, `<a href="#password">The password is too short.`, `aria-invalid="true"`)
	admin.want(admin.post("/settings/password", "current", "x", "password", goodPassword, "password-again", "y"), http.StatusUnprocessableEntity, `<a href="#password-again">`)
}
