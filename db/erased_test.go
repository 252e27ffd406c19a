package db

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// errIsErased reports whether an error tells of an erased customer, and when.
func errIsErased(err error, number int, at time.Time) bool {
	var erased ErasedError
	return errors.As(err, &erased) && errors.Is(err, ErrErased) && erased.Number == number && erased.At.Equal(at)
}

// TestErasedIsTold holds that whatever is asked of an erased customer says so, and
// when, rather than that there never was one; also by the number of one that was
// merged into it.
func TestErasedIsTold(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	first, second := mustCustomer(t, db, 1001), mustCustomer(t, db, 1002)
	_, err := db.MergeCustomers(t.Context(), Actor{}, Merge{Kept: 1001, KeptRevision: 1, Merged: 1002, MergedRevision: 1, Values: first.Values})
	must(t, err)
	_, err = db.Erase(t.Context(), EraseRequest{Number: 1001})
	must(t, err)
	for _, number := range []int{1001, 1002} {
		for name, ask := range map[string]func() error{
			"look": func() error { _, err := db.Customer(t.Context(), number); return err },
			"change": func() error {
				_, err := db.UpdateCustomer(t.Context(), Actor{}, number, 1, second.Values)
				return err
			},
			"remove":     func() error { return db.RemoveCustomer(t.Context(), Actor{}, number, 1) },
			"restore":    func() error { _, err := db.RestoreCustomer(t.Context(), Actor{}, number); return err },
			"everything": func() error { _, err := db.Everything(t.Context(), number); return err },
			"erasable":   func() error { _, err := db.Erasable(t.Context(), number); return err },
			"erase":      func() error { _, err := db.Erase(t.Context(), EraseRequest{Number: number}); return err },
			"merge": func() error {
				_, err := db.MergeCustomers(t.Context(), Actor{}, Merge{Kept: 1003, KeptRevision: 1, Merged: number, MergedRevision: 1, Values: second.Values})
				return err
			},
		} {
			if err := ask(); !errIsErased(err, number, testTime) {
				t.Errorf("%s %d: %v", name, number, err)
			}
		}
	}
	if _, err := db.Customer(t.Context(), 9999); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrErased) {
		t.Error("nobody:", err)
	}
	if _, err := db.Everything(t.Context(), 9999); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrErased) {
		t.Error("everything of nobody:", err)
	}
}

func mustCustomer(t *testing.T, db *DB, number int) customer.Customer {
	t.Helper()
	c, err := db.Customer(t.Context(), number)
	must(t, err)
	return c
}

// TestErasedNumberIsNotGiven holds that nobody gets the number of an erased customer,
// also in a register that comes from a backup of before that customer was there.
func TestErasedNumberIsNotGiven(t *testing.T) {
	db := openTest(t)
	fill(t, db, 2)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	fill(t, db, 2)
	for _, number := range []int{1003, 1004} {
		_, err := db.Erase(t.Context(), EraseRequest{Number: number})
		must(t, err)
	}
	must(t, db.Close())
	_, err := Restore(t.Context(), db.dir, backup, testOptions())
	must(t, err)
	again := openDir(t, db.dir, testOptions())
	if _, err := again.Customer(t.Context(), 1003); !errIsErased(err, 1003, testTime) {
		t.Error(err)
	}
	input := table([]customer.Field{customer.Number, customer.Name}, []string{"1004", "Uusi Oy"})
	input.Options.UnknownNumbers = importer.UnknownCreates
	snapshot, err := again.Snapshot(t.Context())
	must(t, err)
	plan, err := importer.Build(t.Context(), input, snapshot)
	must(t, errors.Join(err, snapshot.Close()))
	if plan.Rows[0].Status != importer.Undecided {
		t.Errorf("a file with the number: %+v", plan.Rows[0])
	}
	made, err := again.CreateCustomer(t.Context(), Actor{}, sample(7))
	if err != nil || made.Number != 1005 {
		t.Errorf("%d, %v", made.Number, err)
	}
	checkRegister(t, again)

	// Where an odd high number leaves no room, the lowest free ones are given.
	_, err = again.write.DB.Exec(`UPDATE counters SET highest_number = ?`, customer.MaxNumber)
	must(t, err)
	if made, err = again.CreateCustomer(t.Context(), Actor{}, sample(8)); err != nil || made.Number != 1006 {
		t.Errorf("%d, %v", made.Number, err)
	}
}

// TestErasedThoughChanged holds that a customer who has changed altogether is erased
// again in an old backup of the register itself, and that the file goes by which it
// came, though nothing in them is known any more of what it was at last.
func TestErasedThoughChanged(t *testing.T) {
	clock := testTime
	options := testOptions()
	options.Now = func() time.Time { return clock }
	db := openDir(t, t.TempDir(), options)
	must(t, db.SetRetention(t.Context(), Actor{}, Retention{Files: 400, Drafts: 7, Bin: 30, Journal: 10, Access: 30, Idle: 100}))
	saved := saveDraft(t, db, upload(t, db, "Liisa", "asiakkaat.csv", csvOf(customer.Customer{Values: canary()}), nil))
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	one := mustCustomer(t, db, 1001)
	_, err := db.UpdateCustomer(t.Context(), Actor{}, 1001, one.Revision, sample(5))
	must(t, err)
	clock = clock.AddDate(0, 0, 40)
	_, err = db.Retain(t.Context(), Actor{}, false)
	must(t, err)
	erased, err := db.Erase(t.Context(), EraseRequest{Number: 1001})
	if err != nil || erased.Files != 1 || len(erased.Dropped) != 1 || erased.Dropped[0] != saved.Import {
		t.Errorf("%+v, %v", erased, err)
	}
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
	must(t, db.Close())
	then := clock
	clock = clock.AddDate(0, 0, 5)
	restored, err := Restore(t.Context(), db.dir, backup, options)
	if err != nil || restored.Erased != 1 {
		t.Errorf("%+v, %v", restored, err)
	}
	again := openDir(t, db.dir, options)
	if _, err := again.Customer(t.Context(), 1001); !errIsErased(err, 1001, then) {
		t.Errorf("restored: %v", err)
	}
	if found := foundIn(t, again.dir, canaryTexts); len(found) > 0 {
		t.Errorf("restored: found in %v", found)
	}
	checkRegister(t, again)
}

