package handlers_test

import (
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
)

// TestImportTellsOfRemoved holds that the row of a customer whom a colleague has
// removed says who did and when (match-removed), also in the file of the rows
// that are left out.
func TestImportTellsOfRemoved(t *testing.T) {
	s := newSiteWith(t, db.Options{LockWait: 5 * time.Second, Now: func() time.Time { return testTime }})
	for range 2 {
		s.add(customer.Name, "Alfa Oy")
	}
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{Name: "Liisa"}, 1001, 1); err != nil {
		t.Fatal(err)
	}
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Nimi\n1001;Alfa Oy\n1002;Alfa Oy\n")
	told := "Customer 1001 was removed on 23 Nov 2026 (Liisa)."
	b.want(b.get("/imports/1"), 200, "customer was removed", "!1002 was removed")
	b.want(b.get("/imports/1?open=2"), 200, told)
	b.want(b.get("/imports/1/errors.csv"), 200, told)
	b.post("/imports/1/decisions", "decide", "numbers:create")
	b.want(b.get("/imports/1?open=2"), 200, `data-line="2" data-status="new"`, told)
}

// TestImportEmptyCells holds that cells which were emptied are counted with the
// way to empty a field, and the rows that have them are one press away.
func TestImportEmptyCells(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.add(customer.Name, "Alfa Oy", customer.Phone, "040 123 4567")
	}
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Puhelin\n1001;\n1002;040 765 4321\n1003;\n")
	b.want(b.get("/imports/1"), 200, "2 empty cells: the register&#39;s current values are kept. A field can be emptied on the customer&#39;s own page.",
		`data-line="2" data-status="unchanged"`, "problem=empty-cells", "!<li class=\"warn\">")
	shown := b.get("/imports/1?status=all&problem=empty-cells")
	if got := lines(shown); got != "2 4" {
		t.Errorf("rows with empty cells: %s", got)
	}
	b.upload("y.csv", "Asiakasnumero;Puhelin\n1001;040 123 4567\n")
	b.want(b.get("/imports/2"), 200, "!empty cell")
}
