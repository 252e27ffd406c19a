package handlers_test

import (
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
	"kortisto/handover"
)

// fillElsewhere makes some customers, 1003 of them without any address.
func (s *site) fillElsewhere() {
	s.Helper()
	s.add(customer.Name, "Alfa Oy", customer.Contact, "Åke", customer.Email, "info@alfa.example; Matti@posti.example", customer.Street, "Katu 1", customer.Postcode, "00100", customer.City, "Helsinki", customer.Group, "Vakiot")
	s.add(customer.Name, "Beta Oy", customer.Email, "matti@posti.example", customer.Street, "Gatan 2", customer.Postcode, "111 51", customer.City, "Stockholm", customer.Country, "SE", customer.Group, "Vakiot")
	s.add(customer.Name, "Gamma Oy", customer.Phone, "040 123 4567", customer.City, "Oulu", customer.Notes, "salaisuus")
}

// TestEmailAddressesToCopy holds that the addresses of a filter and of ticked
// customers are given once each, and who has none (hand-mails, docs/rules.md).
func TestEmailAddressesToCopy(t *testing.T) {
	s := newSite(t)
	s.fillElsewhere()
	b := s.as(db.Viewer)
	for path, want := range map[string]struct {
		addresses string
		without   []string
	}{
		"/customers/elsewhere":                                         {"info@alfa.example; Matti@posti.example", []string{"1003 Gamma Oy"}},
		"/customers/elsewhere?separator=%2C":                           {"info@alfa.example, Matti@posti.example", []string{"1003 Gamma Oy"}},
		"/customers/elsewhere?filter=" + url.QueryEscape("q=beta"):     {"matti@posti.example", nil},
		"/customers/elsewhere?number=1003&number=1002":                 {"matti@posti.example", []string{"1003 Gamma Oy"}},
		"/customers/elsewhere?filter=sort%3Dname&number=1002&all=1":    {"info@alfa.example; Matti@posti.example", []string{"1003 Gamma Oy"}},
		"/customers/elsewhere?filter=group%3DVakiot%26sort%3D-name":    {"matti@posti.example; info@alfa.example", nil},
		"/customers/elsewhere?number=1003":                             {"", []string{"1003 Gamma Oy"}},
		"/customers/elsewhere?filter=%25zz&number=zebra&separator=<b>": {"info@alfa.example; Matti@posti.example", []string{"1003 Gamma Oy"}},
	} {
		page := b.page(path)
		got := ""
		if field := pagetest.First(page, "textarea", "id", "addresses"); field != nil {
			got = pagetest.Text(field)
		}
		if got != want.addresses {
			t.Errorf("%s: %q, want %q", path, got, want.addresses)
		}
		var without []string
		for one := range pagetest.All(pagetest.First(page, "ul", "class", "left-out"), "a", "href") {
			without = append(without, pagetest.Text(one))
		}
		if !slices.Equal(without, want.without) {
			t.Errorf("%s: without an address %q, want %q", path, without, want.without)
		}
	}
	editor := s.as(db.Editor)
	editor.want(editor.get("/customers?q=beta"), 200, `href="/customers/elsewhere?filter=q%3Dbeta"`, `formaction="/customers/elsewhere" formmethod="get"`)
	b.want(b.get("/customers"), 200, `href="/customers/elsewhere"`, "!formaction")
	b.want(b.get("/customers/elsewhere"), 200, "Bcc", "All 3 customers")
}

