package handlers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
)

// TestErasedPage holds that every page of an erased customer says, with status 410,
// that its data was erased and when, and nothing of it; that a number of which nothing
// is known is not found; and that programs and the search get the same.
func TestErasedPage(t *testing.T) {
	s, _ := newClockedSite(t)
	s.add(customer.Kind, customer.Person, customer.Name, "Korhonen Anna", customer.Email, "anna@example.fi")
	s.add(customer.Name, "Alfa Oy", customer.Phone, "09 1001 1001")
	s.add(customer.Name, "Beta Oy")
	one, other := s.stored(1001), s.stored(1003)
	if _, err := s.db.MergeCustomers(t.Context(), db.Actor{}, db.Merge{Kept: 1001, KeptRevision: 1, Merged: 1003, MergedRevision: 1, Values: one.Values}); err != nil {
		t.Fatal(err)
	}
	admin, editor := s.as(db.Admin), s.as(db.Editor)
	form := formFields(t, editor.get("/customers/1001/edit"))
	merge := editor.sentBy(editor.get("/customers/merge?first=1001&second=1002"), "/customers/merge")
	if _, err := s.db.Erase(t.Context(), db.EraseRequest{Number: 1001, Reason: "pyyntö 12"}); err != nil {
		t.Fatal(err)
	}
	for number := 1001; number <= 1003; number += 2 {
		title := fmt.Sprintf("The data of customer %d has been erased for good", number)
		said := []string{title, "23 Nov 2026", "bookmark", "given to nobody else", `href="/customers"`, "Go to the customers", "!Korhonen", "!anna@", "!" + other.Values[customer.Name], "!pyyntö", `!<form method="post" action^="/customers"`}
		for _, page := range []string{"", "/edit", "/remove", "/everything", "/everything.xlsx", "/erase"} {
			admin.want(admin.get(fmt.Sprintf("/customers/%d%s", number, page)), 410, append(said, `href="/imports?kind=erasures"`)...)
		}
		for _, page := range []string{"", "/remove", "/restore", "/erase"} {
			admin.want(admin.post(fmt.Sprintf("/customers/%d%s", number, page), "revision", "1", "name", "Korhonen Anna", "confirm", "x"), 410, said...)
		}
		admin.want(admin.get(fmt.Sprintf("/customers/merge?first=%d", number)), 410, said...)
		for _, viewer := range []*browser{editor, s.as(db.Viewer)} {
			viewer.want(viewer.get(fmt.Sprintf("/customers/%d", number)), 410, append(said, "!/imports?kind=erasures")...)
		}
		editor.want(editor.htmx().get(fmt.Sprintf("/customers/%d/edit?field=email", number)), 410, title, "!<html")
		// Asked for together with another one, the page of the other says so.
		editor.want(editor.get(fmt.Sprintf("/customers/merge?first=1002&second=%d", number)), 410, title, "Alfa Oy", `name="second"`)

		editor.leads(editor.get(fmt.Sprintf("/customers?q=%d&open=1", number)), fmt.Sprintf("/customers?q=%d", number))
		editor.want(editor.htmx().get(fmt.Sprintf("/customers?q=%d", number)), 200, title, "23 Nov 2026")
	}
	editor.want(editor.get("/customers?q=1003"), 200, "given to nobody else", "!No customer")
	answer := admin.get("/customers/1001/everything.json")
	var told struct {
		Customer int
		ErasedAt time.Time `json:"erased_at"`
	}
	if err := json.Unmarshal([]byte(answer.body), &told); err != nil || answer.StatusCode != 410 || told.Customer != 1001 || !told.ErasedAt.Equal(testTime) {
		t.Errorf("%d %s: %+v, %v", answer.StatusCode, answer.body, told, err)
	}
	for _, page := range []string{"/customers/1999", "/customers/1999/edit", "/customers/1999/erase", "/customers/1999/everything", "/customers/0", "/customers/99999999999999999999"} {
		admin.want(admin.get(page), 404, "Page not found")
	}

	// What somebody has still open in another tab.
	editor.want(editor.sendForm("/customers/1001", form, "phone", "09 1"), 410, "!Korhonen")
	editor.want(editor.sendForm("/customers/merge", merge), 410, "Alfa Oy", "!Korhonen")
	if _, total, err := s.db.Customers(t.Context(), db.Filter{}); err != nil || total != 1 {
		t.Errorf("%d customers, %v", total, err)
	}
	if strings.Contains(s.log.String(), "Korhonen") {
		t.Error("the log tells of the customer")
	}
}

// TestErasedBesideDrafts holds that whoever has a draft open that speaks of an erased
// customer, or has given one up that can be taken back, gets nothing of it any more
// and brings nobody back, though the erasure came from another process and the
// server still has the file in memory.
func TestErasedBesideDrafts(t *testing.T) {
	s := newSite(t)
	s.add(customer.Kind, customer.Person, customer.Name, "Korhonen Anna", customer.Email, "anna@example.fi")
	b := s.as(db.Editor)
	const file = "Nimi;Laji;Sähköposti\nKorhonen Anna;henkilö;anna@example.fi\nKorhonen Pekka;henkilö;anna@example.fi\n"
	open := b.upload("auki.csv", file).Header.Get("Location")
	page := b.get(open)
	b.want(page, 200, "Korhonen Pekka")
	given := b.upload("luovuttu.csv", strings.ReplaceAll(file, "Pekka", "Paavo")).Header.Get("Location")
	b.get(given)
	b.leads(b.post(given+"/discard"), "/imports")
	if _, err := s.db.Erase(t.Context(), db.EraseRequest{Number: 1001}); err != nil {
		t.Fatal(err)
	}
	refuses := func(a *answer) {
		t.Helper()
		if a.StatusCode != 404 && a.StatusCode != 409 || strings.Contains(a.body, "Korhonen") {
			t.Errorf("%s %s: %d\n%s", a.Request.Method, a.Request.URL, a.StatusCode, a.body)
		}
	}
	for _, path := range []string{open, given} {
		for _, part := range []string{"", "?status=all&open=2", "/rows.csv?status=all", "/errors.csv", "/missing", "/missing.csv"} {
			refuses(b.get(path + part))
		}
		refuses(b.post(path+"/save", "fingerprint", fingerprint(page)))
		refuses(b.post(path+"/decisions", "decide", "create:2"))
		refuses(b.post(path+"/mapping", "column-1", "name"))
		refuses(b.post(path + "/restore"))
		refuses(b.post(path+"/take", "from", "editor"))
		refuses(b.post(path + "/undo"))
	}
	b.want(b.get("/imports"), 200, "!Korhonen", "!auki.csv", "!luovuttu.csv")
	if _, total, err := s.db.Customers(t.Context(), db.Filter{}); err != nil || total != 0 {
		t.Errorf("%d customers, %v", total, err)
	}
}
