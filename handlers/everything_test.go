package handlers_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/sheet"
)

// known is a site with a customer, number 1002, who came by a file, was edited by
// two users, changed by a file that was undone, and exported.
func known(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	editor, admin := s.as(db.Editor), s.as(db.Admin)
	save := func(path string) {
		t.Helper()
		editor.leads(editor.post(path+"/save", "fingerprint", fingerprint(editor.get(path))), path)
	}
	editor.upload("uudet.csv", "Nimi;Tyyppi;Katuosoite;Asiakasryhmä\nBeta Oy;yritys;Rantatie 2;\nAlfa Oy;yritys;Vanhakatu 1;Vakiot\n")
	save("/imports/1")
	edit := func(user string, field customer.Field, value string) {
		t.Helper()
		one := s.stored(1002)
		one.Values[field] = value
		if _, err := s.db.UpdateCustomer(t.Context(), db.Actor{Name: user}, 1002, one.Revision, one.Values); err != nil {
			t.Fatal(err)
		}
	}
	edit("editor", customer.Street, "Uusikatu 7")
	edit("admin", customer.City, "Oulu")
	editor.upload("puhelimet.csv", "Asiakasnumero;Puhelin\n1001;09 1\n1002;09 2\n")
	save("/imports/2")
	editor.leads(editor.post("/imports/2/undo", "fingerprint", fingerprint(editor.get("/imports/2"))), "/imports/3")
	editor.want(editor.get("/customers/export.csv"), 200)
	admin.want(admin.get("/customers/1002"), 200)
	for range 3 {
		editor.want(editor.get("/customers?q=alfa"), 200)
		s.accesses(accesslog.Query{}) // else they were one search, as while somebody types
	}
	return s
}

// TestEverythingOnPage holds that the page tells what a customer is, every earlier
// value with when and from where, and who saw it; that administrators alone see
// it; and that it has the same of a customer in the bin, too.
func TestEverythingOnPage(t *testing.T) {
	s := known(t)
	admin := s.as(db.Admin)
	page := admin.get("/customers/1002/everything")
	admin.want(page, 200, "Everything about the customer: Alfa Oy", `<dd data-field="street">Uusikatu 7</dd>`, `<dd data-field="city">Oulu</dd>`, `<dd data-field="group">Vakiot</dd>`,
		"import uudet.csv, line 3", `<span class="hint"> <span>import uudet.csv</span>`, "<ins>Vanhakatu 1</ins>", `<li data-field="street">Street address Vanhakatu 1 → Uusikatu 7</li>`, "<del>Vanhakatu 1</del>", "<ins>Uusikatu 7</ins>", "import puhelimet.csv, line 3", `<span class="hint"> <span>import puhelimet.csv</span>`, "undo of puhelimet.csv", "<del>09 2</del>",
		"A customer was opened", "Exported to a file", "Customers were searched for, 3 times", "· editor ·", "· admin ·",
		`href="/customers/1002/everything.xlsx"`, `href="/customers/1002/everything.json"`, `href="/customers/1002/everything?users=hidden"`)
	hidden := admin.get("/customers/1002/everything?users=hidden")
	admin.want(hidden, 200, "· user 1 ·", "· user 2 ·", "!· editor ·", "!· admin ·", `href="/customers/1002/everything.xlsx?users=hidden"`, `href="/customers/1002/everything"`)
	admin.want(admin.get("/customers/1002"), 200, `href="/customers/1002/everything"`)
	for _, role := range []db.Role{db.Editor, db.Viewer} {
		b := s.as(role)
		b.want(b.get("/customers/1002"), 200, "!/everything")
		b.want(b.get("/customers/1002/everything"), 403)
		b.want(b.get("/customers/1002/everything.json"), 403)
	}
	one := s.stored(1002)
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{Name: "editor"}, 1002, one.Revision); err != nil {
		t.Fatal(err)
	}
	admin.want(admin.get("/customers/1002/everything"), 200, "Data when removed", "The customer was removed from the register.", `<dd data-field="group">Vakiot</dd>`, "Removed from the register", `!href="/customers/1002"`)
	admin.want(admin.get("/customers/removed"), 200, `href="/customers/1002/everything"`)
	admin.want(admin.get("/customers/1009/everything"), 404)
}

