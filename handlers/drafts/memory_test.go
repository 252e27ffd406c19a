package drafts

import (
	"errors"
	"math"
	"runtime"
	"testing"
	"time"

	"kortisto/db"
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
	// What is worked on is not waited for.
	kept, job, _ := d.beginJob(4)
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

// TestWaitingSavesHoldNoFile holds that in a small machine a save that waits for
// its turn, to save or to work, keeps no file in memory meanwhile, and is done
// all the same.
func TestWaitingSavesHoldNoFile(t *testing.T) {
	for name, queueOf := range map[string]func(*Desk) *Queue{
		"to save": func(d *Desk) *Queue { return d.saves },
		"to work": func(d *Desk) *Queue { return d.Turns },
	} {
		t.Run(name, func(t *testing.T) {
			register := newRegister(t)
			desk := newDesk(t, register, 192<<20)
			draft := upload(t, register, "Nimi\nAlfa Oy\n")
			if _, err := desk.Read(t.Context(), draft, db.Reading{}, liisa); err != nil {
				t.Fatal(err)
			}
			draft = stored(t, register, draft.ID)
			planned, err := desk.Plan(t.Context(), draft)
			if err != nil {
				t.Fatal(err)
			}
			release, err := queueOf(desk).Take(t.Context(), func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			desk.Patience = time.Millisecond
			err = desk.Save(t.Context(), draft, liisa, planned.Fingerprint)
			var working *Working
			if !errors.As(err, &working) {
				t.Fatalf("the save ended with %v", err)
			}
			keeps := func() int64 {
				desk.mu.Lock()
				defer desk.mu.Unlock()
				return desk.used
			}
			for deadline := time.Now().Add(10 * time.Second); keeps() > 0; runtime.Gosched() {
				if time.Now().After(deadline) {
					t.Fatalf("%d bytes are kept", keeps())
				}
			}
			release()
			<-working.job.finished
			if draft = stored(t, register, draft.ID); draft.State != db.StateSaved {
				t.Errorf("the draft is %v", draft.State)
			}
		})
	}
}
