package db

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestErasedStaysErased holds erased-known in the register: neither the old file,
// nor an undo, nor the bin, nor a form bring the customer back unnoticed, its
// number goes to nobody, and an undo leaves the erased out.
func TestErasedStaysErased(t *testing.T) {
	db, number, request, _ := eraseCanary(t)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	plan, err := importer.Build(t.Context(), readCSV(t, csvOf(customer.Customer{Number: number, Values: canary()})), snapshot)
	must(t, err)
	if row := plan.Rows[0]; plan.Erased != 1 || row.Status != importer.Undecided || row.Problems[0].Code != importer.ErasedPerson {
		t.Errorf("by number: %+v", row)
	}
	plan, err = importer.Build(t.Context(), request.Input, snapshot)
	must(t, err)
	if row := plan.Rows[0]; plan.Erased != 1 || row.Status != importer.Undecided || plan.Rows[1].Status != importer.Unchanged {
		t.Errorf("the old file: %+v, %+v", row, plan.Rows[1])
	}
	must(t, snapshot.Close())

	undo, customers := undoPlan(t, db, request.Import)
	if len(customers) != 2 || customers[0].Reason != ReasonErased || customers[1].Effect != EffectRemoved || undo.Counts.Removed != 1 {
		t.Errorf("%+v", customers)
	}
	mustUndo(t, db, request.Import)
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryErasures, Limit: 1})
	must(t, err)
	if plan, _ := undoPlan(t, db, entries[0].ID); !plan.Nothing() {
		t.Errorf("the erasure can be undone: %+v", plan)
	}
	removals, err := db.History(t.Context(), HistoryFilter{Kind: HistoryRemovals, Limit: 9})
	must(t, err)
	for _, entry := range removals {
		if entry.Undone || entry.Customer != number {
			continue
		}
		if plan, _ := undoPlan(t, db, entry.ID); !plan.Nothing() {
			t.Errorf("%s can be undone: %+v", entry.Action, plan)
		}
	}
	if removed, _, err := db.Bin(t.Context(), 10, 0); err != nil || slices.ContainsFunc(removed, func(c RemovedCustomer) bool { return c.Number == number }) {
		t.Errorf("%+v, %v", removed, err)
	}
	if _, err := db.RestoreCustomer(t.Context(), Actor{}, number); !errors.Is(err, ErrErased) {
		t.Error("from the bin:", err)
	}
	for name, want := range map[string]Recognition{"Keltanokka Kanarialintu": RecognisedByName, "Joku Muu": NotRecognised} {
		values := customer.Values{}
		values[customer.Kind], values[customer.Name] = customer.Person, name
		if got, err := db.ErasedBefore(t.Context(), values); err != nil || got != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		values[customer.Email] = "Toinenlintu@kanarialintu.example" // of an earlier day
		if got, err := db.ErasedBefore(t.Context(), values); err != nil || got != Recognised {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	err = db.writeRegister(t.Context(), Actor{}, ActionCreate, func(_ context.Context, w *writer) error {
		return w.create(&customer.Customer{Number: number, Values: sample(1)})
	})
	if !errors.Is(err, ErrErased) {
		t.Error("its number:", err)
	}
}
