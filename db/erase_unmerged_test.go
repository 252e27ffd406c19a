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