// TestGroupsOfErased holds that a group goes with its name in which nobody but the
// erased customer is or was, and no other; and that no undo brings one back.
func TestGroupsOfErased(t *testing.T) {
	db := openTest(t)
	values := func(i int, group string) customer.Values {
		v := sample(i)
		v[customer.Group] = group
		return v
	}
	for i, group := range []string{"Kanarian oma", "Yhteinen", "Yhteinen", "Kanarian entinen"} {
		_, err := db.CreateCustomer(t.Context(), Actor{}, values(i, group))
		must(t, err)
	}
	edit(t, db, 1001, customer.Group, "Kanarian toinen") // which it alone has been in
	edit(t, db, 1001, customer.Group, "Yhteinen")
	edit(t, db, 1001, customer.Group, "Kanarian oma")
	edit(t, db, 1004, customer.Group, "")
	edit(t, db, 1001, customer.Group, "Kanarian entinen") // as 1004 was
	edit(t, db, 1001, customer.Group, "Kanarian kadonnut")
	edit(t, db, 1001, customer.Group, "Kanarian oma")
	groups, err := db.Groups(t.Context())
	must(t, err)
	for _, group := range groups {
		if group.Name == "Kanarian kadonnut" {
			must(t, db.RemoveGroup(t.Context(), Actor{}, group.ID))
		}
	}
	told, err := db.Erasable(t.Context(), 1001)
	if err != nil || len(told.Groups) != 2 {
		t.Errorf("%+v, %v", told.Groups, err)
	}
	erased, err := db.Erase(t.Context(), EraseRequest{Number: 1001})
	if err != nil || erased.Groups != 2 {
		t.Errorf("%+v, %v", erased, err)
	}
	groups, err = db.Groups(t.Context())
	if err != nil || len(groups) != 2 || groups[0].Name != "Kanarian entinen" || groups[1].Name != "Yhteinen" {
		t.Errorf("%+v, %v", groups, err)
	}
	if found := foundIn(t, db.dir, []string{"Kanarian oma", "Kanarian toinen", "Kanarian kadonnut"}); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
	checkRegister(t, db)
	entries, err := db.History(t.Context(), HistoryFilter{Limit: 100})
	must(t, err)
	for i := range entries {
		if plan, _ := undoPlan(t, db, entries[i].ID); !plan.Nothing() {
			_, err := db.Undo(t.Context(), UndoRequest{Import: entries[i].ID, Fingerprint: plan.Fingerprint})
			must(t, err)
		}
	}
	groups, err = db.Groups(t.Context())
	must(t, err)
	for _, group := range groups {
		if group.Name == nameErased {
			t.Error("an undo has brought back a group without its name")
		}
	}
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	mustBackUp(t, db, fresh)
	if found := foundIn(t, filepath.Dir(fresh), []string{"Kanarian oma", "Kanarian toinen", "Kanarian kadonnut"}); len(found) > 0 {
		t.Errorf("a fresh backup: %v", found)
	}
	checkRegister(t, db)
}

// TestErasedInTheBin holds that a customer who was erased while its import was undone,
// or who lay in the bin, comes back by no undo of these, however often one is undone.
func TestErasedInTheBin(t *testing.T) {
	db := openTest(t)
	saved := saveDraft(t, db, upload(t, db, "Liisa", "asiakkaat.csv", csvOf(customer.Customer{Values: canary()}, customer.Customer{Values: sample(3)}), nil))
	mustUndo(t, db, saved.Import)
	binned, err := db.CreateCustomer(t.Context(), Actor{}, sample(4))
	must(t, err)
	must(t, db.RemoveCustomer(t.Context(), Actor{}, binned.Number, 1))
	for _, number := range []int{1001, binned.Number} {
		_, err := db.Erase(t.Context(), EraseRequest{Number: number})
		must(t, err)
	}
	for range 3 { // undo, redo and so on
		entries, err := db.History(t.Context(), HistoryFilter{Limit: 100})
		must(t, err)
		for i := range entries {
			plan, _ := undoPlan(t, db, entries[i].ID)
			if plan.Nothing() || entries[i].Undone {
				continue
			}
			if _, err := db.Undo(t.Context(), UndoRequest{Import: entries[i].ID, Fingerprint: plan.Fingerprint}); err != nil {
				t.Error(err)
			}
		}
		for _, number := range []int{1001, binned.Number} {
			if _, err := db.Customer(t.Context(), number); !errIsErased(err, number, testTime) {
				t.Errorf("%d: %v", number, err)
			}
		}
	}
	checkRegister(t, db)
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
}
