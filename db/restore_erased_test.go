package db

import (
	"context"
	"errors"
	"testing"

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
	if _, err := again.Customer(t.Context(), number); !errors.Is(err, ErrNotFound) {
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
