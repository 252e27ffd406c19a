package customer

import (
	"cmp"
	"slices"
)

// NewTable makes a table. The definitions stand in the order of the export, the
// number first.
func NewTable(definitions []Definition) *Table {
	t := &Table{sections: make(map[Section][]Field)}
	definitions = slices.Clone(definitions)
	for i := range definitions {
		d := &definitions[i]
		t.definitions[d.Field] = d
		if d.Away {
			// Its words stay in the search index, which knows nothing of tables.
			t.away = append(t.away, d.Field)
			continue
		}
		t.targets = append(t.targets, d.Field)
		if d.Field == Number || d.Field.IsValue() {
			t.fields = append(t.fields, d.Field)
		}
	}
	for _, section := range Sections {
		t.sections[section] = t.placed(func(d *Definition) int {
			if d.Section != section {
				return 0
			}
			return d.Place
		})
	}
	t.listed = t.placed(func(d *Definition) int { return d.List })
	t.fillable = t.placed(func(d *Definition) int { return d.Fill })
	for _, f := range t.placed(func(d *Definition) int { return d.Card }) {
		if last := len(t.cards) - 1; last >= 0 && t.Of(t.cards[last][0]).Card == t.Of(f).Card {
			t.cards[last] = append(t.cards[last], f)
			continue
		}
		t.cards = append(t.cards, []Field{f})
	}
	for _, section := range Sections {
		for _, f := range t.sections[section] {
			if !t.Of(f).Individual {
				t.shareable = append(t.shareable, f)
			}
			if t.Of(f).Required == "" && t.Of(f).Default == "" && f != Kind {
				t.clearable = append(t.clearable, f)
			}
		}
	}
	for _, f := range t.fields {
		if t.Of(f).Exported {
			t.exported = append(t.exported, f)
		}
	}
	for _, f := range slices.Concat(t.fields, t.away) {
		if t.Of(f).Search != "" && f != Number {
			t.searched = append(t.searched, f)
		}
	}
	t.fields, t.targets = slices.Clip(t.fields), slices.Clip(t.targets)
	t.headings = t.readHeadings()
	return t
}

// placed lists the fields that have a place, by their places.
func (t *Table) placed(place func(*Definition) int) []Field {
	var fields []Field
	for _, f := range t.fields {
		if place(t.Of(f)) > 0 {
			fields = append(fields, f)
		}
	}
	slices.SortStableFunc(fields, func(a, b Field) int { return cmp.Compare(place(t.Of(a)), place(t.Of(b))) })
	return fields
}
