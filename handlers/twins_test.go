package handlers_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestTwinsPage holds that the page lists the pairs of customers who may be one with
// what they share, that a pair is dismissed and taken back, and that those who only
// read see nothing of it.
func TestTwinsPage(t *testing.T) {
	s := twoAlfas(t)
	s.add(customer.Name, "Beta Oy", customer.City, "Oulu")
	s.add(customer.Name, "Beta Ky", customer.City, "Oulu")
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, `href="/customers/duplicates"`)
	b.want(b.get("/customers/duplicates"), 200, `data-pair="1001-1002"`, `data-pair="1003-1004"`, "Likely the same", "Possibly the same",
		"In common: Name", "In common: a similar name, City", `href="/customers/merge?first=1001&amp;second=1002"`)
	b.want(b.get("/customers/duplicates?show=possible"), 200, `!data-pair="1001-1002"`, `data-pair="1003-1004"`)
	b.want(b.get("/customers/duplicates?show=sure"), 200, "No duplicates were found.")
	b.want(b.get("/customers/duplicates?show=nonsense"), 200, `data-pair="1001-1002"`)
	b.leads(b.get("/customers/duplicates?show=possible&page=9"), "/customers/duplicates?show=possible")

	b.leads(b.post("/customers/duplicates/dismiss", "first", "1004", "second", "1003", "show", "possible"), "/customers/duplicates?show=possible")
	b.want(b.get("/customers/duplicates"), 200, "Customers 1003 and 1004 are not the same", `!data-pair="1003-1004"`)
	b.want(b.get("/customers/duplicates?show=dismissed"), 200, `data-pair="1003-1004"`, "Show as a pair again", "!Merge…")
	b.leads(b.post("/customers/duplicates/recall", "first", "1003", "second", "1004"), "/customers/duplicates?show=dismissed")
	b.want(b.get("/customers/duplicates"), 200, `data-pair="1003-1004"`)
	b.want(b.post("/customers/duplicates/dismiss", "first", "1003", "second", "77"), 404)
	b.want(b.post("/customers/duplicates/dismiss", "first", "abc"), 404)

	viewer := s.as(db.Viewer)
	viewer.want(viewer.get("/customers"), 200, "!/customers/duplicates")
	viewer.want(viewer.get("/customers/duplicates"), 403)
}

// TestSimilarWhileTyping holds that a form is warned, while it is filled in, of the
// customers whom it may make a second time, with links to them; that who was named
// is not asked about again; and that its own customer is not named (form-similar,
// docs/rules.md).
func TestSimilarWhileTyping(t *testing.T) {
	s := twoAlfas(t)
	s.add(customer.Name, "Beta Oy", customer.Email, "info@beta.example")
	b := s.as(db.Editor)
	fields := formFields(t, b.get("/customers/new"))
	b.want(b.sendForm("/customers/similar", fields, "name", "Gamma Oy"), 200, "!<a", "!warned-of")
	a := b.sendForm("/customers/similar", fields, "name", "Gamma Oy", "business_id", "FI07375462")
	b.want(a, 200, `href="/customers/1001"`, "1001 Alfa Oy", "(Business ID)", `name="warned-of" value="1001"`)
	a = b.sendForm("/customers/similar", fields, "name", "Alfa Ab.", "phone", "+358 9 7654321")
	b.want(a, 200, "1001 Alfa Oy", "1002 Alfa Oy", `value="1002 1001"`)
	b.leads(b.sendForm("/customers", fields, "name", "Alfa Ab", "warned-of", "1001 1002"), "/customers/1004")

	fields = formFields(t, b.get("/customers/1003/edit"))
	b.want(b.sendForm("/customers/similar?of=1003", fields, "city", "Oulu"), 200, "!<a")
	b.want(b.sendForm("/customers/similar?of=1003", fields, "email", "info@alfa.example", "name", "Alfa Huolto"), 200, "1002 Alfa Oy", "!1003")
	b.want(b.sendForm("/customers/similar?of=77", fields), 404)
}
