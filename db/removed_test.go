package db

import (
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// TestRemoved holds that the journal tells who removed a customer last, and when,
// and nothing of whoever is stored or never was.
func TestRemoved(t *testing.T) {
	now := time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	db := openTest(t)
	db.options.Now = func() time.Time { return now }
	fill(t, db, 2)
	remove := func(who string, revision int) {
		t.Helper()
		now = now.Add(time.Hour)
		if err := db.RemoveCustomer(t.Context(), Actor{Name: who}, 1001, revision); err != nil {
			t.Fatal(err)
		}
	}
	want := func(when string, who string) {
		t.Helper()
		snapshot, err := db.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer snapshot.Close()
		removed, err := snapshot.Removed(t.Context(), []int{1001, 1002, 1003, 7})
		if err != nil {
			t.Fatal(err)
		}
		if who == "" && len(removed) > 0 || who != "" && (len(removed) != 1 || removed[1001].Who != who || !removed[1001].At.Equal(now)) {
			t.Errorf("%s: %v", when, removed)
		}
	}
	want("nobody is removed", "")
	remove("Liisa", 1)
	want("removed", "Liisa")
	again := table([]customer.Field{customer.Number, customer.Name}, []string{"1001", "Alfa Oy"})
	again.Options.UnknownNumbers = importer.UnknownCreates
	mustSave(t, db, draft(t, db, again))
	want("made again", "")
	remove("Matti", 3)
	want("removed twice", "Matti")
}
