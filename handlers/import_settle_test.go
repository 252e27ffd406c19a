package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// lines lists the lines of the rows on a page.
func lines(page *answer) string {
	return strings.Join(pagetest.Values(page.tree(), "tr", "data-line"), " ")
}

// settleFile is a file with a bit of everything, on the customers of settleSite.
const settleFile = `Asiakasnumero;Nimi;Puhelin;Postinumero;Maksuehto
1001;Alfa Oy;040 111 1111;00120;14
1002;Beeta Oy;040 222 2222;abc;14 vrk n
1003;Gamma Oy;;def;21
1004;Älvsby Ab;040 444 4444;00140;14 vrk n
;Ziit Oy;040 555 5555;00150;
`

func settleSite(t *testing.T) (*site, *browser) {
	s := newSite(t)
	for _, name := range []string{"Alfa Oy", "Beeta Oy", "Gamma Oy", "Älvsby Ab"} {
		s.add(customer.Name, name, customer.Phone, "040 1", customer.PaymentTerms, "21")
	}
	b := s.as(db.Editor)
	b.leads(b.upload("lista.csv", settleFile), "/imports/1")
	return s, b
}

// TestImportFilters holds that rows are narrowed by problem, by what changes
// and by a search, together and each with its count.
func TestImportFilters(t *testing.T) {
	_, b := settleSite(t)
	for query, want := range map[string]string{
		"":                            "2 3 4 5 6",
		"problem=postcode-invalid":    "3 4",
		"problem=terms-invalid":       "3 5",
		"changes=phone":               "2",
		"q=%C3%A4LV":                  "5",
		"q=ziit":                      "6",
		"q=1003":                      "4",
		"q=gamma&problem=email-wrong": "",
		"q=040+222":                   "3",
		"q=nosuch":                    "",
		"problem=nosuch":              "",
		"status=error&q=oy":           "3 4",
		"status=error&problem=terms-invalid&q=beeta": "3",
		"status=attention":                           "3 4 5 2 6",
		"changes=nosuch&problem=%22":                 "",
	} {
		page := b.get("/imports/1?" + query)
		if got := lines(page); page.StatusCode != 200 || got != want {
			t.Errorf("%s: rows %s, want %s", query, got, want)
		}
	}
	b.want(b.get("/imports/1"), 200, "Postal code invalid (2)", "Phone changes (1)", "!Leave these")
	b.want(b.get("/imports/1?problem=terms-invalid&status=all"), 200, "Postal code invalid (2)", `value="terms-invalid" selected`,
		"Showing 2 rows", "Leave these 2 rows out", `href="/imports/1?problem=terms-invalid&amp;status=error"`, `name="show-problem" value="terms-invalid"`)
	b.want(b.get("/imports/1?problem=terms-invalid&q=beeta"), 200, "Postal code invalid (1)", `value="beeta"`)
	h := b.htmx()
	h.headers["HX-Trigger"] = "filter"
	a := h.get("/imports/1?status=all&problem=&changes=phone&q=")
	if got := a.Header.Get("HX-Push-Url"); got != "/imports/1?changes=phone&status=all" {
		t.Errorf("the address becomes %q", got)
	}
}

// TestImportFilterPaging holds that paging keeps the filter.
func TestImportFilterPaging(t *testing.T) {
	b := newSite(t).as(db.Editor)
	var file strings.Builder
	file.WriteString("Nimi;Postinumero\n")
	for i := range 150 {
		fmt.Fprintf(&file, "Henkilö %d;%s\n", i, []string{"00100", "abc"}[i%2])
	}
	b.upload("lista.csv", file.String())
	page := b.get("/imports/1?problem=postcode-invalid&page=2")
	b.want(page, 200, "51–75 of 75", `href="/imports/1?problem=postcode-invalid&amp;status=attention" rel="prev"`)
	if got := lines(page); !strings.HasPrefix(got, "103 105") {
		t.Errorf("rows %s", got)
	}
}

