package db

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
)

// entriesOf lists the history in short, the last first: action, what it speaks
// of, and whether it is undone.
func entriesOf(t *testing.T, db *DB, filter HistoryFilter) string {
	t.Helper()
	filter.Limit = 100
	entries, err := db.History(t.Context(), filter)
	must(t, err)
	var told []string
	for _, e := range entries {
		text := string(e.Action)
		if e.Action == "" {
			text = e.FileName
		}
		if e.Undoes != 0 {
			text = "undo of " + text
		}
		if e.Customer != 0 {
			text += fmt.Sprintf(" %d", e.Customer)
		}
		if e.Undone {
			text += " (undone)"
		}
		told = append(told, text+" "+e.Name+e.OldGroup+">"+e.NewGroup)
	}
	return strings.Join(told, "\n")
}

// TestHistoryOfHandChanges holds that each change by hand is an entry of the
// history, found by kind, author and time, and that imports keep their ids.
func TestHistoryOfHandChanges(t *testing.T) {
	db, saved := imported(t)
	if saved.Import != 1 {
		t.Errorf("the import has the id %d", saved.Import)
	}
	edit(t, db, 1001, customer.Phone, "09 1")
	edit(t, db, 1001, customer.Phone, "09 1") // changes nothing
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1002, 2))
	group, err := db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, "Tyhjä")
	must(t, err)
	must(t, db.RenameGroup(t.Context(), Actor{Name: "Liisa"}, group.ID, "Täysi"))
	must(t, db.RemoveGroup(t.Context(), Actor{Name: "Liisa"}, group.ID))
	all := entriesOf(t, db, HistoryFilter{})
	lines := strings.Split(all, "\n")
	want := []string{"group-remove Täysi>", "group-rename Tyhjä>Täysi", "group-create >Tyhjä", "remove 1002 ", "update 1001 ", "asiakkaat.csv "}
	for i, begins := range want {
		if i >= len(lines) || !strings.HasPrefix(lines[i], begins) {
			t.Fatalf("%q does not begin with %q in\n%s", lines[i], begins, all)
		}
	}
	for filter, count := range map[HistoryFilter]int{
		{Kind: HistoryImports}:            1,
		{Kind: HistoryEdits}:              1,
		{Kind: HistoryRemovals}:           1,
		{Kind: HistoryGroups}:             3,
		{Kind: HistoryUndos}:              0,
		{By: "Matti"}:                     1,
		{By: "nobody"}:                    0,
		{From: testTime.Add(time.Second)}: 0,
		{Before: testTime}:                0,
		{From: testTime, Before: testTime.Add(time.Second)}: len(lines),
	} {
		if got := entriesOf(t, db, filter); strings.Count(got, "\n")+min(len(got), 1) != count {
			t.Errorf("%+v: %d wanted, got\n%s", filter, count, got)
		}
	}
	imports, err := db.Imports(t.Context(), 0, 0)
	if err != nil || len(imports) != 1 {
		t.Errorf("%d imports, %v", len(imports), err)
	}
	authors, err := db.HistoryAuthors(t.Context())
	if err != nil || !slices.Contains(authors, "Matti") || !slices.IsSorted(authors) {
		t.Errorf("%q, %v", authors, err)
	}
}

