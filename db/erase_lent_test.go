package db

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// createCanary makes the customer who is to be erased.
func createCanary(t *testing.T, db *DB) int {
	t.Helper()
	c, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	return c.Number
}

func mustErase(t *testing.T, db *DB, number int) Erased {
	t.Helper()
	erased, err := db.Erase(t.Context(), EraseRequest{Number: number})
	must(t, err)
	return erased
}

// mustBeClean holds that nothing of the erased customer is found.
func mustBeClean(t *testing.T, db *DB) {
	t.Helper()
	if found := foundIn(t, db.path(), canaryTexts); len(found) > 0 {
		t.Error(found)
	}
	mustBeSound(t, db)
}

func take(f customer.Field) func(values, from *customer.Values) {
	return func(values, from *customer.Values) { values[f] = from[f] }
}

// TestUndoOfEmptied holds that what an import changed of others is still undone where
// that of one customer was emptied by an erasure.
func TestUndoOfEmptied(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	edit(t, db, 1002, customer.Contact, "")
	erased := createCanary(t, db)
	into := merge(t, db, erased, 1002, takeCanary)
	saved := mustSave(t, db, draft(t, db, table([]customer.Field{customer.Number, customer.Contact, customer.City},
		[]string{"1001", "Aa Bb", "Salo"}, []string{"1002", "Cc Dd", "Salo"}, []string{"1003", "Ee Ff", "Salo"})))
	edit(t, db, 1002, customer.Contact, "")
	mustUndo(t, db, into)
	mustErase(t, db, erased)
	_, customers := undoPlan(t, db, saved.Import)
	if one := customers[1]; one.Effect != EffectStays || one.Fields[0].Reason != ReasonExpired {
		t.Errorf("%+v", one)
	}
	mustUndo(t, db, saved.Import)
	for i, number := range []int{1001, 1003} {
		if c := mustCustomer(t, db, number); c.Values != sample(2*i) {
			t.Errorf("%+v", c)
		}
	}
}

// TestRestoreAfterEmptied holds that a backup can be restored in which a merge is to be
// taken apart whose values an earlier erasure has emptied.
func TestRestoreAfterEmptied(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	first := createCanary(t, db)
	second, err := db.CreateCustomer(t.Context(), Actor{}, sample(41))
	must(t, err)
	intoFirst := merge(t, db, first, 1002, takeCanary)
	intoSecond := merge(t, db, second.Number, 1002, func(values, _ *customer.Values) { values[customer.Notes] = "" })
	mustUndo(t, db, intoFirst)
	mustErase(t, db, first)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	edit(t, db, 1002, customer.Notes, "uusi")
	mustUndo(t, db, intoSecond)
	mustErase(t, db, second.Number)
	db, restored := restoreInto(t, db, backup)
	if restored.Erased != 1 {
		t.Errorf("%+v", restored)
	}
	mustBeClean(t, db)
}

// TestNoHalfMerge holds that a merge is not brought back where what the other customer
// got by it is no longer known.
func TestNoHalfMerge(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased := createCanary(t, db)
	into := merge(t, db, erased, 1002, takeCanary)
	apart := mustUndo(t, db, merge(t, db, 1003, 1002, takePhone))
	mustUndo(t, db, into)
	mustErase(t, db, erased)
	if plan, customers := undoPlan(t, db, apart.Undo); !plan.Nothing() {
		t.Errorf("%+v", customers)
	}
}

// TestErasureLeavesLaterChanges holds that what others have done after the customer's
// values had gone back can be undone still, and lies in the bin as it was.
func TestErasureLeavesLaterChanges(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased := createCanary(t, db)
	into := merge(t, db, erased, 1002, take(customer.City))
	onward := merge(t, db, 1002, 1003, take(customer.City))
	mustUndo(t, db, onward)
	mustUndo(t, db, into)
	merge(t, db, 1002, 1004, nil) // which concerns the erased one no more
	edit(t, db, 1003, customer.City, "Rovaniemi")
	change := lastEntry(t, db)
	edit(t, db, 1003, customer.City, canary()[customer.City]) // it moves there itself
	removed := mustCustomer(t, db, 1003)
	must(t, db.RemoveCustomer(t.Context(), Actor{}, 1003, removed.Revision))
	mustErase(t, db, erased)
	back, err := db.RestoreCustomer(t.Context(), Actor{}, 1003)
	if err != nil || back.Values != removed.Values {
		t.Errorf("%+v, %v", back, err)
	}
	edit(t, db, 1003, customer.City, "Rovaniemi")
	mustUndo(t, db, change)
	if c := mustCustomer(t, db, 1003); c.Values != sample(2) {
		t.Errorf("%+v", c)
	}
}

// TestErasureEmptiesWhatStayed holds that a value of an erased customer that stayed with
// another one since it was changed meanwhile goes from the history when the other one
// has it no longer.
func TestErasureEmptiesWhatStayed(t *testing.T) {
	for name, meanwhile := range map[string]func(db *DB){
		"changed": func(*DB) {},
		"removed and brought back": func(db *DB) {
			must(t, db.RemoveCustomer(t.Context(), Actor{}, 1002, mustCustomer(t, db, 1002).Revision))
			_, err := db.RestoreCustomer(t.Context(), Actor{}, 1002)
			must(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			erased := createCanary(t, db)
			into := merge(t, db, erased, 1002, takeCanary)
			edit(t, db, 1002, customer.Notes, canary()[customer.Notes]+" ja muuta")
			mustUndo(t, db, into)
			meanwhile(db)
			edit(t, db, 1002, customer.Notes, "")
			mustErase(t, db, erased)
			mustBeClean(t, db)
		})
	}
}

// TestErasureOfMergedNumber holds that a row with the number of somebody who was merged
// into an erased customer waits as one with its own number does.
func TestErasureOfMergedNumber(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	merged := createCanary(t, db)
	merge(t, db, merged, 1002, nil)
	mustErase(t, db, 1002)
	for _, unknown := range []importer.UnknownNumbers{importer.UnknownCreates, importer.UnknownIsError} {
		in := table([]customer.Field{customer.Number, customer.Name}, []string{"1006", "Aivan Muu"}, []string{"1002", "Toinen Muu"})
		in.Options.UnknownNumbers = unknown
		if plan := plan(t, db, in); plan.Erased != 2 || plan.Counts[importer.New] > 0 {
			t.Errorf("%v: %s", unknown, planned(t, db, in))
		}
	}
}

// TestErasureTakesBorrowedGroup holds that a group in which another customer was only
// while the erased one was merged into it goes, as the page says.
func TestErasureTakesBorrowedGroup(t *testing.T) {
	for name, remove := range map[string]bool{"there": false, "removed": true} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			values := canary()
			values[customer.Group] = "Kanarialaiset"
			erased, err := db.CreateCustomer(t.Context(), Actor{}, values)
			must(t, err)
			into := merge(t, db, erased.Number, 1002, take(customer.Group))
			if remove {
				must(t, db.RemoveCustomer(t.Context(), Actor{}, 1002, mustCustomer(t, db, 1002).Revision))
			}
			mustUndo(t, db, into)
			told, err := db.Erasable(t.Context(), erased.Number)
			must(t, err)
			if got := mustErase(t, db, erased.Number); len(told.Groups) != 1 || got.Groups != 1 {
				t.Errorf("%v, and then %d", told.Groups, got.Groups)
			}
			mustBeClean(t, db)
		})
	}
}
