package db

import (
	"errors"
	"slices"
	"testing"

	"kortisto/customer"
)

func takeCanary(values, from *customer.Values) {
	for _, f := range []customer.Field{customer.Email, customer.Phone, customer.Reference, customer.Notes} {
		values[f] = from[f]
	}
}

// TestErasedAfterMergeWasUndone holds that nothing is left of a customer who was
// merged into another, with values that went over, given back by an undo, and erased.
func TestErasedAfterMergeWasUndone(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased := createCanary(t, db)
	entry := merge(t, db, erased, 1002, takeCanary)
	edit(t, db, 1002, customer.Email, "uusi@kaksi.example") // the change has what was there before
	mustUndo(t, db, entry)
	mustErase(t, db, erased)
	mustBeClean(t, db)
}

// TestErasedComesBackMerged holds that a backup in which an erased customer and others
// are merged brings nothing of it back, and that the others come out of it as they were
// without it: the one it was merged into, the one that was merged into it, and those to
// whom its values went on from merge to merge.
func TestErasedComesBackMerged(t *testing.T) {
	for name, mergeAll := range map[string]func(t *testing.T, db *DB, erased int) (entries []int64){
		"into another": func(t *testing.T, db *DB, erased int) []int64 {
			return []int64{merge(t, db, erased, 1002, takeCanary)}
		},
		"another into it": func(t *testing.T, db *DB, erased int) []int64 {
			return []int64{merge(t, db, 1002, erased, nil)}
		},
		"and on": func(t *testing.T, db *DB, erased int) []int64 {
			return []int64{merge(t, db, erased, 1002, takeCanary), merge(t, db, 1002, 1003, takeCanary)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			erased := createCanary(t, db)
			entries := mergeAll(t, db, erased)
			backup := mustBackUp(t, db, t.TempDir()+"/").Path
			for _, entry := range slices.Backward(entries) {
				mustUndo(t, db, entry)
			}
			mustErase(t, db, erased)
			db, restored := restoreInto(t, db, backup)
			if restored.Erased != 1 {
				t.Errorf("%+v", restored)
			}
			if _, err := db.Customer(t.Context(), erased); !errors.Is(err, ErrErased) {
				t.Error(err)
			}
			for i, number := range []int{1002, 1003} {
				if got := mustCustomer(t, db, number); got.Values != sample(i+1) {
					t.Errorf("%+v", got)
				}
			}
			mustBeClean(t, db)
		})
	}
}

// TestErasedAfterMergesWereUndone holds that nothing is left of an erased customer with
// those to whom its values went on, from merge to merge, and came back: not where one of
// them was changed, removed or brought back meanwhile, nor where one lies in the bin. And
// those others, and what they had themselves, stay; so too out of a backup of that time.
func TestErasedAfterMergesWereUndone(t *testing.T) {
	for name, lend := range map[string]func(t *testing.T, db *DB, erased int){
		"from merge to merge": func(t *testing.T, db *DB, erased int) {
			into := merge(t, db, erased, 1002, takeCanary)
			onward := merge(t, db, 1002, 1003, takeCanary)
			edit(t, db, 1003, customer.Email, "uusi@kolme.example")
			edit(t, db, 1003, customer.Email, canary()[customer.Email])
			mustUndo(t, db, onward)
			mustUndo(t, db, into)
		},
		"merged again": func(t *testing.T, db *DB, erased int) {
			into := merge(t, db, erased, 1002, takeCanary)
			again := mustUndo(t, db, mustUndo(t, db, into).Undo)
			must(t, db.RemoveCustomer(t.Context(), Actor{}, 1002, mustCustomer(t, db, 1002).Revision))
			_, err := db.RestoreCustomer(t.Context(), Actor{}, 1002)
			must(t, err)
			mustUndo(t, db, again.Undo)
		},
		"removed and brought back": func(t *testing.T, db *DB, erased int) {
			into := merge(t, db, erased, 1002, takeCanary)
			must(t, db.RemoveCustomer(t.Context(), Actor{}, 1002, mustCustomer(t, db, 1002).Revision))
			_, err := db.RestoreCustomer(t.Context(), Actor{}, 1002)
			must(t, err)
			mustUndo(t, db, into)
		},
		"removed": func(t *testing.T, db *DB, erased int) {
			into := merge(t, db, erased, 1002, takeCanary)
			must(t, db.RemoveCustomer(t.Context(), Actor{}, 1002, mustCustomer(t, db, 1002).Revision))
			mustUndo(t, db, into)
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			erased := createCanary(t, db)
			before := map[int]customer.Values{1002: mustCustomer(t, db, 1002).Values, 1003: mustCustomer(t, db, 1003).Values}
			lend(t, db, erased)
			backup := mustBackUp(t, db, t.TempDir()+"/").Path
			mustErase(t, db, erased)
			mustBeWithout := func() {
				t.Helper()
				if found := foundIn(t, db.path(), canaryTexts); len(found) > 0 {
					t.Error(found)
				}
				for number, values := range before {
					got, err := db.Customer(t.Context(), number)
					if errors.Is(err, ErrNotFound) {
						got, err = db.RestoreCustomer(t.Context(), Actor{}, number)
					}
					if err != nil || got.Values != values {
						t.Errorf("%d: %+v, %v", number, got, err)
					}
				}
				mustBeSound(t, db)
			}
			mustBeWithout()
			db, _ = restoreInto(t, db, backup)
			mustBeWithout()
		})
	}
}

// TestUndoAfterHistoryWasEmptied holds that where an erasure has emptied what was
// changed of another customer, an undo takes that one for changed: what an import made
// is not taken away, and what was merged once is not merged again.
func TestUndoAfterHistoryWasEmptied(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	imported := mustSave(t, db, draft(t, db, table([]customer.Field{customer.Name, customer.Notes},
		[]string{"Tuotu Oy", "abc"}, []string{"Toinen Oy", "def"})))
	apart := mustUndo(t, db, merge(t, db, 1007, 1002, nil))
	erased := createCanary(t, db)
	for _, number := range []int{1006, 1007} {
		into := merge(t, db, erased, number, takeCanary)
		edit(t, db, number, customer.Notes, "")
		mustUndo(t, db, into) // the notes stay as they were changed
	}
	mustErase(t, db, erased)
	_, customers := undoPlan(t, db, imported.Import)
	for _, one := range customers {
		if one.Effect != EffectStays || one.Reason != ReasonChanged {
			t.Errorf("the import: %+v", one)
		}
	}
	if _, customers := undoPlan(t, db, apart.Undo); len(customers) != 1 || customers[0].Effect != EffectStays || customers[0].Reason != ReasonApart {
		t.Errorf("the merge: %+v", customers)
	}
}
