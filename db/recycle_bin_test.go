package db

import (
	"errors"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// TestBin holds that a removed customer lies in the bin for thirty days and comes
// back whole: with its number, its group, its history, and known by the marks of
// exports from before (undo-bin, docs/rules.md).
func TestBin(t *testing.T) {
	db, clock := openClocked(t)
	liisa := Actor{Name: "Liisa"}
	values := sample(1)
	values[customer.Group] = "Ryhmä"
	made, err := db.CreateCustomer(t.Context(), liisa, values)
	must(t, err)
	exported := export(t, db)
	must(t, db.RemoveCustomer(t.Context(), liisa, made.Number, made.Revision))
	groups, err := db.Groups(t.Context())
	must(t, err)
	must(t, db.RemoveGroup(t.Context(), liisa, groups[0].ID))

	binned := func() []RemovedCustomer {
		t.Helper()
		removed, total, err := db.Bin(t.Context(), 10, 0)
		if err != nil || total != len(removed) {
			t.Fatal(removed, total, err)
		}
		return removed
	}
	if got := binned(); len(got) != 1 || got[0].Number != made.Number || got[0].Values != values || got[0].By != "Liisa" || !got[0].At.Time().Equal(*clock) {
		t.Fatalf("%+v", got)
	}
	*clock = clock.Add(daysLong(30) - time.Minute)
	restored, err := db.RestoreCustomer(t.Context(), liisa, made.Number)
	must(t, err)
	if restored.Number != made.Number || restored.Values != values || len(binned()) != 0 {
		t.Errorf("%+v", restored)
	}
	if _, err := db.RestoreCustomer(t.Context(), liisa, made.Number); !errors.Is(err, ErrNotFound) {
		t.Error("it is there:", err)
	}
	history, _, err := db.CustomerHistory(t.Context(), made.Number, 0, 10)
	if err != nil || len(history) != 3 || history[0].What != WhatRestored || history[1].What != WhatRemoved || history[2].What != WhatCreated {
		t.Errorf("%+v, %v", history, err)
	}
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	plan, err := importer.Build(t.Context(), exported, snapshot)
	if err != nil || plan.Counts[importer.Unchanged] != 1 || len(plan.Rows[0].Problems) > 0 {
		t.Errorf("an export from before: %+v, %v", plan.Rows[0], err)
	}
	must(t, db.RemoveCustomer(t.Context(), liisa, restored.Number, restored.Revision))
	*clock = clock.Add(daysLong(30) + time.Minute)
	if got := binned(); len(got) != 0 {
		t.Errorf("after its time: %+v", got)
	}
	if _, err := db.RestoreCustomer(t.Context(), liisa, made.Number); !errors.Is(err, ErrNotFound) {
		t.Error("after its time:", err)
	}
}
