package handlers_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/sheet"
)

func TestCustomerList(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, "There are no customers", `href="/imports/new"`, "!<table")
	s.add(customer.Name, "Zeta Oy", customer.City, "Oulu", customer.Group, "Uudet & vanhat")
	s.add(customer.Name, "Alfa Oy", customer.City, "Turku", customer.BusinessID, "0737546-2")
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person, customer.Phone, "040 123 4567")
	for path, want := range map[string][]string{
		"/customers":                         {"3 customers", "Zeta Oy", "Alfa Oy", "Virtanen Matti", "customers/export.xlsx"},
		"/customers?q=alf":                   {"1 customer found", "Alfa Oy", "!Zeta Oy", "export.xlsx?q=alf"},
		"/customers?q=0401234567":            {"Virtanen Matti", "!Alfa Oy"},
		"/customers?kind=person":             {"Virtanen Matti", "!Alfa Oy"},
		"/customers?group=uudet+%26+vanhat":  {"Zeta Oy", "!Alfa Oy"},
		"/customers?q=xyzzy":                 {"Nobody fits the search", "!<table"},
		"/customers?q=%22%27%2A%29+OR+NEAR(": {"Nobody fits the search"},
		"/customers?sort=name%3bdrop+table":  {"3 customers"},
		"/customers?page=99999999999999999":  {"Zeta Oy"},
		"/customers?kind=nonsense&page=-3":   {"3 customers"},
		"/customers?sort=-name":              {`aria-sort="descending"`},
	} {
		b.want(b.get(path), 200, want...)
	}
	sorted := b.get("/customers?sort=name").body
	if strings.Index(sorted, "Alfa Oy") > strings.Index(sorted, "Zeta Oy") {
		t.Error("not sorted by name")
	}
}

func TestCustomerListAsFragment(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Viewer)
	h := b.htmx()
	h.headers["HX-Trigger-Name"] = "q"
	a := h.get("/customers?q=alf&group=&kind=")
	h.want(a, 200, `id="list"`, "Alfa Oy", `id="exports" hx-swap-oob="true"`, "!<html")
	if got := a.Header.Get("HX-Replace-Url"); got != "/customers?q=alf" {
		t.Errorf("the address becomes %q", got)
	}
	h.headers["HX-Trigger-Name"] = "kind"
	if got := h.get("/customers?q=&kind=company").Header.Get("HX-Push-Url"); got != "/customers?kind=company" {
		t.Errorf("the address becomes %q", got)
	}
	h.headers["HX-History-Restore-Request"] = "true"
	h.want(h.get("/customers?q=alf"), 200, "<html", "Alfa Oy")
}

