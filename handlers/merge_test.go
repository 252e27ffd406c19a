package handlers_test

import (
	"fmt"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// twoAlfas is a site with two customers who are one.
func twoAlfas(t *testing.T) *site {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.BusinessID, "0737546-2", customer.Phone, "09 1234567", customer.Notes, "Avain naapurissa.")
	s.add(customer.Name, "Alfa Oy", customer.Phone, "09 7654321", customer.Email, "info@alfa.example", customer.Notes, "Soita ensin.")
	return s
}

// TestMergePage merges two customers side by side: what is suggested, what is chosen
// otherwise, where the other number leads, and how the history undoes it.
func TestMergePage(t *testing.T) {
	s := twoAlfas(t)
	b := s.as(db.Editor)
	page := b.get("/customers/merge?second=1001&first=1002")
	b.want(page, 200, "1001", "1002", "09 1234567", "09 7654321", "Number that stays", `name="take-phone"`, `!name="take-country"`, `name="take-notes" value="both" checked`)
	fields := b.sentBy(page, "/customers/merge")
	b.leads(b.sendForm("/customers/merge", fields, "take-phone", "second"), "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Customer 1002 has been merged into customer 1001", "Merged into this customer: 1002", "merge of customers")
	want := map[customer.Field]string{customer.Phone: "09 7654321", customer.Email: "info@alfa.example", customer.BusinessID: "0737546-2",
		customer.Notes: "Avain naapurissa.\nSoita ensin."}
	kept := s.stored(1001)
	for f, value := range want {
		if kept.Values[f] != value {
			t.Errorf("%s is %q, not %q", f, kept.Values[f], value)
		}
	}

	b.leads(b.get("/customers/1002"), "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Customer 1002 has been merged into this customer, 1001")
	b.want(b.get("/customers?q=1002"), 200, "Number 1002 has been merged into", `href="/customers/1001"`, "1001 Alfa Oy")
	b.leads(b.get("/customers?q=1002&open=1"), "/customers/1002")
	b.want(b.htmx().get("/customers?q=1002"), 200, "Number 1002 has been merged into")
	b.leads(b.sendForm("/customers/merge", fields), "/customers/1001") // pressed twice
	b.want(b.get("/customers/removed"), 200, "The bin is empty.")
	b.want(b.get("/customers/1999"), 404)

	history := b.get("/imports?kind=merges")
	b.want(history, 200, "Merged: 1002 Alfa Oy → 1001")
	entries, err := s.db.History(t.Context(), db.HistoryFilter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	entry := fmt.Sprintf("/imports/%d", entries[0].ID)
	b.want(history, 200, `href="`+entry+`"`)
	page = b.get(entry)
	b.want(page, 200, "Merged into customer 1001", "09 7654321")
	undone := b.sendForm(entry+"/undo", b.sentBy(page, entry+"/undo"))
	if undone.StatusCode != 303 {
		t.Fatal(undone.StatusCode, undone.body)
	}
	if again := s.stored(1002); again.Values[customer.Phone] != "09 7654321" || s.stored(1001).Values[customer.Phone] != "09 1234567" {
		t.Errorf("%+v", again)
	}
}

// sentBy are the fields that the form of a page sends to an address, as it stands.
func (b *browser) sentBy(a *answer, action string) map[string]string {
	b.Helper()
	page := a.tree()
	form := pagetest.First(page, "form", "action", action)
	if form == nil {
		b.Fatalf("no form for %s in %s", action, a.body)
	}
	return pagetest.Fields(page, form)
}

// TestMergeRefusedPage holds that nothing is merged where one of the two changed
// meanwhile or where the choices do not go together, and that the choices stay.
func TestMergeRefusedPage(t *testing.T) {
	s := twoAlfas(t)
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person)
	b := s.as(db.Editor)
	fields := b.sentBy(b.get("/customers/merge?first=1001&second=1002"), "/customers/merge")
	one := s.stored(1002)
	one.Values[customer.City] = "Oulu"
	if _, err := s.db.UpdateCustomer(t.Context(), db.Actor{Name: "Matti"}, 1002, one.Revision, one.Values); err != nil {
		t.Fatal(err)
	}
	a := b.sendForm("/customers/merge", fields, "take-phone", "second", "kept", "1002")
	b.want(a, 409, "changed one of the customers meanwhile", "Oulu", `name="take-phone" value="second" checked`, `name="kept" value="1002" checked`)
	b.leads(b.sendForm("/customers/merge", b.sentBy(a, "/customers/merge")), "/customers/1002")
	if got := s.stored(1002).Values; got[customer.Phone] != "09 7654321" || got[customer.City] != "Oulu" {
		t.Errorf("%q", got)
	}

	page := b.get("/customers/merge?first=1002&second=1003")
	a = b.sendForm("/customers/merge", b.sentBy(page, "/customers/merge"), "take-kind", "second", "take-business_id", "first")
	b.want(a, 422, "do not go together", `id="business_id-wrong"`)
	s.stored(1003)
}

