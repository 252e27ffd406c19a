package handlers

import (
	"math"
	"testing"
	"time"

	"kortisto/sheet"
)

// TestTidy holds that what nobody uses is dropped, and what is in use is kept.
func TestTidy(t *testing.T) {
	w := newWorkbench(nil, sheet.DefaultLimits(), math.MaxInt64)
	t.Cleanup(func() { w.tidying.Stop() })
	read := &sheet.Sheet{Rows: []sheet.Row{{Line: 2, Cells: []string{"Alfa Oy"}}}}
	for id := range int64(2) {
		entry := w.entry(id + 1)
		entry.sheet, entry.sheetSize = read, sizeOf(read)
		w.account(id+1, entry)
	}
	w.entries[1].lastUsed = time.Now().Add(-keptUnused - time.Minute)
	w.tidy()
	if w.entries[1] != nil || w.entries[2] == nil || w.used != sizeOf(read) {
		t.Errorf("kept: %v, %d bytes", w.entries, w.used)
	}
}
