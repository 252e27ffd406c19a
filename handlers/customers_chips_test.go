package handlers_test

import (
	"fmt"
	"mime"
	"net/url"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// found lists the numbers of the customers that the list shows at an address.
func (b *browser) found(path string) string {
	b.Helper()
	return strings.Join(numbersOn(b.page(path)), " ")
}

// TestListFilters (list-filters) holds that every filter of an address chooses the same customers
// for the list, its count, an export, the selection of all that are found and the
// print, and that what makes no sense is passed over.
func TestListFilters(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Uudet", customer.City, "Oulu", customer.Email, "a@example.com")
	s.add(customer.Name, "Beta Oy", customer.Group, "Vanhat & muut", customer.City, "OULU", customer.EInvoiceAddress, "003707375462")
	s.add(customer.Name, "Virtanen Matti", customer.Kind, customer.Person, customer.City, "Turku", customer.Email, "m@example.com")
	b := s.as(db.Editor)
	for query, want := range map[string]string{
		"city=oulu":                                    "1001 1002",
		"city=+Oulu+&email=yes":                        "1001",
		"email=no":                                     "1002",
		"email=yes&einvoice_address=no":                "1001 1003",
		"einvoice_address=yes":                         "1002",
		"group=Uudet&group=Vanhat+%26+muut":            "1001 1002",
		"group=Uudet&group=&group=Uudet&group=nowhere": "1001",
		"kind=company&email=yes&q=oy&city=Oulu":        "1001",
		"since=2000-01-01":                             "1001 1002 1003",
		"since=2199-01-01":                             "",
		"since=2199-02-30&email=perhaps&city=":         "1001 1002 1003",
	} {
		count := len(strings.Fields(want))
		if got := b.found("/customers?" + query); got != want {
			t.Errorf("%s: the list has %s, want %s", query, got, want)
		}
		if got := strings.Count(b.get("/customers/export.csv?"+query).body, "\r\n") - 1; got != count {
			t.Errorf("%s: %d are exported, want %d", query, got, count)
		}
		if got := len(pagetest.Values(b.page("/customers/print?"+query), "", "data-customer")); got != count {
			t.Errorf("%s: %d are printed, want %d", query, got, count)
		}
		if count > 0 {
			b.want(b.post("/customers/change", "all", "1", "filter", query, "what", "remove"), 200, fmt.Sprintf(`name="sure" value="%d"`, count))
		}
	}
}

// TestFilterChips (list-chips) holds that the list tells each of its filters, with a link to
// itself without that filter alone, and keeps the others and the order.
func TestFilterChips(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Uudet", customer.City, "Oulu")
	b := s.as(db.Viewer)
	const query = "city=Oulu&einvoice_address=no&email=no&group=Uudet&group=Muut&kind=company&q=alfa&since=2026-11-01&sort=-name"
	a := b.get("/customers?" + query + "&page=3")
	whole, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	for told, parameter := range map[string]string{
		"Search: alfa": "q=alfa", "Customer group: Uudet": "group=Uudet", "Customer group: Muut": "group=Muut", "Companies": "kind=company", "City: Oulu": "city=Oulu",
		"Email missing": "email=no", "E-invoice address missing": "einvoice_address=no", "Changed since 1 Nov 2026": "since=2026-11-01",
	} {
		without, err := url.ParseQuery(strings.Replace(query, parameter, "", 1))
		if err != nil || len(without) == len(whole) && parameter[:5] != "group" {
			t.Fatal(parameter, err)
		}
		href := strings.ReplaceAll("/customers?"+without.Encode(), "&", "&amp;")
		b.want(a, 200, `<a href="`+href+`" aria-label="Remove the filter: `+told+`">`+told+`×</a>`)
	}
	b.want(a, 200, `name="city" value="Oulu"`, `<input type="hidden" name="group" value="Muut">`, `value="no" selected`, `type="date" value="2026-11-01"`)
	b.want(b.get("/customers"), 200, `!class="chips"`, `name="city" value=""`)
	b.leads(b.get("/customers?q=1001&group=&group=&city=Oulu&email=&since=&open=list"), "/customers?city=Oulu&q=1001")
	b.want(b.htmx().get("/customers?q=&city=Oulu"), 200, `aria-label="Remove the filter: City: Oulu"`, `href="/customers/columns?city=Oulu"`, `href="/customers/print?city=Oulu"`)
}

// TestListSorting (list-sorting) holds that the list is sorted by any field, that a column says
// so, and where none shows it a chip, and that a long list says that only two
// orders are quick.
func TestListSorting(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Ö-katu 1")
	s.add(customer.Name, "Beta Oy")
	s.add(customer.Name, "Gamma Oy", customer.Street, "Ääkatu 2")
	b := s.as(db.Viewer)
	for sort, want := range map[string]string{"street": "1003 1001 1002", "-street": "1001 1003 1002", "-name": "1003 1002 1001"} {
		if got := b.found("/customers?sort=" + sort); got != want {
			t.Errorf("by %s: %s, want %s", sort, got, want)
		}
	}
	b.want(b.get("/customers?sort=street"), 200, "Order: Street address", "!aria-sort", `!id="slow"`)
	b.want(b.get("/customers?sort=-name"), 200, `aria-sort="descending"`, "!Order:")
	b.leads(b.post("/customers/columns", "show", "street"), "/customers")
	b.want(b.get("/customers?sort=street"), 200, `data-field="street" aria-sort="ascending"`, "!Order:")
}

// TestExportIsNamedAfterItsFilter (list-file-name) holds that the name of an export tells its filter
// and the day, in letters, digits and hyphens alone, and is never too long.
func TestExportIsNamedAfterItsFilter(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Uudet")
	b := s.as(db.Viewer)
	b.headers["Accept-Language"] = "fi"
	for query, want := range map[string]string{
		"":                          "asiakkaat-2026-11-23.csv",
		"kind=company&city=Oulu":    "asiakkaat-yritykset-oulu-2026-11-23.csv",
		"group=uudet&email=no":      "asiakkaat-uudet-sähköposti-puuttuu-2026-11-23.csv",
		"since=2026-11-01":          "asiakkaat-muuttunut-2026-11-01-alkaen-2026-11-23.csv",
		"q=../..\\%22%0d%0aX:y%00;": "asiakkaat-x-y-2026-11-23.csv",
		"q=..&sort=-city":           "asiakkaat-2026-11-23.csv",
		"q=" + strings.Repeat("Ö", 500) + "&city=" + strings.Repeat("Å", 500): "asiakkaat-" + strings.Repeat("ö", 40) + "-" + strings.Repeat("å", 29) + "-2026-11-23.csv",
	} {
		header := b.get("/customers/export.csv?" + query).Header.Get("Content-Disposition")
		_, values, err := mime.ParseMediaType(header)
		if err != nil || values["filename"] != want {
			t.Errorf("%s: %s, want %s, %v", query, header, want, err)
		}
	}
	header := b.get("/customers/export.csv?city=J%C3%A4rvenp%C3%A4%C3%A4").Header.Get("Content-Disposition")
	if want := `attachment; filename="asiakkaat-jarvenpaa-2026-11-23.csv"; filename*=UTF-8''asiakkaat-j%C3%A4rvenp%C3%A4%C3%A4-2026-11-23.csv`; header != want {
		t.Errorf("%s, want %s", header, want)
	}
}

// TestPrintedList (list-print) holds that the list for paper has all that the filter shows, with
// a title, the filters and the day, in the user's columns, with nothing on paper to press,
// and that very many say where they end and lead to a file.
func TestPrintedList(t *testing.T) {
	s := newSite(t)
	for i := range 55 {
		s.add(customer.Name, fmt.Sprintf("Yritys %02d Oy", i), customer.Street, fmt.Sprintf("Katu %d", i), customer.City, "Oulu")
	}
	s.add(customer.Name, "Muualla Oy", customer.City, "Turku")
	b := s.as(db.Viewer)
	b.post("/customers/columns", "show", "street")
	b.want(b.get("/customers?city=oulu"), 200, `href="/customers/print?city=oulu"`)
	printed := b.get("/customers/print?city=oulu&sort=-number&page=2")
	b.want(printed, 200, "Customers 23 Nov 2026", "City: oulu", "55 customers", `<td data-field="street">Katu 54</td>`, "!Muualla", "!Email", "!Oulu")
	b.want(printed, 200, "<button data-prints>Print</button>")
	for _, control := range controlsOnPaper(printed.tree()) {
		t.Errorf("the list for paper has a %s", control)
	}
	if got := pagetest.Values(printed.tree(), "tr", "data-customer"); len(got) != 55 || got[0] != "1055" || got[54] != "1001" {
		t.Errorf("the order of the list is lost: %s", got)
	}
	var file strings.Builder
	file.WriteString("Nimi\n")
	for i := range 5000 {
		fmt.Fprintf(&file, "Monta %d Oy\n", i)
	}
	editor := s.as(db.Editor)
	editor.leads(editor.upload("monta.csv", file.String()), "/imports/1")
	editor.leads(editor.post("/imports/1/save", "fingerprint", fingerprint(editor.settled("/imports/1"))), "/imports/1")
	editor.settled("/imports/1")
	many := b.get("/customers/print")
	b.want(many, 200, "the first 5,000 customers", `href="/customers/export.xlsx?columns=shown"`, "All customers")
	if got := len(pagetest.Values(many.tree(), "", "data-customer")); got != 5000 {
		t.Errorf("%d are printed", got)
	}
}
