package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kortisto/db"
)

// spreadsheet gives an OpenDocument spreadsheet of one XML file, with the rows
// of worksheets by name: rows parted by line ends, cells by |. A row that
// begins with ~ is hidden by a filter; a cell =x is a formula without a result.
func spreadsheet(sheets ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>`)
	for i := 0; i < len(sheets); i += 2 {
		fmt.Fprintf(&b, `<table:table table:name="%s">`, sheets[i])
		for _, row := range strings.Split(sheets[i+1], "\n") {
			visibility := "visible"
			if strings.HasPrefix(row, "~") {
				visibility = "filter"
			}
			fmt.Fprintf(&b, `<table:table-row table:visibility="%s">`, visibility)
			for _, cell := range strings.Split(strings.TrimPrefix(row, "~"), "|") {
				if formula, is := strings.CutPrefix(cell, "="); is {
					fmt.Fprintf(&b, `<table:table-cell table:formula="of:=%s"/>`, formula)
					continue
				}
				fmt.Fprintf(&b, `<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>`, cell)
			}
			b.WriteString(`</table:table-row>`)
		}
		b.WriteString(`</table:table>`)
	}
	b.WriteString(`</office:spreadsheet></office:body></office:document>`)
	return b.String()
}

// TestImportODS holds that what an OpenDocument spreadsheet was found to be is
// shown, and that another worksheet can be chosen.
func TestImportODS(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.want(b.get("/imports/new"), 200, ".ods", "XLSX, ODS or CSV")
	b.leads(b.upload("lista.ods", spreadsheet("Ohje", "Täytä", "Asiakkaat", "Nimi|Katuosoite\nAlfa Oy|Tie 1\nBeta Oy|=x", "Vanhat", "Nimi|Katuosoite\nGamma Oy|Tie 3")), "/imports/1")
	b.want(b.get("/imports/1"), 200, "ODS · Asiakkaat", `name="sheet"`, `<option value="Asiakkaat" selected>`, "Beta Oy", "!Gamma",
		"1 cell has a formula without a result in the file.")
	b.leads(b.post("/imports/1/reading", "sheet", "Vanhat", "header_row", "1"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "ODS · Vanhat", "Gamma Oy", "!Beta Oy", "!formula")
	b.want(b.post("/imports/1/reading", "sheet", "Ei ole", "header_row", "1"), 422, "Ei ole", "Vanhat")
}

// TestImportHiddenRows is read-hidden on the page: one press leaves out what a
// filter hides, and one takes it in again.
func TestImportHiddenRows(t *testing.T) {
	dir := t.TempDir()
	file := spreadsheet("A", "Nimi|Katuosoite\nAlfa Oy|Tie 1\n~Beta Oy|Tie 2\n~Gamma Oy|Tie 3\n~Delta Oy|Tie 4\nEpsilon Oy|Tie 5")
	s := newSiteIn(t, dir)
	b := s.as(db.Editor)
	b.upload("lista.ods", file)
	b.want(b.get("/imports/1"), 200, "3 rows are hidden in the spreadsheet. They are included.", `value="hidden:exclude"`, `data-count="new" value="5"`)
	b.post("/imports/1/decisions", "decide", "exclude:3")
	b.want(b.get("/imports/1"), 200, `value="hidden:exclude"`, `data-count="excluded" value="1"`)
	b.want(b.htmx().post("/imports/1/decisions", "decide", "hidden:exclude"), 200, "!<html", `data-count="excluded" value="3"`, "They are left out.", `value="hidden:take"`)
	b.want(b.post("/imports/1/decisions", "decide", "hidden:all"), 400)

	s.close()
	b = siteIn(t, dir, db.Options{LockWait: 5 * time.Second}).as(db.Editor)
	b.want(b.get("/imports/1"), 200, `data-count="new" value="2"`, `data-count="excluded" value="3"`, `data-line="4" data-status="excluded"`)
	b.post("/imports/1/decisions", "decide", "take:4")
	b.want(b.get("/imports/1"), 200, `data-count="excluded" value="2"`, `value="hidden:exclude"`)
	b.leads(b.post("/imports/1/decisions", "decide", "hidden:exclude"), "/imports/1")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1?status=all"))), "/imports/1")
	b.want(b.get("/customers"), 200, "Alfa Oy", "Epsilon Oy", "!Beta Oy", "!Gamma Oy", "!Delta Oy")

	b.upload("uusi.ods", strings.ReplaceAll(file, " Oy", " Ab"))
	b.post("/imports/2/decisions", "decide", "hidden:exclude")
	b.post("/imports/2/decisions", "decide", "hidden:take")
	b.want(b.get("/imports/2"), 200, `data-count="new" value="5"`, `value="hidden:exclude"`)
}
