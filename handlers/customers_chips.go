package handlers

import (
	"slices"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"
)

// chip is one of the filters of the list: what it says, and the address of the
// list without it.
type chip struct {
	Text, Href string
	file       string // what it adds to the name of an export, "" for Text
}

// chips are the filters of the list one by one, and its order where none of the
// columns shows that.
func (f listFilter) chips(words Words, groups []db.Group, columns []customer.Field) []chip {
	var chips []chip
	add := func(text, file string, remove func(*listFilter)) {
		without := f.first()
		remove(&without)
		chips = append(chips, chip{text, without.href("/customers"), file})
	}
	if f.Query != "" {
		query := wording.Shortened(f.Query, longestChip)
		add(words.Text("list.chip-search", "words", query), query, func(f *listFilter) { f.Query = "" })
	}
	for i, name := range groupNames(f.Groups, groups) {
		name = wording.Clip(name)
		add(words.Label(customer.Group)+": "+name, name, func(f *listFilter) { f.Groups = slices.Delete(slices.Clone(f.Groups), i, i+1) })
	}
	if f.Kind != "" {
		add(words.Text("list.chip-"+f.Kind), "", func(f *listFilter) { f.Kind = "" })
	}
	if f.City != "" {
		city := wording.Shortened(f.City, longestChip)
		add(words.Label(customer.City)+": "+city, city, func(f *listFilter) { f.City = "" })
	}
	without := func(fields []customer.Field, field customer.Field) []customer.Field {
		return slices.DeleteFunc(slices.Clone(fields), func(other customer.Field) bool { return other == field })
	}
	for _, field := range f.Has {
		add(words.Text("list.has", "field", words.Label(field)), "", func(f *listFilter) { f.Has = without(f.Has, field) })
	}
	for _, field := range f.Lacks {
		add(words.Text("list.lacks", "field", words.Label(field)), "", func(f *listFilter) { f.Lacks = without(f.Lacks, field) })
	}
	if day, _ := f.day(); !day.IsZero() {
		add(words.Text("list.since", "day", words.Date(day)), words.Text("list.since", "day", f.Since), func(f *listFilter) { f.Since = "" })
	}
	if f.Sort != customer.None && !slices.Contains(columns, f.Sort) {
		add(words.Text("list.chip-order", "field", words.Label(f.Sort)), noFile, func(f *listFilter) { f.Sort, f.Desc = customer.None, false })
	}
	return chips
}

// longestChip is how many characters of what was typed a chip shows.
const longestChip = 40

// noFile is for a chip that leaves nobody out.
const noFile = "-"
