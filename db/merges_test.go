package db

import (
	"errors"
	"slices"
	"testing"

	"kortisto/customer"
)

// twinRegister is a register of five sample customers, numbered from 1001.
func twinRegister(t testing.TB) *DB {
	t.Helper()
	db := openTest(t)
	fill(t, db, 5)
	return db
}

// merge merges one customer into another, with values changed by a function, and
// returns the id of its entry in the history.
func merge(t testing.TB, db *DB, merged, kept int, change func(values, from *customer.Values)) int64 {
	t.Helper()
	from, err := db.Customer(t.Context(), merged)
	must(t, err)
	into, err := db.Customer(t.Context(), kept)
	must(t, err)
	values := into.Values
	if change != nil {
		change(&values, &from.Values)
	}
	after, err := db.MergeCustomers(t.Context(), Actor{Name: "Liisa"}, Merge{kept, into.Revision, merged, from.Revision, values})
	must(t, err)
	if after.Number != kept || after.Values != values {
		t.Errorf("merged into %+v", after)
	}
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryMerges, Limit: 1})
	must(t, err)
	return entries[0].ID
}

func takePhone(values, from *customer.Values) { values[customer.Phone] = from[customer.Phone] }

// leadsTo holds where a number leads, 0 for nowhere.
func leadsTo(t testing.TB, db *DB, number, want int) {
	t.Helper()
	into, err := db.MergedInto(t.Context(), number)
	if into != want || (want == 0) != errors.Is(err, ErrNotFound) {
		t.Errorf("%d leads to %d, not to %d: %v", number, into, want, err)
	}
}

func mustBeSound(t testing.TB, db *DB) {
	t.Helper()
	if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
		t.Errorf("%v, %v", flaws, err)
	}
}

// lastEntry is the id of the last entry of the history.
func lastEntry(t testing.TB, db *DB) int64 {
	t.Helper()
	entries, err := db.History(t.Context(), HistoryFilter{Limit: 1})
	must(t, err)
	return entries[0].ID
}

// TestMerge holds that of two customers one stays with the chosen values, that the
// number of the other leads to it and is given to nobody, that the other does not
// lie in the bin, and that all is one entry of the history (merge-whole,
// docs/rules.md).
func TestMerge(t *testing.T) {
	db := twinRegister(t)
	id := merge(t, db, 1002, 1001, takePhone)
	if _, err := db.Customer(t.Context(), 1002); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	leadsTo(t, db, 1002, 1001)
	leadsTo(t, db, 1001, 0)
	leadsTo(t, db, 1004, 0)
	if removed, total, err := db.Bin(t.Context(), 10, 0); err != nil || total != 0 || len(removed) != 0 {
		t.Errorf("in the bin: %v, %d, %v", removed, total, err)
	}
	if _, err := db.RestoreCustomer(t.Context(), Actor{Name: "Liisa"}, 1002); !errors.Is(err, ErrNotFound) {
		t.Error("brought back from the bin:", err)
	}
	numbers, err := db.MergedNumbers(t.Context(), 1001)
	if err != nil || !slices.Equal(numbers, []int{1002}) {
		t.Error(numbers, err)
	}
	entry, err := db.HistoryEntry(t.Context(), id)
	if err != nil || entry.Customer != 1002 || entry.Kept != 1001 || entry.Name != sample(1)[customer.Name] || entry.Modified != 1 || entry.Removed != 1 {
		t.Errorf("%+v, %v", entry, err)
	}
	written, _, err := db.ImportCustomers(t.Context(), &entry.Import, 1)
	if err != nil || len(written) != 2 || written[0].What != WhatMerged || written[0].Into != 1001 || written[1].What != WhatChanged {
		t.Errorf("%+v, %v", written, err)
	}
	made, err := db.CreateCustomer(t.Context(), Actor{}, sample(9))
	must(t, err)
	if made.Number != 1006 {
		t.Error("a new customer has the number", made.Number)
	}
	mustBeSound(t, db)
}

// TestMergeRefused holds that nothing is merged where one of the two has changed
// since it was seen, is not there, or is the other.
func TestMergeRefused(t *testing.T) {
	db := twinRegister(t)
	before := content(t, db)
	for name, c := range map[string]struct {
		merge Merge
		want  error
	}{
		"the kept one changed":   {Merge{Kept: 1001, KeptRevision: 2, Merged: 1002, MergedRevision: 1}, ErrConflict},
		"the merged one changed": {Merge{Kept: 1001, KeptRevision: 1, Merged: 1002, MergedRevision: 2}, ErrConflict},
		"nobody":                 {Merge{Kept: 1001, KeptRevision: 1, Merged: 1999, MergedRevision: 1}, ErrNotFound},
		"itself":                 {Merge{Kept: 1001, KeptRevision: 1, Merged: 1001, MergedRevision: 1}, ErrConflict},
	} {
		if _, err := db.MergeCustomers(t.Context(), Actor{Name: "Liisa"}, c.merge); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := content(t, db); after != before {
		t.Error(after)
	}
}

// TestMergeChain holds that numbers lead on from merge to merge, through the bin,
// and end to lead where a merge is undone.
func TestMergeChain(t *testing.T) {
	db := twinRegister(t)
	first := merge(t, db, 1001, 1002, nil)
	second := merge(t, db, 1002, 1003, nil)
	leadsTo(t, db, 1001, 1003)
	leadsTo(t, db, 1002, 1003)
	if numbers, err := db.MergedNumbers(t.Context(), 1003); err != nil || !slices.Equal(numbers, []int{1001, 1002}) {
		t.Error(numbers, err)
	}
	kept, err := db.Customer(t.Context(), 1003)
	must(t, err)
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1003, kept.Revision))
	if removed, total, err := db.Bin(t.Context(), 10, 0); err != nil || total != 1 || removed[0].Number != 1003 {
		t.Errorf("in the bin: %+v, %v", removed, err)
	}
	_, err = db.RestoreCustomer(t.Context(), Actor{Name: "Liisa"}, 1003)
	must(t, err)
	leadsTo(t, db, 1001, 1003)
	mustUndo(t, db, second)
	leadsTo(t, db, 1001, 1002)
	leadsTo(t, db, 1002, 0)
	mustUndo(t, db, first)
	leadsTo(t, db, 1001, 0)
	mustBeSound(t, db)
}

// TestMergeSurvivesRetention holds that a number leads on where the journal knows
// nothing of the merge any more, and is given to nobody.
func TestMergeSurvivesRetention(t *testing.T) {
	db := twinRegister(t)
	merge(t, db, 1002, 1001, nil)
	_, err := db.write.DB.Exec(`DELETE FROM journal WHERE customer = 1002`)
	must(t, err)
	leadsTo(t, db, 1002, 1001)
	in := table([]customer.Field{customer.Number, customer.City}, []string{"1002", "Vaasa"})
	if got, want := planned(t, db, in), "2 modified 1001 city=Vaasa !merged-number"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	_, err = db.write.DB.Exec(`UPDATE counters SET highest_number = ?`, customer.MaxNumber)
	must(t, err)
	made, err := db.CreateCustomer(t.Context(), Actor{}, sample(9))
	must(t, err)
	if made.Number != 1006 {
		t.Error("given:", made.Number)
	}
}
