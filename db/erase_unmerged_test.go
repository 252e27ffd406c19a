package db

import (
	"errors"
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
	other, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	entry := merge(t, db, other.Number, 1002, takeCanary)
	edit(t, db, 1002, customer.Email, "uusi@kaksi.example") // the change has what was there before
	mustUndo(t, db, entry)
	_, err = db.Erase(t.Context(), EraseRequest{Number: other.Number})
	must(t, err)
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Error(found)
	}
	mustBeSound(t, db)
}

// TestErasedComesBackMerged holds that a backup in which an erased customer is merged
// into another brings nothing of it back, and leaves the other one.
func TestErasedComesBackMerged(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	other, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	second := mustCustomer(t, db, 1002).Values
	entry := merge(t, db, other.Number, 1002, takeCanary)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	mustUndo(t, db, entry)
	_, err = db.Erase(t.Context(), EraseRequest{Number: other.Number})
	must(t, err)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	must(t, err)
	if restored.Erased != 1 {
		t.Errorf("%+v", restored)
	}
	again := openDir(t, db.dir, testOptions())
	if _, err := again.Customer(t.Context(), other.Number); !errors.Is(err, ErrErased) {
		t.Error(err)
	}
	if found := foundIn(t, again.dir, canaryTexts); len(found) > 0 {
		t.Error(found)
	}
	if got := mustCustomer(t, again, 1002); got.Values != second {
		t.Errorf("%+v", got)
	}
	mustBeSound(t, again)
}

// TestErasedComesBackAsKept holds that a backup in which another customer is merged
// into an erased one leaves that other one as it was.
func TestErasedComesBackAsKept(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	other := mustCustomer(t, db, 1002)
	entry := merge(t, db, 1002, erased.Number, nil)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	mustUndo(t, db, entry)
	_, err = db.Erase(t.Context(), EraseRequest{Number: erased.Number})
	must(t, err)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	if err != nil || restored.Erased != 1 {
		t.Errorf("%+v, %v", restored, err)
	}
	again := openDir(t, db.dir, testOptions())
	if got := mustCustomer(t, again, 1002); got.Values != other.Values {
		t.Errorf("%+v", got)
	}
	if found := foundIn(t, again.dir, canaryTexts); len(found) > 0 {
		t.Error(found)
	}
	mustBeSound(t, again)
}

// TestErasedComesBackMergedOn holds that those through whom values of an erased
// customer went on, from merge to merge, come out of a backup as they were without it.
func TestErasedComesBackMergedOn(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	erased, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	second, third := mustCustomer(t, db, 1002), mustCustomer(t, db, 1003)
	into := merge(t, db, erased.Number, 1002, takeCanary)
	onward := merge(t, db, 1002, 1003, takeCanary)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	mustUndo(t, db, onward)
	mustUndo(t, db, into)
	_, err = db.Erase(t.Context(), EraseRequest{Number: erased.Number})
	must(t, err)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	if err != nil || restored.Erased != 1 {
		t.Errorf("%+v, %v", restored, err)
	}
	again := openDir(t, db.dir, testOptions())
	if mustCustomer(t, again, 1002).Values != second.Values || mustCustomer(t, again, 1003).Values != third.Values {
		t.Error("the others are not as they were")
	}
	mustBeSound(t, again)
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
			erased, err := db.CreateCustomer(t.Context(), Actor{}, canary())
			must(t, err)
			before := map[int]customer.Values{1002: mustCustomer(t, db, 1002).Values, 1003: mustCustomer(t, db, 1003).Values}
			lend(t, db, erased.Number)
			backup := mustBackUp(t, db, t.TempDir()+"/").Path
			_, err = db.Erase(t.Context(), EraseRequest{Number: erased.Number})
			must(t, err)
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
	erased, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	for _, number := range []int{1006, 1007} {
		into := merge(t, db, erased.Number, number, takeCanary)
		edit(t, db, number, customer.Notes, "")
		mustUndo(t, db, into) // the notes stay as they were changed
	}
	_, err = db.Erase(t.Context(), EraseRequest{Number: erased.Number})
	must(t, err)
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
