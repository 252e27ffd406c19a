package db

import (
	"testing"

	"kortisto/customer"
)

// TestLines holds that the line of each customer of an import is found again, and
// none of others, in whichever order they stood.
func TestLines(t *testing.T) {
	lines := []importLine{{1005, 2}, {1001, 9}, {1002, 3}, {500_000_000, 200_001}, {1009, 1}}
	packed := packLines(append([]importLine(nil), lines...))
	for _, one := range lines {
		if got := lineOf(packed, one.number); got != one.line {
			t.Errorf("customer %d on line %d, not %d", one.number, got, one.line)
		}
	}
	for _, number := range []int{0, 1, 1000, 1003, 1010, 500_000_001} {
		if got := lineOf(packed, number); got != 0 {
			t.Errorf("customer %d on line %d", number, got)
		}
	}
	if lineOf(packed[:3], 1009) != 0 || lineOf([]byte{0x80}, 1) != 0 || lineOf([]byte{1, 0x80}, 1) != 0 {
		t.Error("something is found in lines that are cut")
	}
}

// TestEverything holds that a customer's past is shown from its beginning, through a
// removal and a return, with what it was each time.
func TestEverything(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	liisa := Actor{Name: "Liisa"}
	one, err := db.CreateCustomer(ctx, liisa, customer.Values{customer.Name: "Alfa Oy", customer.Kind: customer.Company, customer.Street: "Vanhakatu 1", customer.Group: "Vakiot"})
	if err != nil {
		t.Fatal(err)
	}
	one.Values[customer.Street] = "Uusikatu 7"
	if one, err = db.UpdateCustomer(ctx, liisa, one.Number, one.Revision, one.Values); err != nil {
		t.Fatal(err)
	}
	if err := db.RemoveCustomer(ctx, liisa, one.Number, one.Revision); err != nil {
		t.Fatal(err)
	}
	gone, err := db.Everything(ctx, one.Number)
	if err != nil || gone.Present || gone.Customer.Values != one.Values {
		t.Fatalf("removed: %+v, %v", gone, err)
	}
	if one, err = db.RestoreCustomer(ctx, liisa, one.Number); err != nil {
		t.Fatal(err)
	}
	one.Values[customer.City] = "Oulu"
	if one, err = db.UpdateCustomer(ctx, liisa, one.Number, one.Revision, one.Values); err != nil {
		t.Fatal(err)
	}
	whole, err := db.Everything(ctx, one.Number)
	if err != nil || !whole.Present || whole.Customer.Values != one.Values || len(whole.Events) != 5 {
		t.Fatalf("%+v, %v", whole, err)
	}
	for i, want := range []What{WhatChanged, WhatRestored, WhatRemoved, WhatChanged, WhatCreated} {
		e := whole.Events[i]
		if e.What != want || (e.Values != nil) != (want == WhatCreated || want == WhatRestored) {
			t.Errorf("event %d: %+v", i, e)
		}
	}
	back, first := whole.Events[1].Values, whole.Events[4].Values
	if back[customer.Street] != "Uusikatu 7" || back[customer.City] != "" || back[customer.Group] != "Vakiot" {
		t.Errorf("came back as %q", back)
	}
	if first[customer.Street] != "Vanhakatu 1" || first[customer.Name] != "Alfa Oy" || first[customer.Group] != "Vakiot" {
		t.Errorf("began as %q", first)
	}
	if _, err := db.Everything(ctx, 1009); err != ErrNotFound {
		t.Errorf("nobody: %v", err)
	}
}
