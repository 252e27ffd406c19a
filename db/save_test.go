package db

import (
	"errors"
	"sync"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

func TestSave(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	before, err := db.Customer(t.Context(), 1002)
	if err != nil {
		t.Fatal(err)
	}
	untouched, err := db.Customer(t.Context(), 1003)
	if err != nil {
		t.Fatal(err)
	}
	saved := mustSave(t, db, draft(t, db, table(nameCityGroup,
		[]string{"", "Uusi Oy", "Vaasa", "Uudet"},
		[]string{"1002", before.Values[customer.Name], "Pori", "uudet"},
		[]string{"1003", untouched.Values[customer.Name], untouched.Values[customer.City], ""},
		[]string{"x", "Väärä Oy", "", ""},
	)))
	want := map[importer.Status]int{importer.New: 1, importer.Modified: 1, importer.Unchanged: 1, importer.Error: 1}
	for status, n := range want {
		if saved.Counts[status] != n {
			t.Errorf("%s: %d, want %d", status, saved.Counts[status], n)
		}
	}
	created, err := db.Customer(t.Context(), 1004)
	if err != nil || created.Values[customer.Name] != "Uusi Oy" || created.Values[customer.Group] != "Uudet" ||
		created.Values[customer.Kind] != customer.Company || created.Revision != 1 {
		t.Errorf("created %+v, %v", created, err)
	}
	after, err := db.Customer(t.Context(), 1002)
	if err != nil || after.Revision != 2 {
		t.Errorf("modified %+v, %v", after, err)
	}
	before.Values[customer.City], before.Values[customer.Group] = "Pori", "Uudet"
	if after.Values != before.Values {
		t.Errorf("modified %q", after.Values)
	}
	if same, err := db.Customer(t.Context(), 1003); err != nil || same != untouched {
		t.Errorf("unchanged-untouched: %+v, %v", same, err)
	}
	imports, err := db.Imports(t.Context(), 10, 0)
	if err != nil || len(imports) != 1 {
		t.Fatal(imports, err)
	}
	row := imports[0]
	if row.ID != saved.Import || row.EventID != saved.Event || row.SavedBy != "Liisa" || !row.SavedAt.Time().Equal(testTime) ||
		row.Counts[importer.New] != 1 || len(row.Choices.Mapping) != 4 {
		t.Errorf("history row %+v", row)
	}
	checkRegister(t, db)
}

// TestSaveWithoutDraft makes the import's row in the same transaction.
func TestSaveWithoutDraft(t *testing.T) {
	db := openTest(t)
	request := file(t, db, table(nameCityGroup, []string{"", "Uusi Oy", "Vaasa", ""}))
	request.Reading = Reading{Delimiter: ";"}
	saved := mustSave(t, db, request)
	row, err := db.Draft(t.Context(), saved.Import)
	if err != nil || row.State != StateSaved || row.FileName != "asiakkaat.csv" || row.Choices.Reading.Delimiter != ";" {
		t.Errorf("%+v, %v", row, err)
	}
	if _, err := db.DraftFile(t.Context(), saved.Import); !errors.Is(err, ErrNotFound) {
		t.Errorf("a file that was never stored: %v", err)
	}
	if found, err := db.ImportsByHash(t.Context(), request.File.Hash); err != nil || len(found) != 1 {
		t.Errorf("by hash: %v, %v", found, err)
	}
	checkRegister(t, db)
}

func TestSaveAtOnce(t *testing.T) {
	db := openTest(t)
	request := draft(t, db, table(nameCityGroup, []string{"", "Uusi Oy", "Vaasa", "Uudet"}, []string{"", "Toinen Oy", "", ""}))
	results := make([]Saved, 20)
	var presses sync.WaitGroup
	for i := range results {
		presses.Go(func() {
			saved, err := db.Save(t.Context(), request)
			if err != nil {
				t.Error(err)
			}
			results[i] = saved
		})
	}
	presses.Wait()
	first := 0
	for _, saved := range results {
		if !saved.Again {
			first++
		}
		if saved.Import != request.Import || saved.Event != results[0].Event || saved.Counts[importer.New] != 2 ||
			saved.By != "Liisa" || !saved.At.Equal(testTime) {
			t.Errorf("result %+v", saved)
		}
	}
	if _, total, err := db.Customers(t.Context(), Filter{}); total != 2 || err != nil || first != 1 {
		t.Errorf("%d customers by %d saves, %v", total, first, err)
	}
	checkRegister(t, db)
}

func TestSaveNothing(t *testing.T) {
	db := openTest(t)
	fill(t, db, 1)
	stored, err := db.Customer(t.Context(), 1001)
	if err != nil {
		t.Fatal(err)
	}
	before := state(t, db)
	for name, input := range map[string]importer.Input{
		"no change": table(nameCityGroup, []string{"1001", stored.Values[customer.Name], stored.Values[customer.City], ""}),
		"errors":    table(nameCityGroup, []string{"x", "A", "B", ""}),
		"no rows":   table(nameCityGroup),
		"no key":    table([]customer.Field{customer.City}, []string{"Vaasa"}),
	} {
		for _, request := range []SaveRequest{draft(t, db, input), file(t, db, input)} {
			if _, err := db.Save(t.Context(), request); !errors.Is(err, ErrNothingToSave) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if after := state(t, db); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestSaveWhatYouSaw(t *testing.T) {
	db := openTest(t)
	fill(t, db, 2)
	request := draft(t, db, table(nameCityGroup, []string{"1001", sample(0)[customer.Name], "Vaasa", "Uudet"}))

	// What the plan does not depend on may change.
	if _, err := db.CreateGroup(t.Context(), Actor{Name: "Matti"}, "uudet"); err != nil {
		t.Fatal(err)
	}
	values := sample(1)
	values[customer.City] = "Salo"
	if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Matti"}, 1002, 1, values); err != nil {
		t.Fatal(err)
	}
	// What it changes may not.
	values = sample(0)
	values[customer.City] = "Salo"
	if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Matti"}, 1001, 1, values); err != nil {
		t.Fatal(err)
	}
	before := state(t, db)
	_, err := db.Save(t.Context(), request)
	var changed ErrPlanChanged
	if !errors.As(err, &changed) {
		t.Fatalf("got %v", err)
	}
	if change, _ := changed.Plan.Rows[0].Changes.Of(customer.City); change.Old != "Salo" {
		t.Errorf("the plan of now has %+v", change)
	}
	if after := state(t, db); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	request.Fingerprint = changed.Plan.Fingerprint()
	mustSave(t, db, request)
	if c, err := db.Customer(t.Context(), 1001); err != nil || c.Values[customer.Group] != "uudet" {
		t.Errorf("%+v, %v", c, err)
	}
	checkRegister(t, db)
}

// TestSaveSeesLateChange changes the register after the plan was built and
// before the lock was taken.
func TestSaveSeesLateChange(t *testing.T) {
	for _, other := range []struct {
		name   string
		number int
		saved  bool
	}{{"a customer of the plan", 1001, false}, {"another customer", 1002, true}} {
		t.Run(other.name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 2)
			request := draft(t, db, table(nameCityGroup, []string{"1001", sample(0)[customer.Name], "Vaasa", ""}))
			builds := 0
			request.Input.Progress = func(int, int) {
				if builds++; builds > 1 {
					return
				}
				values := sample(other.number - 1001)
				values[customer.City] = "Salo"
				if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Matti"}, other.number, 1, values); err != nil {
					t.Error(err)
				}
			}
			_, err := db.Save(t.Context(), request)
			var changed ErrPlanChanged
			if builds < 2 || other.saved != (err == nil) || other.saved == errors.As(err, &changed) {
				t.Errorf("%d builds, %v", builds, err)
			}
			checkRegister(t, db)
		})
	}
}
