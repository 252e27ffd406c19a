package handlers

import (
	"testing"
	"time"

	"kortisto/sheet"
)

// TestTidy holds that what nobody uses is dropped, and what is in use is kept.
func TestTidy(t *testing.T) {
	w := newWorkbench(nil, sheet.DefaultLimits())
	t.Cleanup(func() { w.tidying.Stop() })
	read := &sheet.Sheet{Rows: []sheet.Row{{Line: 2, Cells: []string{"Alfa Oy"}}}}
	w.put(1, read)
	w.put(2, read)
	w.entries[1].lastUsed = time.Now().Add(-keptUnused - time.Minute)
	w.tidy()
	if w.entries[1] != nil || w.entries[2] == nil || w.used != sizeOf(read) {
		t.Errorf("kept: %v, %d bytes", w.entries, w.used)
	}
}
