package db

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"kortisto/customer"
)

// eachWritten reads all pages of an import's customers.
func eachWritten(t testing.TB, db *DB, id int64) (all []Written, pages int) {
	t.Helper()
	i, err := db.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for page := 1; page == 1 || page <= pages; page++ {
		var written []Written
		if written, pages, err = db.ImportCustomers(t.Context(), i, page); err != nil {
			t.Fatal(err)
		}
		all = append(all, written...)
	}
	return all, pages
}

// TestImportCustomers holds that the pages have every customer once, whatever
// number of fields each has changed.
func TestImportCustomers(t *testing.T) {
	db := openTest(t)
	fill(t, db, 250)
	input := benchInput(250, 250, 130)
	for i := range 250 {
		column, _ := input.Mapping.Column(customer.Reference)
		input.Sheet.Rows[i].Cells[column] = fmt.Sprint("Viite", i%3)
	}
	saved := mustSave(t, db, draft(t, db, input))
	all, pages := eachWritten(t, db, saved.Import)
	if pages != 9 || len(all) != 380 {
		t.Fatalf("%d customers on %d pages", len(all), pages)
	}
	for i, one := range all {
		if one.Number != 1001+i || !one.Present || one.Name == "" || (one.What == WhatChanged) != (i < 250) || (one.What == WhatCreated) != (i >= 250) {
			t.Errorf("%d: %+v", i, one)
		}
		if i < 250 && len(one.Changes) != 3 || i >= 250 && len(one.Changes) != 0 {
			t.Errorf("%d: %+v", i, one.Changes)
		}
	}
	for _, page := range []int{-1, 0, 10, 1 << 40} {
		i, err := db.Draft(t.Context(), saved.Import)
		if err != nil {
			t.Fatal(err)
		}
		if written, _, err := db.ImportCustomers(t.Context(), i, page); err != nil || len(written) != 0 {
			t.Errorf("page %d: %d customers, %v", page, len(written), err)
		}
	}
	undone := mustUndo(t, db, saved.Import)
	all, _ = eachWritten(t, db, saved.Import)
	for _, one := range all {
		if one.Number > 1250 == one.Present || one.Name == "" {
			t.Errorf("after the undo %+v", one)
		}
	}
	all, _ = eachWritten(t, db, undone.Undo)
	if len(all) != 380 || all[0].What != WhatChanged || all[0].Changes[0].Old != "Vaasa" || all[379].What != WhatRemoved {
		t.Errorf("the undo wrote %d, %+v", len(all), all[0])
	}
	all, _ = eachWritten(t, db, mustUndo(t, db, undone.Undo).Undo)
	if len(all) != 380 || all[379].What != WhatRestored {
		t.Errorf("the undo of the undo wrote %d, %+v", len(all), all[379])
	}
}

// TestCustomerHistory follows one customer through all that can happen to it.
func TestCustomerHistory(t *testing.T) {
	db := openTest(t)
	saved := mustSave(t, db, draft(t, db, table(nameCityGroup, []string{"", "Uusi Oy", "Salo", "Uudet"})))
	edit(t, db, 1001, customer.City, "Espoo")
	edit(t, db, 1001, customer.City, "Salo")
	edit(t, db, 1001, customer.Group, "Vanhat")
	edit(t, db, 1001, customer.Group, "Uudet")
	groups, err := db.Groups(t.Context())
	must(t, err)
	must(t, db.RemoveGroup(t.Context(), Actor{Name: "Matti"}, groups[1].ID))
	undone := mustUndo(t, db, saved.Import)
	mustUndo(t, db, undone.Undo)

	events, more, err := db.CustomerHistory(t.Context(), 1001, 0, 100)
	if err != nil || more || len(events) != 7 {
		t.Fatal(len(events), more, err)
	}
	for i, want := range []struct {
		what    What
		action  Action
		by      string
		entry   int64
		changes string
	}{
		{WhatRestored, ActionUndo, "Maija", 3, "[]"},
		{WhatRemoved, ActionUndo, "Maija", 2, "[]"},
		{WhatChanged, ActionUpdate, "Matti", 0, "[{group Vanhat Uudet}]"},
		{WhatChanged, ActionUpdate, "Matti", 0, "[{group Uudet Vanhat}]"},
		{WhatChanged, ActionUpdate, "Matti", 0, "[{city Espoo Salo}]"},
		{WhatChanged, ActionUpdate, "Matti", 0, "[{city Salo Espoo}]"},
		{WhatCreated, ActionImport, "Liisa", 1, "[]"},
	} {
		got := events[i]
		if got.What != want.what || got.Action != want.action || got.By != want.by || got.Import != want.entry ||
			fmt.Sprint(got.Changes) != want.changes || got.Revision != 7-i || !got.At.Equal(testTime) {
			t.Errorf("%d: %+v", i, got)
		}
		if (got.File == "asiakkaat.csv") != (want.entry > 0) {
			t.Errorf("%d: file %q", i, got.File)
		}
	}
	var paged []CustomerEvent
	for before, more := 0, true; more; {
		var page []CustomerEvent
		page, more, err = db.CustomerHistory(t.Context(), 1001, before, 3)
		must(t, err)
		paged = append(paged, page...)
		before = page[len(page)-1].Revision
	}
	if !slices.EqualFunc(paged, events, func(a, b CustomerEvent) bool { return a.Revision == b.Revision && a.What == b.What }) {
		t.Errorf("paged %+v", paged)
	}
	if _, _, err := db.CustomerHistory(t.Context(), 1002, 0, 10); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Matti"}, 1001, 7))
	if events, _, err := db.CustomerHistory(t.Context(), 1001, 0, 1); err != nil || events[0].What != WhatRemoved {
		t.Errorf("%+v, %v", events, err)
	}
}
