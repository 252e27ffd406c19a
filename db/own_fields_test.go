package db

import (
	"errors"
	"fmt"
	"testing"

	"kortisto/customer"
)

// TestOwnFieldsStored holds value-own in the register: there are ten own fields at
// most, their names are their own, a type stays while it is in use, and whoever
// opens the register next has them in their order.
func TestOwnFieldsStored(t *testing.T) {
	dir := t.TempDir()
	options := testOptions()
	options.Fields = nil
	db := openDir(t, dir, options)
	liisa := Actor{Name: "Liisa"}
	for i := range customer.OwnFields {
		must(t, db.AddOwnField(t.Context(), liisa, fmt.Sprintf("Oma %d", i+1), customer.TypeText))
	}
	if err := db.AddOwnField(t.Context(), liisa, "Vielä", customer.TypeText); !errors.Is(err, ErrOwnFieldsUsedUp) {
		t.Errorf("the eleventh: %v", err)
	}
	for name, want := range map[string]error{"OMA 2": ErrNameTaken, "Y-tunnus": ErrNameTaken, "Kundnummer": ErrNameTaken, "...": ErrNameMissing, "": ErrNameMissing} {
		if err := db.SetOwnField(t.Context(), liisa, customer.Own1, name, customer.TypeText); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", name, err, want)
		}
	}
	made, err := db.CreateCustomer(t.Context(), liisa, named("Alfa Oy", "own2", "neljä"))
	must(t, err)
	if err := db.SetOwnField(t.Context(), liisa, customer.Own2, "Oma 2", customer.TypeNumber); !errors.Is(err, ErrOwnFieldInUse) {
		t.Errorf("a type in use: %v", err)
	}
	must(t, db.SetOwnField(t.Context(), liisa, customer.Own3, "Pinta-ala", customer.TypeNumber))
	must(t, db.MoveOwnField(t.Context(), liisa, customer.Own3))
	must(t, db.PutAwayOwnField(t.Context(), liisa, customer.Own2, true))

	again := openDir(t, dir, options)
	if got, want := again.Fields().OwnKey(), db.Fields().OwnKey(); got != want || len(again.Fields().In(customer.SectionOwn)) != 9 {
		t.Errorf("opened again: %s, want %s", got, want)
	}
	if got := again.Fields().In(customer.SectionOwn)[1]; got != customer.Own3 {
		t.Errorf("the second one is %s", got)
	}
	if found, _, err := again.Customers(t.Context(), Filter{Query: "neljä"}); err != nil || len(found) != 1 {
		t.Errorf("a value of a field that is put away has left the index: %v, %v", found, err)
	}
	must(t, again.RemoveCustomer(t.Context(), liisa, made.Number, made.Revision))
	if found, _, err := db.Customers(t.Context(), Filter{Query: "neljä"}); err != nil || len(found) != 0 {
		t.Errorf("its words stay in the index: %v, %v", found, err)
	}
}