// TestEverythingInJSON holds what the file for programs tells of a customer.
func TestEverythingInJSON(t *testing.T) {
	s := known(t)
	admin := s.as(db.Admin)
	type change struct{ Field, Old, New string }
	var got struct {
		Customer int
		Present  bool
		Fields   map[string]string
		History  []struct {
			By, What, Action, File string
			Import                 int64
			Line                   int
			Changes                []change
		}
		Access []struct {
			By, Kind string
			Times    int
		}
	}
	file := admin.get("/customers/1002/everything.json")
	admin.want(file, 200)
	if err := json.Unmarshal([]byte(file.body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Customer != 1002 || !got.Present || got.Fields["street"] != "Uusikatu 7" || got.Fields["group"] != "Vakiot" || got.Fields["phone"] != "" {
		t.Errorf("%+v", got)
	}
	var history []string
	for _, e := range got.History {
		text := e.By + " " + e.Action + " " + e.File
		if e.Line > 0 {
			text += " line " + string(rune('0'+e.Line))
		}
		for _, c := range e.Changes {
			text += " " + c.Field + "=" + c.Old + ">" + c.New
		}
		history = append(history, text)
	}
	want := []string{
		"editor undo puhelimet.csv phone=09 2>",
		"editor import puhelimet.csv line 3 phone=>09 2",
		"admin update  city=>Oulu",
		"editor update  street=Vanhakatu 1>Uusikatu 7",
		"editor import uudet.csv line 3 kind=>company name=>Alfa Oy street=>Vanhakatu 1 group=>Vakiot active=>yes no_marketing=>no restricted=>no",
	}
	if !slices.Equal(history, want) {
		t.Errorf("%q, not %q", history, want)
	}
	var access []string
	for _, a := range got.Access {
		access = append(access, a.By+" "+a.Kind)
	}
	if joined := strings.Join(access, ", "); joined != "editor search, admin view, editor export, editor undo, editor import-view, editor save, editor upload, editor save, editor upload" {
		t.Errorf("seen by %q", joined)
	}
	if type_ := file.Header.Get("Content-Type"); type_ != "application/json; charset=utf-8" {
		t.Errorf("a file of %q", type_)
	}
	hidden := admin.get("/customers/1002/everything.json?users=hidden")
	admin.want(hidden, 200, `"by": "user 1"`, `"by": "user 2"`, `!"by": "editor"`, `!"by": "admin"`)
}

// TestEverythingInWorkbook holds that the file for people tells the same, a value
// a row.
func TestEverythingInWorkbook(t *testing.T) {
	s := known(t)
	admin := s.as(db.Admin)
	file := admin.get("/customers/1002/everything.xlsx?users=hidden")
	admin.want(file, 200)
	read, err := sheet.Read([]byte(file.body), sheet.Options{Limits: sheet.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, row := range append([]sheet.Row{{Cells: read.Header}}, read.Rows...) {
		rows = append(rows, strings.Join(slices.Concat(row.Cells[:1], row.Cells[2:]), "|"))
	}
	for _, want := range []string{
		"Part|Event|Who|Source|Line of the file|Field|Earlier value|Value",
		"Data now|||||Customer number||1002",
		"Data now|||||Street address||Uusikatu 7",
		"History of the data|Created|user 1|import uudet.csv|3|Street address||Vanhakatu 1",
		"History of the data|Changed|user 1|by hand||Street address|Vanhakatu 1|Uusikatu 7",
		"History of the data|Changed|user 2|by hand||City||Oulu",
		"History of the data|Changed|user 1|undo of puhelimet.csv||Phone|09 2",
		"Views and disclosures|Exported to a file|user 1",
	} {
		if !slices.Contains(rows, want) {
			t.Errorf("%q is not among %q", want, rows)
		}
	}
}
