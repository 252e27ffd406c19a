package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
	"kortisto/sheet"
)

func TestCustomerList(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, "The register has no customers yet", `href="/imports/new"`, "!<table")
	s.add(customer.Name, "Zeta Oy", customer.City, "Oulu", customer.Group, "Uudet & vanhat")
	s.add(customer.Name, "Alfa Oy", customer.City, "Turku", customer.BusinessID, "0737546-2")
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person, customer.Phone, "040 123 4567")
	for path, want := range map[string][]string{
		"/customers":                         {"3 customers", "Zeta Oy", "Alfa Oy", "Virtanen Matti", "customers/export.xlsx"},
		"/customers?q=alf":                   {"1 customer found", "<a>Alfa Oy</a>", "<a> <mark>Alf</mark>", "!Zeta Oy", "export.xlsx?q=alf"},
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
	if got := numbersOn(b.page("/customers?sort=name")); !slices.Equal(got, []string{"1002", "1003", "1001"}) {
		t.Errorf("not sorted by name: %s", got)
	}
}

func TestCustomerListAsFragment(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Viewer)
	h := b.htmx()
	h.headers["HX-Trigger-Name"] = "q"
	a := h.get("/customers?q=alf&group=&kind=")
	h.want(a, 200, `id="list"`, "<a>Alfa Oy</a>", "<a> <mark>Alf</mark>", `id="exports" hx-swap-oob="true"`, "!<html")
	if got := a.Header.Get("HX-Replace-Url"); got != "/customers?q=alf" {
		t.Errorf("the address becomes %q", got)
	}
	h.headers["HX-Trigger-Name"] = "kind"
	if got := h.get("/customers?q=&kind=company").Header.Get("HX-Push-Url"); got != "/customers?kind=company" {
		t.Errorf("the address becomes %q", got)
	}
	h.headers["HX-History-Restore-Request"] = "true"
	h.want(h.get("/customers?q=alf"), 200, "<html", "<a>Alfa Oy</a>", "<a> <mark>Alf</mark>")
}

