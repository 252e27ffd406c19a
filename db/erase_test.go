package db

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestErasure holds erasure: after it nothing of the customer is found in any file
// of the register, nor in a fresh backup; that it was done stays in the history,
// and the register is sound.
func TestErasure(t *testing.T) {
	db, number, request, _ := eraseCanary(t)
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	mustBackUp(t, db, fresh)
	if found := foundIn(t, filepath.Dir(fresh), canaryTexts); len(found) > 0 {
		t.Errorf("a fresh backup: %v", found)
	}
	var words int
	must(t, db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM search_words WHERE term LIKE '%kanaria%' OR term LIKE '%9876543%'`).Scan(&words))
	if words > 0 {
		t.Errorf("%d words of the search", words)
	}
	checkRegister(t, db)
	if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
		t.Error(flaws, err)
	}
	if _, err := db.Customer(t.Context(), number); !errors.Is(err, ErrErased) {
		t.Error(err)
	}
	history, _, err := db.CustomerHistory(t.Context(), number, 0, 50)
	if err != nil || len(history) < 6 || history[0].Action != ActionErase || history[0].What != WhatErased || history[0].By != "Ylläpitäjä" {
		t.Errorf("%+v, %v", history, err)
	}
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryErasures, Limit: 10})
	if err != nil || len(entries) != 1 || entries[0].Reason != "pyyntö 12/2026" || entries[0].Removed != 1 || entries[0].Customer != number {
		t.Errorf("%+v, %v", entries, err)
	}
	saved, err := db.Draft(t.Context(), request.Import)
	if err != nil || !saved.Emptied || saved.FileName != "….csv" || saved.Counts[importer.New] != 2 {
		t.Errorf("its import: %+v, %v", saved, err)
	}
	if drafts, err := db.Drafts(t.Context(), "Matti"); err != nil || len(drafts) != 1 || drafts[0].FileName != "….csv" {
		t.Errorf("drafts that say nothing of it: %+v, %v", drafts, err)
	}
	if _, err := db.Erase(t.Context(), EraseRequest{Number: number}); !errors.Is(err, ErrErased) {
		t.Error("once more:", err)
	}
	if _, err := db.Erase(t.Context(), EraseRequest{Number: 9999}); !errors.Is(err, ErrNotFound) {
		t.Error("nobody:", err)
	}
}

// TestErasureOfMerged holds that a customer is erased with those who were merged
// into it, by the number of any of them.
func TestErasureOfMerged(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	other, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	kept, err := db.Customer(t.Context(), 1002)
	must(t, err)
	values := kept.Values
	values[customer.Email] = canary()[customer.Email]
	_, err = db.MergeCustomers(t.Context(), Actor{}, Merge{Kept: 1002, KeptRevision: kept.Revision, Merged: other.Number, MergedRevision: other.Revision, Values: values})
	must(t, err)
	erased, err := db.Erase(t.Context(), EraseRequest{Number: other.Number})
	if err != nil || erased.Number != 1002 {
		t.Fatalf("%+v, %v", erased, err)
	}
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Error(found)
	}
	checkRegister(t, db)
	for _, number := range []int{1002, other.Number} {
		if _, err := db.Erasable(t.Context(), number); !errors.Is(err, ErrErased) {
			t.Errorf("%d: %v", number, err)
		}
	}
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryMerges, Limit: 1})
	must(t, err)
	if plan, _ := undoPlan(t, db, entries[0].ID); !plan.Nothing() {
		t.Errorf("the merge can be undone: %+v", plan)
	}
}

// TestEraseBesideAnother holds that another process which has the register open, as
// the server beside a command, goes on after an erasure: it reads, searches and
// writes.
func TestEraseBesideAnother(t *testing.T) {
	db := openTest(t)
	fill(t, db, 300)
	other := openDir(t, db.dir, testOptions())
	search := func(query string) int {
		t.Helper()
		_, total, err := other.Customers(t.Context(), Filter{Query: query, Limit: 10})
		must(t, err)
		return total
	}
	edit(t, other, 1002, customer.Reference, "Kanariaviite")
	if search("kanariaviite") != 1 || search(sample(50)[customer.BusinessID]) != 1 {
		t.Fatal("not found even before:", search("kanariaviite"), search(sample(50)[customer.BusinessID]), sample(50)[customer.BusinessID])
	}
	erased, err := db.Erase(t.Context(), EraseRequest{Number: 1002})
	if err != nil || erased.Unpurged {
		t.Fatalf("%+v, %v", erased, err)
	}
	if search("kanariaviite") != 0 || search(sample(50)[customer.BusinessID]) != 1 {
		t.Error("the search")
	}
	edit(t, other, 1003, customer.Reference, "Toinen viite")
	fill(t, other, 5)
	if search("toinen viite") != 1 {
		t.Error("the search after a write")
	}
	checkRegister(t, other)
	if found := foundIn(t, db.dir, []string{"Kanaria", "kanaria"}); len(found) > 0 {
		t.Error(found)
	}
}

// eraseAndDie is the task of a process that is killed at a stage of an erasure.
func eraseAndDie(dir, stage string) error {
	db, err := openToDie(dir, stage)
	if err != nil {
		return err
	}
	_, err = db.Erase(context.Background(), EraseRequest{Number: 1002})
	return err
}

// TestErasureKilled kills a process at each stage of an erasure: it is done, or not
// begun, and what is left of one that is done is finished by the next look.
func TestErasureKilled(t *testing.T) {
	for _, stage := range []struct {
		name   string
		erased bool
	}{{"erasing", false}, {"erased", true}, {"purge copied", true}, {"purge written", true}} {
		t.Run(stage.name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 300)
			edit(t, db, 1002, customer.Notes, "Kanarian lisätieto")
			must(t, db.Close())
			runToDeath(t, "erase "+stage.name, db.dir, "")

			again := openDir(t, db.dir, testOptions())
			checkRegister(t, again)
			_, err := again.Customer(t.Context(), 1002)
			if gone := errors.Is(err, ErrErased); gone != stage.erased {
				t.Errorf("erased: %v, want %v", gone, stage.erased)
			}
			if _, _, err := again.RetainDue(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if found := foundIn(t, db.dir, []string{"Kanaria"}); len(found) > 0 && stage.erased {
				t.Error(found)
			}
		})
	}
}

// TestErasureMeanwhile holds that what comes between the search and the erasure goes
// too: a file that is brought, and what the customer has become.
func TestErasureMeanwhile(t *testing.T) {
	for name, happens := range map[string]func(t *testing.T, db *DB){
		"a file": func(t *testing.T, db *DB) {
			upload(t, db, "Matti", "x.csv", "Nimi;Viite\n"+sample(1)[customer.Name]+";Kanariaviite\n", nil)
		},
		"a change": func(t *testing.T, db *DB) {
			edit(t, db, 1002, customer.Email, "kanaria@kanarialintu.example")
			upload(t, db, "Matti", "x.csv", "Nimi;Sähköposti\nJoku Muu;kanaria@kanarialintu.example\n", nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 3)
			e := &erasure{db: db, request: EraseRequest{Number: 1002}}
			must(t, e.prepare(t.Context()))
			happens(t, db)
			must(t, db.Write(t.Context(), Purpose{}, e.write))
			must(t, db.Purge(t.Context()))
			if found := foundIn(t, db.dir, []string{"Kanaria", "kanaria"}); len(found) > 0 {
				t.Error(found)
			}
			checkRegister(t, db)
			if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
				t.Error(flaws, err)
			}
		})
	}
}

// TestErasureRefuses holds that the reason of an erasure tells nobody who it was, and
// that a pair of which one is erased is forgotten.
func TestErasureRefuses(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	must(t, db.DismissTwins(t.Context(), Actor{}, 1001, 1002))
	for _, reason := range []string{"131052-308T", "pyyntö, " + sample(1)[customer.Email]} {
		if _, err := db.Erase(t.Context(), EraseRequest{Number: 1002, Reason: reason}); !errors.Is(err, ErrReasonPersonal) {
			t.Errorf("%q: %v", reason, err)
		}
	}
	person := createCanary(t, db)
	if _, err := db.Erase(t.Context(), EraseRequest{Number: person, Reason: "Keltanokan pyyntö"}); !errors.Is(err, ErrReasonPersonal) {
		t.Errorf("a part of the name: %v", err)
	}
	_, err := db.Erase(t.Context(), EraseRequest{Number: 1002, Reason: "pyyntö 12"})
	must(t, err)
	if dismissed, err := dismissedTwins(t.Context(), db.read); err != nil || len(dismissed) > 0 {
		t.Errorf("%v, %v", dismissed, err)
	}
}
