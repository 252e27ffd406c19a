package db

import (
	"errors"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestRetention holds retention: with a clock that is moved by 1, 8, 30 and 800
// days everything goes when it has been kept long enough and not before; each run
// that did something stands in the history, and the register stays sound.
func TestRetention(t *testing.T) {
	db, clock := openClocked(t)
	kept, err := db.Retention(t.Context())
	if err != nil || kept != (Retention{Files: 30, Drafts: 7, Bin: 30, Journal: 730, Access: 730, Idle: 1095}) {
		t.Fatalf("%+v, %v", kept, err)
	}
	saved := upload(t, db, "Liisa", "tuotu.csv", csvOf(customer.Customer{Values: canary()}, customer.Customer{Values: sample(1)}, customer.Customer{Values: sample(3)}), nil)
	saveDraft(t, db, saved)
	unfinished := upload(t, db, "Liisa", "kesken.csv", "Nimi\nKanarialintu Kesken\n", nil)
	worked := upload(t, db, "Liisa", "työn alla.csv", "Nimi\nTyön Alla\n", nil)
	edit(t, db, 1001, customer.City, "Salo")
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1001, 2))
	edit(t, db, 1002, customer.City, "Salo")

	day := func(n int, want Retained) {
		t.Helper()
		*clock = testTime.AddDate(0, 0, n)
		due, err := db.Retain(t.Context(), Actor{Name: CommandLine}, true)
		if err != nil || due != want {
			t.Errorf("day %d: due %+v, %v, want %+v", n, due, err, want)
		}
		did, ran, err := db.RetainDue(t.Context(), nil)
		if err != nil || !ran || did != want {
			t.Errorf("day %d: did %+v, %v, %v, want %+v", n, did, ran, err, want)
		}
		if _, again, err := db.RetainDue(t.Context(), nil); err != nil || again {
			t.Errorf("day %d: once more, %v", n, err)
		}
	}
	day(1, Retained{})
	_, err = db.ChangeChoices(t.Context(), Actor{Name: "Liisa"}, worked.Import, func(choices *Choices) error { choices.Columns = "all"; return nil })
	must(t, err)
	day(7, Retained{Drafts: 1})
	if draft, err := db.Draft(t.Context(), unfinished.Import); err != nil || draft.State != StateDiscarded || !draft.Emptied {
		t.Errorf("%+v, %v", draft, err)
	}
	day(8, Retained{Drafts: 1}) // which was worked on a day later
	if _, err := db.DraftFile(t.Context(), saved.Import); err != nil {
		t.Error("too early:", err)
	}
	if plan, _ := undoPlan(t, db, saved.Import); plan.Nothing() {
		t.Error("cannot be undone too early")
	}
	*clock = testTime // put back: that a run of the future was made says nothing
	if did, ran, err := db.RetainDue(t.Context(), nil); err != nil || !ran || !did.Nothing() {
		t.Errorf("with the clock put back: %+v, %v, %v", did, ran, err)
	}
	day(30, Retained{Files: 1, Removed: 1})
	if _, err := db.DraftFile(t.Context(), saved.Import); !errors.Is(err, ErrNotFound) {
		t.Error("its file:", err)
	}
	if found := foundIn(t, db.dir, []string{"Kanaria", "kanaria"}); len(found) > 0 {
		t.Error("removed a month ago:", found)
	}
	if i, err := db.Draft(t.Context(), saved.Import); err != nil || i.Counts[importer.New] != 3 {
		t.Errorf("its counts: %+v, %v", i, err)
	}
	if idle, total, err := db.IdleCustomers(t.Context(), 10, 0); err != nil || total > 0 {
		t.Error(idle, err)
	}
	day(800, Retained{Values: 1})
	plan, _ := undoPlan(t, db, saved.Import)
	if !plan.Expired || !plan.Nothing() {
		t.Errorf("%+v", plan)
	}
	if _, err := db.Undo(t.Context(), UndoRequest{Import: saved.Import, Fingerprint: plan.Fingerprint}); !errors.Is(err, ErrUndoExpired) {
		t.Error(err)
	}
	history, _, err := db.CustomerHistory(t.Context(), 1002, 0, 10)
	if err != nil || len(history) != 2 || !history[0].Emptied || history[0].Changes[0].Field != customer.City || history[1].What != WhatCreated {
		t.Errorf("%+v, %v", history, err)
	}
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryErasures, Limit: 10})
	if err != nil || len(entries) != 4 || *entries[0].Retained != (Retained{Values: 1}) || entries[0].SavedBy != Automatic || entries[0].Customer != 0 {
		t.Errorf("%+v, %v", entries, err)
	}
	*clock = testTime.AddDate(0, 0, 1095)
	if idle, total, err := db.IdleCustomers(t.Context(), 10, 0); err != nil || total != 2 || idle[0].Number != 1002 || idle[0].Name != sample(1)[customer.Name] {
		t.Errorf("%+v, %d, %v", idle, total, err)
	}
	checkRegister(t, db)
}