// TestMergeSecond holds that the page asks for a second customer, says where there
// is none, and takes the number of a merged one for whom it leads to.
func TestMergeSecond(t *testing.T) {
	s := twoAlfas(t)
	s.add(customer.Name, "Beta Oy")
	b := s.as(db.Editor)
	b.want(b.get("/customers/1001"), 200, `href="/customers/merge?first=1001"`)
	b.want(b.get("/customers/merge?first=1001"), 200, "1001 Alfa Oy", `name="second"`)
	b.want(b.get("/customers/merge?first=1001&second=1001"), 200, `name="second"`)
	b.want(b.get("/customers/merge?first=1001&second=77"), 404, "Customer 77 cannot be merged", `value="77"`)
	b.want(b.get("/customers/merge?first=1&second=77"), 404)
	b.want(b.get("/customers/merge?first=77&second=1001"), 404, "Customer 77 cannot be merged", `name="first" value="1001"`)
	removed := s.add(customer.Name, "Gamma Oy")
	fields := b.sentBy(b.get("/customers/merge?first=1001&second=1004"), "/customers/merge")
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{Name: "test"}, removed.Number, removed.Revision); err != nil {
		t.Fatal(err)
	}
	b.want(b.sendForm("/customers/merge", fields), 404, "Customer 1004 cannot be merged", `name="first" value="1001"`)
	b.leads(b.get("/customers/merge"), "/customers/duplicates")
	b.leads(b.sendForm("/customers/merge", b.sentBy(b.get("/customers/merge?first=1001&second=1002"), "/customers/merge")), "/customers/1001")
	b.want(b.get("/customers/merge?first=1002&second=1003"), 200, `name="first" value="1001"`, `name="second" value="1003"`)
	b.want(b.get("/customers/merge?first=1001&second=1002"), 404, "Customer 1002 cannot be merged")
	s.as(db.Viewer).want(s.as(db.Viewer).get("/customers/merge?first=1001&second=1003"), 403)
}

// TestMergeSelected holds that two ticked customers of the list are merged, and that
// others than two are not.
func TestMergeSelected(t *testing.T) {
	s := twoAlfas(t)
	s.add(customer.Name, "Beta Oy")
	b := s.as(db.Editor)
	b.leads(b.post("/customers/change", "what", "merge", "number", "1002", "number", "1001"), "/customers/merge?first=1001&second=1002")
	b.leads(b.post("/customers/change", "what", "merge", "number", "1002", "filter", "q=alfa"), "/customers?q=alfa")
	b.want(b.get("/customers?q=alfa"), 200, "select exactly two")
	b.leads(b.post("/customers/change", "what", "merge", "all", "1"), "/customers")
}

// TestFormOfMerged holds that the form of a customer who was merged meanwhile goes on
// as that of the customer who stayed, with what was typed.
func TestFormOfMerged(t *testing.T) {
	s := twoAlfas(t)
	b := s.as(db.Editor)
	fields := formFields(t, b.get("/customers/1002/edit"))
	b.leads(b.sendForm("/customers/merge", b.sentBy(b.get("/customers/merge?first=1001&second=1002"), "/customers/merge")), "/customers/1001")
	a := b.sendForm("/customers/1002", fields, "city", "Oulu", "phone", "09 111")
	b.want(a, 409, `action="/customers/1001"`, `value="Oulu"`, `value="09 111"`, "In the register now: 09 1234567")
	b.leads(b.sendForm("/customers/1001", formFields(t, a)), "/customers/1001")
	if got := s.stored(1001).Values; got[customer.City] != "Oulu" || got[customer.Phone] != "09 111" || got[customer.BusinessID] != "0737546-2" {
		t.Errorf("%q", got)
	}
}

// TestImportTellsOfMerged holds that the row with the number of a customer who was
// merged into another one says so on the page (match-merged, docs/rules.md).
func TestImportTellsOfMerged(t *testing.T) {
	s := twoAlfas(t)
	b := s.as(db.Editor)
	b.leads(b.sendForm("/customers/merge", b.sentBy(b.get("/customers/merge?first=1001&second=1002"), "/customers/merge")), "/customers/1001")
	b.upload("x.csv", "Asiakasnumero;Nimi;Postitoimipaikka\n1002;Alfa Oy;Oulu\n")
	b.want(b.get("/imports/1?open=2"), 200, `data-line="2" data-status="modified"`, "1001", "Number 1002 leads to customer 1001 Alfa Oy", "(editor)")
}
