package confirmation

import (
	"slices"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
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
			moveField(choices, mapping, column, f)
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

// moveField gives a column a field, and notes from which one that was moved.
func moveField(choices *db.Choices, mapping importer.Mapping, column int, f customer.Field) {
	if from, mapped := mapping.Column(f); mapped && from != column && f != customer.AppendNotes {
		choices.Moved = append(choices.Moved, db.MovedField{Field: f.Key(), From: from, To: column, Before: mapping[column].Key()})
	}
	mapping.Set(column, f)
}

// giveBack gives a column the field back that another one took from it and does
// not keep.
func giveBack(choices *db.Choices, mapping importer.Mapping, column int) {
	for i := len(choices.Moved) - 1; i >= 0; i-- {
		moved := choices.Moved[i]
		f, known := customer.ParseField(moved.Field)
		if !known || moved.To != column || mapping[column] != f {
			continue
		}
		mapping.Set(column, customer.None)
		if moved.From < len(mapping) && mapping[moved.From] == customer.None {
			mapping.Set(moved.From, f)
		}
		choices.Moved = slices.Delete(choices.Moved, i, i+1)
		return
	}
}

// movedFieldAlarms say which column has lost its field to the one that was
// chosen last, with the way back.
func (v *View) movedFieldAlarms() []alarm {
	moved := v.Import.Choices.Moved
	if len(moved) == 0 {
		return nil
	}
	last := moved[len(moved)-1]
	f, known := customer.ParseField(last.Field)
	if !known || last.To >= len(v.Columns) || v.Columns[last.To].Field != f {
		return nil
	}
	from, to := columnLetter(last.From), columnLetter(last.To)
	return []alarm{{
		Harmful: true, Text: v.words.Text("import.field-taken", "field", v.words.Label(f), "from", from, "to", to),
		Button: v.words.Text("import.taken-back"), Decide: "field-back:" + to,
	}}
}

// recalledAlarms say where the mapping comes from, with the way back to the guess.
func (v *View) recalledAlarms() []alarm {
	recalled := v.Import.Choices.Recalled
	if recalled == nil {
		return nil
	}
	return []alarm{{
		Text:   v.words.Text("import.recalled", "date", v.words.Date(recalled.At), "who", v.words.Who(recalled.By)),
		Button: v.words.Text("import.guess-columns"), Decide: "guess-columns",
	}}
}

// guessColumns goes back to the program's own guess.
func guessColumns(d *deciding, _ []string) bool {
	drafts.GuessColumns(d.choices, d.sheet)
	return true
}

// fieldBack makes undone that a column has taken the field of another one.
func fieldBack(d *deciding, args []string) bool {
	moved := d.choices.Moved
	if len(moved) == 0 || columnLetter(moved[len(moved)-1].To) != args[0] {
		return false
	}
	last := moved[len(moved)-1]
	mapping := slices.Clone(d.choices.Mapping)
	giveBack(d.choices, mapping, last.To)
	if before, known := customer.ParseField(last.Before); known {
		mapping.Set(last.To, before)
	}
	d.choices.Mapping = mapping
	return true
}