func TestCustomerListPages(t *testing.T) {
	s := newSite(t)
	for i := range 51 {
		s.add(customer.Name, fmt.Sprintf("Asiakas %02d", i))
	}
	b := s.as(db.Viewer)
	b.want(b.get("/customers?sort=name&q=asiakas"), 200, "Asiakas 49", "!Asiakas 50",
		`rel="next" href="/customers?page=2&amp;q=asiakas&amp;sort=name"`)
	b.want(b.get("/customers?page=2"), 200, "Asiakas 50", "!Asiakas 49", "51–51 / 51", `rel="prev" href="/customers"`)
}

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
// all that was typed is kept, and that nothing is saved.
func TestWrongValues(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	for field, test := range map[customer.Field]struct{ typed, message string }{
		customer.Name:            {"", "The name is missing"},
		customer.Kind:            {"zebra", "zebra"},
		customer.BusinessID:      {"1234567-9", "check digit is wrong"},
		customer.Postcode:        {"1234", "five digits"},
		customer.Country:         {"Atlantis", "Atlantis"},
		customer.Email:           {"ei ole", "is not an email address"},
		customer.Phone:           {"x", "is not a phone number"},
		customer.EInvoiceAddress: {"003712345678", "003712345678"},
		customer.PaymentTerms:    {"-5", "-5"},
		customer.Notes:           {"hetu 131052-308T", "personal identity code"},
	} {
		t.Run(field.Key(), func(t *testing.T) {
			form := []string{"city", "Keptville", field.Key(), test.typed}
			if field != customer.Name {
				form = append(form, "name", "Somebody")
			}
			a := b.post("/customers", form...)
			b.want(a, http.StatusUnprocessableEntity, test.message, "Keptville", `id="`+field.Key()+`-wrong"`,
				`aria-invalid="true"`, "Correct the marked field")
			if !strings.Contains(a.body, test.typed) {
				t.Errorf("%q is gone", test.typed)
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
	b.want(b.get("/customers/1001"), 200, `<textarea id="street"`, `name="revision" value="1"`)
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
	b.want(b.get("/customers/1001"), 200, `id="payment_terms-unusual"`, `aria-describedby="payment_terms-unusual payment_terms-hint"`,
		"!-wrong", "!einvoice_operator-unusual")
}

func TestSaveConflict(t *testing.T) {
	s := newSite(t)
	one := s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Phone, "040 1111111")
	b := s.as(db.Editor)
	theirs := one.Values
	theirs[customer.City], theirs[customer.Email] = "Turku", ""
	if _, err := s.db.UpdateCustomer(t.Context(), "Liisa", 1001, 1, theirs); err != nil {
		t.Fatal(err)
	}
	form := []string{"name", "Alfa Oy", "city", "Oulu", "phone", "040 2222222"}
	a := b.post("/customers/1001", append(form, "revision", "1")...)
	b.want(a, http.StatusConflict, "Somebody else has changed the customer", "In the register now: Turku",
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

func TestViewerOnlyReads(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Country, "SE", customer.Language, "sv")
	b := s.as(db.Viewer)
	b.want(b.get("/customers"), 200, "Alfa Oy", "!/customers/new", "!/imports/new", "export.csv")
	b.want(b.get("/customers/1001"), 200, "Alfa Oy", "Sweden", "Swedish", "!<fieldset", "!/remove", "!name=\"revision\"")
	b.want(b.get("/groups"), 200, "!<fieldset", "!action=\"/groups\"")
}

func TestExport(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa; Oy", customer.Phone, "+358 40 123 4567", customer.Group, "Uudet")
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person)
	b := s.as(db.Viewer)
	b.headers["Accept-Language"] = "fi"
	for kind, mime := range map[string]string{
		"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	} {
		a := b.get("/customers/export." + kind + "?kind=company")
		want := `attachment; filename="asiakkaat 2026-11-23 1412.` + kind + `"; filename*=UTF-8''asiakkaat%202026-11-23%201412.` + kind
		if got := a.Header.Get("Content-Disposition"); got != want || a.Header.Get("Content-Type") != mime {
			t.Errorf("%s, type %s", got, a.Header.Get("Content-Type"))
		}
		read, err := sheet.Read([]byte(a.body), sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(read.Rows) != 1 || read.Header[0] != "Asiakasnumero" || read.Rows[0].Cells[1] != "Yritys" || read.Rows[0].Cells[2] != "Alfa; Oy" {
			t.Errorf("%s: %q %v", kind, read.Header, read.Rows)
		}
	}
}

func TestGroups(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "A & B")
	b := s.as(db.Editor)
	b.leads(b.post("/groups", "name", " Uudet "), "/groups")
	b.want(b.get("/groups"), 200, "Group Uudet has been created.", `href="/customers?group=A&#43;%26&#43;B"`)
	b.want(b.post("/groups", "name", "uudet"), 422, "already a group of that name", `value="uudet"`)
	b.want(b.post("/groups", "name", " "), 422, "Give the group a name.")
	groups, err := s.db.Groups(t.Context())
	if err != nil || len(groups) != 2 {
		t.Fatalf("%v %v", groups, err)
	}
	full, empty := "/groups/"+strconv.FormatInt(groups[0].ID, 10), "/groups/"+strconv.FormatInt(groups[1].ID, 10)
	b.want(b.post(full, "name", "UUDET"), 422, `value="UUDET"`, "already a group of that name", "<details class=\"menu\" open>")
	b.leads(b.post(full, "name", "C"), "/groups")
	b.want(b.post(full+"/remove"), 422, "Only an empty group")
	b.leads(b.post(empty+"/remove"), "/groups")
	b.want(b.get("/groups"), 200, "The group has been removed.", "!Uudet")
	b.want(b.post(empty+"/remove"), 404)
	b.want(b.post("/groups/99999999999999999999", "name", "x"), 404)
}
