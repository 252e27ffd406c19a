package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestTwoProcessesSaveAtOnce saves the same file from two processes at once.
func TestTwoProcessesSaveAtOnce(t *testing.T) {
	dir := t.TempDir()
	input := table(nameCityGroup, []string{"", "Uusi Oy", "Vaasa", "Uudet"})
	handles := []*DB{openDir(t, dir, testOptions()), openDir(t, dir, testOptions())}
	requests := []SaveRequest{file(t, handles[0], input), file(t, handles[1], input)}
	failures := make([]error, 2)
	var saves sync.WaitGroup
	for i, db := range handles {
		saves.Go(func() { _, failures[i] = db.Save(t.Context(), requests[i]) })
	}
	saves.Wait()
	slices.SortFunc(failures, func(a, b error) int {
		if a == nil {
			return -1
		}
		return 1
	})
	var changed ErrPlanChanged
	if failures[0] != nil || !errors.As(failures[1], &changed) && !errors.Is(failures[1], ErrNothingToSave) {
		t.Errorf("got %v", failures)
	}
	checkRegister(t, handles[0])
}

// TestSaveKeepsItsReading holds that a saved import is read again as it was
// read for the plan, whatever was chosen for the draft meanwhile.
func TestSaveKeepsItsReading(t *testing.T) {
	db := openTest(t)
	request := draft(t, db, table(nameCityGroup, []string{"", "Uusi Oy", "Vaasa", "Uudet"}))
	request.Reading = Reading{Delimiter: ";", HeaderRow: 1}
	_, err := db.ChangeChoices(t.Context(), request.Actor, request.Import, func(choices *Choices) error {
		choices.Reading = Reading{Delimiter: ",", Charset: "utf-8"}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, db, request)
	saved, err := db.Draft(t.Context(), request.Import)
	if err != nil {
		t.Fatal(err)
	}
	if saved.Choices.Reading != request.Reading {
		t.Errorf("saved with %+v", saved.Choices.Reading)
	}
}

// TestSaveTidiesUnderItsLock holds that a save is done with the database when
// it lets the next writer in: it waits for nobody afterwards.
func TestSaveTidiesUnderItsLock(t *testing.T) {
	db := openTest(t)
	committed := false
	db.reached = func(stage string) {
		if stage != "committed" {
			return
		}
		committed = true
		if release, free := db.lock.try(Purpose{Work: "another save"}); free {
			release()
			t.Error("another save may begin")
		}
	}
	mustSave(t, db, file(t, db, manyNew(1)))
	if !committed {
		t.Error("the save was not watched")
	}
}

func TestSaveStopsWithItsCaller(t *testing.T) {
	db := openTest(t)
	before := state(t, db)
	request := draft(t, db, manyNew(1000))
	ctx, stop := context.WithCancel(t.Context())
	request.Progress = func(done, total int) {
		if total != 1000 || done == total {
			t.Errorf("%d of %d", done, total)
		}
		stop()
	}
	if _, err := db.Save(ctx, request); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if after := state(t, db); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	request.Progress = nil
	mustSave(t, db, request)
}

// TestDiskFull fills the disk in the middle of a save.
func TestDiskFull(t *testing.T) {
	db := openTest(t)
	request := draft(t, db, manyNew(600))
	before := state(t, db)
	limit := func(pages int) {
		if _, err := db.write.DB.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	var used int
	if err := db.read.DB.QueryRow(`PRAGMA page_count`).Scan(&used); err != nil {
		t.Fatal(err)
	}
	for _, free := range []int{0, 1, 10, 30} {
		limit(used + free)
		if _, err := db.Save(t.Context(), request); !errors.Is(err, ErrDiskFull) {
			t.Errorf("%d pages free: %v", free, err)
		}
		if after := state(t, db); after != before {
			t.Errorf("%d pages free: before:\n%s\nafter:\n%s", free, before, after)
		}
	}
	limit(1 << 30)
	mustSave(t, db, request)
	checkRegister(t, db)
}

// manyNew is a file of n new customers.
func manyNew(n int) importer.Input {
	fields := customer.Standard().Fields()[1:]
	rows := make([][]string, n)
	for i := range rows {
		values := sample(i)
		for _, f := range fields {
			rows[i] = append(rows[i], values[f])
		}
	}
	return table(fields, rows...)
}
