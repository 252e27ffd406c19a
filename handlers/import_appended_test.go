package handlers_test

import (
	"iter"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// appendedCells are what the cells of a row say that are appended to the notes.
func appendedCells(page *html.Node, line string) iter.Seq2[string, string] {
	return func(yield func(text, class string) bool) {
		for cell := range pagetest.All(pagetest.First(page, "tr", "data-line", line), "td", "data-field") {
			if pagetest.Attribute(cell, "data-field") == "append_notes" && !yield(pagetest.Text(cell), pagetest.Attribute(cell, "class")) {
				return
			}
		}
	}
}

// TestAppendedOnThePage holds that a column can be appended to the notes beside the
// fields and "Don't import", that each cell says what it adds while the status names
// the notes, that a cell can be corrected in its place, and that history, undo and
// the next file with the same headings know of it (append-chosen, append-adds,
// decide-cell, map-remember, undo-exact, docs/rules.md).
func TestAppendedOnThePage(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Notes, "Soita ennen")
	s.add(customer.Name, "Beeta Oy")
	b := s.as(db.Editor)
	const file = "Asiakasnumero;Nimi;Alennus;Hetu\n1001;;5 %;131052-308T\n1002;;-;\n;Uusi Oy;7 %;\n"
	b.upload("x.csv", file)
	page := b.page("/imports/1?columns=all")
	chosen := pagetest.First(page, "select", "name", "column-3")
	if pagetest.Value(chosen) != "" || pagetest.Text(pagetest.First(chosen, "option", "value", "append_notes")) != "Append to the notes" {
		t.Fatalf("the select of the column is at %q and offers %q", pagetest.Value(chosen), pagetest.Text(chosen))
	}
	b.leads(b.post("/imports/1/mapping", "column-3", "append_notes", "column-4", "append_notes"), "/imports/1")
	page = b.page("/imports/1?columns=all&open=2")
	for _, column := range []string{"column-3", "column-4"} {
		if got := pagetest.Value(pagetest.First(page, "select", "name", column)); got != "append_notes" {
			t.Errorf("%s is at %q", column, got)
		}
	}
	var told []string
	for _, line := range []string{"2", "3", "4"} {
		for cell, class := range appendedCells(page, line) {
			told = append(told, cell+" ("+class+")")
		}
	}
	want := []string{"+ Alennus 5 % (active change)", "131052***** personal identity code, not imported (quiet warned)",
		"- read as empty (active warned)", " (quiet)", "7 % + Alennus 7 % (active)", " (quiet)"}
	if strings.Join(told, "\n") != strings.Join(want, "\n") {
		t.Errorf("the cells say\n%s", strings.Join(told, "\n"))
	}
	if got := pagetest.Text(pagetest.First(pagetest.First(page, "tr", "data-line", "2"), "span", "data-fields", "notes")); got != "Notes" {
		t.Errorf("the status names %q", got)
	}
	details := pagetest.Text(pagetest.First(page, "tr", "id", "details-2"))
	for _, part := range []string{"NotesSoita ennenSoita ennen Alennus 5 %", "Alennus (to the notes)5 %+ Alennus 5 %"} {
		if !strings.Contains(details, part) {
			t.Errorf("the details lack %q: %s", part, details)
		}
	}
	b.leads(b.post("/imports/1/decisions", "decide", "text:3:2", "text", "3 %"), "/imports/1")
	saved := b.get("/imports/1")
	b.want(saved, 200, `data-count="modified" value="2"`)
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(saved)), "/imports/1")
	for number, notes := range map[int]string{1001: "Soita ennen\nAlennus 5 %", 1002: "Alennus 3 %", 1003: "Alennus 7 %"} {
		if got := s.stored(number).Values[customer.Notes]; got != notes {
			t.Errorf("%d has the notes %q", number, got)
		}
	}
	b.want(b.get("/customers/1001"), 200, "Alennus 5 %")

	b.upload("y.csv", file)
	page = b.page("/imports/2?columns=all")
	if got := pagetest.Value(pagetest.First(page, "select", "name", "column-3")); got != "append_notes" {
		t.Errorf("at the next file the column is at %q", got)
	}
	if got := pagetest.Text(pagetest.First(page, "data", "data-count", "unchanged")); got != "3" {
		t.Errorf("%s rows are unchanged", got)
	}
	b.leads(b.post("/imports/1/undo", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/3")
	if got := s.stored(1001).Values[customer.Notes]; got != "Soita ennen" {
		t.Errorf("after the undo the notes are %q", got)
	}
}

// TestAppendedTakesNoField holds that a column that is appended to the notes takes
// that from no other one, also where it had another column's field before, and
// that customers selected in the list have no such choice (append-chosen,
// docs/rules.md).
func TestAppendedTakesNoField(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Puhelin;Matkapuhelin\n1001;09 123;040 1234567\n")
	b.post("/imports/1/mapping", "column-2", "append_notes")
	b.post("/imports/1/mapping", "column-3", "append_notes")
	page := b.get("/imports/1?columns=all")
	b.want(page, 200, "<ins>&#43; Puhelin 09 123</ins>", "<ins>&#43; Matkapuhelin 040 1234567</ins>", "!moved from column")
	b.post("/imports/1/mapping", "column-3", "phone")
	b.want(b.get("/imports/1?columns=all"), 200, "<ins>&#43; Puhelin 09 123</ins>", "<ins>040 1234567</ins>", "!moved from column")
	path, page := b.change("number", "1001", "what", "group", "field", "group", "group", "Uudet", "go", "1")
	b.want(page, 200, "!append_notes")
	b.post(path+"/mapping", "column-2", "append_notes")
	b.want(b.get(path+"?columns=all"), 200, "<ins>Uudet</ins>", "!&#43;")
}
