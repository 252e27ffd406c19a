package db

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestMapRemember holds that a save keeps its mapping for the next file with
// the same header, and the last save counts.
func TestMapRemember(t *testing.T) {
	db := openTest(t)
	in := table([]customer.Field{customer.Name, customer.Phone}, []string{"Alfa Oy", "040 123 4567"})
	key := importer.HeaderKey(in.Sheet)
	if _, err := db.RememberedMapping(t.Context(), key); !errors.Is(err, ErrNotFound) {
		t.Fatalf("before any save: %v", err)
	}
	in.Options = importer.Options{FirstNameFirst: true, Kind: customer.Company, Create: importer.CreateYes}
	mustSave(t, db, draft(t, db, in))
	in.Mapping = importer.Mapping{customer.Name, customer.Contact}
	mustSave(t, db, draft(t, db, in))
	found, err := db.RememberedMapping(t.Context(), key)
	form := importer.Options{FirstNameFirst: true, Kind: customer.Company, Create: importer.CreateYes}
	if err != nil || !slices.Equal(found.Mapping, in.Mapping) || found.Options != form || !found.SavedAt.Equal(testTime) || found.SavedBy != "Liisa" {
		t.Errorf("%+v, %v", found, err)
	}
	other := table([]customer.Field{customer.Name}, []string{"Beeta Oy"})
	other.Sheet.HeaderRow = 0
	mustSave(t, db, draft(t, db, other))
	if _, err := db.RememberedMapping(t.Context(), importer.HeaderKey(other.Sheet)); !errors.Is(err, ErrNotFound) {
		t.Errorf("of a file without a header: %v", err)
	}
}

// TestEmptiedGroups holds which groups an import has emptied, and that only
// these are removed with one press.
func TestEmptiedGroups(t *testing.T) {
	db := openTest(t)
	for _, group := range []string{"Vanha", "Vanha", "Jäävä", "Jäävä", "Tyhjennetty"} {
		v := customer.Values{}
		v[customer.Kind], v[customer.Name], v[customer.Group] = customer.Company, "Alfa Oy", group
		if _, err := db.CreateCustomer(t.Context(), Actor{Name: "test"}, v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.CreateGroup(t.Context(), Actor{Name: "test"}, "Aina tyhjä"); err != nil {
		t.Fatal(err)
	}
	in := table([]customer.Field{customer.Number, customer.Group}, []string{"1001", "Uusi"}, []string{"1002", "Uusi"},
		[]string{"1003", "Uusi"}, []string{"1005", "Uusi"})
	saved := mustSave(t, db, draft(t, db, in))
	names := func(groups []Group, err error) string {
		t.Helper()
		var names []string
		for _, group := range groups {
			names = append(names, group.Name)
		}
		return fmt.Sprint(names, err)
	}
	if got := names(db.EmptiedGroups(t.Context(), saved.Import)); got != "[Tyhjennetty Vanha] <nil>" {
		t.Error(got)
	}
	v := customer.Values{}
	v[customer.Kind], v[customer.Name], v[customer.Group] = customer.Company, "Beeta Oy", "Tyhjennetty"
	if _, err := db.CreateCustomer(t.Context(), Actor{Name: "test"}, v); err != nil {
		t.Fatal(err)
	}
	if got := names(db.RemoveEmptiedGroups(t.Context(), Actor{Name: "Liisa"}, saved.Import)); got != "[Vanha] <nil>" {
		t.Error(got)
	}
	before := state(t, db)
	if got := names(db.RemoveEmptiedGroups(t.Context(), Actor{Name: "Liisa"}, saved.Import)); got != "[] <nil>" || state(t, db) != before {
		t.Error("once more:", got)
	}
	if got := names(db.Groups(t.Context())); got != "[Aina tyhjä Jäävä Tyhjennetty Uusi] <nil>" {
		t.Error(got)
	}
	if got := names(db.EmptiedGroups(t.Context(), 4711)); got != "[] <nil>" {
		t.Error("an import that is not there:", got)
	}
}

// TestFilterExcept holds that listed customers are left out, and counted so.
func TestFilterExcept(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5000)
	var except []int
	for number := 1001; number <= 6000; number++ {
		if number%1000 != 0 {
			except = append(except, number)
		}
	}
	found, total, err := db.Customers(t.Context(), Filter{Except: except, Limit: 2, Offset: 1})
	if err != nil || total != 5 || len(found) != 2 || found[0].Number != 3000 || found[1].Number != 4000 {
		t.Fatalf("%d of %d: %v", len(found), total, err)
	}
}

// TestUndoBringsEmptiedGroupsBack holds undo-exact where the groups that an
// import had emptied were removed before its undo.
func TestUndoBringsEmptiedGroupsBack(t *testing.T) {
	db := openTest(t)
	for _, group := range []string{"Vanha", "Toinen", "Vanha"} {
		v := customer.Values{}
		v[customer.Kind], v[customer.Name], v[customer.Group] = customer.Company, "Alfa Oy", group
		if _, err := db.CreateCustomer(t.Context(), Actor{Name: "test"}, v); err != nil {
			t.Fatal(err)
		}
	}
	before := content(t, db)
	in := table([]customer.Field{customer.Number, customer.Group}, []string{"1001", "Uusi"}, []string{"1002", "Uusi"}, []string{"1003", "Uusi"})
	saved := mustSave(t, db, draft(t, db, in))
	if _, err := db.RemoveEmptiedGroups(t.Context(), Actor{Name: "Liisa"}, saved.Import); err != nil {
		t.Fatal(err)
	}
	undone := mustUndo(t, db, saved.Import)
	if got := content(t, db); got != before {
		t.Errorf("got\n%s\nwant\n%s", got, before)
	}
	if groups, err := db.EmptiedGroups(t.Context(), undone.Undo); err != nil || len(groups) > 0 {
		t.Errorf("an undo empties %v, %v", groups, err)
	}
}
