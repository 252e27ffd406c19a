package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// TestOwnFields holds value-own: an administrator names fields, which then are in
// the form, the search, exports and imports; and puts them away and back, with
// their values.
func TestOwnFields(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	admin, editor := s.as(db.Admin), s.as(db.Editor)
	editor.want(editor.get("/settings/fields"), 403)
	admin.want(admin.get("/settings"), 200, `href="/settings/fields"`)
	admin.want(admin.get("/settings/fields"), 200, "You can name 10 more fields.")
	for _, field := range [][2]string{{"Mittari", "text"}, {"Pinta-ala", "number"}, {"Huoltopäivä", "date"}, {"Avain annettu", "yesno"}} {
		admin.leads(admin.post("/settings/fields", "name", field[0], "type", field[1]), "/settings/fields")
	}
	admin.want(admin.post("/settings/fields", "name", "Sähköposti", "type", "text"), 422, "There is a field of that name already", `value="Sähköposti"`)
	admin.want(admin.post("/settings/fields", "name", "mittari:", "type", "text"), 422, "There is a field of that name already")
	admin.want(admin.post("/settings/fields", "name", " ", "type", "text"), 422, "Give the field a name")
	admin.want(admin.post("/settings/fields", "name", "131052-308T", "type", "text"), 422, "contains a personal identity code")
	admin.want(admin.post("/settings/fields/own1", "name", "131052-308T", "type", "text"), 422, "contains a personal identity code")
	admin.want(admin.post("/settings/fields/own1", "name", strings.Repeat("x", 61), "type", "text"), 422, "at most 60 characters")
	admin.want(admin.post("/settings/fields/email", "name", "x", "type", "text"), 404)
	admin.want(admin.post("/settings/fields/own9", "name", "x", "type", "text"), 404)

	editor.want(editor.get("/customers/1001"), 200, "Own fields", "Pinta-ala")
	editor.want(editor.post("/customers/1001", "revision", "1", "own2", "monta"), 422, "monta is not a number", `value="monta"`)
	editor.leads(editor.post("/customers/1001", "revision", "1", "own1", "M-77", "own2", "1 234,50", "own3", "5.1.2026", "own4", "yes"), "/customers/1001")
	values := s.stored(1001).Values
	if got := strings.Join(values[customer.Own1:customer.Own4+1], " "); got != "M-77 1234.5 2026-01-05 yes" {
		t.Errorf("stored: %s", got)
	}
	editor.want(editor.get("/customers?q=m-77"), 200, "Alfa Oy")
	viewer := s.as(db.Viewer)
	viewer.headers["Accept-Language"] = "fi"
	viewer.want(viewer.get("/customers/1001"), 200, "1234,5", "5.1.2026", "Kyllä")
	finnish := s.as(db.Editor)
	finnish.headers["Accept-Language"] = "fi"
	finnish.want(finnish.get("/customers/1001/edit"), 200, `name="own2" value="1234,5"`, `name="own3" value="5.1.2026"`)
	finnish.leads(finnish.post("/customers/1001", "revision", "2", "own2", "1234,5", "own3", "5.1.2026"), "/customers/1001")
	if got := s.stored(1001).Revision; got != 2 {
		t.Errorf("what the form shows is a change: revision %d", got)
	}

	path := editor.upload("lista.csv", "Asiakasnumero;Pinta-ala;Huoltopäivä;Avain annettu\n1001;99,5;6.1.2026;ei\n").Header.Get("Location")
	page := editor.get(path)
	editor.want(page, 200, `data-status="modified"`, "<ins>99.5</ins>", "<ins>2026-01-06</ins>", "<ins>No</ins>")
	editor.saveShown(path, page)
	csv := editor.get("/customers/export.csv")
	editor.want(csv, 200, "Pinta-ala", "99.5", "2026-01-06")
	path = editor.upload("sama.csv", csv.body).Header.Get("Location")
	editor.want(editor.get(path), 200, `data-count="unchanged" value="1"`)

	admin.want(admin.post("/settings/fields/own2", "name", "Ala", "type", "text"), 422, "The type cannot be changed")
	admin.leads(admin.post("/settings/fields/own2", "name", "Ala m2", "type", "number"), "/settings/fields")
	admin.leads(admin.post("/settings/fields/own2", "do", "up"), "/settings/fields")
	if got, want := pagetest.Values(admin.page("/settings/fields"), "", "data-own"), []string{"own2", "own1", "own3", "own4"}; !slices.Equal(got, want) {
		t.Errorf("the field has not moved up: %s, want %s", got, want)
	}
	admin.leads(admin.post("/settings/fields/own2", "do", "away"), "/settings/fields")
	editor.want(editor.get("/customers/1001/edit"), 200, "!name=\"own2\"", `name="own1"`)
	editor.leads(editor.post("/customers/1001", "revision", "3", "city", "Oulu"), "/customers/1001")
	admin.leads(admin.post("/settings/fields/own2", "do", "back"), "/settings/fields")
	editor.want(editor.get("/customers/1001/edit"), 200, `name="own2" value="99.5"`, "Ala m2")
}
