package confirmation

import (
	"slices"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// ChangeColumns takes which column fills which field, and the options, from a
// form, and returns how many decisions about columns were dropped with it. What
// counts are the selects that the user has changed: those that differ from what
// the page showed, so that an older page in another tab turns nothing back.
// Choosing a field for a second column takes it from the first, which gets it
// back where the choice is reversed.
func ChangeColumns(choices *db.Choices, form map[string]string) (dropped int) {
	mapping := slices.Clone(choices.Mapping)
	for column, before := range choices.Mapping {
		text, changed := changedValue(form, ColumnName(column), before.Key())
		if f, ok := customer.ParseField(text); ok && changed {
			giveBack(choices, mapping, column)
			takeField(choices, mapping, column, f)
		}
	}
	for column, before := range choices.Mapping {
		if mapping[column] != before {
			dropped += choices.Decisions.ClearColumn(column)
		}
	}
	choices.Mapping = mapping
	choices.Options = optionsOf(form, choices.Options)
	return dropped
}

// takeField gives a column a field, and notes from which one that was taken.
func takeField(choices *db.Choices, mapping importer.Mapping, column int, f customer.Field) {
	if from, mapped := mapping.Column(f); mapped && from != column && f != customer.AppendNotes {
		choices.Taken = append(choices.Taken, db.TakenField{Field: f.Key(), From: from, To: column, Before: mapping[column].Key()})
	}
	mapping.Set(column, f)
}

// giveBack gives a column the field back that another one took from it and does
// not keep.
func giveBack(choices *db.Choices, mapping importer.Mapping, column int) {
	for i := len(choices.Taken) - 1; i >= 0; i-- {
		taken := choices.Taken[i]
		f, known := customer.ParseField(taken.Field)
		if !known || taken.To != column || mapping[column] != f {
			continue
		}
		mapping.Set(column, customer.None)
		if taken.From < len(mapping) && mapping[taken.From] == customer.None {
			mapping.Set(taken.From, f)
		}
		choices.Taken = slices.Delete(choices.Taken, i, i+1)
		return
	}
}

// tellTaken says which column has lost its field to the one that was chosen
// last, with the way back.
func (v *View) tellTaken() {
	taken := v.Import.Choices.Taken
	if len(taken) == 0 {
		return
	}
	last := taken[len(taken)-1]
	f, known := customer.ParseField(last.Field)
	if known && last.To < len(v.Columns) && v.Columns[last.To].Field == f {
		v.Alarms = append(v.Alarms, alarm{First: true, Button: v.words.Text("import.taken-back"), Decide: "field-back:" + columnLetter(last.To),
			Text: v.words.Text("import.field-taken", "field", v.words.Label(f), "from", columnLetter(last.From), "to", columnLetter(last.To))})
	}
}

// fieldBack makes undone that a column has taken the field of another one.
func fieldBack(d *deciding, args []string) bool {
	taken := d.choices.Taken
	if len(taken) == 0 || columnLetter(taken[len(taken)-1].To) != args[0] {
		return false
	}
	last := taken[len(taken)-1]
	mapping := slices.Clone(d.choices.Mapping)
	giveBack(d.choices, mapping, last.To)
	if before, known := customer.ParseField(last.Before); known {
		mapping.Set(last.To, before)
	}
	d.choices.Mapping = mapping
	return true
}

// changedValue returns what a form has in a field, and whether the user has
// changed it: against what the page had shown, else against what is stored.
func changedValue(form map[string]string, name, stored string) (value string, changed bool) {
	value, there := form[name]
	if !there {
		return stored, false
	}
	if was, said := form["was-"+name]; said {
		return value, value != was
	}
	return value, value != stored
}

// optionsOf applies the options that the user has changed.
func optionsOf(form map[string]string, options importer.Options) importer.Options {
	for _, option := range optionFields(&options) {
		if value, changed := changedValue(form, option.name, option.get()); changed {
			option.set(value)
		}
	}
	return options
}

// optionField is an option as a field of a form.
type optionField struct {
	name string
	get  func() string
	set  func(string)
}

// optionFields lists the options as fields of a form. A value that a field
// does not know is passed over.
func optionFields(o *importer.Options) []optionField {
	oneOf := func(name string, get func() string, set func(string), values ...string) optionField {
		return optionField{name, get, func(value string) {
			if slices.Contains(values, value) {
				set(value)
			}
		}}
	}
	toggle := func(name string, on *bool, word string) optionField {
		return oneOf(name, func() string { return flag(*on, word) }, func(value string) { *on = value == word }, "", word)
	}
	return []optionField{
		oneOf("unknown_numbers", func() string { return string(o.UnknownNumbers) }, func(v string) { o.UnknownNumbers = importer.UnknownNumbers(v) },
			string(importer.UnknownIsError), string(importer.UnknownCreates), string(importer.UnknownIgnored)),
		oneOf("create", func() string { return string(o.Create) }, func(v string) { o.Create = importer.Create(v) },
			string(importer.CreateDefault), string(importer.CreateYes), string(importer.CreateNo)),
		oneOf("kind", func() string { return o.Kind }, func(v string) { o.Kind = v }, "", customer.Company, customer.Person),
		toggle("existing", &o.SkipExisting, "skip"),
		toggle("repair", &o.NoRepair, "no"),
		toggle("names", &o.FirstNameFirst, "first"),
	}
}
