package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// smallWrite is a write, and the stage at which all of it is written and nothing
// committed.
type smallWrite struct {
	stage string
	do    func(ctx context.Context, db *DB) error
}

// smallWrites are writes that are neither the save of a draft nor its undo nor an
// erasure, each on a register of smallRegister.
var smallWrites = map[string]smallWrite{
	"merge": {"entered", func(ctx context.Context, db *DB) error {
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
	}},
	"retention": {"entered", func(ctx context.Context, db *DB) error {
		_, err := db.Retain(ctx, Actor{Name: Automatic}, false)
		return err
	}},
	"made-up": {"written", func(ctx context.Context, db *DB) error { return saveAtOnce(ctx, db, manyNew(120)) }},
	"made-up removed": {"written", func(ctx context.Context, db *DB) error {
		imports, err := db.ImportsByHash(ctx, madeUp.Hash)
		if err != nil {
			return err
		}
		snapshot, err := db.Snapshot(ctx)
		if err != nil {
			return err
		}
		plan, err := snapshot.UndoPlan(ctx, imports[0].ID)
		if err := errors.Join(err, snapshot.Close()); err != nil {
			return err
		}
		_, err = db.Undo(ctx, UndoRequest{Import: imports[0].ID, Fingerprint: plan.Fingerprint})
		return err
	}},
	"notes appended": {"written", func(ctx context.Context, db *DB) error {
		return saveAtOnce(ctx, db, table([]customer.Field{customer.Number, customer.AppendNotes}, []string{"1001", "Avain naapurissa"}, []string{"1002", "Soita ensin"}))
	}},
}

// madeUp is what made-up customers come from, who are in no file.
var madeUp = FileInfo{Name: "made up", Hash: HashOf([]byte("made up"))}

// saveAtOnce plans and saves what stands in no file.
func saveAtOnce(ctx context.Context, db *DB, input importer.Input) error {
	snapshot, err := db.Snapshot(ctx)
	if err != nil {
		return err
	}
	plan, err := importer.Build(ctx, input, snapshot)
	if err := errors.Join(err, snapshot.Close()); err != nil {
		return err
	}
	_, err = db.Save(ctx, SaveRequest{File: madeUp, Input: input, Fingerprint: plan.Fingerprint()})
	return err
}

// smallRegister is a register of three customers, the last of whom was removed 800
// days ago, and of made-up ones.
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
	must(t, saveAtOnce(t.Context(), db, manyNew(60)))
	return db
}

// writeSmallAndDie is the task of a process that is killed within one of smallWrites.
func writeSmallAndDie(dir, name string) error {
	db, err := Open(context.Background(), dir, Options{Now: func() time.Time { return testTime.AddDate(0, 0, 800) }})
	if err != nil {
		return err
	}
	write := smallWrites[name]
	db.reached = dieAt(write.stage)
	return write.do(context.Background(), db)
}

// TestSmallWritesKilled holds that each of smallWrites that is killed leaves the
// register as it was, sound, and is done when it is asked for again.
func TestSmallWritesKilled(t *testing.T) {
	for name, write := range smallWrites {
		t.Run(name, func(t *testing.T) {
			db := smallRegister(t, t.TempDir())
			before := state(t, db)
			runToDeath(t, "small "+name, db.dir, "")
			isAsBefore(t, db, before)
			must(t, write.do(t.Context(), db))
			if after := state(t, db); after == before {
				t.Error("nothing was written")
			}
			checkRegister(t, db)
		})
	}
}

// TestSmallWritesOnFullDisk holds the same on a disk that is full.
func TestSmallWritesOnFullDisk(t *testing.T) {
	for name, write := range smallWrites {
		t.Run(name, func(t *testing.T) {
			disk := smallDisk(t, "4m")
			db := smallRegister(t, filepath.Join(disk, "data"))
			before := state(t, db)
			must(t, db.emptyLog(t.Context())) // or there would be room in it
			ballast := filepath.Join(disk, "ballast")
			fillDisk(t, ballast)
			if err := write.do(t.Context(), db); !errors.Is(err, ErrDiskFull) {
				t.Errorf("on the full disk: %v", err)
			}
			must(t, os.Remove(ballast))
			isAsBefore(t, db, before)
			must(t, write.do(t.Context(), db))
			if after := state(t, db); after == before {
				t.Error("nothing was written")
			}
			checkRegister(t, db)
		})
	}
}

// TestSmallWritesAtOnce holds that of two who do one of smallWrites at once one does
// it, and the other is told that nothing is left to do, or does it after the first.
func TestSmallWritesAtOnce(t *testing.T) {
	for name, write := range smallWrites {
		t.Run(name, func(t *testing.T) {
			db := smallRegister(t, t.TempDir())
			other := openDir(t, db.dir, db.options)
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i, one := range []*DB{db, other} {
				both.Go(func() { errs[i] = write.do(t.Context(), one) })
			}
			both.Wait()
			if errs[0] != nil && errs[1] != nil {
				t.Error(errs)
			}
			checkRegister(t, db)
			if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
				t.Error(flaws, err)
			}
		})
	}
}

// isAsBefore checks that a register is in a state, and sound.
func isAsBefore(t *testing.T, db *DB, before string) {
	t.Helper()
	if after := state(t, db); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	checkRegister(t, db)
	if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
		t.Error(flaws, err)
	}
}
