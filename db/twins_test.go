package db

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
)

// pairsOf tells the pairs of a filter, each with how sure it is.
func pairsOf(t testing.TB, db *DB, filter TwinFilter) string {
	t.Helper()
	if filter.Limit == 0 {
		filter.Limit = 100
	}
	page, counts, err := db.Twins(t.Context(), filter)
	must(t, err)
	var told []string
	for _, one := range page {
		told = append(told, fmt.Sprintf("%d-%d:%d", one.First.Number, one.Second.Number, one.Sureness))
	}
	return fmt.Sprintf("%s of %d", strings.Join(told, " "), counts.Total(filter.Sureness))
}

// create stores a customer like the n-th sample with some values of its own.
func create(t testing.TB, db *DB, n int, values map[customer.Field]string) customer.Customer {
	t.Helper()
	v := sample(n)
	for f, value := range values {
		v[f] = value
	}
	made, err := db.CreateCustomer(t.Context(), Actor{Name: "Liisa"}, v)
	must(t, err)
	return made
}

// TestTwins holds that the pairs of customers who may be one are found in the state
// that the register has, the surest first, a page at a time, and that a pair that
// was dismissed is not, until it is taken back (twins-dismissed, docs/rules.md).
func TestTwins(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5) // 1001 is a company, 1002 a person
	if got, want := pairsOf(t, db, TwinFilter{}), " of 0"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	create(t, db, 101, map[customer.Field]string{customer.Name: sample(1)[customer.Name], customer.Email: "", customer.Phone: "", customer.Street: ""})
	create(t, db, 100, map[customer.Field]string{customer.Name: sample(0)[customer.Name], customer.BusinessID: sample(0)[customer.BusinessID],
		customer.Street: "", customer.Postcode: "", customer.City: ""})
	if got, want := pairsOf(t, db, TwinFilter{}), "1001-1007:3 of 1"; got != want {
		t.Errorf("%q, want %q: a name alone, with another postal code", got, want)
	}
	edit(t, db, 1006, customer.Postcode, "")
	edit(t, db, 1006, customer.City, "")
	for filter, want := range map[TwinFilter]string{
		{}:                            "1001-1007:3 1002-1006:1 of 2",
		{Limit: 1}:                    "1001-1007:3 of 2",
		{Limit: 1, Offset: 1}:         "1002-1006:1 of 2",
		{Sureness: customer.Possible}: "1002-1006:1 of 1",
		{Sureness: customer.Likely}:   " of 0",
	} {
		if got := pairsOf(t, db, filter); got != want {
			t.Errorf("%+v: %q, want %q", filter, got, want)
		}
	}
	liisa := Actor{Name: "Liisa"}
	for range 2 {
		must(t, db.DismissTwins(t.Context(), liisa, 1007, 1001))
	}
	if got, want := pairsOf(t, db, TwinFilter{}), "1002-1006:1 of 1"; got != want {
		t.Errorf("dismissed: %q, want %q", got, want)
	}
	dismissed, total, err := db.DismissedTwins(t.Context(), 10, 0)
	if err != nil || total != 1 || len(dismissed) != 1 || dismissed[0].First.Number != 1001 || dismissed[0].Sureness != customer.Sure {
		t.Errorf("%+v, %d, %v", dismissed, total, err)
	}
	must(t, db.RecallTwins(t.Context(), liisa, 1001, 1007))
	if got, want := pairsOf(t, db, TwinFilter{}), "1001-1007:3 1002-1006:1 of 2"; got != want {
		t.Errorf("taken back: %q, want %q", got, want)
	}
	for _, pair := range [][2]int{{1001, 1999}, {1001, 1001}} {
		if err := db.DismissTwins(t.Context(), liisa, pair[0], pair[1]); !errors.Is(err, ErrNotFound) {
			t.Errorf("%v: %v", pair, err)
		}
	}
	merge(t, db, 1007, 1001, nil)
	if got, want := pairsOf(t, db, TwinFilter{}), "1002-1006:1 of 1"; got != want {
		t.Errorf("merged: %q, want %q", got, want)
	}
}
