package handlers

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/db/backups"
	"kortisto/handlers/drafts"
	"kortisto/handlers/pagetest"
	"kortisto/handlers/web"
	"kortisto/locale"
)

// samples has something to show on each page; a page without a line here
// fails the test. A page with fragments names them after #.
var samples = map[string]func(Page) any{
	"error":  func(p Page) any { return &errorPage{Page: p, Status: 500, Heading: "a", Advice: "b", ID: "c"} },
	"login":  func(p Page) any { return &loginPage{Page: p, Name: "a", Problem: "b"} },
	"setup":  func(p Page) any { return &setupPage{Page: p, Problem: refusal{"b", "name"}} },
	"invite": func(p Page) any { return &invitePage{p, "a", refusal{"b", "token"}} },
	"settings": func(p Page) any {
		return &settingsPage{Page: p, Here: "a", Sessions: []*accounts.Session{{Handle: "a"}, {Handle: "b"}}, Problem: refusal{"b", "name"}, MaxMB: 50}
	},
	"users_index":           sampleUsers,
	"backups_index":         sampleBackups,
	"backups_index#backups": sampleBackupRunning,
	"groups_index":          sampleGroups,
	"own_fields":            sampleOwnFields,
	"customers_index":       sampleCustomers,
	"customers_index#list":  sampleCustomers,
	"customer_show":         sampleReading,
	"customer_form":         sampleCustomer,
	"customer_form#one": func(p Page) any {
		view := sampleCustomer(p).(*customerPage)
		view.One = view.field(customer.Phone)
		return view
	},
	"customers_columns": func(p Page) any {
		return &columnsPage{Page: p, Fixed: fixedColumns, Fields: arrangeFields(p.Table, p.Table.Listed())}
	},
	"customers_print": func(p Page) any {
		row := newCustomerRow(&customer.Customer{Number: 1}, p.Words, p.Table.Listed(), db.Highlights{})
		return &printPage{Page: p, Chips: []chip{{Text: "a"}, {Text: "b"}}, Columns: p.Table.Listed(), Customers: []customerRow{row}, TooMany: p.CanEdit()}
	},
	"imports_working": func(p Page) any {
		return &importWorking{Page: p, Import: new(db.Import), Progress: drafts.Progress{Stage: drafts.StageWaiting, Place: 2}}
	},
	"help":            func(p Page) any { return newHelpPage(p, topics[2]) },
	"customer_remove": func(p Page) any { return &removalPage{Page: p, Customer: &customer.Customer{}, Conflict: true} },
}

func sampleUsers(p Page) any {
	return &usersPage{Page: p, Roles: db.Roles, Users: []accounts.User{*p.User, {ID: 2, Name: "b", Role: db.Viewer}}, About: "b", Problem: refusal{"c", "name"},
		Link: "http://a/invite#b", LinkOf: "b"}
}

func sampleBackups(p Page) any {
	p.Backup = "backups.notice-late"
	list := []db.BackupFile{{Name: "a"}, {Name: "b", Upgrade: true}}
	return &backupsPage{
		Page: p, State: backups.State{Last: &list[0], Outside: &db.OutsideBackup{Path: "d"}, Failed: db.ErrDiskFull, Unpruned: true, Hour: 3, Keep: 14},
		List: list, Replaced: []db.Replaced{{Dir: "e"}}, Ago: "c",
	}
}

func sampleBackupRunning(p Page) any {
	return &backupsPage{Page: p, State: backups.State{Running: true, Hour: backups.NoHour}}
}

func sampleGroups(p Page) any {
	return &groupsPage{Page: p, Problem: "a", Groups: []groupRow{{Count: 1}, {Problem: "b"}}}
}

func sampleOwnFields(p Page) any {
	own := customer.OwnField{Field: customer.Own1, Name: "a", Type: customer.TypeDate, Away: true}
	return &ownFieldsPage{Page: p, Fields: []ownFieldRow{{OwnField: own, Problem: "b"}}, Left: 2, Problem: "c"}
}

func sampleCustomers(p Page) any {
	filter := listFilter{Query: "a", Groups: []string{"a", "b"}, Kind: customer.Person, City: "a", Has: askedFields, Since: "2026-11-29", Page: 2, Sort: customer.Notes, Desc: true}
	columns := p.Table.Listed()
	return &customersPage{
		Page: p, Filter: filter, Customers: []customerRow{newCustomerRow(&customer.Customer{Number: 1}, p.Words, columns, db.NewHighlights(filter.Query))},
		Columns: filter.heads(p.Table, columns), Chips: filter.chips(p.Words, nil, columns), Chosen: true, Slow: true, Groups: listedGroups([]db.Group{{Name: "a"}}), Kinds: customer.Kind.Choices(),
		Total: 120, Pager: newPager(p.Words, filter.Page, 120, filter.pageHref), Many: true, Fragment: true, Upload: sampleUpload(p),
	}
}