func TestCustomerListPages(t *testing.T) {
	s := newSite(t)
	for i := range 51 {
		s.add(customer.Name, fmt.Sprintf("Asiakas %02d", i))
	}
	b := s.as(db.Viewer)
	b.want(b.get("/customers?sort=name&q=asiakas"), 200, "<a>Asiakas 49</a>", "<a> <mark>Asiakas</mark>", "!<a>Asiakas 50",
		`rel="next" href="/customers?page=2&amp;q=asiakas&amp;sort=name"`)
	for _, page := range []string{"2", "3", "999", "1000000", "99999999999999999999"} { // the last one, too
		b.want(b.get("/customers?page="+page), 200, "Asiakas 50", "!Asiakas 49", "51–51 of 51", `rel="prev" href="/customers"`, "!next")
	}
	b.want(b.htmx().get("/customers?page=999&q=asiakas"), 200, "<a>Asiakas 50</a>", "<a> <mark>Asiakas</mark>", "51–51 of 51", "!<html")
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
		want := `attachment; filename="asiakkaat-yritykset-2026-11-23.` + kind + `"; filename*=UTF-8''asiakkaat-yritykset-2026-11-23.` + kind
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

// headerOf is the header of a CSV file.
func headerOf(a *answer) string {
	line, _, _ := strings.Cut(strings.TrimPrefix(a.body, "\ufeff"), "\r\n")
	return line
}

// TestExportOfChosenColumns holds that the columns that an address names, and
// those of the list, come back without harm to the others.
func TestExportOfChosenColumns(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Katu 1", customer.Phone, "040 1234567")
	b := s.as(db.Editor)
	b.headers["Accept-Language"] = "fi"
	for query, want := range map[string]string{
		"columns=shown":                   "Asiakasnumero;Nimi;Y-tunnus;Postitoimipaikka;Puhelin;Sähköposti;Asiakasryhmä;Versio",
		"columns=street,phone":            "Asiakasnumero;Katuosoite;Puhelin;Versio",
		"columns=Puhelin,Asiakasnumero":   "Puhelin;Asiakasnumero;Versio",
		"columns=name&kind=person":        "Asiakasnumero;Nimi;Versio",
		"columns=version%2Cnumber%2Cname": "Versio;Asiakasnumero;Nimi",
	} {
		if a := b.get("/customers/export.csv?" + query); a.StatusCode != 200 || headerOf(a) != want {
			t.Errorf("%s: %d %s", query, a.StatusCode, a.body)
		}
	}
	if all := headerOf(b.get("/customers/export.csv?columns=")); !strings.HasPrefix(all, "Asiakasnumero;Tyyppi;Nimi;") {
		t.Errorf("all: %s", all)
	}
	exported := customer.Standard().Exported()
	for _, path := range []string{"/customers/export.csv", "/customers/template.xlsx"} {
		b.want(b.get(path+"?columns=name,colour%3Cb%3E"), 400, "Saraketta colour&lt;b&gt; ei ole", "number, kind, name", exported[len(exported)-1].Key()+", version")
	}
	back := strings.Replace(b.get("/customers/export.csv?columns=street").body, "Katu 1", "Katu 2", 1)
	b.leads(b.upload("x.csv", back), "/imports/1")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	if got := s.stored(1001).Values; got[customer.Street] != "Katu 2" || got[customer.Name] != "Alfa Oy" || got[customer.Phone] != "040 1234567" {
		t.Errorf("stored %q", got)
	}
}

// TestExportMenu holds that the list offers its customers with all columns and
// with its own, and to those who may import an empty template.
func TestExportMenu(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	viewer, editor := s.as(db.Viewer), s.as(db.Editor)
	offered := []string{`href="/customers/export.xlsx"`, `href="/customers/export.csv"`,
		`href="/customers/export.xlsx?columns=shown"`, `href="/customers/export.csv?columns=shown"`}
	templates := []string{`href="/customers/template.xlsx"`, `href="/customers/template.csv"`}
	editor.want(editor.get("/customers"), 200, slices.Concat(offered, templates, []string{"Download an empty template"})...)
	editor.want(editor.get("/imports/new"), 200, templates...)
	viewer.want(viewer.get("/customers"), 200, append(offered, "!template")...)
	viewer.want(viewer.get("/customers/template.csv"), 403)
	found := viewer.htmx().get("/customers?q=alf&page=1")
	viewer.want(found, 200, `href="/customers/export.csv?columns=shown&amp;q=alf"`, "Export those found, the list&#39;s columns only (CSV)")
	if a := viewer.get("/customers/export.csv?columns=shown&q=xyzzy"); a.StatusCode != 200 || strings.Count(a.body, "\r\n") != 1 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

// TestTemplate holds that a template is a header without rows, of all columns or
// of some.
func TestTemplate(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.headers["Accept-Language"] = "fi"
	a := b.get("/customers/template.csv")
	b.want(a, 200, "Asiakasnumero;Tyyppi;Nimi;", "!Versio")
	if strings.Count(a.body, "\r\n") != 1 || !strings.Contains(a.Header.Get("Content-Disposition"), `filename="asiakaspohja.csv"`) {
		t.Errorf("%q as %s", a.body, a.Header.Get("Content-Disposition"))
	}
	if got := headerOf(b.get("/customers/template.csv?columns=name,email")); got != "Asiakasnumero;Nimi;Sähköposti" {
		t.Errorf("some columns: %s", got)
	}
	b.want(b.get("/customers/template.xlsx"), 200, "PK")
	b.want(b.get("/customers/template.exe"), 404)
	b.want(b.get("/customers/export.exe"), 404)
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

// TestCustomerSearchHighlights holds that what fits the search is highlighted in the list,
// and nothing that is highlighted becomes markup.
func TestCustomerSearchHighlights(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Rakennusmestarit <b>Oy</b>", customer.Phone, "+358 44 963 7254", customer.BusinessID, "2077474-0", customer.City, "Mestarila")
	b := s.as(db.Viewer)
	for query, want := range map[string][]string{
		"mestarit":        {"<a>Rakennusmestarit &lt;b&gt;Oy&lt;/b&gt;</a>", "<a> <mark>mestarit</mark>", "<td>Mestarila</td>", "!<mark>M", "!<mark>Rakennus"},
		"mestari":         {"<a> <mark>mestari</mark>", "<td> <mark>Mestari</mark>"},
		"<b>oy":           {"<a>Rakennusmestarit &lt;b&gt;Oy&lt;/b&gt;</a>", "<a> <mark>b</mark>", "<a> <mark>Oy</mark>", "!<b"},
		"oy rakennus":     {"<a>Rakennusmestarit &lt;b&gt;Oy&lt;/b&gt;</a>", "<a> <mark>Rakennus</mark>", "<a> <mark>Oy</mark>"},
		"0449637254":      {`<td data-field="phone"> <mark>44 963 7254</mark>`, `<td data-field="phone">+358 44 963 7254</td>`},
		"963 7254":        {`<td data-field="phone"> <mark>963 7254</mark>`},
		"044-963 7254":    {`<td data-field="phone"> <mark>44 963 7254</mark>`, `<td data-field="phone">+358 44 963 7254</td>`},
		"%2B358449637254": {`<td data-field="phone"> <mark>358 44 963 7254</mark>`},
		"20774740":        {"<mark>2077474-0</mark>"},
		"FI20774740":      {"<mark>2077474-0</mark>"},
		"1001":            {`<td data-field="number"> <mark>1001</mark>`, `<td data-field="number">1001</td>`},
	} {
		if !strings.Contains(query, "%") {
			query = url.QueryEscape(query)
		}
		for _, client := range []*browser{b, b.htmx()} {
			client.want(client.get("/customers?q="+query), 200, append(want, "1 customer found")...)
		}
	}
	b.want(b.get("/customers"), 200, "!<mark")
}

// TestCustomerSearchOrder holds that those whose names fit come first, unless an
// order was chosen, and that no column says that the list is sorted by it.
func TestCustomerSearchOrder(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Contact, "Virtanen Matti")
	s.add(customer.Name, "Virtanen Oy")
	b := s.as(db.Viewer)
	for path, want := range map[string]string{
		"/customers?q=virtanen": "1002 1001", "/customers?q=1001+OR": "", "/customers?q=virtanen&sort=number": "1001 1002", "/customers?q=virtanen&sort=-number": "1002 1001",
	} {
		a := b.get(path)
		if got := strings.Join(numbersOn(a.tree()), " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if sorted := pagetest.First(a.tree(), "", "aria-sort", "") != nil; sorted == !strings.Contains(path, "sort=") && want != "" {
			t.Errorf("%s: a column is marked as sorted: %t", path, sorted)
		}
	}
	b.want(b.get("/customers?q=virtanen"), 200, `href="/customers?q=virtanen&amp;sort=number"`)
}

// TestNumberOpensCustomer holds that the Enter key after the number of a customer
// opens that customer, and after anything else shows who is found, at an address
// to come back to.
func TestNumberOpensCustomer(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Phone, "1002")
	s.add(customer.Name, "Beta 1001 Oy")
	b := s.as(db.Viewer)
	for path, want := range map[string]string{
		"/customers?q=1001&group=&kind=&open=1":          "/customers/1001",
		"/customers?q=+1002+&open=1":                     "/customers/1002",
		"/customers?q=1003&open=1":                       "/customers?q=1003",
		"/customers?q=99999999999999999999&open=1":       "/customers?q=99999999999999999999",
		"/customers?q=-1001&open=1":                      "/customers?q=-1001",
		"/customers?q=beta+1001&group=&kind=&open=1":     "/customers?q=beta+1001",
		"/customers?q=&group=&kind=person&sort=c&open=1": "/customers?kind=person",
	} {
		b.leads(b.get(path), want)
	}
	b.want(b.get("/customers?q=1001"), 200, "2 customers found", `id="filters"`)
}

// TestManyFound holds that of a search that finds very many the page does not
// say how many they are, and leads on from page to page.
func TestManyFound(t *testing.T) {
	s := newSite(t)
	for i := range 1001 {
		s.add(customer.Name, fmt.Sprintf("Asiakas %04d", i))
	}
	b := s.as(db.Viewer)
	b.headers["Accept-Language"] = "fi"
	b.want(b.get("/customers?q=asiakas"), 200, "Löytyi yli 1\u00a0000 asiakasta", "1–50 / yli 1\u00a0000", `rel="next" href="/customers?page=2&amp;q=asiakas"`, "!Viimeinen")
	b.want(b.get("/customers?q=asiakas&page=20"), 200, "951–1\u00a0000 / yli", `rel="next" href="/customers?page=21&amp;q=asiakas"`)
	b.want(b.get("/customers?q=asiakas&page=900"), 200, "<a>Asiakas 1000</a>", "!rel=\"next\"")
	b.want(b.get("/customers?q=asiakas&sort=name&page=21"), 200, "<a>Asiakas 1000</a>", "!rel=\"next\"")
	b.want(b.get("/customers?q=asiakas&kind=person"), 200, "Haulla ei löytynyt")
	b.want(b.get("/customers"), 200, "1\u00a0001 asiakasta", "Viimeinen")
}
