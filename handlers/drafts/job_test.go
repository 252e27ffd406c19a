package drafts

import (
	"math"
	"testing"
	"time"

	"kortisto/db"
)

// TestWorkUnderWayIsKept holds that other drafts, however large, do not make
// the desk forget work that is under way on one, nor why it failed.
func TestWorkUnderWayIsKept(t *testing.T) {
	d := newDesk(t, nil, math.MaxInt64)
	large := func(id int64) {
		kept := d.entry(id)
		kept.sheetSize = usualBytes
		d.account(id, kept)
	}
	kept, saving, _ := d.beginJob(1)
	kept.sheetSize = 10
	d.account(1, kept)
	large(2)
	if _, mine, other := d.beginJob(1); mine != nil || other != saving {
		t.Fatal("a second job is begun beside the first")
	}
	saving.keepsError, saving.left = true, true
	kept.end(saving, db.ErrNothingToSave)
	large(3)
	if d.entry(1).sheetSize != 10 {
		t.Error("what a page is about to come for is dropped")
	}
	kept.awaited = time.Time{} // it has not come
	large(4)
	if d.entry(1).sheetSize != 0 || d.kept[2] != nil || d.kept[3] != nil || d.used != usualBytes {
		t.Errorf("%d bytes are kept of %v", d.used, d.kept)
	}
	if d.entry(1).takeFailure() == nil {
		t.Error("why the work failed is forgotten")
	}
}
