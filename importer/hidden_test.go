package importer_test

import (
	"testing"

	"kortisto/importer"
)

// TestReadHidden is read-hidden: rows that a spreadsheet hides are planned as
// others are, and counted until decisions leave them out.
func TestReadHidden(t *testing.T) {
	in := input(t, "Asiakasnumero|Maksuehto\n1001|30\n1002|30\n1003|30")
	in.Sheet.Rows[0].Hidden, in.Sheet.Rows[2].Hidden = true, true
	count := func(rows, out int) {
		t.Helper()
		if hidden, excluded := in.Decisions.HiddenRows(in.Sheet); hidden != rows || excluded != out {
			t.Errorf("%d hidden, %d left out; want %d and %d", hidden, excluded, rows, out)
		}
		if n := build(t, stored(t, register), in).Counts[importer.Excluded]; n < out {
			t.Errorf("%d rows are left out", n)
		}
	}
	count(2, 0)
	for i := range in.Sheet.Rows {
		row := &in.Sheet.Rows[i]
		in.Decisions.SetRow(row.Line, importer.RowDecision{Hash: importer.RowHash(row), Exclude: row.Hidden})
	}
	count(2, 2)
	in.Sheet.Rows[0].Cells[1] = "60"
	count(2, 1)
}
