package handlers_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/sheet/sheettest"
)

// TestCSVHoldsNoFormula holds that no file that a route gives holds a formula
// for a spreadsheet, whatever separator it reads with.
func TestCSVHoldsNoFormula(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	texts := []string{"=1+1", "x,=1+1", "x;\t@SUM(1)", "x|+A1", "x\n-A1", "x, \"=1", "x,＝1", "040 1, +358 40 1"}
	upload := "=A1;\"Selite;=B1\";Nimi;+C1\n"
	for _, text := range texts {
		s.access.Add(accesslog.Entry{By: text, Kind: accesslog.User, Object: text})
		s.add(customer.Name, text, customer.Notes, text, customer.Group, strings.ReplaceAll(text, "\n", ","))
		quoted := strings.ReplaceAll(text, `"`, `""`)
		upload += strings.Repeat(`"`+quoted+`";`, 2) + `"` + quoted + ` Oy";"` + quoted + `";too many` + "\n"
	}
	b.leads(b.upload("x.csv", upload), "/imports/1")
	seen := 0
	for _, route := range s.routes() {
		path, isCSV := strings.CutSuffix(strings.Replace(route, ":format", "csv", 1), ".csv")
		if !isCSV {
			continue
		}
		path = strings.Replace(strings.TrimPrefix(path, "GET "), ":id<int>", "1", 1) + ".csv"
		if path == "/customers/program.csv" {
			path += "?for=netvisor"
		}
		file := b.get(path)
		b.want(file, 200, ";")
		if cell := sheettest.Formula([]byte(file.body)); cell != "" {
			t.Errorf("%s: %q is a formula in\n%s", path, cell, file.body)
		}
		if seen++; !strings.Contains(path, "template") {
			b.want(file, 200, "'=1+1", "x,'=1+1", "x;\t'@SUM(1)", "040 1, +358 40 1")
		}
	}
	if seen < 4 {
		t.Errorf("only %d routes give CSV files", seen)
	}
}

// TestLeftOutComesBack holds that rows which were left out, mended in their
// file, are taken in as they would have been from the first one: with our own
// columns, where apostrophes protect formulas, and with others, where they are
// part of the text.
func TestLeftOutComesBack(t *testing.T) {
	for name, test := range map[string]struct{ header, asName, asNotes string }{
		"our columns":   {"Nimi;Lisätiedot;Ryhmä", "Alfa, =Beta Oy", "=1+1"},
		"other columns": {"Nimi;Selite;Omaa", "Alfa, '=Beta Oy", "'=1+1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			b := s.as(db.Editor)
			b.leads(b.upload("x.csv", test.header+"\n\"Alfa, '=Beta Oy\";'=1+1;Messut;too many\n"), "/imports/1")
			b.leads(b.post("/imports/1/mapping", "column-1", "name", "column-2", "notes", "column-3", "group"), "/imports/1")
			left := b.get("/imports/1/errors.csv")
			b.want(left, 200, "too many", "Why left out")
			b.leads(b.upload("y.csv", strings.Replace(left.body, ";too many", "", 1)), "/imports/2")
			b.leads(b.post("/imports/2/mapping", "column-1", "name", "column-2", "notes", "column-3", "group"), "/imports/2")
			b.leads(b.post("/imports/2/save", "fingerprint", fingerprint(b.get("/imports/2"))), "/imports/2")
			got := s.stored(1001).Values
			if got[customer.Name] != test.asName || got[customer.Notes] != test.asNotes {
				t.Errorf("stored %q, %q", got[customer.Name], got[customer.Notes])
			}
		})
	}
}
