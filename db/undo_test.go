package db

import (
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// undoPlan makes the plan of an undo, with its customers.
func undoPlan(t testing.TB, db *DB, id int64) (*UndoPlan, []UndoCustomer) {
	t.Helper()
	snapshot, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	plan, err := snapshot.UndoPlan(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var customers []UndoCustomer
	err = snapshot.EachUndo(t.Context(), plan, func(c *UndoCustomer) error {
		customers = append(customers, *c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan, customers
}

// mustUndo undoes what a user sees now.
func mustUndo(t testing.TB, db *DB, id int64) Undone {
	t.Helper()
	plan, _ := undoPlan(t, db, id)
	undone, err := db.Undo(t.Context(), UndoRequest{Actor: Actor{Name: "Maija"}, Import: id, Fingerprint: plan.Fingerprint})
	if err != nil {
		t.Fatal(err)
	}
	return undone
}

// imported fills a register with three customers and saves an import that
// changes two of them, makes two more and the group Uudet.
func imported(t testing.TB) (*DB, Saved) {
	t.Helper()
	db := openTest(t)
	fill(t, db, 3)
	return db, mustSave(t, db, draft(t, db, table(nameCityGroup,
		[]string{"1001", "", "Vaasa", "Uudet"},
		[]string{"1002", "", "Pori", ""},
		[]string{"", "Uusi Oy", "Salo", "Uudet"},
		[]string{"", "Toinen Oy", "Salo", ""},
	)))
}

// TestUndoRightAfter holds that an undo right after the save gives back the
// register, that its undo gives back what the save had made, and so on.
func TestUndoRightAfter(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	before := content(t, db)
	saved := mustSave(t, db, draft(t, db, table(nameCityGroup,
		[]string{"1001", "", "Vaasa", "Uudet"}, []string{"", "Uusi Oy", "Salo", "Uudet"})))
	after := content(t, db)
	at := saved.Import
	for i := range 4 {
		undone := mustUndo(t, db, at)
		want, counts := before, UndoCounts{PutBack: 1, Fields: 2, Removed: 1}
		if i%2 == 1 {
			want, counts = after, UndoCounts{PutBack: 1, Fields: 2, Brought: 1}
		}
		if got := content(t, db); got != want {
			t.Errorf("undo %d: %s\nwant %s", i, got, want)
		}
		if undone.Counts != counts || undone.Again || undone.By != "Maija" || undone.Import != at {
			t.Errorf("undo %d: %+v", i, undone)
		}
		if c, err := db.Customer(t.Context(), 1001); err != nil || c.Revision != 3+i {
			t.Errorf("undo %d: revision %d, %v", i, c.Revision, err)
		}
		checkRegister(t, db)
		at = undone.Undo
	}
	if made, err := db.CreateCustomer(t.Context(), Actor{Name: "Matti"}, sample(9)); err != nil || made.Number != 1005 {
		t.Errorf("the next number is %d, %v", made.Number, err)
	}
}

// TestUndoLeavesWhatChanged holds that what was changed since stays, and
// that the plan names who did it.
func TestUndoLeavesWhatChanged(t *testing.T) {
	db, saved := imported(t)
	edit(t, db, 1001, customer.City, "Espoo")
	edit(t, db, 1002, customer.Phone, "09 1")
	edit(t, db, 1004, customer.Phone, "09 2")
	if err := db.RemoveCustomer(t.Context(), Actor{Name: "Matti"}, 1005, 1); err != nil {
		t.Fatal(err)
	}
	plan, customers := undoPlan(t, db, saved.Import)
	if want := (UndoCounts{PutBack: 2, Fields: 2, Stays: 3, StayFields: 1}); plan.Counts != want {
		t.Errorf("counts %+v", plan.Counts)
	}
	first := customers[0]
	if first.Number != 1001 || first.Effect != EffectPutBack || !first.Stays() || len(first.Fields) != 2 {
		t.Fatalf("%+v", first)
	}
	city, group := first.Fields[0], first.Fields[1]
	if city.Field != customer.City || !city.Stays || city.Reason != ReasonChanged || city.Now != "Espoo" || city.Then != sample(0)[customer.City] ||
		city.Cause.By != "Matti" || city.Cause.Action != ActionUpdate || !city.Cause.At.Equal(testTime) {
		t.Errorf("%+v %+v", city, city.Cause)
	}
	if group.Stays || group.Now != "Uudet" || group.Then != sample(0)[customer.Group] {
		t.Errorf("%+v", group)
	}
	if c := customers[2]; c.Number != 1004 || c.Effect != EffectStays || c.Reason != ReasonChanged || c.Fields[0].Field != customer.Phone || c.Cause.By != "Matti" {
		t.Errorf("%+v", c)
	}
	if c := customers[3]; c.Number != 1005 || c.Effect != EffectStays || c.Reason != ReasonRemoved || c.Name != "Toinen Oy" || c.Cause.Action != ActionRemove {
		t.Errorf("%+v", c)
	}
	if len(plan.Groups) != 1 || plan.Groups[0].Reason != ReasonInUse || plan.Groups[0].Customers != 1 {
		t.Errorf("groups %+v", plan.Groups)
	}
	undone := mustUndo(t, db, saved.Import)
	entry, err := db.Draft(t.Context(), undone.Undo)
	if err != nil || entry.Undo.Counts != plan.Counts || len(entry.Undo.Stayed) != 3 || entry.Undo.Stayed[0].Fields[0].Cause.By != "Matti" {
		t.Errorf("kept %+v, %v", entry.Undo, err)
	}
	for number, want := range map[int][2]string{1001: {"Espoo", sample(0)[customer.Group]}, 1002: {sample(1)[customer.City], ""}, 1004: {"Salo", "Uudet"}} {
		if c, err := db.Customer(t.Context(), number); err != nil || c.Values[customer.City] != want[0] || c.Values[customer.Group] != want[1] {
			t.Errorf("%d: %q, %v", number, c.Values, err)
		}
	}
	checkRegister(t, db)
}

// TestUndoNumberTakenAgain holds that an undo writes nothing into, and removes
// nobody, who has only taken the number of a customer of the import.
func TestUndoNumberTakenAgain(t *testing.T) {
	db, saved := imported(t)
	for number, revision := range map[int]int{1001: 2, 1005: 1} {
		must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Matti"}, number, revision))
	}
	input := table(nameCityGroup, []string{"1001", "Aivan Muu Oy", "Vaasa", "Uudet"}, []string{"1005", "Toinen Oy", "Salo", ""})
	input.Options.UnknownNumbers = importer.UnknownCreates
	mustSave(t, db, draft(t, db, input))
	plan, customers := undoPlan(t, db, saved.Import)
	if want := (UndoCounts{PutBack: 1, Fields: 1, Removed: 1, Stays: 2}); plan.Counts != want {
		t.Errorf("counts %+v", plan.Counts)
	}
	for _, c := range customers {
		if taken := c.Number == 1001 || c.Number == 1005; taken != (c.Effect == EffectStays && c.Reason == ReasonTaken) {
			t.Errorf("%+v", c)
		}
	}
	undone := mustUndo(t, db, saved.Import)
	for number, name := range map[int]string{1001: "Aivan Muu Oy", 1005: "Toinen Oy"} {
		if c, err := db.Customer(t.Context(), number); err != nil || c.Values[customer.Name] != name || c.Values[customer.City] == "" || c.Revision > 4 {
			t.Errorf("%d is %+v, %v", number, c, err)
		}
	}
	mustUndo(t, db, undone.Undo) // brings 1004 back, who is the customer of the import
	if plan, _ := undoPlan(t, db, saved.Import); plan.Counts.Removed != 1 || plan.Counts.PutBack != 1 {
		t.Errorf("counts of the second undo %+v", plan.Counts)
	}
	checkRegister(t, db)
}

// TestUndoTiedFields holds that a Business ID does not come back to a person,
// nor a country to a postal code of another one.
func TestUndoTiedFields(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Virtanen Matti", "kind", customer.Person, "country", "FI", "postcode", "00100"))
	input := table([]customer.Field{customer.Number, customer.Kind, customer.Country, customer.Postcode, customer.City},
		[]string{"1001", "Yritys", "SE", "111 22", "Kista"})
	saved := mustSave(t, db, draft(t, db, input))
	edit(t, db, 1001, customer.BusinessID, "556677-8899")
	plan, customers := undoPlan(t, db, saved.Import)
	for _, f := range customers[0].Fields {
		if f.Stays != (f.Field != customer.City) || f.Stays && (f.Reason != ReasonUnfit || f.Cause == nil || f.Cause.By != "Matti") {
			t.Errorf("%+v", f)
		}
	}
	if plan.Counts != (UndoCounts{PutBack: 1, Fields: 1, Stays: 1, StayFields: 3}) {
		t.Errorf("counts %+v", plan.Counts)
	}
	mustUndo(t, db, saved.Import)
	if c, err := db.Customer(t.Context(), 1001); err != nil || c.Values[customer.Kind] != customer.Company || c.Values[customer.Postcode] != "111 22" || c.Values[customer.City] != "" {
		t.Errorf("%q, %v", c.Values, err)
	}
}

// TestUndoOfUnfit holds that fields go back where the tied ones did not fit together
// even before the undo: it makes nothing worse.
func TestUndoOfUnfit(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Virtanen Matti", "kind", customer.Person, "country", "FI", "postcode", "00100"))
	saved := mustSave(t, db, draft(t, db, table([]customer.Field{customer.Number, customer.Postcode}, []string{"1001", "00200"})))
	edit(t, db, 1001, customer.BusinessID, "2077474-0") // of a person
	mustUndo(t, db, saved.Import)
	if c, err := db.Customer(t.Context(), 1001); err != nil || c.Values[customer.Postcode] != "00100" {
		t.Errorf("%q, %v", c.Values, err)
	}
}

// TestUndoGroups holds what becomes of groups that are not what they were.
func TestUndoGroups(t *testing.T) {
	for name, test := range map[string]struct {
		since func(t *testing.T, db *DB) // to the groups Vanhat (1) and Uudet (2), once 1001 has moved
		want  string                     // the group of 1001 after the undo
		names []string                   // of all groups after it
	}{
		"as they were": {func(*testing.T, *DB) {}, "Vanhat", []string{"Vanhat"}},
		"the old one is removed": {func(t *testing.T, db *DB) {
			must(t, db.RemoveGroup(t.Context(), Actor{Name: "Matti"}, 1))
		}, "Vanhat", []string{"Vanhat"}},
		"the old one has another name": {func(t *testing.T, db *DB) {
			must(t, db.RenameGroup(t.Context(), Actor{Name: "Matti"}, 1, "Entiset"))
		}, "Entiset", []string{"Entiset"}},
		"another one has the old name": {func(t *testing.T, db *DB) {
			must(t, db.RemoveGroup(t.Context(), Actor{Name: "Matti"}, 1))
			_, err := db.CreateGroup(t.Context(), Actor{Name: "Matti"}, "vanhat")
			must(t, err)
		}, "vanhat", []string{"vanhat"}},
		"the new one has the old name": {func(t *testing.T, db *DB) {
			must(t, db.RemoveGroup(t.Context(), Actor{Name: "Matti"}, 1))
			must(t, db.RenameGroup(t.Context(), Actor{Name: "Matti"}, 2, "Vanhat"))
		}, "Vanhat", []string{"Vanhat"}},
		"the new one has another name": {func(t *testing.T, db *DB) {
			must(t, db.RenameGroup(t.Context(), Actor{Name: "Matti"}, 2, "Muut"))
		}, "Vanhat", []string{"Muut", "Vanhat"}},
		"the new one is in use": {func(t *testing.T, db *DB) {
			add(t, db, named("Toinen Oy", "group", "Uudet"))
		}, "Vanhat", []string{"Uudet", "Vanhat"}},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			add(t, db, named("Alfa Oy", "group", "Vanhat"))
			saved := mustSave(t, db, draft(t, db, table(nameCityGroup, []string{"1001", "", "Vaasa", "Uudet"})))
			test.since(t, db)
			mustUndo(t, db, saved.Import)
			if c, err := db.Customer(t.Context(), 1001); err != nil || c.Values[customer.Group] != test.want || c.Values[customer.City] != "" {
				t.Errorf("%q, %v", c.Values, err)
			}
			groups, err := db.Groups(t.Context())
			var names []string
			for _, g := range groups {
				names = append(names, g.Name)
			}
			if err != nil || !slices.Equal(names, test.names) {
				t.Errorf("groups %q, %v", names, err)
			}
			checkRegister(t, db)
		})
	}
}

// TestUndoOlder undoes an import that others came after.
func TestUndoOlder(t *testing.T) {
	db, first := imported(t)
	second := mustSave(t, db, draft(t, db, table(nameCityGroup, []string{"1001", "", "Turku", ""}, []string{"1004", "", "Turku", ""})))
	plan, customers := undoPlan(t, db, first.Import)
	if c := customers[0].Fields[0]; c.Cause == nil || c.Cause.Import != second.Import || c.Cause.File != "asiakkaat.csv" {
		t.Errorf("%+v", c)
	}
	if plan.Counts.Removed != 1 || plan.Counts.Stays != 2 {
		t.Errorf("%+v", plan.Counts)
	}
	// With the later one undone, nothing is in the way any more.
	mustUndo(t, db, second.Import)
	plan, _ = undoPlan(t, db, first.Import)
	if plan.Counts.Removed != 2 || plan.Counts.Stays != 0 {
		t.Errorf("%+v", plan.Counts)
	}
	mustUndo(t, db, first.Import)
	for i, c := range []int{1001, 1002, 1003} {
		if got, err := db.Customer(t.Context(), c); err != nil || got.Values != sample(i) {
			t.Errorf("%d: %q, %v", c, got.Values, err)
		}
	}
	checkRegister(t, db)
}
