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
		"09 123456", "changed since the export", "!>040 1111111<")

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
	for _, wrong := range []string{"keep:2", "keep-side:99", "conflicts:both", "ask-side:x"} {
		b.want(b.post(page+"/decisions", "decide", wrong), 400)
	}
	b.post(page+"/decisions", "decide", "overwrite:2:10")
	b.leads(b.post(page+"/save", "fingerprint", fingerprint(b.get(page))), page)
	if got := s.stored(1001).Values[customer.Phone]; got != "050 7654321" {
		t.Errorf("stored %q", got)
	}
}

// TestImportRenamedGroup holds that a group that was renamed after the export
// is not made anew by it.
func TestImportRenamedGroup(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Vanhat")
	b := s.as(db.Editor)
	export := exported(b)
	groups, err := s.db.Groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.RenameGroup(t.Context(), "test", groups[0].ID, "Uskolliset"); err != nil {
		t.Fatal(err)
	}
	b.upload("export.csv", export)
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="unchanged"`, "!new customer group")
	b.upload("edited.csv", strings.Replace(export, "Vanhat", "Muut", 1))
	b.want(b.get("/imports/2"), 200, `data-line="2" data-status="modified"`)
}
