package handlers_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// exported is the export as a browser gets it.
func exported(b *browser) string {
	b.Helper()
	return b.get("/customers/export.csv").body
}

// TestImportThreeWay holds that an export which comes back leaves a colleague's
// change alone, and asks where both have changed the same.
func TestImportThreeWay(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Phone, "040 1111111", customer.City, "Vaasa")
	s.add(customer.Name, "Beeta Oy", customer.Phone, "040 2222222")
	b := s.as(db.Editor)
	export := exported(b)
	if !strings.Contains(export, ";Version\r\n") {
		t.Fatal(export)
	}
	s.change(1001, customer.Phone, "09 123456")

	b.upload("export.csv", export)
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="unchanged"`, `data-line="3" data-status="unchanged"`,
		`<td data-field="phone">040 1111111 09 123456 changed since the export</td>`, `<td data-field="phone"> <span class="one">040 1111111</span>`,
		`<span class="below"> <span class="read">09 123456</span>`, `<span class="below"> <small class="tag">changed since the export</small>`)

	b.upload("edited.csv", strings.Replace(export, "040 1111111", "050 7654321", 1))
	page := "/imports/2"
	b.want(b.get(page), 200, `data-line="2" data-status="undecided"`, "On 1 row the same value was changed both in the file",
		"When exported", "040 1111111", "09 123456", "050 7654321", `value="keep:2:10"`, `value="overwrite:2:10"`)
	for _, test := range []struct{ decide, status, back string }{
		{"keep:2:10", "unchanged", "clear:2"},
		{"overwrite:2:10", "modified", "clear:2"},
		{"keep-side:10", "unchanged", "ask-side:10"},
		{"overwrite-side:10", "modified", "ask-side:10"},
		{"conflicts:register", "unchanged", "conflicts:ask"},
		{"conflicts:file", "modified", "conflicts:ask"},
	} {
		b.leads(b.post(page+"/decisions", "decide", test.decide), page)
		b.want(b.get(page), 200, `data-line="2" data-status="`+test.status+`"`)
		b.leads(b.post(page+"/decisions", "decide", test.back), page)
		b.want(b.get(page), 200, `data-line="2" data-status="undecided"`)
	}
	b.leads(b.post(page+"/decisions", "decide", "overwrite:2:10", "whole-2-10", "yes"), page) // for all of the column
	b.want(b.get(page), 200, `data-line="2" data-status="modified"`, `value="ask-side:10"`)
	b.leads(b.post(page+"/decisions", "decide", "ask-side:10"), page)
	for _, wrong := range []string{"keep:2", "keep-side:99", "conflicts:both", "ask-side:x"} {
		b.want(b.post(page+"/decisions", "decide", wrong), 400)
	}
	b.post(page+"/decisions", "decide", "overwrite:2:10")
	b.leads(b.post(page+"/save", "fingerprint", fingerprint(b.get(page))), page)
	if got := s.stored(1001).Values[customer.Phone]; got != "050 7654321" {
		t.Errorf("stored %q", got)
	}
}

// TestImportCopies holds that whoever imports an export, and then goes on in the
// same file, is not asked about the own first import, but that somebody else with
// a copy of the export is, and that the import of a copy makes nobody the owner
// of what a third one has written since.
func TestImportCopies(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Phone, "040 1111111")
	own, other := s.as(db.Editor), s.as(db.Admin)
	export := exported(own)
	with := func(phone string) string { return strings.Replace(export, "040 1111111", phone, 1) }
	own.upload("first.csv", with("050 7654321"))
	own.leads(own.post("/imports/1/save", "fingerprint", fingerprint(own.get("/imports/1"))), "/imports/1")

	own.upload("on.csv", with("044 3333333"))
	own.want(own.get("/imports/2"), 200, `data-line="2" data-status="modified"`, "<ins>044 3333333</ins>", `<del class="below">050 7654321</del>`)
	other.upload("copy.csv", with("044 3333333"))
	other.want(other.get("/imports/3"), 200, `data-line="2" data-status="undecided"`, "When exported")
	own.want(own.get("/imports/3"), 200, `data-line="2" data-status="undecided"`)

	s.change(1001, customer.Phone, "09 123456")
	s.change(1001, customer.Phone, "050 7654321")
	own.want(own.get("/imports/2"), 200, `data-line="2" data-status="undecided"`)
}

// TestImportRenamedGroup holds that a group that was renamed after the export
// is not made again by it.
func TestImportRenamedGroup(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Vanhat")
	b := s.as(db.Editor)
	export := exported(b)
	groups, err := s.db.Groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.RenameGroup(t.Context(), db.Actor{Name: "test"}, groups[0].ID, "Uskolliset"); err != nil {
		t.Fatal(err)
	}
	b.upload("export.csv", export)
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="unchanged"`, "!new customer group")
	b.upload("edited.csv", strings.Replace(export, "Vanhat", "Muut", 1))
	b.want(b.get("/imports/2"), 200, `data-line="2" data-status="modified"`)
}

