package db

import (
	"context"
	"testing"
	"time"

	"kortisto/customer"
)

// smallWrites are writes that are neither a save nor an undo nor an erasure, each on
// a register of three customers, the last of whom was removed 800 days ago.
var smallWrites = map[string]func(ctx context.Context, db *DB) error{
	"merge": func(ctx context.Context, db *DB) error {
		first, err := db.Customer(ctx, 1001)
		if err != nil {
			return err
		}
		second, err := db.Customer(ctx, 1002)
		if err != nil {
			return err
		}
		_, err = db.MergeCustomers(ctx, Actor{}, Merge{Kept: 1001, KeptRevision: first.Revision, Merged: 1002, MergedRevision: second.Revision, Values: second.Values})
		return err
	},
	"retention": func(ctx context.Context, db *DB) error {
		_, err := db.Retain(ctx, Actor{Name: Automatic}, false)
		return err
	},
}

// smallRegister is the register of smallWrites.
func smallRegister(t *testing.T, dir string) *DB {
	t.Helper()
	clock := testTime
	options := testOptions()
	options.Now = func() time.Time { return clock }
	db := openDir(t, dir, options)
	fill(t, db, 3)
	edit(t, db, 1003, customer.City, "Salo")
	must(t, db.RemoveCustomer(t.Context(), Actor{}, 1003, 2))
	clock = testTime.AddDate(0, 0, 800)
	return db
}

// writeSmallAndDie is the task of a process that is killed within one of smallWrites,
// when all of it is written and nothing committed.
func writeSmallAndDie(dir, name string) error {
	db, err := Open(context.Background(), dir, Options{Now: func() time.Time { return testTime.AddDate(0, 0, 800) }})
	if err != nil {
		return err
	}
	db.reached = dieAt("entered")
	return smallWrites[name](context.Background(), db)
}

// TestSmallWritesKilled holds that a merge and a run of retention that are killed
// leave the register as it was, sound, and are done when they are asked for again.
func TestSmallWritesKilled(t *testing.T) {
	for name, write := range smallWrites {
		t.Run(name, func(t *testing.T) {
			db := smallRegister(t, t.TempDir())
			before := state(t, db)
			runToDeath(t, "small "+name, db.dir, "")
			if after := state(t, db); after != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, after)
			}
			checkRegister(t, db)
			if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
				t.Error(flaws, err)
			}
			must(t, write(t.Context(), db))
			if after := state(t, db); after == before {
				t.Error("nothing was written")
			}
			checkRegister(t, db)
		})
	}
}