func sampleCustomer(p Page) any {
	form := newForm(p.Table, customer.Values{})
	form.moved = map[customer.Field]move{customer.City: clashing, customer.Street: taken}
	form.problems = map[customer.Field]customer.Problem{customer.Name: {Field: customer.Name, Code: customer.NameMissing}}
	return &customerPage{Page: p, Customer: 1, Name: "a", Moved: true, Conflict: true, Sections: form.sections(p.Words, []db.Group{{Name: "a"}})}
}

func sampleReading(p Page) any {
	one := customer.Customer{Number: 1, Values: customer.Values{customer.Name: "a", customer.Group: "b", customer.Phone: "040 123 4567", customer.Email: "a@b.example"}}
	one.Values[customer.Street], one.Values[customer.Postcode], one.Values[customer.City] = "c", "00100", "d"
	view := newReading(p, &one)
	view.History = sampleHistory(p.Words)
	return view
}

func testTemplates(t *testing.T) *web.Templates {
	t.Helper()
	s := &server{}
	s.assets.Store(&web.Assets{})
	e, err := web.ParseTemplates(os.DirFS("../views"), s.templateFuncs())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestEveryPage renders each page in each language and for each role: a text
// that is missing is a panic in tests.
func TestEveryPage(t *testing.T) {
	e := testTemplates(t)
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	sampleRegister = register
	files, err := filepath.Glob("../views/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".html"); samples[name] == nil && name != "layout" {
			t.Errorf("there is nothing to show on %s", name)
		}
	}
	for name, sample := range samples {
		for _, lang := range locale.Languages {
			for _, role := range db.Roles {
				page := Page{
					Words: Words{Printer: locale.For(lang), Table: customer.Standard()}, User: &accounts.User{ID: 1, Name: "a", Role: role},
					Flash: &Flash{Text: "a", Bad: true}, Demo: true, Insecure: true, Version: "1",
				}
				if err := e.Render(io.Discard, name, sample(page)); err != nil {
					t.Errorf("%s %s: %v", lang, role, err)
				}
			}
		}
	}
}

func TestFaultyPagesFailAtTheStart(t *testing.T) {
	for name, main := range map[string]string{
		"syntax":    `{{define "main"}}{{if}}{{end}}`,
		"function":  `{{define "main"}}{{nosuch}}{{end}}`,
		"template":  `{{define "main"}}{{template "nosuch"}}{{end}}`,
		"ambiguous": `{{define "main"}}<a href='{{.}}{{end}}`,
	} {
		files := fstest.MapFS{
			"layout.html":     {Data: []byte(`<title>{{template "title" .}}</title>{{template "main" .}}`)},
			"partials/p.html": {},
			"x.html":          {Data: []byte(`{{define "title"}}{{end}}` + main)},
		}
		if _, err := web.ParseTemplates(files, (&server{}).templateFuncs()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := testTemplates(t).Render(io.Discard, "nosuch", nil); err == nil {
		t.Error("a page that is not there is no error")
	}
}

// TestPagesAndFragmentsAtOnce is for the race detector.
func TestPagesAndFragmentsAtOnce(t *testing.T) {
	e := testTemplates(t)
	page := Page{Words: Words{Printer: locale.For("fi"), Table: customer.Standard()}, User: &accounts.User{Role: db.Admin}}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			name := []string{"customers_index", "customers_index#list"}[i%2]
			for range 20 {
				var got strings.Builder
				if err := e.Render(&got, name, sampleCustomers(page)); err != nil || (pagetest.First(pagetest.Read(got.String()), "html", "", "") == nil) != (i%2 == 1) {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	all.Wait()
}

// TestFirstPagesAtOnce holds that the first pages of a server can be asked for
// at the same time.
func TestFirstPagesAtOnce(t *testing.T) {
	s := newInside(t)
	var visits sync.WaitGroup
	for range 8 {
		visits.Go(func() {
			answer, err := s.app.Test(httptest.NewRequest(http.MethodGet, "/setup", nil), -1)
			if err != nil {
				t.Error(err)
				return
			}
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("status %d", answer.StatusCode)
			}
		})
	}
	visits.Wait()
}
