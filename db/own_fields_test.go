package db

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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

// TestOwnFieldsOfOlderProgram holds that no own field keeps a name by which a file
// means another field, as a program that did not have that one may have left it:
// whoever opens the register next finds it under a name that is free, told by its key
// alone. One that is put away and one that stands beside it are no exception.
func TestOwnFieldsOfOlderProgram(t *testing.T) {
	dir := t.TempDir()
	options := testOptions()
	options.Fields = nil
	var told []customer.Field
	options.OwnRenamed = func(f customer.Field) { told = append(told, f) }
	db := openDir(t, dir, options)
	liisa := Actor{Name: "Liisa"}
	for i := range 5 {
		must(t, db.AddOwnField(t.Context(), liisa, fmt.Sprintf("Oma %d", i+1), customer.TypeText))
	}
	made, err := db.CreateCustomer(t.Context(), liisa, named("Alfa Oy", "own1", "neljä"))
	must(t, err)
	must(t, db.PutAwayOwnField(t.Context(), liisa, customer.Own3, true))
	// A label, an alias, the same label put away, a name that would be the first free
	// one, and one with a bracket, which no heading counts.
	for f, name := range map[customer.Field]string{
		customer.Own1: "Puhelin", customer.Own2: "Gatuadress", customer.Own3: "puhelin", customer.Own4: "Puhelin 2",
		customer.Own5: "Puhelin (uusi",
	} {
		_, err := db.write.ExecContext(t.Context(), `UPDATE own_fields SET name = ? WHERE field = ?`, name, f.Key())
		must(t, err)
	}
	if _, err := OpenFrozen(t.Context(), copyOf(t, db), options); !errors.Is(err, ErrOlderSchema) {
		t.Errorf("frozen: %v", err)
	}

	again := openDir(t, dir, options)
	want := []string{"Puhelin 3", "Gatuadress 2", "puhelin 4", "Puhelin 2", "Puhelin uusi"}
	own, err := again.OwnFields(t.Context())
	must(t, err)
	for i, o := range own {
		if o.Name != want[i] || o.Field != customer.OwnFields[i] || o.Away != (o.Field == customer.Own3) {
			t.Errorf("%+v, want %q", o, want[i])
		}
		if f, _ := again.Fields().ByHeader(o.Name); f != o.Field && !o.Away {
			t.Errorf("the heading %q is of %s", o.Name, f)
		}
	}
	if f, _ := again.Fields().ByHeader("Puhelin"); f != customer.Phone {
		t.Errorf("the heading is of %s", f)
	}
	if !slices.Equal(told, []customer.Field{customer.Own1, customer.Own2, customer.Own3, customer.Own5}) {
		t.Errorf("told of %v", told)
	}
	if kept, err := again.Customer(t.Context(), made.Number); err != nil || kept.Values[customer.Own1] != "neljä" {
		t.Errorf("the value: %+v, %v", kept, err)
	}
	openDir(t, dir, options)
	if len(told) != 4 {
		t.Errorf("told again: %v", told)
	}
}

// TestOwnNamesStayShort holds that a name with a number is no longer than one may be.
func TestOwnNamesStayShort(t *testing.T) {
	longest := strings.Repeat("ä", customer.LongestOwnName)
	for name, want := range map[string]string{
		longest: strings.Repeat("ä", customer.LongestOwnName-2) + " 2",
		strings.Repeat("ä", customer.LongestOwnName-3) + " ab": strings.Repeat("ä", customer.LongestOwnName-3) + " 2",
		"(": "2",
	} {
		renamed := freeOwnNames([]customer.OwnField{{Field: customer.Own1, Name: name}, {Field: customer.Own2, Name: name}})
		if len(renamed) != 1 || renamed[0].Name != want {
			t.Errorf("%q: %+v", name, renamed)
		}
	}
}

// TestOwnNameOfOthers holds that a change of an own field is refused for its own name
// alone, not for that of another one.
func TestOwnNameOfOthers(t *testing.T) {
	options := testOptions()
	options.Fields = nil
	db := openDir(t, t.TempDir(), options)
	liisa := Actor{Name: "Liisa"}
	must(t, db.AddOwnField(t.Context(), liisa, "Kotipaikka", customer.TypeText))
	_, err := db.write.ExecContext(t.Context(), `UPDATE own_fields SET name = 'Puhelin'`)
	must(t, err)
	must(t, db.AddOwnField(t.Context(), liisa, "Myyjä", customer.TypeText))
	must(t, db.SetOwnField(t.Context(), liisa, customer.Own2, "Myyjän nimi", customer.TypeText))
	must(t, db.MoveOwnField(t.Context(), liisa, customer.Own2))
	must(t, db.PutAwayOwnField(t.Context(), liisa, customer.Own1, true))
	must(t, db.SetOwnField(t.Context(), liisa, customer.Own1, "Puhelin", customer.TypeNumber))
	for f, name := range map[customer.Field]string{customer.Own1: "Sähköposti", customer.Own2: "puhelin"} {
		if err := db.SetOwnField(t.Context(), liisa, f, name, customer.TypeNumber); !errors.Is(err, ErrNameTaken) {
			t.Errorf("%s as %q: %v", f, name, err)
		}
	}
}
