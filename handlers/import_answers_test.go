package handlers_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/demo"
	"kortisto/handlers/pagetest"
)

// mappingForm is the form of the selects as a browser sends it when a select
// of the page is changed, given as names and values in turn.
func mappingForm(page *answer, changes ...string) []string {
	tree := page.tree()
	values := pagetest.Fields(tree, pagetest.First(tree, "form", "id", "mapping"))
	for i := 0; i+1 < len(changes); i += 2 {
		values[changes[i]] = changes[i+1]
	}
	var pairs []string
	for name, value := range values {
		pairs = append(pairs, name, value)
	}
	return pairs
}

// TestAnswerIsThePage holds that an answer to HTMX is the page as it is then,
// but for the frame around it, whatever was asked and from wherever.
func TestAnswerIsThePage(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.add(customer.Name, "Alfa Oy", customer.Street, "Tie 1", customer.Notes, "x")
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Lisätiedot;Sähköposti\n1001;Tie 1;y;a@b.fi\n1002;Tie 2;x;ei\n1003;Tie 1;y;\n9999;Tie 3;;\n")
	const all = "/imports/1?status=all"
	for _, step := range []struct {
		name string
		ask  func(h *browser) *answer
		same string // the page that it shows
	}{
		{"a column left out", func(h *browser) *answer {
			return h.post("/imports/1/mapping", mappingForm(b.get(all), "column-3", "")...)
		}, all},
		{"an option", func(h *browser) *answer {
			return h.post("/imports/1/mapping", mappingForm(b.get(all), "kind", "company")...)
		}, all},
		{"a row left out", func(h *browser) *answer {
			return h.post("/imports/1/decisions", "decide", "exclude:3", "show-status", "all")
		}, all},
		{"a cell corrected", func(h *browser) *answer {
			return h.post("/imports/1/decisions", "decide", "text:3:3", "text", "c@d.fi", "show-status", "all")
		}, all},
		{"other rows", func(h *browser) *answer { return h.get("/imports/1?status=error") }, "/imports/1?status=error"},
		{"a search", func(h *browser) *answer { return h.get("/imports/1?status=all&q=tie+3") }, "/imports/1?status=all&q=tie+3"},
		{"details", func(h *browser) *answer { return h.get("/imports/1?status=all&open=2") }, "/imports/1?status=all&open=2"},
		{"columns shown", func(h *browser) *answer {
			return h.post("/imports/1/decisions", "decide", "columns:all", "show-status", "all")
		}, all},
	} {
		answer := step.ask(b.htmx())
		got, want := pagetest.Within(answer.tree()), pagetest.Within(pagetest.First(b.page(step.same), "main", "", ""))
		if answer.StatusCode != 200 || got != want || want == "" {
			t.Errorf("%s: %d, the answer is\n%s\nbut the page\n%s", step.name, answer.StatusCode, got, want)
		}
	}
}

// TestImportFollowsOtherTabs holds that a page whose choices were changed in
// another tab is brought up to date by whatever it asks next, and that its next
// change turns nothing back.
func TestImportFollowsOtherTabs(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi;Tie;Koodi\nAlfa;x;y\n")
	page := b.get("/imports/1")
	b.post("/imports/1/mapping", mappingForm(page, "column-2", "street")...)
	b.post("/imports/1/mapping", mappingForm(b.get("/imports/1"), "kind", "company")...)
	follows := []string{`<option value="street" selected>`, `name="was-column-2" value="street"`, `<option value="company" selected>`}
	b.want(b.htmx().get("/imports/1?status=new"), 200, follows...)
	b.want(b.htmx().post("/imports/1/mapping", mappingForm(page, "column-3", "reference")...), 200,
		append(follows, `<option value="reference" selected>`)...)
}

// TestImportLongTexts holds that a cell shows the beginning of a long text, and
// the row's details all of it.
func TestImportLongTexts(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Lisätiedot;Sähköposti\n"
	long := strings.Repeat("Soita ennen toimitusta. ", 200)
	for i := range 20 {
		s.add(customer.Name, "Alfa Oy", customer.Notes, long+"vanha loppu")
		file += fmt.Sprintf("%d;%suusi loppu %d;%s\n", 1001+i, long, i, strings.Repeat("x", 5000*(i/19)))
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	page := b.get("/imports/1?status=all")
	b.want(page, 200, "<ins>Soita ennen", `<del class="below">Soita ennen`, "!loppu", `data-line="21" data-status="error"`)
	if len(page.body) > 120_000 {
		t.Errorf("the page has %d bytes", len(page.body))
	}
	b.want(b.get("/imports/1?status=all&open=3"), 200, "uusi loppu 1", "vanha loppu", `id="text-1"`)
}

// TestAnswerIsSmall holds that the answer to a mapping change is small on its way,
// where six of nineteen columns change in every row.
func TestAnswerIsSmall(t *testing.T) {
	s := newSite(t)
	for _, values := range demo.Customers() {
		var texts []any
		for f, value := range values {
			if value != "" {
				texts = append(texts, customer.Field(f), value)
			}
		}
		s.add(texts...)
	}
	b := s.as(db.Editor)
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.get("/customers/export.csv").body, "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		for column, header := range rows[0] {
			switch header {
			case "Contact person", "Street address", "Your reference", "Notes":
				row[column] = fmt.Sprintf("Something new %d", 7*i)
			case "Phone":
				row[column] = fmt.Sprintf("050 765 %04d", 13*i)
			case "Payment terms":
				row[column] = "60"
			}
		}
	}
	var file strings.Builder
	writer := csv.NewWriter(&file)
	writer.Comma = ';'
	if err := writer.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	b.upload("all.csv", file.String())
	page := b.settled("/imports/1")
	b.want(page, 200, `data-count="modified" value="200"`)
	asking := b.htmx()
	for encoding, most := range map[string]int{"gzip": 20_000, "br": 17_000} {
		asking.headers["Accept-Encoding"] = encoding
		answer := asking.post("/imports/1/mapping", mappingForm(page, "column-9", "")...)
		if got := answer.Header.Get("Content-Encoding"); got != encoding || len(answer.body) > most {
			t.Errorf("%d bytes, packed by %q", len(answer.body), got)
		}
		t.Logf("%s: %d bytes", encoding, len(answer.body))
	}
}

// TestRefusedSaveSaysWhatChanged holds save-what-you-saw: a save of a plan that is another one by
// now says which of the two it was: the draft, as in another tab, or the register.
func TestRefusedSaveSaysWhatChanged(t *testing.T) {
	s, clock := newClockedSite(t)
	s.add(customer.Name, "Alfa Oy")
	s.add(customer.Name, "Beeta Oy")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Tie 1\n1002;Tie 2\n")
	save := func(page *answer) *answer {
		form := b.sentBy(page, "/imports/1/save")
		return b.post("/imports/1/save", "fingerprint", form["fingerprint"], "as-of", form["as-of"])
	}
	seen := b.get("/imports/1")
	clock.move(time.Minute)
	b.leads(b.post("/imports/1/decisions", "decide", "exclude:2"), "/imports/1")
	b.want(save(seen), 409, "This import has been changed since you saw this page", "!The register has changed")
	seen = b.get("/imports/1")
	s.change(1002, customer.Street, "Tie 2")
	b.want(save(seen), 409, "The register has changed since you saw this page", "!import has been changed")
}
