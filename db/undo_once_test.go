package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"kortisto/customer"
)

func TestUndoAtOnce(t *testing.T) {
	db, saved := imported(t)
	plan, _ := undoPlan(t, db, saved.Import)
	results := make([]Undone, 20)
	var presses sync.WaitGroup
	for i := range results {
		presses.Go(func() {
			var err error
			results[i], err = db.Undo(t.Context(), UndoRequest{Actor: Actor{Name: "Maija"}, Import: saved.Import, Fingerprint: plan.Fingerprint})
			if err != nil {
				t.Error(err)
			}
		})
	}
	presses.Wait()
	first := 0
	for _, undone := range results {
		if !undone.Again {
			first++
		}
		if undone.Undo != results[0].Undo || undone.Import != saved.Import || undone.By != "Maija" || undone.Counts != plan.Counts || !undone.At.Equal(testTime) {
			t.Errorf("result %+v", undone)
		}
	}
	if imports, err := db.Imports(t.Context(), 0, 0); first != 1 || len(imports) != 2 || err != nil {
		t.Errorf("%d undos, %d entries, %v", first, len(imports), err)
	}
	checkRegister(t, db)
}

// TestUndoAgain holds that an import whose undo was undone is in effect, and is
// undone by undoing what brought it back.
func TestUndoAgain(t *testing.T) {
	db, saved := imported(t)
	after := content(t, db)
	undo := mustUndo(t, db, saved.Import)
	before := content(t, db)
	if plan, customers := undoPlan(t, db, saved.Import); plan.Done == nil || plan.Done.ID != undo.Undo || len(customers) != 0 {
		t.Errorf("%+v", plan)
	}
	redo := mustUndo(t, db, undo.Undo)
	if content(t, db) != after {
		t.Error("the undo of the undo is not the import")
	}
	third := mustUndo(t, db, saved.Import)
	if third.Again || content(t, db) != before {
		t.Errorf("%+v", third)
	}
	imports, err := db.Imports(t.Context(), 0, 0)
	if err != nil || len(imports) != 4 {
		t.Fatal(imports, err)
	}
	for i, want := range []Import{
		{ID: third.Undo, Undoes: redo.Undo, Origin: saved.Import, Modified: 2, Removed: 2},
		{ID: redo.Undo, Undoes: undo.Undo, Origin: saved.Import, Modified: 2, Created: 2, Undone: true, Restores: true},
		{ID: undo.Undo, Undoes: saved.Import, Origin: saved.Import, Modified: 2, Removed: 2},
		{ID: saved.Import, Modified: 2, Created: 2, Undone: true},
	} {
		got := imports[i]
		if got.ID != want.ID || got.Undoes != want.Undoes || got.Origin != want.Origin || got.Undone != want.Undone || got.Restores != want.Restores ||
			got.Created != want.Created || got.Modified != want.Modified || got.Removed != want.Removed || got.FileName != "asiakkaat.csv" {
			t.Errorf("%d: %+v", i, got)
		}
	}
}

// TestUndoWhatYouSaw holds that a plan that the user has not seen is not done.
func TestUndoWhatYouSaw(t *testing.T) {
	db, saved := imported(t)
	plan, _ := undoPlan(t, db, saved.Import)
	request := UndoRequest{Actor: Actor{Name: "Maija"}, Import: saved.Import, Fingerprint: plan.Fingerprint}
	edit(t, db, 1002, customer.Phone, "09 1") // no matter of the import
	edit(t, db, 1001, customer.City, "Espoo")
	before := state(t, db)
	_, err := db.Undo(t.Context(), request)
	var changed ErrUndoChanged
	if !errors.As(err, &changed) || changed.Plan.Counts.StayFields != 1 {
		t.Fatalf("got %v", err)
	}
	if state(t, db) != before {
		t.Error("something was written")
	}
	request.Fingerprint = changed.Plan.Fingerprint
	edit(t, db, 1001, customer.City, "Turku") // it stays all the same
	if _, err := db.Undo(t.Context(), request); err != nil {
		t.Error(err)
	}
}

// TestUndoSeesLateChange changes the register after the plan was made and
// before the lock was taken.
func TestUndoSeesLateChange(t *testing.T) {
	db, saved := imported(t)
	plan, _ := undoPlan(t, db, saved.Import)
	db.reached = func(stage string) {
		if stage == "planned" {
			edit(t, db, 1001, customer.City, "Espoo")
		}
	}
	_, err := db.Undo(t.Context(), UndoRequest{Actor: Actor{Name: "Maija"}, Import: saved.Import, Fingerprint: plan.Fingerprint})
	var changed ErrUndoChanged
	if !errors.As(err, &changed) {
		t.Errorf("got %v", err)
	}
	checkRegister(t, db)
}

func TestUndoNothing(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Alfa Oy"))
	saved := mustSave(t, db, draft(t, db, table(nameCityGroup, []string{"1001", "", "Vaasa", ""})))
	edit(t, db, 1001, customer.City, "Espoo")
	before := state(t, db)
	plan, _ := undoPlan(t, db, saved.Import)
	if !plan.Nothing() {
		t.Errorf("%+v", plan)
	}
	if _, err := db.Undo(t.Context(), UndoRequest{Actor: Actor{Name: "Maija"}, Import: saved.Import, Fingerprint: plan.Fingerprint}); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("got %v", err)
	}
	unsaved := draft(t, db, table(nameCityGroup, []string{"1001", "", "Turku", ""})).Import
	for _, id := range []int64{0, 99, unsaved} {
		if _, err := db.Undo(t.Context(), UndoRequest{Actor: Actor{Name: "Maija"}, Import: id}); !errors.Is(err, ErrNotFound) {
			t.Errorf("%d: %v", id, err)
		}
	}
	if state(t, db) != before {
		t.Error("something was written")
	}
}

// TestUndoFaults stops an undo in the middle, by its caller and by a full disk.
func TestUndoFaults(t *testing.T) {
	db := openTest(t)
	saved := mustSave(t, db, draft(t, db, manyNew(2500)))
	before := state(t, db)
	plan, _ := undoPlan(t, db, saved.Import)
	ctx, stop := context.WithCancel(t.Context())
	request := UndoRequest{Actor: Actor{Name: "Maija"}, Import: saved.Import, Fingerprint: plan.Fingerprint, Progress: func(done, total int) {
		if total != 2500 || done == total {
			t.Errorf("%d of %d", done, total)
		}
		stop()
	}}
	if _, err := db.Undo(ctx, request); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	request.Progress = nil
	var used int
	must(t, db.read.DB.QueryRow(`PRAGMA page_count`).Scan(&used))
	for _, free := range []int{0, 1, 10} {
		_, err := db.write.DB.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, used+free))
		must(t, err)
		if _, err := db.Undo(t.Context(), request); !errors.Is(err, ErrDiskFull) {
			t.Errorf("%d pages free: %v", free, err)
		}
		if after := state(t, db); after != before {
			t.Errorf("%d pages free: something was written", free)
		}
	}
	_, err := db.write.DB.Exec(`PRAGMA max_page_count = 1000000`)
	must(t, err)
	mustUndo(t, db, saved.Import)
	if _, total, err := db.Customers(t.Context(), Filter{}); total != 0 || err != nil {
		t.Errorf("%d customers, %v", total, err)
	}
	checkRegister(t, db)
}
