package handlers_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
)

// withBroken lets visitors try a file in which every cell below the header is
// followed by a mark.
func withBroken(c *handlers.Config) {
	c.Broken = func(rows [][]string) []byte {
		var file []byte
		for i, row := range rows {
			for _, cell := range row {
				if file = append(file, cell...); i > 0 && cell != "" {
					file = append(file, '~')
				}
				file = append(file, ';')
			}
			file = append(file, '\n')
		}
		return file
	}
}

// TestTryBroken holds that the file is made of the register and goes the way
// of an upload.
func TestTryBroken(t *testing.T) {
	var given [][]string
	s := newSite(t, withBroken, func(c *handlers.Config) {
		next := c.Broken
		c.Broken = func(rows [][]string) []byte {
			given = rows
			return next(rows)
		}
	})
	b := s.as(db.Editor)
	b.want(b.get("/imports/new"), 200, `action="/imports/demo"`)
	b.want(b.post("/imports/demo"), 422, `role="alert"`) // nothing to export
	c := s.add(customer.Name, "=Alfa Oy", customer.Notes, "Soita")
	b.leads(b.post("/imports/demo"), "/imports/2")
	b.want(b.get("/imports/2"), 200, "customers, opened in Excel.csv", "=Alfa Oy~", "Soita~")
	if len(given) != 2 || given[0][2] != "Name" || given[1][2] != "'=Alfa Oy" {
		t.Errorf("not what a CSV export holds: %q", given)
	}
	if s.stored(c.Number).Revision != c.Revision {
		t.Error("the customer was changed")
	}
}

// TestBrokenTold holds that the demonstration says of its own damaged file what
// Excel did to it, and of no other.
func TestBrokenTold(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) {
		c.Demo = true
		c.Broken = func([][]string) []byte { return []byte("Asiakasnumero;Viitteenne;Nimi\n1001;78;Beta Oy\n") }
	})
	s.add(customer.Name, "Alfa Oy", customer.Reference, "00078")
	b := s.as(db.Editor)
	b.leads(b.post("/imports/demo"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "Excel had broken 1 cell. Nothing changes but what you changed yourself.", "!The spreadsheet had changed", "damaged:take")
	b.upload("x.csv", "Asiakasnumero;Viitteenne\n1001;78\n")
	b.want(b.get("/imports/2"), 200, "The spreadsheet had changed 1 cell.", "!Excel had broken")
}

func TestNoBrokenWithoutDemo(t *testing.T) {
	b := newSite(t).as(db.Admin)
	b.want(b.get("/imports/new"), 200, "!/imports/demo")
	b.want(b.post("/imports/demo"), 404)
}
