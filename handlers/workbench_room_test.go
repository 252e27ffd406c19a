package handlers

import (
	"math"
	"testing"
	"time"

	"kortisto/sheet"
)

// TestRoomFollowsTheMemory holds that what is kept, and how many files are worked
// on at once, depends on how much memory there is.
func TestRoomFollowsTheMemory(t *testing.T) {
	for memory, want := range map[int64]room{
		math.MaxInt64: {usualBytes, usualWorkers, false},
		192 << 20:     {192 << 20 / partKept, 1, true},
		1 << 30:       {1 << 30 / partKept, usualWorkers, false},
	} {
		if got := roomWithin(memory); got != want {
			t.Errorf("%d bytes: %+v, want %+v", memory, got, want)
		}
	}
}

// TestScarceMemoryHoldsOneFile holds that in a small machine what is kept of
// other drafts goes before work on one begins, but not what a page is about to
// come for, nor what is worked on.
func TestScarceMemoryHoldsOneFile(t *testing.T) {
	w := newWorkbench(nil, sheet.DefaultLimits(), 192<<20)
	t.Cleanup(func() { w.tidying.Stop() })
	for id := range int64(3) {
		entry := w.entry(id + 1)
		entry.sheetSize = 10
		w.account(id+1, entry)
	}
	w.entries[2].awaited = time.Now().Add(time.Hour)
	if !w.dropOthers(1) || w.entries[1] == nil || w.entries[2] == nil || w.entries[3] != nil {
		t.Errorf("kept: %v", w.entries)
	}
	w.entries[2].awaited = time.Time{} // the page has come
	// Work that waits for its turn is not waited for, and has yielded its room.
	entry, job, _ := w.begin(4)
	entry.sheetSize = 10
	w.account(4, entry)
	release, err := w.work.take(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if w.yieldRoom(4, entry); entry.size != 0 {
		t.Error("a file is kept in memory whose work waits for its turn")
	}
	release()
	entry.sheetSize = 10
	w.account(4, entry)
	w.makeRoom(1)
	entry.sheetSize = 0
	w.account(4, entry)
	entry.end(job, nil)
	if w.entries[1] == nil || w.entries[2] != nil || w.used != 10 {
		t.Errorf("kept: %v, %d bytes", w.entries, w.used)
	}
}
