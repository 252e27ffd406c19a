package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/pagetest"
)

// accesses lists what stands in the access log, the last first.
func (s *site) accesses(query accesslog.Query) []accesslog.Entry {
	s.Helper()
	if err := s.access.Flush(s.Context()); err != nil {
		s.Fatal(err)
	}
	entries, err := accesslog.Entries(s.Context(), s.db, query)
	if err != nil {
		s.Fatal(err)
	}
	return entries
}

// told writes an entry as these tests want it.
func told(e accesslog.Entry) string {
	text := fmt.Sprintf("%s %s", e.By, e.Kind)
	if e.Customer != 0 {
		text += fmt.Sprintf(" %d", e.Customer)
	}
	if e.Customers != 0 {
		text += fmt.Sprintf(" of %d", e.Customers)
	}
	if e.Import != 0 {
		text += fmt.Sprintf(" import %d", e.Import)
	}
	if filter := e.Filter.String(); filter != "" {
		text += " by " + filter
	}
	if e.Object != "" {
		text += " about " + e.Object
	}
	return text
}

// TestAccessKept holds that each thing that is done with the data of customers or
// with the rights of users leaves an entry, with who it was and whom it concerns.
func TestAccessKept(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Vakiot")
	s.add(customer.Name, "Beta Oy")
	gone := s.add(customer.Name, "Gamma Oy")
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{}, gone.Number, gone.Revision); err != nil {
		t.Fatal(err)
	}
	made, err := s.db.Backup(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	backup := made.Path[strings.LastIndexByte(made.Path, '/')+1:]
	nobody, viewer, editor, admin := s.browser(), s.as(db.Viewer), s.as(db.Editor), s.as(db.Admin)
	get := func(b *browser, path string) func() { return func() { b.want(b.get(path), 200) } }
	for _, test := range []struct {
		name string
		do   func()
		want string
	}{
		{"a customer", get(viewer, "/customers/1001"), "viewer view 1001"},
		{"no customer", func() { viewer.want(viewer.get("/customers/1009"), 404) }, ""},
		{"the list", get(viewer, "/customers"), "viewer list of 2"},
		{"a group", get(viewer, "/customers?group=Vakiot"), "viewer list of 1 by group"},
		{"a search", get(editor, "/customers?q=alfa&kind=company"), "editor search of 1 by words kind"},
		{"a search that finds nobody", get(editor, "/customers?q=omega"), "editor search by words"},
		{"the bin", get(viewer, "/customers/removed"), "viewer list of 1 by removed"},
		{"the question before a removal", get(editor, "/customers/1001/remove"), "editor view 1001"},
		{"customers who may be one", get(editor, "/customers/duplicates"), "editor list by twins"},
		{"two side by side", get(editor, "/customers/merge?first=1001&second=1002"), "editor view 1002, editor view 1001"},
		{"the question with whom one is merged", get(editor, "/customers/merge?first=1001"), "editor view 1001"},
		{"those whom a form resembles", func() { editor.want(editor.post("/customers/similar", "name", "Alfa Oy", "kind", "company"), 200) }, "editor search of 1 by words"},
		{"whom it does not", func() { editor.want(editor.post("/customers/similar", "name", "Omega Oy", "kind", "company"), 200) }, ""},
		{"an export", get(viewer, "/customers/export.csv?q=alfa"), "viewer export of 1 by words"},
		{"a workbook", get(viewer, "/customers/export.xlsx"), "viewer export of 2"},
		{"a template", get(editor, "/customers/template.csv"), ""},
		{"an upload", func() { editor.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n") }, "editor upload import 1"},
		{"a draft", get(editor, "/imports/1"), "editor import-view of 1 import 1"},
		{"those who are missing", get(editor, "/imports/1/missing"), "editor list of 1 import 1 by missing"},
		{"a file of them", get(editor, "/imports/1/missing.csv"), "editor export of 1 import 1 by missing"},
		{"the rows", get(editor, "/imports/1/rows.csv"), "editor export of 1 import 1"},
		{"a save", func() {
			editor.leads(editor.post("/imports/1/save", "fingerprint", fingerprint(s.as(db.Editor).get("/imports/1"))), "/imports/1")
		}, "editor save of 1 import 1, editor import-view of 1 import 1"},
		{"what it wrote", get(editor, "/imports/1/rows.csv"), "editor export of 1 import 1"},
		{"the same save again", func() { editor.leads(editor.post("/imports/1/save"), "/imports/1") }, ""},
		{"an undo", func() {
			editor.leads(editor.post("/imports/1/undo", "fingerprint", fingerprint(editor.get("/imports/1"))), "/imports/2")
		}, "editor undo import 1, editor import-view of 1 import 1"},
		{"a change of selected customers", func() {
			editor.post("/customers/change", "number", "1001", "number", "1002", "what", "group", "group", "Vakiot")
		}, "editor upload of 2 import 3 by selected, editor list of 2 by selected"},
		{"everything about one", get(admin, "/customers/1003/everything"), "admin view 1003"},
		{"a file of that", get(admin, "/customers/1001/everything.xlsx"), "admin person 1001"},
		{"a file of that for programs", get(admin, "/customers/1001/everything.json"), "admin person 1001"},
		{"a file of nobody", func() { admin.want(admin.get("/customers/1009/everything.json"), 404) }, ""},
		{"a file of no kind", func() { admin.want(admin.get("/customers/1001/everything.csv"), 404) }, ""},
		{"a list for paper", get(viewer, "/customers/print?city=Nokia&email=yes"), "viewer export by city having"},
		{"a backup", get(admin, "/backups/"+backup), "admin backup about " + backup},
		{"a new user", func() { admin.want(admin.post("/users", "name", "Liisa", "role", "viewer"), 200) }, "admin user about Liisa"},
		{"a role", func() { admin.leads(admin.post("/users/role", "name", "Liisa", "role", "editor"), "/users") }, "admin role about Liisa"},
		{"a user who is disabled", func() { admin.leads(admin.post("/users/disable", "name", "Liisa"), "/users") }, "admin user about Liisa"},
		{"a failed log-in", func() { nobody.want(nobody.post("/login", "name", "viewer", "password", "wrong password"), 422) }, "viewer log-in-failed"},
		{"one of nobody", func() { nobody.want(nobody.post("/login", "name", goodPassword, "password", "x"), 422) }, "unknown user log-in-failed"},
		{"a log-in", func() { nobody.leads(nobody.post("/login", "name", "viewer", "password", goodPassword), "/") }, "viewer log-in"},
		{"a log-out", func() { nobody.leads(nobody.post("/logout"), "/login") }, "viewer log-out"},
		{"the log as a file", get(admin, "/access/export.csv"), "admin log-export"},
		{"the log", get(admin, "/access"), ""},
	} {
		before := len(s.accesses(accesslog.Query{}))
		test.do()
		entries := s.accesses(accesslog.Query{})
		var got []string
		for _, e := range entries[:len(entries)-before] {
			got = append(got, told(e))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
	if entries := s.accesses(accesslog.Query{Customer: 1002, Kind: accesslog.Export}); len(entries) != 2 {
		t.Errorf("customer 1002 was exported twice, and stands in %d", len(entries))
	}
}

// TestAccessWithoutWords holds that nothing that is searched for comes into the
// database by the access log, nor what a stranger types as a name.
func TestAccessWithoutWords(t *testing.T) {
	s := newSite(t)
	b, nobody := s.as(db.Viewer), s.browser()
	b.want(b.get("/customers?q=Kanarialintu&group=Kanarialintu"), 200)
	b.want(b.get("/customers/export.csv?q=Kanarialintu"), 200)
	nobody.post("/login", "name", "Kanarialintu", "password", "Kanarialintu")
	if n := len(s.accesses(accesslog.Query{})); n != 3 {
		t.Fatalf("%d entries", n)
	}
	var all string
	row := s.db.Reader().QueryRowContext(t.Context(), `SELECT group_concat(actor || kind || filter || object) FROM access_log`)
	if err := row.Scan(&all); err != nil || strings.Contains(all, "Kanarialintu") {
		t.Errorf("the log holds %q, %v", all, err)
	}
}

// TestAccessPage holds that administrators find entries by each filter, page
// through them, and take them into a file; and that the command line and what is
// not known are put into words.
func TestAccessPage(t *testing.T) {
	s, clock := newClockedSite(t)
	s.access.Add(accesslog.Entry{By: db.CommandLine, Kind: accesslog.Export, Filter: accesslog.Filter{Group: true}, Numbers: accesslog.NumbersOf(1001, 1002, 1003)})
	clock.move(24 * time.Hour)
	s.access.Add(accesslog.Entry{By: "Liisa", Kind: accesslog.View, Customer: 1002})
	s.access.Add(accesslog.Entry{By: "unknown user", Kind: accesslog.LogInFailed})
	s.access.Add(accesslog.Entry{By: "Liisa", Kind: accesslog.Undo, Import: -5})
	s.access.Add(accesslog.Entry{Kind: accesslog.Unwritten, Customers: 17})
	admin := s.as(db.Admin)
	page := admin.get("/access")
	admin.want(page, 200, `data-access="export"`, "command line", "3 customers (group)", `href="/customers/1002/everything"`, "unknown user", "Log-in failed",
		`href="/imports/-5"`, "entry 5 of the history", "17 entries", `<option value="Liisa"`, `href="/access/export.csv" download`, "!Older", "!Newer")
	day := testTime.Format("2006-01-02")
	for query, want := range map[string]string{
		"?kind=view":       "view",
		"?by=Liisa":        "undo view",
		"?by=command+line": "export",
		"?customer=1002":   "view export",
		"?customer=1003":   "export",
		"?customer=1004":   "",
		"?to=" + day:       "export",
		"?from=" + day + "&to=" + day + "&by=Liisa": "",
		"?kind=nonsense&from=yesterday&customer=x":  "unwritten undo log-in-failed view export",
	} {
		found := admin.get("/access" + query)
		if got := strings.Join(pagetest.Values(found.tree(), "", "data-access"), " "); found.StatusCode != 200 || got != want {
			t.Errorf("%s: %d, %q, not %q", query, found.StatusCode, got, want)
		}
		if want == "" {
			admin.want(found, 200, "No entries fit the filter.")
		}
	}
	file := admin.get("/access/export.csv?by=command+line")
	admin.want(file, 200, "When;Who;What was done;Customer number;Customers;Filter;Import;User or file\r\n",
		testTime.Format(time.DateTime)+";command line;Exported to a file;;3;group;;\r\n", "!Liisa")
	for range 60 {
		s.access.Add(accesslog.Entry{By: "Liisa", Kind: accesslog.View, Customer: 1001})
	}
	admin.want(admin.get("/access?by=Liisa"), 200, `rel="next" href="/access?by=Liisa&amp;page=2"`, "!rel=\"prev\"")
	admin.want(admin.get("/access?by=Liisa&page=2"), 200, `rel="prev" href="/access?by=Liisa"`, "!rel=\"next\"", `data-access="undo"`)
	admin.leads(admin.get("/access?by=Liisa&page=9"), "/access?by=Liisa")
	admin.want(admin.get("/settings"), 200, `href="/access"`)
	editor := s.as(db.Editor)
	editor.want(editor.get("/settings"), 200, `!href="/access"`)
}

// TestAccessLimitedInTime holds that entries are removed when they are two years
// old, and not before.
func TestAccessLimitedInTime(t *testing.T) {
	s, clock := newClockedSite(t)
	b := s.as(db.Admin)
	s.add(customer.Name, "Alfa Oy")
	b.want(b.get("/customers/1001"), 200)
	s.accesses(accesslog.Query{})
	for _, step := range []struct {
		after time.Duration
		left  int
	}{{2*365*24*time.Hour - time.Hour, 1}, {2 * time.Hour, 0}} {
		clock.move(step.after)
		if _, err := accesslog.Retain(t.Context(), s.db, db.Actor{Name: db.Automatic}, false); err != nil {
			t.Fatal(err)
		}
		if left := len(s.accesses(accesslog.Query{Kind: accesslog.View})); left != step.left {
			t.Errorf("after %v: %d left", step.after, left)
		}
	}
}

// TestAccessAtOnce holds that what many users do at once is all kept.
func TestAccessAtOnce(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	const users, each = 6, 10
	done := make(chan struct{})
	for range users {
		b := s.as(db.Viewer)
		go func() {
			defer func() { done <- struct{}{} }()
			for range each {
				b.get("/customers/1001")
				b.get("/customers/export.csv")
			}
		}()
	}
	for range users {
		<-done
	}
	views, exports := s.accesses(accesslog.Query{Kind: accesslog.View}), s.accesses(accesslog.Query{Kind: accesslog.Export, Customer: 1001})
	if len(views) != users*each || len(exports) != users*each {
		t.Errorf("%d views and %d exports", len(views), len(exports))
	}
}
