package db

import (
	"reflect"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
)

// TestRegister compares what a snapshot finds with a register in memory.
func TestRegister(t *testing.T) {
	const n = 400
	db := openTest(t)
	fill(t, db, n)
	add(t, db,
		named("Kaksonen Oy", "business_id", "0737546-2", "email", "A@x.fi", "phone", "040 1234567"),
		named("KAKSONEN  oy", "business_id", "0737546-2", "phone", "+358401234567"),
		named("Café Ö", "email", "a@x.fi"), named("Cafe Ö"), named("Foreign", "business_id", "DE07375462"))
	var stored []customer.Customer
	if err := db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		stored = append(stored, *c)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	memory := importertest.NewRegister(stored, nil, 0)
	var all []*customer.Stored
	for i := range stored {
		one := customer.Store(&stored[i])
		all = append(all, &one)
	}
	snapshot, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()

	many := importer.Keys{}
	for i := range n / 2 {
		many.Numbers = append(many.Numbers, 1001+2*i)
		many.Names = append(many.Names, customer.FoldKey(sample(3 * i)[customer.Name]))
	}
	for name, keys := range map[string]importer.Keys{
		"none":         {},
		"empty":        {Names: []string{""}, BusinessIDs: []string{""}, Emails: []string{""}, Phones: []string{""}},
		"numbers":      {Numbers: []int{1400, 1001, 1001, 77, -1}},
		"names":        {Names: []string{customer.FoldKey("kaksonen oy"), customer.FoldKey("CAFÉ ö"), "nobody"}},
		"business ids": {BusinessIDs: []string{"07375462", "x07375462", "x9"}},
		"emails":       {Emails: []string{"a@x.fi"}},
		"phones":       {Phones: []string{"+358401234567"}},
		"all":          {Numbers: []int{1001, 1403}, Names: []string{"cafe ö"}, BusinessIDs: []string{"07375462"}, Emails: []string{"a@x.fi"}},
		"many":         many,
	} {
		want, _, err := memory.Customers(t.Context(), keys)
		if err != nil {
			t.Fatal(err)
		}
		got, whole, err := snapshot.Customers(t.Context(), keys)
		if whole && len(want) < len(all) && len(want) > 0 {
			want = all
		}
		if err != nil || len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %d, want %d customers, %v", name, len(got), len(want), err)
		}
		if (name == "none" || name == "empty") != (len(want) == 0) {
			t.Errorf("%s: %d customers in memory", name, len(want))
		}
	}
}

// TestRegisterAsAWhole holds that a plan that wants nearly all customers is given
// all of them, and told so; one that wants fewer is given those that it wants.
func TestRegisterAsAWhole(t *testing.T) {
	const n = 90
	db := openTest(t)
	fill(t, db, n)
	snapshot, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	for _, wanted := range []int{0, 1, 20, 70, 80, n} {
		for name, from := range map[string]int{"the first": 0, "the last": n - wanted} {
			var keys importer.Keys
			for i := range wanted {
				keys.Numbers = append(keys.Numbers, 1001+from+i)
			}
			found, whole, err := snapshot.Customers(t.Context(), keys)
			if want := wanted >= 80; err != nil || whole != want || !whole && len(found) != wanted || whole && len(found) != n {
				t.Errorf("%s %d: %d customers, whole %v, %v", name, wanted, len(found), whole, err)
			}
			for i := range found {
				if whole && found[i].Number != 1001+i || !whole && found[i].Number != 1001+from+i {
					t.Fatalf("%s %d: customer %d is %d", name, wanted, i, found[i].Number)
				}
			}
		}
	}
}

// TestRegisterIsEmpty holds that a register is empty until it has a customer, and
// once more when the last one is removed.
func TestRegisterIsEmpty(t *testing.T) {
	db := openTest(t)
	check := func(want bool) {
		t.Helper()
		snapshot, err := db.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer snapshot.Close()
		if empty, err := snapshot.Empty(t.Context()); err != nil || empty != want {
			t.Errorf("empty %v, %v", empty, err)
		}
	}
	check(true)
	fill(t, db, 1)
	check(false)
	if err := db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1001, 1); err != nil {
		t.Fatal(err)
	}
	check(true)
}

// TestSnapshotStays holds that a snapshot does not see later writes, and that
// each of them moves the write counter.
func TestSnapshotStays(t *testing.T) {
	db := openTest(t)
	fill(t, db, 2)
	snapshot, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before := snapshot.WriteCounter()
	add(t, db, named("Uusi Oy", "group", "Uudet"))
	found, _, err := snapshot.Customers(t.Context(), importer.Keys{Numbers: []int{1001, 1002, 1003}})
	groups, groupsErr := snapshot.Groups(t.Context())
	highest, highestErr := snapshot.HighestNumber(t.Context())
	if err != nil || groupsErr != nil || highestErr != nil {
		t.Fatal(err, groupsErr, highestErr)
	}
	if len(found) != 2 || len(groups) != 1 || highest != 1002 || snapshot.WriteCounter() != before {
		t.Errorf("the snapshot changed: %d, %v, %d", len(found), groups, highest)
	}
	for range 2 {
		if err := snapshot.Close(); err != nil {
			t.Error(err)
		}
	}
	counter := func() int64 {
		n, err := db.WriteCounter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if counter() != before+1 {
		t.Errorf("the write counter went from %d to %d", before, counter())
	}
	id, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "x.csv", nil, Choices{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.DiscardDraft(t.Context(), Actor{Name: "Liisa"}, id); err != nil {
		t.Fatal(err)
	}
	if counter() != before+1 {
		t.Error("a draft moved the write counter")
	}
	if err := db.RenameGroup(t.Context(), Actor{Name: "Liisa"}, 1, "Toiset"); err != nil {
		t.Fatal(err)
	}
	if counter() != before+2 {
		t.Error("a group's new name did not move the write counter")
	}
}

// TestRenamedGroups holds which former names of groups a file may still know: a
// group that was removed stands by its last name, unless another one has that now.
func TestRenamedGroups(t *testing.T) {
	db := openTest(t)
	renamed := func() map[string][]string {
		t.Helper()
		snapshot, err := db.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer snapshot.Close()
		names, err := snapshot.RenamedGroups(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	group, err := db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, "Messut")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.RenameGroup(t.Context(), Actor{Name: "Liisa"}, group.ID, "Näyttelyt"); err != nil {
		t.Fatal(err)
	}
	former := map[string][]string{customer.FoldKey("Messut"): {"Näyttelyt"}}
	if got := renamed(); !reflect.DeepEqual(got, former) {
		t.Errorf("renamed: %v", got)
	}
	if err := db.RemoveGroup(t.Context(), Actor{Name: "Liisa"}, group.ID); err != nil {
		t.Fatal(err)
	}
	if got := renamed(); !reflect.DeepEqual(got, former) {
		t.Errorf("removed: %v", got)
	}
	if _, err := db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, "näyttelyt"); err != nil {
		t.Fatal(err)
	}
	if got := renamed(); len(got) != 0 {
		t.Errorf("with another group of that name: %v", got)
	}
}
