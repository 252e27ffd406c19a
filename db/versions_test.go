package db

import (
	"context"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
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
	since := map[importer.Exported]*importer.Since{}
	now := presentCustomers(t, snapshot)
	err = snapshot.Since(t.Context(), []importer.Exported{{Number: 1001, Revision: 1}, {Number: 1001, Revision: 2}, {Number: 1001, Revision: 3},
		{Number: 1002, Revision: 1}, {Number: 1009, Revision: 1}}, now, func(v importer.Exported, s *importer.Since) { since[v] = s })
	must(t, err)
	first := since[importer.Exported{Number: 1001, Revision: 1}]
	if first == nil || first.Then != sample(0) || len(first.Later) != 3 {
		t.Fatalf("%+v", first)
	}
	for i, want := range []importer.Write{
		{Field: customer.City, Who: "Liisa", Import: saved.Import, File: "asiakkaat.csv"},
		{Field: customer.Phone, Who: "Matti"},
		{Field: customer.Group, Who: "Liisa", Import: saved.Import, File: "asiakkaat.csv"},
	} {
		got := first.Later[i]
		if !got.At.Equal(testTime) {
			t.Errorf("%s at %v", got.Field, got.At)
		}
		if want.At = got.At; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if second := since[importer.Exported{Number: 1001, Revision: 2}]; second == nil || second.Then[customer.City] != "Vaasa" || len(second.Later) != 1 {
		t.Errorf("%+v", second)
	}
	if now := since[importer.Exported{Number: 1001, Revision: 3}]; now == nil || len(now.Later) != 0 || now.Then[customer.Group] != "Uudet" {
		t.Errorf("%+v", now)
	}
	if back := since[importer.Exported{Number: 1002, Revision: 1}]; back == nil || len(back.Later) != 0 {
		t.Errorf("changed back: %+v", back)
	}
	if since[importer.Exported{Number: 1009, Revision: 1}] != nil {
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
	known := 0
	err = snapshot.Since(t.Context(), []importer.Exported{{Number: 1001, Revision: 1}, {Number: 1001, Revision: 2}}, presentCustomers(t, snapshot), func(v importer.Exported, _ *importer.Since) {
		if known++; v.Revision != 2 {
			t.Errorf("%v is known", v)
		}
	})
	must(t, err)
	if known != 1 {
		t.Errorf("%d versions are known", known)
	}
}

// presentCustomers are all customers by number.
func presentCustomers(t interface {
	Helper()
	Fatal(...any)
}, s *Snapshot) map[int]*customer.Customer {
	t.Helper()
	var numbers []int
	err := s.EachKey(context.Background(), func(number int, _, _ string) { numbers = append(numbers, number) })
	if err != nil {
		t.Fatal(err)
	}
	customers, err := s.Customers(context.Background(), importer.Keys{Numbers: numbers})
	if err != nil {
		t.Fatal(err)
	}
	now := make(map[int]*customer.Customer, len(customers))
	for i := range customers {
		now[customers[i].Number] = &customers[i]
	}
	return now
}
