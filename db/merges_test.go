package db

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
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

// exportOf makes a file of some fields of all customers as they are.
func exportOf(t testing.TB, db *DB, fields ...customer.Field) importer.Input {
	t.Helper()
	key, err := db.VersionKey(t.Context())
	must(t, err)
	marker := importer.NewMarker(key)
	var rows [][]string
	must(t, db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		row := make([]string, len(fields))
		for i, f := range fields {
			switch f {
			case customer.Number:
				row[i] = strconv.Itoa(c.Number)
			case customer.Version:
				row[i] = marker.Mark(importer.Exported{Number: c.Number, Revision: c.Revision})
			default:
				row[i] = c.Values[f]
			}
		}
		rows = append(rows, row)
		return nil
	}))
	return table(fields, rows...)
}

// planned tells what a plan does, a row a line.
func planned(t testing.TB, db *DB, in importer.Input) string {
	t.Helper()
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	plan, err := importer.Build(t.Context(), in, snapshot)
	must(t, err)
	var told []string
	for _, row := range plan.Rows {
		line := fmt.Sprintf("%d %s %d", row.Line, row.Status, row.Customer)
		for change := range row.Changes.All() {
			line += fmt.Sprintf(" %s=%s", change.Field.Key(), change.New)
		}
		for _, p := range row.Problems {
			line += " !" + string(p.Code)
		}
		told = append(told, line)
	}
	return strings.Join(told, "\n")
}

// TestImportByMergedNumber holds that a row with the number of a merged customer
// finds the kept one and says so; that what it says as it was exported, or as it
// was merged, changes nothing; and what its changes do, with and without the
// column of versions (match-merged, docs/rules.md).
func TestImportByMergedNumber(t *testing.T) {
	all := []customer.Field{customer.Number, customer.Name, customer.BusinessID, customer.Email, customer.Phone, customer.Street, customer.City}
	city := slices.Index(all, customer.City)
	email := slices.Index(all, customer.Email)
	for _, marked := range []bool{true, false} {
		t.Run(fmt.Sprintf("marks %t", marked), func(t *testing.T) {
			db := twinRegister(t)
			fields := all
			if marked {
				fields = append(slices.Clone(all), customer.Version)
			}
			for _, number := range []int{1001, 1003} { // the city is the same on both sides
				edit(t, db, number, customer.City, "Espoo")
			}
			before := exportOf(t, db, fields...)
			merge(t, db, 1001, 1003, takePhone)
			old := func(change func(cells []string)) importer.Input {
				cells := slices.Clone(before.Sheet.Rows[0].Cells)
				if change != nil {
					change(cells)
				}
				return table(fields, cells)
			}
			for name, c := range map[string]struct {
				in   importer.Input
				want string
			}{
				"as exported": {old(nil), "2 unchanged 1003 !merged-number"},
				"whole":       {before, "2 unchanged 1003 !merged-number\n3 unchanged 1002\n4 unchanged 1003\n5 unchanged 1004\n6 unchanged 1005"},
				"what both had, changed": {old(func(cells []string) { cells[city] = "Vantaa" }),
					"2 modified 1003 city=Vantaa !merged-number"},
				"what the merge decided, changed": {old(func(cells []string) { cells[email] = "uusi@example.fi" }),
					"2 undecided 1003 !conflict !merged-number"},
			} {
				want := c.want
				if !marked && name == "whole" { // the phone of 1003 is the other one's by now
					want = strings.Replace(want, "4 unchanged 1003", "4 modified 1003 phone="+sample(2)[customer.Phone], 1)
				}
				if got := planned(t, db, c.in); got != want {
					t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
				}
			}
		})
	}
}

// TestImportByNumberMergedEarlier holds that the base is the customer as it was when
// the row was exported, also where it was changed before it was merged.
func TestImportByNumberMergedEarlier(t *testing.T) {
	db := twinRegister(t)
	fields := []customer.Field{customer.Number, customer.Name, customer.City, customer.Version}
	before := exportOf(t, db, fields...)
	edit(t, db, 1001, customer.City, "Pori")
	merge(t, db, 1001, 1002, nil)
	merge(t, db, 1002, 1003, nil)
	in := table(fields, before.Sheet.Rows[0].Cells)
	if got, want := planned(t, db, in), "2 unchanged 1003 !merged-number"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1003, 1))
	for options, want := range map[importer.UnknownNumbers]string{
		importer.UnknownIsError: "2 error 0 !unknown-number !customer-removed",
		importer.UnknownCreates: "2 error 0 !unknown-number !customer-removed",
	} {
		in.Options.UnknownNumbers = options
		if got := planned(t, db, in); got != want {
			t.Errorf("while the kept one is away, %q: %s, want %s", options, got, want)
		}
	}
}

// TestMergedTwice holds that two rows with the numbers of both concern one customer
// (match-twice, docs/rules.md), and that a row that only says what was says nothing.
func TestMergedTwice(t *testing.T) {
	db := twinRegister(t)
	fields := []customer.Field{customer.Number, customer.Name, customer.City, customer.Version}
	for _, number := range []int{1001, 1002} {
		edit(t, db, number, customer.City, "Espoo")
	}
	before := exportOf(t, db, fields...)
	merge(t, db, 1002, 1001, nil)
	first, second := before.Sheet.Rows[0].Cells, before.Sheet.Rows[1].Cells
	with := func(cells []string, city string) []string {
		cells = slices.Clone(cells)
		cells[2] = city
		return cells
	}
	for name, c := range map[string]struct {
		rows [][]string
		want string
	}{
		"both changed": {[][]string{with(first, "Vaasa"), with(second, "Pori")},
			"2 modified 1001 city=Vaasa\n3 undecided 1001 !duplicate-row !merged-number"},
		"the old one as it was": {[][]string{with(first, "Vaasa"), second},
			"2 modified 1001 city=Vaasa\n3 unchanged 1001 !merged-number"},
		"the old one as it was, first": {[][]string{second, with(first, "Vaasa")},
			"2 unchanged 1001 !merged-number\n3 modified 1001 city=Vaasa"},
		"the same change": {[][]string{with(first, "Vaasa"), {"1002", first[1], "Vaasa", ""}},
			"2 modified 1001 city=Vaasa\n3 excluded 1001 !same-row !merged-number"},
	} {
		if got := planned(t, db, table(fields, c.rows...)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
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
