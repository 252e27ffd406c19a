package drafts

import (
	"math"
	"testing"
	"time"
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
	d := newDesk(t, nil, 192<<20)
	for id := range int64(3) {
		kept := d.entry(id + 1)
		kept.sheetSize = 10
		d.account(id+1, kept)
	}
	d.kept[2].awaited = time.Now().Add(time.Hour)
	if !d.dropOthers(1) || d.kept[1] == nil || d.kept[2] == nil || d.kept[3] != nil {
		t.Errorf("kept: %v", d.kept)
	}
	d.kept[2].awaited = time.Time{} // the page has come
	// Work that waits for its turn is not waited for, and has yielded its room.
	kept, job, _ := d.beginJob(4)
	kept.sheetSize = 10
	d.account(4, kept)
	release, err := d.Turns.Take(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if d.yieldRoom(4, kept); kept.size != 0 {
		t.Error("a file is kept in memory whose work waits for its turn")
	}
	release()
	kept.sheetSize = 10
	d.account(4, kept)
	d.makeRoom(1)
	kept.sheetSize = 0
	d.account(4, kept)
	kept.end(job, nil)
	if d.kept[1] == nil || d.kept[2] != nil || d.used != 10 {
		t.Errorf("kept: %v, %d bytes", d.kept, d.used)
	}
}
