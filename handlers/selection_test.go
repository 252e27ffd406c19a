package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
	"kortisto/sheet"
)

// change sends what is to be changed of selected customers, and returns the page
// of the draft that this makes.
func (b *browser) change(form ...string) (path string, page *answer) {
	b.Helper()
	a := b.post("/customers/change", form...)
	path = a.Header.Get("Location")
	if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(path, "/imports/") {
		b.Fatalf("status %d to %q\n%s", a.StatusCode, path, a.body)
	}
	return path, b.get(path)
}

// saveShown saves the plan that a page of a draft shows.
func (b *browser) saveShown(path string, page *answer) *answer {
	b.Helper()
	b.leads(b.post(path+"/save", "fingerprint", fingerprint(page)), path)
	return b.get(path)
}

// three adds three customers, of whom the first two have a group and an e-mail
// address.
func three(s *site) {
	s.add(customer.Name, "Alfa Oy", customer.Group, "Vanhat", customer.Email, "alfa@example.com")
	s.add(customer.Name, "Beta Oy", customer.Group, "Vanhat", customer.Email, "beta@example.com")
	s.add(customer.Name, "Gamma =Oy", customer.City, "Oulu")
}

// TestSelectedMove holds that selected customers are moved to a group by a draft
// that is confirmed, saved and undone as a file is.
func TestSelectedMove(t *testing.T) {
	s := newSite(t)
	three(s)
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, `name="number" value="1001"`, `name="what" value="group"`)
	b.want(b.post("/customers/change", "number", "1001", "number", "1003", "what", "group"), 200,
		"Move 2 customers to a group", "Alfa Oy", "Gamma =Oy", "!Beta Oy", `id="group"`, `<option value="Vanhat"`, `name="number" value="1003"`)
	path, page := b.change("number", "1001", "number", "1003", "what", "group", "field", "group", "group", "Uudet", "go", "1")
	b.want(page, 200, "Confirm the change", "2 customers change", "2 selected customers", "<ins>Uudet</ins>", "Customer group: Uudet", "!Beta Oy", `!id="settings"`, `<select id="column-2" disabled`, "!/missing")
	b.saveShown(path, page)
	for number, want := range map[int]string{1001: "Uudet", 1002: "Vanhat", 1003: "Uudet"} {
		if got := s.stored(number).Values[customer.Group]; got != want {
			t.Errorf("%d: group %q, want %q", number, got, want)
		}
	}
	past := b.get(path)
	b.want(past, 200, "Change saved", "Undo the change", "!Import saved", "!Undo import", "!Import another")
	b.want(b.get("/imports"), 200, "Customer group: Uudet")
	b.want(b.get("/customers/1001"), 200, "change Customer group: Uudet", "!import Customer group")
	undone := b.post(path+"/undo", "fingerprint", fingerprint(past))
	b.want(b.get(undone.Header.Get("Location")), 200, "Change undone", "Bring the change back", "!Restore the import")
	if got := s.stored(1001).Values[customer.Group] + s.stored(1003).Values[customer.Group]; got != "Vanhat" {
		t.Errorf("undone: %q", got)
	}
}

// TestSelectedClear holds that a field of all customers that a search finds is
// cleared, that the page says so, and that the undo brings the values back.
func TestSelectedClear(t *testing.T) {
	s := newSite(t)
	three(s)
	b := s.as(db.Editor)
	filter := "q=oy&kind=company"
	b.want(b.post("/customers/change", "all", "1", "filter", filter, "what", "clear"), 200,
		"Clear a field of 3 customers", `name="field" value="email"`, `name="filter" value="kind=company&amp;q=oy"`, `!name="field" value="name"`, `!name="field" value="kind"`)
	path, page := b.change("all", "1", "filter", filter, "what", "clear", "field", "email")
	b.want(page, 200, "2 customers change, Email is cleared for 2 customers", "1 unchanged", "<ins>(empty)</ins>", "<del>alfa@example.com</del>")
	past := b.saveShown(path, page)
	if got := s.stored(1001).Values[customer.Email] + s.stored(1002).Values[customer.Email]; got != "" {
		t.Errorf("left: %q", got)
	}
	b.want(b.get("/imports"), 200, "2 cleared", `data-what="cleared"`, `!data-what="modified"`)
	b.post(path+"/undo", "fingerprint", fingerprint(past))
	if got := s.stored(1001).Values[customer.Email]; got != "alfa@example.com" {
		t.Errorf("undone: %q", got)
	}
}