// TestRetentionOfMerges holds that a customer who was merged does not go with the bin:
// the merge can be undone for as long as other changes can.
func TestRetentionOfMerges(t *testing.T) {
	db, clock := openClocked(t)
	fill(t, db, 3)
	entry := merge(t, db, 1001, 1002, takePhone)
	*clock = testTime.AddDate(0, 0, 31)
	if did, err := db.Retain(t.Context(), Actor{Name: Automatic}, false); err != nil || !did.Nothing() {
		t.Errorf("%+v, %v", did, err)
	}
	mustUndo(t, db, entry)
	if c, err := db.Customer(t.Context(), 1001); err != nil || c.Values != sample(0) {
		t.Errorf("%q, %v", c.Values, err)
	}
}

// TestRetentionOfUndos holds that of an undo its counts are kept, and not the values
// that it left as they were.
func TestRetentionOfUndos(t *testing.T) {
	db, clock := openClocked(t)
	fill(t, db, 2)
	saved := mustSave(t, db, draft(t, db, table(nameCityGroup, []string{"1001", "", "Salo", ""}, []string{"1002", "", "Salo", ""})))
	edit(t, db, 1001, customer.City, "Kanariala")
	undone := mustUndo(t, db, saved.Import)
	stayed := func() []UndoCustomer {
		t.Helper()
		row, err := db.Draft(t.Context(), undone.Undo)
		if err != nil || row.Undo.Counts != undone.Counts {
			t.Errorf("%+v, %v", row.Undo, err)
		}
		return row.Undo.Stayed
	}
	if got := stayed(); len(got) != 1 || got[0].Fields[0].Now != "Kanariala" {
		t.Errorf("before: %+v", got)
	}
	*clock = testTime.AddDate(0, 0, 800)
	_, err := db.Retain(t.Context(), Actor{Name: Automatic}, false)
	must(t, err)
	if got := stayed(); len(got) > 0 {
		t.Errorf("after: %+v", got)
	}
}

// TestRetentionKeepsVersions holds that an export from before the values went is
// told to be too old, rather than compared with what is not known any more.
func TestRetentionKeepsVersions(t *testing.T) {
	db, clock := openClocked(t)
	fill(t, db, 2)
	exported := export(t, db)
	edit(t, db, 1002, customer.City, "Salo")
	*clock = testTime.AddDate(0, 0, 800)
	edit(t, db, 1001, customer.City, "Pori")
	_, err := db.Retain(t.Context(), Actor{Name: Automatic}, false)
	must(t, err)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	plan, err := importer.Build(t.Context(), exported, snapshot)
	must(t, err)
	unknown := func(row *importer.Row) bool {
		for _, problem := range row.Problems {
			if problem.Code == importer.VersionUnknown {
				return true
			}
		}
		return false
	}
	if unknown(plan.Rows[0]) || !unknown(plan.Rows[1]) {
		t.Errorf("%+v\n%+v", plan.Rows[0], plan.Rows[1])
	}
}

// TestRetentionSettings holds that retention is changed by whoever may, within
// bounds, and takes effect at once.
func TestRetentionSettings(t *testing.T) {
	db := openTest(t)
	want := Retention{Files: 1, Drafts: 2, Bin: 3, Journal: 4, Access: 5, Idle: 3650}
	must(t, db.SetRetention(t.Context(), Actor{}, want))
	if got, err := db.Retention(t.Context()); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for _, days := range []int{0, -1, LongestRetention + 1} {
		wrong := want
		wrong.Bin = days
		if err := db.SetRetention(t.Context(), Actor{}, wrong); !errors.Is(err, ErrRetention) {
			t.Errorf("%d days: %v", days, err)
		}
	}
}
