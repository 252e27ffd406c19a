package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/sheet"
)

func TestCustomerList(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, "There are no customers", `href="/imports/new"`, "!<table")
	s.add(customer.Name, "Zeta Oy", customer.City, "Oulu", customer.Group, "Uudet & vanhat")
	s.add(customer.Name, "Alfa Oy", customer.City, "Turku", customer.BusinessID, "0737546-2")
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person, customer.Phone, "040 123 4567")
	for path, want := range map[string][]string{
		"/customers":                         {"3 customers", "Zeta Oy", "Alfa Oy", "Virtanen Matti", "customers/export.xlsx"},
		"/customers?q=alf":                   {"1 customer found", "Alfa Oy", "!Zeta Oy", "export.xlsx?q=alf"},
		"/customers?q=0401234567":            {"Virtanen Matti", "!Alfa Oy"},
		"/customers?kind=person":             {"Virtanen Matti", "!Alfa Oy"},
		"/customers?group=uudet+%26+vanhat":  {"Zeta Oy", "!Alfa Oy"},
		"/customers?q=xyzzy":                 {"The search found no customers", "!<table"},
		"/customers?q=%22%27%2A%29+OR+NEAR(": {"The search found no customers"},
		"/customers?sort=name%3bdrop+table":  {"3 customers"},
		"/customers?page=99999999999999999":  {"Zeta Oy"},
		"/customers?kind=nonsense&page=-3":   {"3 customers"},
		"/customers?sort=-name":              {`aria-sort="descending"`},
	} {
		b.want(b.get(path), 200, want...)
	}
	sorted := b.get("/customers?sort=name").body
	if strings.Index(sorted, "Alfa Oy") > strings.Index(sorted, "Zeta Oy") {
		t.Error("not sorted by name")
	}
}

func TestCustomerListAsFragment(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Viewer)
	h := b.htmx()
	h.headers["HX-Trigger-Name"] = "q"
	a := h.get("/customers?q=alf&group=&kind=")
	h.want(a, 200, `id="list"`, "Alfa Oy", `id="exports" hx-swap-oob="true"`, "!<html")
	if got := a.Header.Get("HX-Replace-Url"); got != "/customers?q=alf" {
		t.Errorf("the address becomes %q", got)
	}
	h.headers["HX-Trigger-Name"] = "kind"
	if got := h.get("/customers?q=&kind=company").Header.Get("HX-Push-Url"); got != "/customers?kind=company" {
		t.Errorf("the address becomes %q", got)
	}
	h.headers["HX-History-Restore-Request"] = "true"
	h.want(h.get("/customers?q=alf"), 200, "<html", "Alfa Oy")
}

func TestCustomerListPages(t *testing.T) {
	s := newSite(t)
	for i := range 51 {
		s.add(customer.Name, fmt.Sprintf("Asiakas %02d", i))
	}
	b := s.as(db.Viewer)
	b.want(b.get("/customers?sort=name&q=asiakas"), 200, "Asiakas 49", "!Asiakas 50",
		`rel="next" href="/customers?page=2&amp;q=asiakas&amp;sort=name"`)
	for _, page := range []string{"2", "3", "999", "1000000", "99999999999999999999"} { // the last one, too
		b.want(b.get("/customers?page="+page), 200, "Asiakas 50", "!Asiakas 49", "51–51 of 51", `rel="prev" href="/customers"`, "!next")
	}
	b.want(b.htmx().get("/customers?page=999&q=asiakas"), 200, "Asiakas 50", "51–51 of 51", "!<html")
}

func TestViewerOnlyReads(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Country, "SE", customer.Language, "sv")
	b := s.as(db.Viewer)
	b.want(b.get("/customers"), 200, "Alfa Oy", "!/customers/new", "!/imports/new", "export.csv")
	b.want(b.get("/customers/1001"), 200, "Alfa Oy", "Sweden", "Swedish", "!<fieldset", "!/remove", "!name=\"revision\"")
	b.want(b.get("/groups"), 200, "!<fieldset", "!action=\"/groups\"")
}

func TestExport(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa; Oy", customer.Phone, "+358 40 123 4567", customer.Group, "Uudet")
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person)
	b := s.as(db.Viewer)
	b.headers["Accept-Language"] = "fi"
	for kind, mime := range map[string]string{
		"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	} {
		a := b.get("/customers/export." + kind + "?kind=company")
		want := `attachment; filename="asiakkaat 2026-11-23 1412.` + kind + `"; filename*=UTF-8''asiakkaat%202026-11-23%201412.` + kind
		if got := a.Header.Get("Content-Disposition"); got != want || a.Header.Get("Content-Type") != mime {
			t.Errorf("%s, type %s", got, a.Header.Get("Content-Type"))
		}
		read, err := sheet.Read([]byte(a.body), sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(read.Rows) != 1 || read.Header[0] != "Asiakasnumero" || read.Rows[0].Cells[1] != "Yritys" || read.Rows[0].Cells[2] != "Alfa; Oy" {
			t.Errorf("%s: %q %v", kind, read.Header, read.Rows)
		}
	}
}

// TestExportsAreSentWhileTheyAreMade holds that an export whose file nobody
// reads makes way for the next ones.
func TestExportsAreSentWhileTheyAreMade(t *testing.T) {
	h := newSite(t).as(db.Viewer)
	for i := range 300 { // more than a connection's buffers hold
		h.add(customer.Name, fmt.Sprintf("Yritys %d Oy", i), customer.Notes, strings.Repeat("Avaimet vahtimestarilta. ", 40))
	}
	for range 5 {
		if a := h.send(httptest.NewRequest(http.MethodHead, "/customers/export.csv", nil)); a.StatusCode != http.StatusOK || a.body != "" {
			t.Errorf("status %d, %d bytes", a.StatusCode, len(a.body))
		}
	}
	a := h.get("/customers/export.csv")
	if rows := strings.Count(a.body, "\r\n"); rows != 301 || a.Header.Get("Content-Length") != "" {
		t.Errorf("%d rows, length %q", rows, a.Header.Get("Content-Length"))
	}
}
