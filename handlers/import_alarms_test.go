package handlers_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// TestImportShuffled holds that a column that was sorted by itself is warned of
// before all else, and left out with one press.
func TestImportShuffled(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Puhelin;Maksuehto\n"
	for i := range 12 {
		s.add(customer.Name, "Alfa Oy", customer.Phone, fmt.Sprintf("040 55500%02d", 7*i), customer.PaymentTerms, "14")
		file += fmt.Sprintf("%d;040 55500%02d;30\n", 1001+i, 7*((i+1)%12))
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	page := b.get("/imports/1")
	b.want(page, 200, "Column B: On 12 rows, Phone would become another customer&#39;s.",
		`value="leave-column:1"`, "Payment terms would change on 12 of 12 rows. All get the same value.", `value="leave-column:2"`,
		`name="ask"`)
	// The first alarm stands in sight, and once more among all.
	leaving := slices.DeleteFunc(pagetest.Values(page.tree(), "button", "value"), func(decide string) bool { return !strings.HasPrefix(decide, "leave-column:") })
	if want := []string{"leave-column:1", "leave-column:1", "leave-column:2"}; !slices.Equal(leaving, want) {
		t.Errorf("the shuffled column is not told of first: %s, want %s", leaving, want)
	}
	b.leads(b.post("/imports/1/decisions", "decide", "leave-column:1"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "!another customer&#39;s", "Payment terms would change", "!<ins>040", "12 changes", `!name="ask"`)
	b.post("/imports/1/decisions", "decide", "leave-column:0")
	b.want(b.get("/imports/1"), 200, "Save 12 changes") // of the number nothing is warned of, so nothing is left out
	b.want(b.post("/imports/1/decisions", "decide", "leave-column:9"), 400)
}

// TestImportMassChangeCountsUp holds that a column which changes nearly
// everywhere is warned of though its values count up, and can be left out.
func TestImportMassChangeCountsUp(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Puhelin\n"
	for i := range 12 {
		s.add(customer.Name, "Alfa Oy", customer.Phone, fmt.Sprintf("040 55500%02d", 7*i))
		file += fmt.Sprintf("%d;050 76543%02d\n", 1001+i, i)
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	page := b.get("/imports/1")
	b.want(page, 200, "From row 2 on, 12 cells count up by one", "by itself? Phone would change on 12 of 12 rows.", `value="series:1"`, `value="leave-column:1"`)
	warnings := slices.DeleteFunc(pagetest.Values(page.tree(), "", "class"), func(class string) bool { return class != "warn" })
	if len(warnings) != 2 { // once in sight, once among all for a narrow screen
		t.Error("the column has more than one alarm")
	}
	b.leads(b.post("/imports/1/decisions", "decide", "leave-column:1"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-count="unchanged" value="12"`, "!count up by one", "!would change on")
}

// TestImportGroupSlip holds that a new group that is a slip away from a stored
// one is settled with one press, and that nothing else is offered.
func TestImportGroupSlip(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.add(customer.Name, "Alfa Oy", customer.Group, "Vakio:asiakkaat")
	}
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Asiakasryhmä\n1001;Vakioasiakas\n1002;vakioasiakas\n1003;Messut 2026\n")
	b.want(b.get("/imports/1"), 200, "The new customer group Vakioasiakas (2 rows) resembles the group Vakio:asiakkaat", "2 new customer groups")
	decide := "use-group:" + url.QueryEscape("Vakioasiakas") + ":" + url.QueryEscape("Vakio:asiakkaat")
	b.want(b.get("/imports/1"), 200, `value="`+decide+`"`)
	b.leads(b.post("/imports/1/decisions", "decide", decide), "/imports/1")
	b.want(b.get("/imports/1"), 200, "!much like", "1 new group", `data-line="2" data-status="unchanged"`, `data-line="3" data-status="unchanged"`)
	for _, wrong := range []string{"use-group:a", "use-group:a:", "use-group:%zz:a"} {
		b.want(b.post("/imports/1/decisions", "decide", wrong), 400)
	}
}

// TestImportFill holds that a field that the file lacks is filled for new,
// found or filtered rows, and that each fill is listed and taken back.
func TestImportFill(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.PaymentTerms, "14")
	b := s.as(db.Editor)
	b.upload("x.csv", "Nimi;Puhelin;Kieli\nAlfa Oy;040 123 4567;\nBeeta Oy;;\nGamma Oy;;\n")
	b.want(b.get("/imports/1"), 200, `name="fill-payment_terms"`, `name="fill-group"`, `name="fill-invoicing"`, `!name="fill-language"`,
		`<option value="new" selected>New customers</option>`)
	b.leads(b.post("/imports/1/fill", "fill-rows", "new", "fill-payment_terms", "30 pv", "fill-group", "Uudet"), "/imports/1")
	page := b.get("/imports/1?open=3")
	b.want(page, 200, "<li>Payment terms: 30 New customers, 2 rows", "<li> <b>Payment terms: 30</b>", "<b>Customer group: Uudet</b>", "filled in",
		`data-line="2" data-status="modified"`, "1 new group")
	b.post("/imports/1/fill", "fill-rows", "lines", "fill-invoicing", "email", "show-status", "modified")
	page = b.get("/imports/1")
	b.want(page, 200, "<li>Invoicing method: Email The filtered rows, 1 row", "<li> <b>Invoicing method: Email</b>")

	buttons := pagetest.Values(page.tree(), "button", "value")
	unfill := slices.IndexFunc(buttons, func(decide string) bool { return strings.HasPrefix(decide, "unfill:") })
	if unfill < 0 {
		t.Fatal("no fill can be taken back")
	}
	b.leads(b.post("/imports/1/decisions", "decide", buttons[unfill]), "/imports/1")
	b.want(b.get("/imports/1"), 200, "!<b>Customer group: Uudet</b>", "<b>Payment terms: 30</b>")
	b.post("/imports/1/fill", "fill-rows", "new", "fill-payment_terms", "21")

	answer := b.htmx().post("/imports/1/fill", "fill-rows", "all", "fill-payment_terms", "-1", "fill-invoicing", "letter")
	b.want(answer, 422, `role="alert"`, `value="-1"`, `<option value="letter" selected>`, `<option value="all" selected>`)
	b.want(b.post("/imports/1/fill", "fill-rows", "all"), 422, "Give a value in at least one field.", `id="settings" open`) // in sight without a script, too
	b.want(b.get("/imports/1"), 200, `!id="settings" open`)
	b.want(b.post("/imports/1/fill", "fill-rows", "all", "fill-group", strings.Repeat("a", 101)), 422, `role="alert"`)
	b.want(b.post("/imports/1/fill", "fill-rows", "some", "fill-group", "a"), 400)

	b.post("/imports/1/mapping", "column-3", "payment_terms")
	b.want(b.get("/imports/1"), 200, "column C gives the value", `!name="fill-payment_terms"`, `name="fill-language"`)
	b.post("/imports/1/mapping", "column-3", "")

	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	for number, want := range map[int]string{1001: "14||email", 1002: "21||", 1003: "21||"} {
		v := s.stored(number).Values
		if got := v[customer.PaymentTerms] + "|" + v[customer.Group] + "|" + v[customer.Invoicing]; got != want {
			t.Errorf("%d: %s, want %s", number, got, want)
		}
	}
}

// TestImportFillLive holds that an answer offers what no column fills by then,
// and says of what was filled which column gives it.
func TestImportFillLive(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("x.csv", "Nimi;Muuta\nBeeta Oy;x\n")
	b.want(b.htmx().post("/imports/1/fill", "fill-rows", "all", "fill-language", "sv"), 200, "<b>Language: Swedish</b>",
		`<td class="filled change" data-field="language" data-changes="language"> <ins>Swedish</ins>`, `data-field="language">Swedish`)
	b.want(b.htmx().post("/imports/1/mapping", "column-1", "name", "column-2", "group"), 200, `id="fill-form"`, `!name="fill-group"`)
	for _, column := range [][]string{{"column-2", "B"}, {"column-1", "A"}} { // another column gives what was filled
		b.want(b.htmx().post("/imports/1/mapping", column[0], "language"), 200, "column "+column[1]+" gives")
	}
}

// TestImportRemembersMapping holds map-remember: the next file with the same
// header is mapped as the last one, with a word and a way back.
func TestImportRemembersMapping(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("x.csv", "Nimi;Muuta\nAlfa Oy;Meri\n")
	b.post("/imports/1/mapping", "column-2", "contact", "names", "first", "create", "yes")
	page := b.get("/imports/1")
	b.want(page, 200, "!Columns as in")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(page)), "/imports/1")

	b.upload("y.csv", "NIMI;muuta\nBeeta Oy;Ranta\n")
	b.want(b.get("/imports/2"), 200, "Columns as in the import of ", "(editor)", `<input type="hidden" name="was-column-2" value="contact"`,
		`<input type="hidden" name="was-names" form="mapping" value="first">`, `<input type="hidden" name="was-create" form="mapping" value="yes">`)
	b.leads(b.post("/imports/2/decisions", "decide", "guess-columns"), "/imports/2")
	b.want(b.get("/imports/2"), 200, "!Columns as in", `name="was-column-2" value=""`, `name="was-names" form="mapping" value=""`)
	b.post("/imports/2/reading", "header_row", "1")
	b.want(b.get("/imports/2"), 200, "Columns as in", `name="was-column-2" value="contact"`)
	b.post("/imports/2/reading", "header_row", "none")
	b.want(b.get("/imports/2"), 200, "!Columns as in")

	b.upload("z.csv", "Nimi;Katuosoite\nGamma Oy;Rantatie 1\n")
	b.want(b.get("/imports/3"), 200, "!Columns as in")
}

// TestGuessColumnsAgain holds that the way back from a remembered mapping leads to
// the guess as it was, with a column that only the stored numbers in it map.
func TestGuessColumnsAgain(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Delta Oy")
	b := s.as(db.Editor)
	b.upload("n.csv", "Nro;Nimi;Vuosi;Muu\n1001;Delta Oy;2026;x\n")
	b.want(b.get("/imports/1"), 200, `name="was-column-1" value="number"`)
	b.post("/imports/1/mapping", "column-1", "reference", "column-2", "name")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	b.upload("m.csv", "Nro;Nimi;Vuosi;Muu\n1001;Delta Oy;2026;y\n")
	b.want(b.get("/imports/2"), 200, "Columns as in", `name="was-column-1" value="reference"`)
	b.leads(b.post("/imports/2/decisions", "decide", "guess-columns"), "/imports/2")
	b.want(b.get("/imports/2"), 200, "!Columns as in", `name="was-column-1" value="number"`)
}

// TestImportMissing holds that the customers of whom the file says nothing are
// listed and downloaded, of all or of one group, and nobody else.
func TestImportMissing(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "A")
	s.add(customer.Name, "Beeta Oy", customer.Group, "A")
	s.add(customer.Name, "Gamma Oy", customer.Group, "B")
	for range 60 {
		s.add(customer.Name, "Muut Oy")
	}
	b := s.as(db.Viewer)
	s.as(db.Editor).upload("x.csv", "Asiakasnumero;Nimi\n1001;Alfa Oy\n4711;Uusi Oy\n")
	b.want(b.get("/imports/1"), 200, `href="/imports/1/missing"`)
	b.want(b.get("/imports/1/missing"), 200, "62 customers are in the register", `data-customer="1002"`, `data-customer="1003"`, `!data-customer="1001"`,
		`href="/imports/1/missing.csv"`, `href="/imports/1/missing?page=2"`, "1–50 of 62")
	b.want(b.get("/imports/1/missing?page=2"), 200, "51–62 of 62", `!data-customer="1002"`)
	b.leads(b.get("/imports/1/missing?page=9"), "/imports/1/missing")
	b.want(b.get("/imports/1/missing?group=A"), 200, `data-customer="1002"`, `!data-customer="1003"`, `href="/imports/1/missing.csv?group=A"`, "1 customer is in")
	csv := b.get("/imports/1/missing.csv?group=A")
	b.want(csv, 200, "Beeta Oy", "!Alfa Oy", "!Gamma Oy")
	if got := csv.Header.Get("Content-Disposition"); !strings.Contains(got, `filename="missing customers.csv"`) {
		t.Errorf("the file is %s", got)
	}
	s.as(db.Editor).post("/imports/1/mapping", "column-1", "", "column-2", "")
	b.want(b.get("/imports/1"), 200, `!href="/imports/1/missing"`)
	b.want(b.get("/imports/1/missing"), 200, "!data-customer", "Choose which column")
	b.want(b.get("/imports/9/missing"), 404)
}

// TestImportEmptiesGroups holds that the result tells which groups nobody is
// left in, and that they are removed with one press, but only while empty.
func TestImportEmptiesGroups(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Vanha")
	s.add(customer.Name, "Beeta Oy", customer.Group, "Toinen")
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Asiakasryhmä\n1001;Uusi\n1002;Uusi\n")
	b.want(b.post("/imports/1/groups/remove"), 409)
	b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1")))
	b.leads(b.get("/imports/1/missing"), "/imports/1")
	b.want(b.get("/imports/1/missing.csv"), 409)
	b.want(b.get("/imports/1"), 200, "2 customer groups are now empty: Toinen, Vanha.", "Remove 2 empty groups")
	b.want(s.as(db.Viewer).get("/imports/1"), 200, "2 customer groups are now empty", "!Remove 2 empty groups")
	s.add(customer.Name, "Gamma Oy", customer.Group, "Toinen")
	b.want(b.get("/imports/1"), 200, "The customer group Vanha is now empty.")
	b.leads(b.post("/imports/1/groups/remove"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "1 group has been removed.", "!are now empty", "2 customers were changed")
	b.want(b.get("/groups"), 200, "Toinen", "Uusi", "!Vanha")
}

// TestImportLeftColumns holds that the page names the filled columns that no field
// takes, but neither empty ones nor, of many, all.
func TestImportLeftColumns(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Nimi;Katto;Tyhjä;Ovi\nAlfa Oy;harja;;punainen\nBeta Oy;tasa;;\n")
	b.want(b.get("/imports/1"), 200, "Not imported, since no field is chosen: B Katto, D Ovi.")
	b.upload("y.csv", "Nimi;K1;K2;K3;K4;K5;K6;K7;K8\nGamma Oy;a;b;c;d;e;f;g;h\n")
	b.want(b.get("/imports/2"), 200, "chosen: B K1, C K2, D K3, E K4, F K5, G K6. And 2 more.")
	b.upload("z.csv", "Nimi;Postitmp;Asiakasluokka;Why left out\nDelta Oy;Oulu;Vakiot;Email: not valid\n")
	b.want(b.get("/imports/3"), 200, "!Not imported, since")
}