// TestImportRenamedGroups holds that an export moves no customer because a group
// has another name now: what it says may be the old name or a new group.
func TestImportRenamedGroups(t *testing.T) {
	rename := func(s *site, from, to string) {
		t.Helper()
		groups, err := s.db.Groups(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range groups {
			if group.Name == from {
				if err := s.db.RenameGroup(t.Context(), db.Actor{Name: "test"}, group.ID, to); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
		t.Fatalf("no group %s", from)
	}
	const unchanged, asked, modified = `data-line="2" data-status="unchanged"`, `data-line="2" data-status="undecided"`, `data-line="2" data-status="modified"`
	for name, test := range map[string]struct {
		before, after func(s *site) // of the export
		edit          string        // the group of Alfa Oy in the file
		wants         []string
	}{
		"renamed":           {nil, func(s *site) { rename(s, "A", "B") }, "A", []string{unchanged, "changed since the export"}},
		"renamed and moved": {nil, func(s *site) { rename(s, "A", "B"); s.change(1001, customer.Group, "X") }, "A", []string{unchanged}},
		"moved by hand and in the file": {nil, func(s *site) { s.change(1001, customer.Group, "X") }, "Y",
			[]string{asked, "Changed in file and register"}},
		"renamed and made again": {nil, func(s *site) { rename(s, "A", "B"); s.add(customer.Name, "Uusi Oy", customer.Group, "A") }, "A",
			[]string{asked, "is in the group B, which used to be called A", "!command line"}},
		"two names swapped": {nil, func(s *site) { rename(s, "A", "T"); rename(s, "C", "A"); rename(s, "T", "C") }, "A",
			[]string{asked, `data-line="4" data-status="undecided"`}},
		"renamed before the export": {func(s *site) { rename(s, "A", "B") }, nil, "A", []string{asked}},
		"another group":             {func(s *site) { rename(s, "A", "B") }, nil, "C", []string{modified}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.add(customer.Name, "Alfa Oy", customer.Group, "A")
			s.add(customer.Name, "Beeta Oy", customer.Group, "A")
			s.add(customer.Name, "Gamma Oy", customer.Group, "C")
			if test.before != nil {
				test.before(s)
			}
			b := s.as(db.Editor)
			export := exported(b)
			if test.after != nil {
				test.after(s)
			}
			now := "A"
			if test.before != nil {
				now = "B"
			}
			b.upload("export.csv", strings.Replace(export, ";"+now+";", ";"+test.edit+";", 1))
			b.want(b.get("/imports/1?status=all&columns=all&open=2"), 200, test.wants...)
		})
	}
}

// TestImportRenamedGroupImported holds the same of a group that an import of
// the export has written.
func TestImportRenamedGroupImported(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "A")
	b := s.as(db.Editor)
	edited := strings.Replace(exported(b), ";A;", ";K;", 1)
	b.upload("edited.csv", edited)
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	groups, err := s.db.Groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range groups {
		if group.Name == "K" {
			if err := s.db.RenameGroup(t.Context(), db.Actor{Name: "test"}, group.ID, "L"); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.change(1001, customer.Group, "X")
	b.upload("edited.csv", edited)
	b.want(b.get("/imports/2"), 200, `data-line="2" data-status="unchanged"`)
}

// TestImportRemappedColumn holds that what was decided about a column is dropped
// and told of where the column fills another field.
func TestImportRemappedColumn(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Phone, "040 1111111")
	b := s.as(db.Editor)
	export := exported(b)
	s.change(1001, customer.Phone, "09 123456")
	b.upload("edited.csv", strings.Replace(export, "040 1111111", "050 7654321", 1))
	const page = "/imports/1"
	b.want(b.get(page), 200, "Keep the register&#39;s values everywhere", "Take the file&#39;s values everywhere", `value="conflicts:file"`)
	b.leads(b.post(page+"/decisions", "decide", "overwrite-side:10"), page)
	b.leads(b.post(page+"/mapping", "column-11", "notes", "was-column-11", "phone"), page)
	b.want(b.get(page), 200, "1 choice about the column was dropped, because the column is now imported to another field.", "!Conflicts in column")
	b.leads(b.post(page+"/mapping", "column-11", "phone", "was-column-11", "notes"), page)
	b.want(b.get(page), 200, `data-line="2" data-status="undecided"`)
}

// TestImportPastPages holds that a page which is not there leads to the nearest.
func TestImportPastPages(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("new.csv", "Nimi\nAlfa Oy\n")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	for _, page := range []string{"99", "-1", "0", "x"} {
		b.want(b.get("/imports/1?page="+page), 200, "1001 Alfa Oy")
	}
}
