package db

import (
	"testing"

	"kortisto/customer"
)

// TestSince holds that a version tells who changed what after it; the property
// test holds the values.
func TestSince(t *testing.T) {
	db, saved := imported(t)
	edit(t, db, 1001, customer.Phone, "09 1")
	edit(t, db, 1002, customer.City, sample(1)[customer.City])
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	since := map[Version]Since{}
	err = snapshot.Since(t.Context(), []Version{{1001, 1}, {1001, 2}, {1001, 3}, {1002, 1}, {1009, 1}}, func(v Version, s *Since) error {
		since[v] = *s
		return nil
	})
	must(t, err)
	first := since[Version{1001, 1}]
	if !first.Known || first.Then != sample(0) || len(first.Later) != 3 {
		t.Fatalf("%+v", first)
	}
	for i, want := range []LaterWrite{
		{customer.City, Cause{By: "Liisa", Action: ActionImport, Import: saved.Import, File: "asiakkaat.csv"}},
		{customer.Phone, Cause{By: "Matti", Action: ActionUpdate}},
		{customer.Group, Cause{By: "Liisa", Action: ActionImport, Import: saved.Import, File: "asiakkaat.csv"}},
	} {
		got := first.Later[i]
		if !got.Cause.At.Equal(testTime) {
			t.Errorf("%s at %v", got.Field, got.Cause.At)
		}
		if want.Cause.At = got.Cause.At; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if second := since[Version{1001, 2}]; !second.Known || second.Then[customer.City] != "Vaasa" || len(second.Later) != 1 {
		t.Errorf("%+v", second)
	}
	if now := since[Version{1001, 3}]; !now.Known || len(now.Later) != 0 || now.Then[customer.Group] != "Uudet" {
		t.Errorf("%+v", now)
	}
	if back := since[Version{1002, 1}]; !back.Known || len(back.Later) != 0 {
		t.Errorf("changed back: %+v", back)
	}
	if since[Version{1009, 1}].Known {
		t.Error("a customer that never was is known")
	}
}

// TestSinceOlderThanTheJournal holds that a version is not known where the
// journal does not reach back to it.
func TestSinceOlderThanTheJournal(t *testing.T) {
	db, _ := imported(t)
	edit(t, db, 1001, customer.Phone, "09 1")
	_, err := db.write.DB.Exec(`DELETE FROM journal WHERE customer = 1001 AND revision <= 2`)
	must(t, err)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	err = snapshot.Since(t.Context(), []Version{{1001, 1}, {1001, 2}}, func(v Version, s *Since) error {
		if s.Known != (v.Revision == 2) {
			t.Errorf("%v is known: %v", v, s.Known)
		}
		return nil
	})
	must(t, err)
}
