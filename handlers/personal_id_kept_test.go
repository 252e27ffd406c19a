package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// codedSite is a register, as of an older version of the program, of two customers
// each of whose texts has a personal identity code in it.
func codedSite(t *testing.T) (s *site, coded []customer.Field) {
	s = newSite(t)
	codes := madeUpIDs()
	for i := range 2 {
		texts := []any{customer.Country, "FI"}
		for _, f := range customer.Standard().Values() {
			if len(customer.Standard().Of(f).Choices) > 0 || f == customer.Country || f == customer.DeliveryCountry {
				continue
			}
			texts = append(texts, f, fmt.Sprintf("%d tunnus %s", i, codes[int(f)%len(codes)]))
			if i == 0 {
				coded = append(coded, f)
			}
		}
		s.add(texts...)
	}
	return s, coded
}

// hidesCodes checks that no code stands in an answer.
func (b *browser) hidesCodes(a *answer) {
	b.Helper()
	for _, code := range madeUpIDs() {
		if strings.Contains(a.body, code[6:]) {
			b.Errorf("%s %s: a whole code", a.Request.Method, a.Request.URL)
		}
	}
}

// changedFields are the fields of customer 1001 that are otherwise than before.
func (s *site) changedFields(before customer.Customer) string {
	s.Helper()
	after := s.stored(before.Number)
	var keys []string
	for _, change := range customer.Diff(&before, &after) {
		keys = append(keys, change.Field.Key())
	}
	return strings.Join(keys, " ")
}

// TestStoredPersonalIDKept holds value-private for what a register holds already: the
// forms show it masked and say so, and a save that changes something else changes
// nothing of it: the whole form, that of one field, one that comes back, a merge,
// a change of selected customers, notes that are appended to, and the name of a group.
func TestStoredPersonalIDKept(t *testing.T) {
	s, coded := codedSite(t)
	b := s.as(db.Editor)
	before := s.stored(1001)
	saves := func(what string, a *answer, want string) {
		t.Helper()
		if a.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d\n%s", what, a.StatusCode, a.body)
		}
		if got := s.changedFields(before); got != want {
			t.Errorf("%s: changed %q, want %q", what, got, want)
		}
		before = s.stored(1001)
	}

	page := b.get("/customers/1001/edit")
	b.want(page, 200, "0 tunnus "+before.Values[customer.Notes][len("0 tunnus "):][:6]+"*****", "It stays when you save other data", `id="notes-unusual"`, "!are not saved in the register")
	b.hidesCodes(page)
	form := formFields(t, page)
	saves("nothing", b.sendForm("/customers/1001", form), "")
	saves("another field", b.sendForm("/customers/1001", form, "language", "sv"), "language")
	saves("the text itself", b.sendForm("/customers/1001", formFields(t, b.get("/customers/1001/edit")), "reference", "viite ilman"), "reference")
	for _, f := range coded {
		one := b.oneField(f)
		saves("nothing of "+f.Key(), b.sendForm("/customers/1001", one), "")
	}
	saves("one field", b.sendForm("/customers/1001", b.oneField(customer.Email), "email", "a@example.fi"), "email")

	form = formFields(t, b.get("/customers/1001/edit"))
	s.change(1001, customer.Street, "Toinen katu 1")
	before = s.stored(1001)
	page = b.sendForm("/customers/1001", form, "contact", "Maija")
	b.want(page, http.StatusConflict, "Toinen katu 1")
	b.hidesCodes(page)
	saves("together with another", b.sendForm("/customers/1001", formFields(t, page)), "contact")
	page = b.sendForm("/customers/1001", formFields(t, b.get("/customers/1001/edit")), "email", "ei osoite", "contact", "Liisa")
	b.want(page, http.StatusUnprocessableEntity, "It stays when you save other data")
	b.hidesCodes(page)
	saves("put right", b.sendForm("/customers/1001", formFields(t, page), "email", ""), "contact email")

	groups, err := s.db.Groups(t.Context())
	if err != nil || len(groups) != 2 {
		t.Fatal(groups, err)
	}
	path := fmt.Sprintf("/groups/%d", groups[0].ID)
	b.want(b.post(path, "name", groups[0].Name+" x"), http.StatusUnprocessableEntity)
	b.leads(b.post(path, "name", customer.MaskPersonalIDs(groups[0].Name)), "/groups")
	if now, err := s.db.Groups(t.Context()); err != nil || now[0] != groups[0] {
		t.Errorf("the group is called %v, %v", now, err)
	}

	path, page = b.change("number", "1001", "what", "set", "field", "language", "language", "en", "go", "1")
	b.saveShown(path, page)
	saves("a selection", b.post("/language", "language", "en"), "language")
	path = b.upload("lisat.csv", "Asiakasnumero;Muuta\n1001;soita ensin\n").Header.Get("Location")
	b.post(path+"/mapping", "column-2", "append_notes")
	notes := before.Values[customer.Notes]
	b.saveShown(path, b.get(path))
	saves("appended", b.post("/language", "language", "en"), "notes")
	if got := before.Values[customer.Notes]; !strings.HasPrefix(got, notes+"\n") {
		t.Errorf("the notes were %q, and are %q", notes, got)
	}

	other := s.stored(1002)
	merge := b.sentBy(b.get("/customers/merge?first=1001&second=1002"), "/customers/merge")
	saves("merged", b.sendForm("/customers/merge", merge, "take-contact", "second"), "contact email notes")
	if got, want := before.Values[customer.Contact], other.Values[customer.Contact]; got != want {
		t.Errorf("the contact is %q, not %q", got, want)
	}
	if got := before.Values[customer.Notes]; !strings.HasSuffix(got, other.Values[customer.Notes]) {
		t.Errorf("the notes are %q", got)
	}
}
