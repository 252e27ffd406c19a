package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// TestPrintedRows holds that the rows of a draft that are shown, and the customers
// that an import has written, can be had on one page as a table, with nothing to
// press, and that very many say where they end.
func TestPrintedRows(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	const rows = 5010
	b.leads(b.upload("kaikki.csv", largeFile(rows, false)), "/imports/1")
	printed := b.settled("/imports/1?status=new&print=1")
	b.want(printed, 200, "the first 5,000 rows", `data-line="2"`, `data-line="5001"`, `!data-line="5002"`)
	if got := len(pagetest.Values(printed.tree(), "", "data-line")); got != 5000 {
		t.Errorf("%d rows are printed", got)
	}
	for _, control := range controlsOnPaper(printed.tree()) {
		t.Errorf("the rows for paper have a %s", control)
	}
	b.want(printed, 200, "/imports/1/rows.csv?status=new")
	file := b.get("/imports/1/rows.csv?status=new")
	b.want(file, 200, "5011;;Yritys 5009 Oy;New;")
	if got := strings.Count(file.body, "\n"); got != rows+1 {
		t.Errorf("%d lines of rows", got)
	}
	if got := strings.Count(b.get("/imports/1/rows.csv?q=Hämeentie+7&status=all").body, "\n"); got < 2 || got > 2000 {
		t.Errorf("%d lines of the rows that were looked for", got)
	}
	b.want(b.get("/imports/1?q=Hämeentie+7&print=1"), 200, "Hämeentie 7 ", "!Hämeentie 8 ", "!the first 5,000 rows")
	b.want(b.get("/imports/1?status=new"), 200, "print=1")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.settled("/imports/1"))), "/imports/1")
	b.settled("/imports/1")
	saved := b.get("/imports/1?print=1")
	b.want(saved, 200, "the first 5,000 rows", "/imports/1/rows.csv")
	file = b.get("/imports/1/rows.csv")
	b.want(file, 200, "Customer number;", ";Yritys 5009 Oy;New customer;")
	if got := strings.Count(file.body, "\n"); got != rows+1 {
		t.Errorf("%d lines of customers", got)
	}
	if got := len(pagetest.Values(saved.tree(), "", "data-customer")); got != 5000 {
		t.Errorf("%d customers are printed", got)
	}
	b.want(b.get("/imports/1"), 200, fmt.Sprintf(`/imports/%d?print=1`, 1))
}