// TestLabels holds what is printed on labels, where the first one stands, and
// who is left out.
func TestLabels(t *testing.T) {
	s := newSite(t)
	s.fillElsewhere()
	for i := range 30 {
		s.add(customer.Name, fmt.Sprintf("Firma %02d", i), customer.Street, "Tie 1", customer.Postcode, "90100", customer.City, "Oulu")
	}
	b := s.as(db.Viewer)
	page := b.page("/customers/labels?start=3")
	var sheets []int
	var labels []string
	for sheet := range pagetest.All(page, "div", "class") {
		if pagetest.Attribute(sheet, "class") != "sheet" {
			continue
		}
		places := 0
		for label := range pagetest.All(sheet, "div", "class") {
			places++
			var lines []string
			for line := range pagetest.All(label, "span", "") {
				lines = append(lines, pagetest.Text(line))
			}
			labels = append(labels, strings.Join(lines, "/"))
		}
		sheets = append(sheets, places)
	}
	if want := []int{24, 10}; !slices.Equal(sheets, want) {
		t.Errorf("sheets of %v labels, want %v", sheets, want)
	}
	if want := []string{"", "", "Alfa Oy/Åke/Katu 1/00100 HELSINKI", "Beta Oy/Gatan 2/111 51 STOCKHOLM/SWEDEN", "Firma 00/Tie 1/90100 OULU"}; !slices.Equal(labels[:5], want) {
		t.Errorf("labels %q, want %q", labels[:5], want)
	}
	b.want(b.get("/customers/labels?start=3"), 200, "32 labels", "1 customer is left out", "<a>1003 Gamma Oy</a>")
	for start, first := range map[string]int{"": 1, "0": 1, "24": 24, "25": 24, "zebra": 1} {
		b.want(b.get("/customers/labels?number=1001&start="+start), 200, fmt.Sprintf(`name="start" type="number" min="1" max="24" value="%d"`, first), "1 label.")
	}
	b.want(b.get("/customers/labels?number=1003"), 200, "0 labels", `!class="sheet"`)
}

// TestTooManyToWriteTo holds that nobody is left out silently where there are
// more customers than can be written to at once.
func TestTooManyToWriteTo(t *testing.T) {
	s := newSite(t)
	file := strings.Builder{}
	file.WriteString("Nimi;Sähköposti\n")
	for i := range 5001 {
		fmt.Fprintf(&file, "Firma %d Oy;f%d@firma.example\n", i, i)
	}
	editor := s.as(db.Editor)
	path := editor.upload("lista.csv", file.String()).Header.Get("Location")
	editor.saveShown(path, editor.get(path))
	b := s.as(db.Viewer)
	b.want(b.get("/customers/elsewhere"), 200, "More than 5,000 customers", "At most 5,000 customers", "!<textarea")
	b.want(b.get("/customers/labels"), 200, "At most 5,000 customers", `!class="sheet"`)
	b.want(b.get("/customers/elsewhere?filter=q%3D4999"), 200, "f4999@firma.example")
}

// TestContactCards holds the file for address books, of one customer and of a
// filter.
func TestContactCards(t *testing.T) {
	s := newSite(t)
	s.fillElsewhere()
	b := s.as(db.Viewer)
	b.want(b.get("/customers/1003"), 200, `href="/customers/contacts.vcf?number=1003"`)
	a := b.get("/customers/contacts.vcf?number=1003")
	b.want(a, 200, "BEGIN:VCARD\r\n", "FN:Gamma Oy\r\n", "TEL;TYPE=WORK,VOICE:+358401234567\r\n", "!Alfa", "!salaisuus")
	if got := a.Header.Get("Content-Type"); got != "text/vcard; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	if _, params, err := mime.ParseMediaType(a.Header.Get("Content-Disposition")); err != nil || params["filename"] != "customers 2026-11-23 1412.vcf" {
		t.Errorf("file name %v, %v", params, err)
	}
	b.want(b.get("/customers/contacts.vcf?filter=group%3DVakiot"), 200, "FN:Alfa Oy", "FN:Beta Oy", "!Gamma")
	if again := b.get("/customers/contacts.vcf?number=1003"); again.body != a.body {
		t.Error("the card of a customer is another one the second time")
	}
}

// TestFilesForPrograms holds that a file for another program, in any of the
// page's languages, is read back by the import without a change.
func TestFilesForPrograms(t *testing.T) {
	s := newSite(t)
	s.fillElsewhere()
	b := s.as(db.Editor)
	for _, program := range handover.Programs() {
		a := b.get("/customers/program.csv?for=" + program.Key)
		b.want(a, 200, strings.Join(program.Header(), ";"))
		if !strings.Contains(a.Header.Get("Content-Disposition"), program.Name) {
			t.Errorf("%s: file name %q", program.Key, a.Header.Get("Content-Disposition"))
		}
		b.want(b.get(b.upload(program.Key+".csv", a.body).Header.Get("Location")), 200, `data-count="unchanged" value="3"`)
	}
	b.want(b.get("/customers/program.csv?for=netvisor&number=1002"), 200, "Beta", "!Alfa")
	b.want(b.get("/customers/program.csv?for=zebra"), 404)
	b.want(b.get("/customers/program.csv"), 404)
}
