package db

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
)

// TestErasedInRestoredBackup holds that a restore brings nobody back whom the
// register has erased since the backup was made, and keeps the tombstones.
func TestErasedInRestoredBackup(t *testing.T) {
	db, number, request, backup := eraseCanary(t)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	must(t, err)
	if restored.Erased != 1 || len(restored.Flaws) > 0 {
		t.Errorf("%+v", restored)
	}
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
	again := openDir(t, db.dir, testOptions())
	if _, err := again.Customer(t.Context(), number); !errors.Is(err, ErrErased) {
		t.Error(err)
	}
	snapshot, err := again.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	if plan, err := importer.Build(t.Context(), request.Input, snapshot); err != nil || plan.Erased != 1 {
		t.Errorf("the old file: %+v, %v", plan, err)
	}
}

// TestForeignBackupIsNotErased holds that a backup of another register keeps the
// customer who happens to have the number of an erased one.
func TestForeignBackupIsNotErased(t *testing.T) {
	other := openTest(t)
	fill(t, other, 310)
	backup := mustBackUp(t, other, t.TempDir()+"/").Path
	db, number, _, _ := eraseCanary(t)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	if err != nil || restored.Erased != 0 || restored.Customers != 310 {
		t.Errorf("%+v, %v", restored, err)
	}
	again := openDir(t, db.dir, testOptions())
	if c, err := again.Customer(t.Context(), number); err != nil || c.Values != sample(300) {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestErasedNumberAfterRestore holds match-number-free after a restore: the number of
// a customer who was made and erased since the backup goes to nobody, neither above
// all others nor where a high number leaves no room there.
func TestErasedNumberAfterRestore(t *testing.T) {
	for name, c := range map[string]struct {
		high int // a number that the register has given before, 0 for none
		want []int
	}{
		"above":                              {0, []int{1008, 1009}},
		"below a number that leaves no room": {customer.MaxNumber, []int{1006, 1008}},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			if c.high > 0 {
				must(t, db.writeRegister(t.Context(), Actor{}, ActionCreate, func(_ context.Context, w *writer) error {
					return w.create(&customer.Customer{Number: c.high, Values: sample(900)})
				}))
			}
			backup := mustBackUp(t, db, t.TempDir()+"/").Path
			fillWith(t, db, 2, func(i int) customer.Values { return sample(100 + i) }) // 1006 and 1007
			_, err := db.Erase(t.Context(), EraseRequest{Number: 1007})
			must(t, err)
			must(t, db.Close())
			restored, err := Restore(t.Context(), db.dir, backup, testOptions())
			if err != nil || restored.Erased != 0 || len(restored.Flaws) > 0 {
				t.Fatalf("%+v, %v", restored, err)
			}
			again := openDir(t, db.dir, testOptions())
			for i, want := range c.want {
				made, err := again.CreateCustomer(t.Context(), Actor{}, sample(200+i))
				if err != nil || made.Number != want {
					t.Errorf("%d, not %d: %v", made.Number, want, err)
				}
			}
			checkRegister(t, again)
		})
	}
}

// restoreInto closes a register, restores a backup in its place an hour later, and
// opens that.
func restoreInto(t *testing.T, db *DB, backup string) (*DB, Restored) {
	t.Helper()
	options, later := testOptions(), db.Now().Add(time.Hour)
	options.Now = func() time.Time { return later }
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, options)
	must(t, err)
	if len(restored.Flaws) > 0 {
		t.Errorf("%+v", restored)
	}
	return openDir(t, db.dir, options), restored
}

// TestErasedAfterTwoRestores holds that an erased customer is known again in a backup
// though the register was restored from before it was there: that it is taken out of
// the customer it was merged into then, who stays.
func TestErasedAfterTwoRestores(t *testing.T) {
	for name, intoErased := range map[string]bool{"merged into the other": false, "with the other in it": true} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			before := mustBackUp(t, db, t.TempDir()+"/").Path
			erased := createCanary(t, db)
			second := mustCustomer(t, db, 1002).Values
			var entry int64
			if intoErased {
				entry = merge(t, db, 1002, erased, nil)
			} else {
				entry = merge(t, db, erased, 1002, takeCanary)
			}
			backup := mustBackUp(t, db, t.TempDir()+"/").Path
			mustUndo(t, db, entry)
			mustErase(t, db, erased)
			db, restored := restoreInto(t, db, before)
			if restored.Erased != 0 {
				t.Errorf("%+v", restored)
			}
			db, restored = restoreInto(t, db, backup)
			if restored.Erased != 1 {
				t.Errorf("%+v", restored)
			}
			if _, err := db.Customer(t.Context(), erased); !errors.Is(err, ErrErased) {
				t.Error(err)
			}
			if got := mustCustomer(t, db, 1002); got.Values != second {
				t.Errorf("%+v", got)
			}
			if found := foundIn(t, db.path(), canaryTexts); len(found) > 0 {
				t.Error(found)
			}
			mustBeSound(t, db)
		})
	}
}

