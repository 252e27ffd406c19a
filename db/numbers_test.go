package db

import (
	"errors"
	"fmt"
	"strconv"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestNumbersNeverReused holds match-number-free.
func TestNumbersNeverReused(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	if err := db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1003, 1); err != nil {
		t.Fatal(err)
	}
	made, err := db.CreateCustomer(t.Context(), Actor{Name: "Liisa"}, sample(7))
	if err != nil || made.Number != 1004 {
		t.Fatalf("%d after a removal, %v", made.Number, err)
	}
	input := table(nameCityGroup,
		[]string{"", "Ensimmäinen Oy", "", ""},
		[]string{"1005", "Oma numero Oy", "", ""},
		[]string{"", "Toinen Oy", "", ""},
		[]string{"1003", "Palaava Oy", "", ""},
		[]string{"", "Kolmas Oy", "", ""})
	input.Options.UnknownNumbers = importer.UnknownCreates
	mustSave(t, db, draft(t, db, input))
	got := map[string]string{}
	if err := db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		got[c.Values[customer.Name]] = fmt.Sprint(c.Number, " ", c.Revision)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Ensimmäinen Oy": "1006 1",
		"Oma numero Oy":  "1005 1",
		"Toinen Oy":      "1007 1",
		"Palaava Oy":     "1003 3", // the number and revision of the removed customer stay its own
		"Kolmas Oy":      "1008 1",
	} {
		if got[name] != want {
			t.Errorf("%s is %s, want %s", name, got[name], want)
		}
	}
	checkRegister(t, db)
}

// TestNumbersOfErrorsAreKept keeps a number that a row in error names for when
// that row is mended.
func TestNumbersOfErrorsAreKept(t *testing.T) {
	db := openTest(t)
	mustSave(t, db, draft(t, db, table(nameCityGroup,
		[]string{"1001", "Tuntematon Oy", "", ""}, // no such number: an error
		[]string{"", "Uusi Oy", "", ""})))
	if c, err := db.Customer(t.Context(), 1002); err != nil || c.Values[customer.Name] != "Uusi Oy" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestNumbersUsedUp(t *testing.T) {
	db := openTest(t)
	input := table(nameCityGroup, []string{strconv.Itoa(customer.MaxNumber), "Viimeinen Oy", "", ""})
	input.Options.UnknownNumbers = importer.UnknownCreates
	mustSave(t, db, draft(t, db, input))
	before := state(t, db)
	if _, err := db.CreateCustomer(t.Context(), Actor{Name: "Liisa"}, sample(1)); !errors.Is(err, ErrNumbersUsedUp) {
		t.Errorf("got %v", err)
	}
	if after := state(t, db); after != before {
		t.Error("something was written")
	}
}