// TestSelectedSet holds how a value is asked for, and what is said of one that
// cannot be right.
func TestSelectedSet(t *testing.T) {
	s := newSite(t)
	three(s)
	b := s.as(db.Editor)
	chosen := []string{"number", "1001", "number", "1002", "what", "set"}
	with := func(more ...string) []string { return append(chosen[:len(chosen):len(chosen)], more...) }
	b.want(b.post("/customers/change", chosen...), 200, `name="field" value="payment_terms"`, `!name="field" value="name"`, `!name="field" value="business_id"`)
	b.want(b.post("/customers/change", with("field", "payment_terms")...), 200, `id="payment_terms"`, `inputmode="numeric"`, "!aria-invalid")
	b.want(b.post("/customers/change", with("field", "payment_terms", "payment_terms", "", "go", "1")...), 422, "Give the new value", "aria-invalid")
	b.want(b.post("/customers/change", with("field", "payment_terms", "payment_terms", "abc", "go", "1")...), 422, `value="abc"`, "aria-invalid")
	b.want(b.post("/customers/change", with("field", "group", "group", strings.Repeat("x", 300), "go", "1")...), 422, "aria-invalid")
	b.want(b.post("/customers/change", with("field", "name", "name", "Sama Oy", "go", "1")...), 200, "Which field is changed?")
	for field, texts := range map[customer.Field][2]string{
		customer.PaymentTerms: {"21", "21"}, customer.Country: {"SE", "SE"}, customer.Language: {"sv", "sv"},
		customer.Notes: {"=1+1; \"a\"", "=1+1; \"a\""}, customer.Group: {"'Vanhat", "'Vanhat"}, customer.Kind: {"person", "person"},
		customer.Contact: {"#N/A", "#N/A"}, customer.Street: {"####", "####"}, customer.Reference: {"Err:502", "Err:502"},
	} {
		path, page := b.change(with("field", field.Key(), field.Key(), texts[0], "go", "1")...)
		b.saveShown(path, page)
		if got := s.stored(1002).Values[field]; got != texts[1] {
			t.Errorf("%s: %q, want %q", field, got, texts[1])
		}
	}
}

// TestSelectedNobody holds what is said where nobody is selected, and where more
// are than can be changed at once.
func TestSelectedNobody(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.Limits = sheet.DefaultLimits(); c.Limits.Rows = 2 })
	three(s)
	b := s.as(db.Editor)
	b.leads(b.post("/customers/change", "what", "group", "filter", "q=alf"), "/customers?q=alf")
	b.want(b.get("/customers?q=alf"), 200, "First select the customers")
	for _, what := range []string{"set", "remove"} {
		b.leads(b.post("/customers/change", "what", what, "number", "1999"), "/customers")
		b.want(b.get("/customers"), 200, "The selected customers are no longer in the register.")
	}
	b.want(b.post("/customers/change", "all", "1", "what", "clear", "field", "email"), 422, "At most 2 can be changed at once")
	viewer := s.as(db.Viewer)
	viewer.want(viewer.get("/customers"), 200, `!name="number"`, `!name="what"`)
	viewer.want(viewer.post("/customers/change", "all", "1", "what", "remove", "sure", "3"), 403)
}

// TestSelectedRemove holds that many customers are removed at once, after a
// question, and none where the selection is another one by then.
func TestSelectedRemove(t *testing.T) {
	s := newSite(t)
	three(s)
	b := s.as(db.Editor)
	b.want(b.post("/customers/change", "all", "1", "what", "remove"), 200, "Remove 3 customers?", `name="sure" value="3"`)
	s.add(customer.Name, "Delta Oy")
	b.want(b.post("/customers/change", "all", "1", "what", "remove", "sure", "3"), 409, "the selection now has 4 customers", `name="sure" value="4"`)
	count := func() int {
		_, total, err := s.db.Customers(context.Background(), db.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return total
	}
	if n := count(); n != 4 {
		t.Fatalf("%d customers are left", n)
	}
	b.leads(b.post("/customers/change", "number", "1001", "number", "1003", "what", "remove", "sure", "2", "filter", "q=oy"), "/customers?q=oy")
	b.want(b.get("/customers"), 200, "2 customers were moved to the bin", "Beta Oy", "Delta Oy", "!Alfa Oy")
	if n := count(); n != 2 {
		t.Errorf("%d customers are left", n)
	}
	if next := s.add(customer.Name, "Uusi Oy"); next.Number != 1005 {
		t.Error(fmt.Sprint("the next number is ", next.Number))
	}
}

// TestSelectionNotRemembered holds that the mapping of a selection says nothing
// of files with the same header.
func TestSelectionNotRemembered(t *testing.T) {
	s := newSite(t)
	three(s)
	b := s.as(db.Editor)
	path, page := b.change("number", "1001", "what", "set", "field", "city", "city", "Turku", "go", "1")
	b.saveShown(path, page)
	b.want(b.get(b.upload("lista.csv", "Customer number;Name;City\n1001;Alfa Ab;Turku\n").Header.Get("Location")), 200, "<ins>Alfa Ab</ins>")
}
