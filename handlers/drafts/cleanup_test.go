package drafts

import (
	"math"
	"testing"
	"time"

	"kortisto/sheet"
)

// TestCleanup holds that what nobody uses is dropped, and what is in use is kept.
func TestCleanup(t *testing.T) {
	d := newDesk(t, nil, math.MaxInt64)
	read := &sheet.Sheet{Rows: []sheet.Row{{Line: 2, Cells: []string{"Alfa Oy"}}}}
	for id := range int64(2) {
		kept := d.entry(id + 1)
		kept.sheet, kept.sheetSize = read, sizeOf(read)
		d.account(id+1, kept)
	}
	d.kept[1].lastUsed = time.Now().Add(-keptUnused - time.Minute)
	d.dropUnused()
	if d.kept[1] != nil || d.kept[2] == nil || d.used != sizeOf(read) {
		t.Errorf("kept: %v, %d bytes", d.kept, d.used)
	}
}
