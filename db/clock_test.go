package db

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kortisto/customer"
)

// TestHistoryFollowsNoClock holds that what was done last stands first, and is
// what is undone first, however the clock is moved meanwhile.
func TestHistoryFollowsNoClock(t *testing.T) {
	db, clock := openClocked(t)
	fill(t, db, 1)
	before := content(t, db)
	var saved []int64
	for i, days := range []int{0, 1, -1, -1, 3, -2} {
		*clock = clock.Add(time.Duration(days) * 24 * time.Hour)
		saved = append(saved, mustSave(t, db, draft(t, db, table([]customer.Field{customer.Number, customer.City}, []string{"1001", fmt.Sprint("Kaupunki ", i)}))).Import)
	}
	slices.Reverse(saved)
	imports, err := db.Imports(t.Context(), 10, 0)
	must(t, err)
	for i, id := range saved {
		if imports[i].ID != id {
			t.Errorf("in place %d stands import %d, want %d", i, imports[i].ID, id)
		}
	}
	events, _, err := db.CustomerHistory(t.Context(), 1001, 0, 10)
	must(t, err)
	for i, event := range events[:len(saved)] {
		if event.Import != saved[i] {
			t.Errorf("in the customer's history, in place %d: import %d, want %d", i, event.Import, saved[i])
		}
	}
	for _, id := range saved {
		*clock = clock.Add(-24 * time.Hour)
		mustUndo(t, db, id)
	}
	if after := content(t, db); after != before {
		t.Errorf("undone:\n%s\nbefore:\n%s", after, before)
	}
	checkRegister(t, db)
}
