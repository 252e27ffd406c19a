package importer

import (
	"slices"

	"kortisto/customer"
	"kortisto/sheet/charset"
	"kortisto/sheet/damage"
)

// damaged is damagedIn for a field that every register has.
func damaged(f customer.Field, stored string, cell cell, year int) bool {
	return damagedIn(customer.Standard(), f, stored, cell, year)
}

// damagedIn reports whether a cell may be what a spreadsheet made of the stored
// value (damage-same, docs/rules.md). The value of a field with few values stands
// in a file by one of its labels, and says something else where it can be read; so
// do numbers and days.
func damagedIn(fields *customer.Table, f customer.Field, stored string, cell cell, year int) bool {
	if stored == "" || cell.asWritten {
		return false
	}
	if fields.SaysItself(f) {
		if !fields.Read(f, cell.text, customer.Context{}).Failed() {
			return false
		}
		for _, lang := range customer.Languages {
			if damage.Of(fields.Display(f, stored, lang), cell.text, year) != "" {
				return true
			}
		}
		return false
	}
	return damage.Of(stored, cell.text, year) != "" || cell.other != cell.text && damage.Of(stored, cell.other, year) != "" ||
		slices.Contains(charset.Readings(cell.text), stored)
}