// TestUndoOfHandChanges holds that each kind of change by hand is undone, that the
// undo is undone in turn, and that both can be told from the register's content (undo-hand, docs/rules.md).
func TestUndoOfHandChanges(t *testing.T) {
	liisa := Actor{Name: "Liisa"}
	for name, change := range map[string]func(*testing.T, *DB){
		"a new customer": func(t *testing.T, db *DB) {
			_, err := db.CreateCustomer(t.Context(), liisa, sample(77))
			must(t, err)
		},
		"an edit":               func(t *testing.T, db *DB) { edit(t, db, 1001, customer.Street, "Uusikatu 1") },
		"a move to a new group": func(t *testing.T, db *DB) { edit(t, db, 1001, customer.Group, "Aivan uudet") },
		"a removal": func(t *testing.T, db *DB) {
			c, err := db.Customer(t.Context(), 1001)
			must(t, err)
			must(t, db.RemoveCustomer(t.Context(), liisa, 1001, c.Revision))
		},
		"a removal of all": func(t *testing.T, db *DB) {
			_, total, err := db.Customers(t.Context(), Filter{})
			must(t, err)
			must(t, db.RemoveCustomers(t.Context(), liisa, Filter{}, total))
		},
		"a customer brought back": func(t *testing.T, db *DB) {
			c, err := db.Customer(t.Context(), 1002)
			must(t, err)
			must(t, db.RemoveCustomer(t.Context(), liisa, 1002, c.Revision))
			_, err = db.RestoreCustomer(t.Context(), liisa, 1002)
			must(t, err)
		},
		"a group": func(t *testing.T, db *DB) {
			_, err := db.CreateGroup(t.Context(), liisa, "Tyhjä")
			must(t, err)
		},
		"a group renamed": func(t *testing.T, db *DB) {
			groups, err := db.Groups(t.Context())
			must(t, err)
			must(t, db.RenameGroup(t.Context(), liisa, groups[0].ID, "Aivan toiset"))
		},
		"a group removed": func(t *testing.T, db *DB) {
			group, err := db.CreateGroup(t.Context(), liisa, "Tyhjä")
			must(t, err)
			must(t, db.RemoveGroup(t.Context(), liisa, group.ID))
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := imported(t)
			change(t, db)
			after := content(t, db)
			entries, err := db.History(t.Context(), HistoryFilter{Limit: 2})
			must(t, err)
			mustUndo(t, db, entries[0].ID)
			before := content(t, db)
			if before == after {
				t.Fatal("the undo changes nothing")
			}
			undone, err := db.History(t.Context(), HistoryFilter{Limit: 2})
			must(t, err)
			if undone[0].Undoes != entries[0].ID || undone[0].Action != entries[0].Action || !undone[1].Undone || undone[1].ID != entries[0].ID {
				t.Errorf("%+v, %+v", undone[0], undone[1])
			}
			mustUndo(t, db, undone[0].ID)
			if again := content(t, db); again != after {
				t.Errorf("undone twice\n%s\nwant\n%s", again, after)
			}
			flaws, err := db.Check(t.Context())
			if err != nil || len(flaws) > 0 {
				t.Errorf("%v, %v", flaws, err)
			}
		})
	}
}

// TestUndoOfRename holds what becomes of the name of a group that was renamed
// again, removed, or whose old name another one has.
func TestUndoOfRename(t *testing.T) {
	liisa := Actor{Name: "Liisa"}
	for name, c := range map[string]struct {
		then   func(*DB, int64) error
		reason Reason
	}{
		"renamed again": {func(db *DB, id int64) error { return db.RenameGroup(t.Context(), liisa, id, "Kolmas") }, ReasonRenamed},
		"removed":       {func(db *DB, id int64) error { return db.RemoveGroup(t.Context(), liisa, id) }, ReasonRemoved},
		"taken": {func(db *DB, _ int64) error {
			_, err := db.CreateGroup(t.Context(), liisa, "ensimmäinen")
			return err
		}, ReasonTaken},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			group, err := db.CreateGroup(t.Context(), liisa, "Ensimmäinen")
			must(t, err)
			must(t, db.RenameGroup(t.Context(), liisa, group.ID, "Toinen"))
			entries, err := db.History(t.Context(), HistoryFilter{Limit: 1})
			must(t, err)
			must(t, c.then(db, group.ID))
			plan, _ := undoPlan(t, db, entries[0].ID)
			if !plan.Nothing() || len(plan.Groups) != 1 || plan.Groups[0].Reason != c.reason {
				t.Errorf("%+v", plan.Groups)
			}
			if _, err := db.Undo(t.Context(), UndoRequest{Actor: liisa, Import: entries[0].ID, Fingerprint: plan.Fingerprint}); !errors.Is(err, ErrNothingToUndo) {
				t.Error(err)
			}
		})
	}
}
