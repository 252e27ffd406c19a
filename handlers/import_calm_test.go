package handlers_test

import (
	"fmt"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// TestFirstImport holds match-unknown-number and read-total on the page: into an
// empty register the file's numbers make customers, who are called by their
// names, and a total row is left out and said to be one.
func TestFirstImport(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Nimi;Maksuehto\n2001;Alfa Oy;14\n2002;Virtanen Matti;14\n;Yhteensä;28\n")
	b.want(b.get("/imports/1?status=all"), 200, `data-count="new" value="2"`, `data-count="excluded" value="1"`, `data-count="error" value="0"`,
		`name="was-unknown_numbers" form="mapping" value="create"`, "<b>2001 Alfa Oy</b>", "company (by its name)", "total row")
}

// TestUnknownNumbersAreSettled holds that where only some numbers are unknown,
// one press makes customers with them, and another one leaves their rows out.
func TestUnknownNumbersAreSettled(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	for i, press := range []struct{ decide, want string }{{"numbers:create", `data-count="new" value="2"`}, {"numbers:leave-out", `data-count="excluded" value="2"`}} {
		b.upload("x.csv", "Asiakasnumero;Nimi\n1001;Alfa Oy\n1701;Beeta Oy\n1702;Gamma Oy\n")
		page := fmt.Sprintf("/imports/%d", i+1)
		b.want(b.get(page), 200, "Create 2 new customers with these numbers", "Leave them out")
		b.leads(b.post(page+"/decisions", "decide", press.decide), page)
		b.want(b.get(page), 200, press.want, `data-count="error" value="0"`)
	}
}

// TestAlikeErrors holds that rows with the same error stand beside each other
// below one head, which leaves the cells of all of them out with one press.
func TestAlikeErrors(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Postinumero;Maksuehto\n"
	for i := range 6 {
		s.add(customer.Name, "Alfa Oy")
		postcode, terms := "00100", "30 pv nto"
		if i%2 == 0 {
			postcode, terms = fmt.Sprintf("abc%d", i), "30"
		}
		file += fmt.Sprintf("%d;%s;%s\n", 1001+i, postcode, terms)
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	page := b.get("/imports/1?status=error")
	b.want(page, 200, "3 × the same error · Postal code: not valid", "3 × the same error · Payment terms: not valid",
		`value="skip-alike:3:1:postcode-invalid"`, "<small>not valid</small>", "!Finnish postal code",
		`href="/imports/1?status=error&amp;values=2"`, `href="/imports/1?status=error&amp;values=3"`)
	if got, want := lines(page), "2 4 6 3 5 7"; got != want {
		t.Errorf("rows with the same error do not stand beside each other: %s, want %s", got, want)
	}
	b.leads(b.post("/imports/1/decisions", "decide", "skip-alike:2:1:postcode-invalid", "show-status", "error"), "/imports/1?status=error")
	b.want(b.get("/imports/1"), 200, `data-count="error" value="6"`)
	b.leads(b.post("/imports/1/decisions", "decide", "skip-alike:3:1:postcode-invalid", "show-status", "error"), "/imports/1?status=error")
	b.want(b.get("/imports/1"), 200, `data-count="error" value="3"`)
	b.want(b.post("/imports/1/decisions", "decide", "skip-alike:3:9:postcode-invalid"), 400)
}

// TestAlikeErrorsAreCorrected holds decide-value of errors of the same kind whose texts
// differ: one press lists them, and no other values of their column, and each is
// corrected there. A value that is right now stays listed, and one in another country is
// wrong only where its row says so.
func TestAlikeErrorsAreCorrected(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Nimi;Postinumero;Maa;Y-tunnus\nAlfa Oy;abc;FI;\nBeeta Oy;def;FI;\nGamma Oy;00100;FI;\nDelta Ltd;SW1A 1AA;GB;\nEeta Oy;;FI;1\nEeta 2 Oy;;FI;1\n")
	const panel = "/imports/1?status=error&values=2"
	b.want(b.get("/imports/1?status=error"), 200, `href="/imports/1?status=error&amp;values=2"`, `href="/imports/1?status=error&amp;values=4"`, "Correct all", `id="values-alike-1-postcode-invalid"`) // an id that gives the values the focus
	b.want(b.get(panel), 200, "Postal code: wrong values", `name="from-0" value="abc"`, `name="from-1" value="def"`, "In Finland it has five digits", `!name="from-2"`)
	b.leads(b.post("/imports/1/decisions", "decide", "values:1", "show-status", "error", "show-values", "2",
		"from-0", "abc", "was-to-0", "", "typed-0", "00120", "from-1", "def", "was-to-1", "", "typed-1", "SW1A 2AA"), panel)
	page := b.get(panel)
	b.want(page, 200, `data-count="error" value="3"`, "Imported as: 00120", `name="from-1" value="def"`, `value="SW1A 2AA"`)
	if bad := slices.DeleteFunc(pagetest.Values(page.tree(), "li", "class"), func(class string) bool { return class != "bad" }); len(bad) != 1 {
		t.Error("not the value that is wrong still is shown as wrong")
	}
	b.want(b.get("/imports/1?values=1"), 200, "!wrong values") // no name is wrong
}

// TestSentenceLeadsWithWhatThereIs holds that the sentence of a file in which nothing
// changes begins with what its rows wait for, or with what becomes of them.
func TestSentenceLeadsWithWhatThereIs(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	for i, c := range []struct{ file, lead, rest string }{
		{"Asiakasnumero;Sähköposti\n1001;ei osoite\n", "1 row has an error", ""},
		{"Asiakasnumero;Nimi;Sähköposti\n1001;Alfa Oy;\n1001;Alfa Oy;ei osoite\n", "1 row has an error", ", 1 unchanged"},
		{"Katuosoite\nRantatie 1\n", "1 row is left out", ""},
		{"Asiakasnumero;Nimi\n1001;Alfa Oy\n", "Nothing changes", ", 1 unchanged"},
	} {
		b.upload("x.csv", c.file)
		b.want(b.get(fmt.Sprintf("/imports/%d", i+1)), 200, `<p class="sentence"> <strong>`+c.lead+"</strong>", `<p class="sentence">`+c.lead+c.rest)
	}
}

// TestPersonalIDHasItsReason holds that a cell with a personal identity code says
// why it is not imported, and not what it holds.
func TestPersonalIDHasItsReason(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Nimi;Lisätiedot\nAlfa Oy;131052-308T\n")
	b.want(b.get("/imports/1?status=all&columns=all"), 200, "<small>personal identity code, not imported</small>", "!308T")
}

// TestFirstQuestionCloses holds that the question which opens by itself can be closed,
// and stays closed until a row is opened.
func TestFirstQuestionCloses(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	b.upload("x.csv", "Nimi;Puhelin\nAlfa Oy;040 765 4321\n")
	b.want(b.get("/imports/1"), 200, `id="details-2"`, `hx-get="/imports/1?open=-1&amp;status=all" aria-expanded="true"`)
	b.want(b.get("/imports/1?open=-1"), 200, `!id="details-2"`, `hx-get="/imports/1?open=2&amp;status=all" aria-expanded="false"`, `name="show-open" value="-1"`)
	b.want(b.get("/imports/1?open=2"), 200, `id="details-2"`, `hx-get="/imports/1?open=-1&amp;status=all" aria-expanded="true"`)
}