// TestOtherWithErasedNumber holds that a customer of one copy of the register who has
// the number of an erased one of another copy is not taken for it: after any number
// of restores it stays, and comes back from the bin.
func TestOtherWithErasedNumber(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	before := mustBackUp(t, db, t.TempDir()+"/").Path
	erased := createCanary(t, db)
	with := mustBackUp(t, db, t.TempDir()+"/").Path
	db, _ = restoreInto(t, db, before)
	other, err := db.CreateCustomer(t.Context(), Actor{}, sample(77))
	if err != nil || other.Number != erased {
		t.Fatalf("%+v, %v", other, err)
	}
	withOther := mustBackUp(t, db, t.TempDir()+"/").Path
	db, _ = restoreInto(t, db, with)
	mustErase(t, db, erased)
	for range 2 {
		var restored Restored
		db, restored = restoreInto(t, db, withOther)
		if restored.Erased != 0 {
			t.Errorf("%+v", restored)
		}
		must(t, db.RemoveCustomer(t.Context(), Actor{}, other.Number, mustCustomer(t, db, other.Number).Revision))
		back, err := db.RestoreCustomer(t.Context(), Actor{}, other.Number)
		if err != nil || back.Values != other.Values {
			t.Errorf("%+v, %v", back, err)
		}
	}
	db, restored := restoreInto(t, db, with)
	if _, err := db.Customer(t.Context(), erased); restored.Erased != 1 || !errors.Is(err, ErrErased) {
		t.Errorf("%+v, %v", restored, err)
	}
	mustBeSound(t, db)
}

// TestErasedByOlderVersion holds that a register of a version that did not keep where
// the histories of erased customers began is asked for those histories.
func TestErasedByOlderVersion(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased := createCanary(t, db)
	second := mustCustomer(t, db, 1002).Values
	entry := merge(t, db, erased, 1002, takeCanary)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	mustUndo(t, db, entry)
	mustErase(t, db, erased)
	must(t, db.Write(t.Context(), Purpose{}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `DROP TABLE erased_origins`)
		return err
	}))
	db, restored := restoreInto(t, db, backup)
	if got := mustCustomer(t, db, 1002); restored.Erased != 1 || got.Values != second {
		t.Errorf("%+v, %+v", restored, got)
	}
}

// TestNamesakeIsNotErased holds that another customer with the name and the number of an
// erased one stays, in another copy of the register and in another register.
func TestNamesakeIsNotErased(t *testing.T) {
	namesake := func(i int) customer.Values {
		values := sample(i)
		values[customer.Name] = "Virtanen Matti"
		return values
	}
	for name, foreign := range map[string]bool{"another copy": false, "another register": true} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			before := mustBackUp(t, db, t.TempDir()+"/").Path
			erased, err := db.CreateCustomer(t.Context(), Actor{}, namesake(61))
			must(t, err)
			with := mustBackUp(t, db, t.TempDir()+"/").Path
			other := openTest(t)
			if foreign {
				fill(t, other, 5)
			} else {
				other, _ = restoreInto(t, other, before)
			}
			_, err = other.CreateCustomer(t.Context(), Actor{}, namesake(77))
			must(t, err)
			withOther := mustBackUp(t, other, t.TempDir()+"/").Path
			db, _ = restoreInto(t, db, with)
			mustErase(t, db, erased.Number)
			db, restored := restoreInto(t, db, withOther)
			if c := mustCustomer(t, db, erased.Number); restored.Erased != 0 || c.Values != namesake(77) {
				t.Errorf("%+v, %+v", restored, c)
			}
		})
	}
}

// TestRestoreLeavesOtherMerges holds that a merge stays in a restored backup by which
// nothing of an erased customer went on.
func TestRestoreLeavesOtherMerges(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased := createCanary(t, db)
	into := merge(t, db, erased, 1002, takeCanary)
	merge(t, db, 1002, 1003, nil)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	mustUndo(t, db, into)
	mustErase(t, db, erased)
	db, restored := restoreInto(t, db, backup)
	if restored.Erased != 1 {
		t.Errorf("%+v", restored)
	}
	leadsTo(t, db, 1002, 1003)
	mustBeClean(t, db)
}