// TestImportCorrect holds decide-cell: a cell is corrected, left unimported,
// and taken back, in its place and in the details.
func TestImportCorrect(t *testing.T) {
	_, b := settleSite(t)
	b.want(b.get("/imports/1"), 200, `id="fix-3-3"`, `data-text="abc"`, `href="/imports/1?open=3&amp;status=all#text-3"`, `!id="fix-4-0"`)
	b.leads(b.post("/imports/1/decisions", "decide", "text:4:3", "text", " 00130 "), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-line="4" data-status="modified"`, "<ins>00130</ins>", "your correction", "1 cell corrected")
	b.post("/imports/1/decisions", "decide", "text:4:3", "text", "def")
	b.want(b.get("/imports/1"), 200, `data-line="4" data-status="error"`, "!cell corrected")
	b.post("/imports/1/decisions", "decide", "text:4:3", "text", "")
	b.want(b.get("/imports/1"), 200, `data-line="4" data-status="unchanged"`, "1 value not imported")
	b.want(b.get("/imports/1?open=4"), 200, `value="forget:4:3"`)
	b.post("/imports/1/decisions", "decide", "forget:4:3")
	b.want(b.get("/imports/1?open=3"), 200, `data-line="4" data-status="error"`, `name="text-3"`, `value="correct-all:3:4"`, "Correct all alike (2)")
	b.post("/imports/1/decisions", "decide", "correct:3", "text-3", "00110", "was-text-3", "abc", "text-4", "30", "was-text-4", "14 vrk n", "text-1", "Beeta Oy", "was-text-1", "Beeta Oy")
	b.want(b.get("/imports/1"), 200, `data-line="3" data-status="modified"`, "<ins>00110</ins>", "<ins>30</ins>", "2 cells corrected")
	b.post("/imports/1/decisions", "decide", "undo:texts")
	b.want(b.get("/imports/1"), 200, `data-line="3" data-status="error"`, `!id="decided"`)
	for _, wrong := range []string{"text:9:3", "text:3", "text:3:x", "correct:99", "correct-all:3:99", "forget:3:-1", "values:9", "values", "skip-value:1", "undo:nothing", "exclude-shown:x"} {
		b.want(b.post("/imports/1/decisions", "decide", wrong, "text", "a"), 400)
	}
}

// TestImportValues holds decide-value on the page: a column's values with
// their counts, the faulty ones first, each with what it shall be.
func TestImportValues(t *testing.T) {
	s, b := settleSite(t)
	b.want(b.get("/imports/1"), 200, `href="/imports/1?status=all&amp;values=5"`, `!id="values-1"`)
	page := b.get("/imports/1?values=5")
	b.want(page, 200, "Payment terms: values in the file", "2 cells", `name="from-0" value="14 vrk n"`, `name="typed-0"`, "autofocus", "Imported as: 14")
	b.leads(b.post("/imports/1/decisions", "decide", "values:4", "show-values", "5", "from-0", "14 vrk n", "was-to-0", "", "typed-0", "30",
		"from-1", "14", "was-to-1", "", "typed-1", "14"), "/imports/1?values=5")
	page = b.get("/imports/1?values=5")
	b.want(page, 200, `data-line="5" data-status="modified"`, "corrected everywhere", "Payment terms: “14 vrk n” → “30” (2 cells)", `value="30"`)
	b.post("/imports/1/decisions", "decide", "skip-value:4:14 vrk n")
	b.want(b.get("/imports/1?values=5"), 200, "“14 vrk n” → not imported (2 cells)")
	b.post("/imports/1/decisions", "decide", "keep-value:4:14 vrk n")
	b.want(b.get("/imports/1"), 200, "!corrected everywhere", `data-line="5" data-status="error"`)
	b.post("/imports/1/decisions", "decide", "correct-all:3:4", "text-4", "14")
	b.want(b.get("/imports/1"), 200, `data-line="5" data-status="modified"`, "(2 cells)")
	b.post("/imports/1/decisions", "decide", "undo:values")
	b.want(b.get("/imports/1"), 200, `data-line="5" data-status="error"`)
	v := s.as(db.Viewer)
	v.want(v.get("/imports/1?values=5"), 200, "!typed-0", "!class=\"fix\"")
}

// TestImportLines holds that texts of several lines are corrected where no line
// end is lost, and come back from the browser as they were.
func TestImportLines(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Notes, "vanha")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Lisätiedot;Asiakasryhmä\n1001;\"yksi\nkaksi\";\"Pohjoinen\nItä\"\n")
	b.want(b.get("/imports/1?open=2"), 200, "!id=\"fix-2-1\"", "<textarea form=\"correct\" name=\"text-1\"", "!id=\"fix-2-2\"", "<textarea form=\"correct\" name=\"text-2\"")
	b.want(b.get("/imports/1?values=3"), 200, "Pohjoinen", "!typed-0")
	b.post("/imports/1/decisions", "decide", "correct:2", "text-1", "yksi\r\nkaksi", "was-text-1", "yksi\r\nkaksi")
	b.want(b.get("/imports/1"), 200, "!your correction")
	b.post("/imports/1/decisions", "decide", "correct-all:2:2", "text-2", "Itä")
	b.want(b.get("/imports/1"), 200, "<ins>Itä</ins>", "corrected everywhere")
	b.post("/imports/1/decisions", "decide", "keep-value:2:Pohjoinen\r\nItä")
	b.want(b.get("/imports/1"), 200, "!corrected everywhere")
}

// TestImportValueChoices holds that a field with choices is set right by them.
func TestImportValueChoices(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("lista.csv", "Nimi;Tyyppi;Kieli\nAlfa;Yhtiö;fi\nBeeta;Yhtiö;fi\nGamma;Henkilö;\n")
	b.want(b.get("/imports/1?values=2"), 200, `<option value="=company">Company</option>`, `<option value="-">not imported</option>`, "Choose a value…", "Leave as it is")
	b.post("/imports/1/decisions", "decide", "values:1", "from-0", "Yhtiö", "was-to-0", "", "to-0", "=company")
	b.want(b.get("/imports/1?values=2"), 200, `data-count="new" value="3"`, `<option value="=company" selected>`, "“Yhtiö” → “company” (2 cells)")
	b.post("/imports/1/decisions", "decide", "values:1", "from-0", "Yhtiö", "was-to-0", "", "to-0", "")
	b.want(b.get("/imports/1"), 200, `data-count="new" value="3"`) // an older page turns nothing back
	b.leads(b.post("/imports/1/reading", "header_row", "1", "delimiter", ";"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-count="new" value="3"`)
	b.leads(b.post("/imports/1/reading", "header_row", "none"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "1 choice about columns was dropped", "!(2 cells)")
}

// TestImportValuesCorrected holds that the values of a column tell what is read
// of them after what was decided, and that a cell that was corrected alone is none
// of them.
func TestImportValuesCorrected(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("lista.csv", "Nimi;Tyyppi;Maksuehto\nAlfa;Yritys;kohta\nBeeta;Yritys;sovitaan\nGamma;Yritys;sovitaan\n")
	b.want(b.get("/imports/1?values=3"), 200, `value="kohta"`, `class="bad"`)
	b.post("/imports/1/decisions", "decide", "text:2:2", "text", "14")
	b.want(b.get("/imports/1?values=3"), 200, `!value="kohta"`, `value="sovitaan"`, `class="bad"`)
	b.post("/imports/1/decisions", "decide", "values:2", "from-0", "sovitaan", "typed-0", "21", "was-to-0", "")
	b.want(b.get("/imports/1?values=3"), 200, `value="sovitaan"`, "Imported as: 21", `!class="bad"`)
}

// TestImportWithoutHeader holds that a checkbox says that a file has no header,
// and that a row's number in an empty field is looked for.
func TestImportWithoutHeader(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("lista.csv", "Nimi;Tyyppi\nAlfa;Yritys\n")
	const headed, unticked = `name="no_header" value="yes"`, `!name="no_header" value="yes" checked`
	b.want(b.get("/imports/1"), 200, `name="header_row" value="1"`, headed, unticked)
	b.leads(b.post("/imports/1/reading", "header_row", "1", "no_header", "yes"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `name="header_row" value=""`, `name="no_header" value="yes" checked`, `data-line="1"`)
	b.leads(b.post("/imports/1/reading", "header_row", ""), "/imports/1")
	b.want(b.get("/imports/1"), 200, `name="header_row" value="1"`, headed, unticked, `!data-line="1"`)
}

// TestImportBulk holds decide-row for all the rows that are shown, and that
// rows which are others than the button said are left alone.
func TestImportBulk(t *testing.T) {
	_, b := settleSite(t)
	errors := []string{"show-status", "error"}
	page := b.get("/imports/1?status=error")
	b.want(page, 200, `value="exclude-shown:3"`)
	stale := b.post("/imports/1/decisions", append(errors, "decide", "exclude-shown:4")...)
	b.leads(stale, "/imports/1?status=error")
	b.want(b.get("/imports/1?status=error"), 200, `data-count="error" value="3"`, "The rows have changed")
	b.leads(b.post("/imports/1/decisions", append(errors, "decide", "exclude-shown:3")...), "/imports/1?status=error")
	b.want(b.get("/imports/1?status=excluded"), 200, `data-count="excluded" value="3"`, `value="take-shown:3"`, "3 rows left out")
	b.post("/imports/1/decisions", "decide", "take-shown:1", "show-status", "excluded", "show-q", "gamma")
	b.want(b.get("/imports/1"), 200, `data-count="excluded" value="2"`)
	b.post("/imports/1/decisions", "decide", "undo:excluded")
	b.want(b.get("/imports/1"), 200, `data-count="excluded" value="0"`, `data-count="error" value="3"`)
	b.post("/imports/1/mapping", "create", "no")
	b.want(b.get("/imports/1"), 200, `data-count="excluded" value="1"`, `value="include:6"`)
	b.post("/imports/1/decisions", "decide", "take-shown:1", "show-status", "excluded")
	b.want(b.get("/imports/1"), 200, `data-count="excluded" value="0"`, "1 row taken in")
}

// TestImportAllTheSame settles all undecided rows of a kind at once, one way
// and the other.
func TestImportAllTheSame(t *testing.T) {
	s := newSite(t)
	file := "Nimi;Katuosoite\n"
	for i := range 5 {
		s.add(customer.Name, fmt.Sprintf("Yhtiö %d Oy", i), customer.BusinessID, []string{"0737546-2", "2077474-0", "1572860-0", "0112038-9", "0116297-6"}[i])
		file += fmt.Sprintf("Yhtiö %d Oy;Katu 1\n", i)
	}
	for range 2 {
		s.add(customer.Kind, customer.Person, customer.Name, "Virtanen Matti")
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", file+"Virtanen Matti;Katu 2\n")
	b.want(b.get("/imports/1"), 200, `data-count="undecided" value="6"`, "Show all 5 like this", `href="/imports/1?problem=shadow&amp;status=undecided"`)
	b.want(b.get("/imports/1?status=undecided"), 200, "!All the same", "!All new")
	shown := []string{"show-status", "undecided", "show-problem", "shadow"}
	b.want(b.get("/imports/1?status=undecided&problem=shadow"), 200, `value="same-shown:5"`, `value="new-shown:5"`)
	b.post("/imports/1/decisions", append(shown, "decide", "same-shown:5")...)
	b.want(b.get("/imports/1"), 200, `data-count="undecided" value="1"`, `data-count="modified" value="5"`, "5 customers picked")
	b.post("/imports/1/decisions", "decide", "undo:customers")
	b.post("/imports/1/decisions", append(shown, "decide", "new-shown:5")...)
	b.want(b.get("/imports/1"), 200, `data-count="undecided" value="1"`, `data-count="new" value="5"`, "5 rows made new customers")
	b.post("/imports/1/decisions", "decide", "undo:created")
	b.want(b.get("/imports/1"), 200, `data-count="undecided" value="6"`, `!<button class="small quiet" aria-label^="Take back"`)
}

// TestImportManyCandidates holds that many candidates are all within reach,
// the first ones open.
func TestImportManyCandidates(t *testing.T) {
	s := newSite(t)
	long := strings.TrimSpace(strings.Repeat("Pitkäniminen ", 30))
	for i := range 12 {
		s.add(customer.Kind, customer.Person, customer.Name, long, customer.Street, fmt.Sprintf("Katu %d", i))
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi;Puhelin\n"+long+";040 123 4567\n")
	page := b.get("/imports/1")
	b.want(page, 200, "Show 6 more candidates", "<b>Katu 0</b>", "<b>Katu 11</b>", `value="customer:2:1012"`, "<p>Person</p>")
	candidates := func(within *html.Node) (n int) {
		for _, decide := range pagetest.Values(within, "button", "value") {
			if strings.HasPrefix(decide, "customer:2:") {
				n++
			}
		}
		return n
	}
	whole := page.tree()
	if all, folded := candidates(whole), candidates(pagetest.First(whole, "details", "class", "more")); all != 12 || folded != 6 {
		t.Errorf("%d of %d candidates are folded", folded, all)
	}
}

// TestImportLoneCandidate holds that of a lone candidate one sees what differs
// from the row, beside what the file has there; what is written otherwise alone
// does not.
func TestImportLoneCandidate(t *testing.T) {
	s := newSite(t)
	s.add(customer.Kind, customer.Person, customer.Name, "Aaltola Aino", customer.Street, "Kauppakatu 8", customer.Postcode, "00280",
		customer.City, "Helsinki", customer.Phone, "050 000 1037", customer.Email, "aino@posti.example")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi;Tyyppi;Katuosoite;Postinumero;Postitoimipaikka;Puhelin;Sähköposti\nAaltola Aino;Henkilö;Rantatie 7;00280;Helsinki;040 1;aino@toinen.example\n")
	b.want(b.get("/imports/1"), 200, `value="customer:2:1001"`,
		"<p>Kauppakatu 8In the file: Rantatie 7</p>", "<p> <b>Kauppakatu 8</b>", `<p> <span class="other"> <b>Rantatie 7</b>`,
		"<p>050 000 1037In the file: 040 1</p>", "<p> <b>050 000 1037</b>", `<p> <span class="other"> <b>040 1</b>`,
		"<p>Person</p>", "<p>00280 Helsinki</p>", `!class="other">In the file: 00280`)
}

// TestDecisionsSurviveARestart holds that all decisions are there again on a
// new server with the same data.
func TestDecisionsSurviveARestart(t *testing.T) {
	s, b := settleSite(t)
	b.post("/imports/1/decisions", "decide", "text:3:3", "text", "00110")
	b.post("/imports/1/decisions", "decide", "values:4", "from-0", "14 vrk n", "was-to-0", "", "typed-0", "30")
	b.post("/imports/1/decisions", "decide", "exclude:6")
	before := b.get("/imports/1")
	b.want(before, 200, "1 row left out", "1 cell corrected", "(2 cells)", `data-line="3" data-status="modified"`)
	again := s.restart()
	after := again.as(db.Editor).get("/imports/1")
	if fingerprint(after) != fingerprint(before) || lines(after) != lines(before) {
		t.Error("the plan is another one after the restart")
	}
	again.as(db.Editor).want(after, 200, "1 row left out", "1 cell corrected", "(2 cells)")
}

// TestImportSettlePrivacy holds value-private: a personal identity code is
// neither found, nor handed out to be corrected.
func TestImportSettlePrivacy(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("lista.csv", "Nimi;Y-tunnus;Tyyppi\nAlfa;131052-308T;131052-308T\n")
	for _, query := range []string{"open=2", "values=3", "q=131052-308T"} {
		page := b.get("/imports/1?" + query)
		b.want(page, 200, "!131052-308T", "!from-0")
		if query[0] == 'q' && lines(page) != "" {
			t.Error("the code was found")
		}
	}
}
