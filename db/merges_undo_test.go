package db

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
)

// TestUndoOfMerge holds that the undo of a merge gives both customers back, and that
// the undo of that merges them again (merge-undo, docs/rules.md).
func TestUndoOfMerge(t *testing.T) {
	for name, change := range map[string]func(values, from *customer.Values){"a field": takePhone, "no field": nil} {
		t.Run(name, func(t *testing.T) {
			db := twinRegister(t)
			before := content(t, db)
			id := merge(t, db, 1002, 1001, change)
			after := content(t, db)
			for range 2 {
				mustUndo(t, db, id)
				if got := content(t, db); got != before {
					t.Errorf("undone\n%s\nwant\n%s", got, before)
				}
				leadsTo(t, db, 1002, 0)
				mustBeSound(t, db)
				undo := lastEntry(t, db)
				if entry, err := db.HistoryEntry(t.Context(), undo); err != nil || entry.Customer != 1002 || entry.Kept != 1001 {
					t.Errorf("%+v, %v", entry, err)
				}
				mustUndo(t, db, undo)
				if got := content(t, db); got != after {
					t.Errorf("merged again\n%s\nwant\n%s", got, after)
				}
				leadsTo(t, db, 1002, 1001)
				mustBeSound(t, db)
				id = lastEntry(t, db)
			}
		})
	}
}

// TestUndoOfMergeSpares holds what the undo of a merge, and the undo of that, leave
// as it is since it was changed later (merge-undo, docs/rules.md).
func TestUndoOfMergeSpares(t *testing.T) {
	liisa := Actor{Name: "Liisa"}
	remove := func(t *testing.T, db *DB, number int) {
		c, err := db.Customer(t.Context(), number)
		must(t, err)
		must(t, db.RemoveCustomer(t.Context(), liisa, number, c.Revision))
	}
	for name, c := range map[string]struct {
		undone bool // the merge is undone before, and the undo is what is undone
		then   func(*testing.T, *DB)
		want   string // of each customer: number, effect, reason, and the fields that stay
		leads  int    // where 1002 leads afterwards
	}{
		"a field of the kept one":          {false, func(t *testing.T, db *DB) { edit(t, db, 1001, customer.Phone, "09 1") }, "1002 brought | 1001 stays phone:changed", 0},
		"another field of the kept one":    {false, func(t *testing.T, db *DB) { edit(t, db, 1001, customer.Notes, "Uusi") }, "1002 brought | 1001 put-back", 0},
		"the kept one removed":             {false, func(t *testing.T, db *DB) { remove(t, db, 1001) }, "1002 brought | 1001 stays removed", 0},
		"the kept one merged":              {false, func(t *testing.T, db *DB) { merge(t, db, 1001, 1003, nil) }, "1002 brought | 1001 stays removed", 0},
		"again, the merged one changed":    {true, func(t *testing.T, db *DB) { edit(t, db, 1002, customer.Notes, "Uusi") }, "1001 stays phone:apart | 1002 stays apart", 0},
		"again, the kept one removed":      {true, func(t *testing.T, db *DB) { remove(t, db, 1001) }, "1001 stays removed | 1002 stays apart", 0},
		"again, the merged one removed":    {true, func(t *testing.T, db *DB) { remove(t, db, 1002) }, "1001 stays phone:apart | 1002 stays removed", 0},
		"again, a field of the kept one":   {true, func(t *testing.T, db *DB) { edit(t, db, 1001, customer.Phone, "09 1") }, "1001 stays phone:changed | 1002 removed", 1001},
		"again, one merged into the first": {true, func(t *testing.T, db *DB) { merge(t, db, 1003, 1002, nil) }, "1001 put-back | 1002 removed", 1001},
	} {
		t.Run(name, func(t *testing.T) {
			db := twinRegister(t)
			id := merge(t, db, 1002, 1001, takePhone)
			if c.undone {
				mustUndo(t, db, id)
				id = lastEntry(t, db)
			}
			c.then(t, db)
			plan, customers := undoPlan(t, db, id)
			var got []string
			for _, one := range customers {
				line := strings.TrimSpace(fmt.Sprintf("%d %s %s", one.Number, one.Effect, one.Reason))
				for _, f := range one.Fields {
					if f.Stays {
						line += fmt.Sprintf(" %s:%s", f.Field.Key(), f.Reason)
					}
				}
				got = append(got, line)
			}
			if got := strings.Join(got, " | "); got != c.want {
				t.Fatalf("%s, want %s", got, c.want)
			}
			if !plan.Nothing() {
				mustUndo(t, db, id)
			}
			leadsTo(t, db, 1002, c.leads)
			mustBeSound(t, db)
		})
	}
}

// TestUndoOfRemovalSparesMerge holds that whoever was merged into another customer
// is not brought back by the undo of an earlier removal.
func TestUndoOfRemovalSparesMerge(t *testing.T) {
	db := twinRegister(t)
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1002, 1))
	removal := lastEntry(t, db)
	_, err := db.RestoreCustomer(t.Context(), Actor{Name: "Liisa"}, 1002)
	must(t, err)
	merge(t, db, 1002, 1001, nil)
	plan, customers := undoPlan(t, db, removal)
	if !plan.Nothing() || len(customers) != 1 || customers[0].Reason != ReasonLeads || customers[0].Cause == nil {
		t.Errorf("%+v", customers)
	}
	leadsTo(t, db, 1002, 1001)
}

// TestUndoOfCreationSparesMerged holds that whoever another customer was merged into
// is not taken away by the undo of what made it.
func TestUndoOfCreationSparesMerged(t *testing.T) {
	db := twinRegister(t)
	made, err := db.CreateCustomer(t.Context(), Actor{Name: "Liisa"}, sample(7))
	must(t, err)
	creation := lastEntry(t, db)
	merge(t, db, 1001, made.Number, nil)
	plan, customers := undoPlan(t, db, creation)
	if !plan.Nothing() || len(customers) != 1 || customers[0].Reason != ReasonMerged {
		t.Errorf("%+v", customers)
	}
}
