package db

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

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
