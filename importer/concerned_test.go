package importer_test

import (
	"fmt"
	"testing"

	"kortisto/importer"
)

// TestConcerned holds which customers a file speaks of: those of rows that are
// left out too, and each one that a row could mean.
func TestConcerned(t *testing.T) {
	in := input(t, "Asiakasnumero|Nimi\n1001|Åströmin Sähkö Oy\n1002|Nordvind AB\n|Korhonen Anna\n1001|Åströmin Sähkö Oy\n|Uusi Oy\n4711|X\n1003|Virtanen Matti|liikaa")
	in.Decisions.SetRow(3, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[1]), Exclude: true})
	plan := build(t, stored(t, register), in)
	if got := fmt.Sprint(plan.Concerned()); got != "[1001 1002 1003 1004 1005]" {
		t.Errorf("%s\n%s", got, told(plan))
	}
}
