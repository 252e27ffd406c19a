package confirmation

import (
	"maps"
	"slices"
	"strconv"

	"kortisto/locale"
)

// damageAlarms count the cells that a spreadsheet has changed and that keep the
// stored values, with the way to take them at their word and back.
func (v *View) damageAlarms() []alarm {
	if v.Options.TakeDamaged {
		return []alarm{{
			Warn: true, Text: v.words.Text("import.damage-taken"),
			Button: v.words.Text("import.damage-keep"), Decide: "damaged:keep",
		}}
	}
	var alarms []alarm
	if n := v.plan.Kept; n > 0 {
		text := "import.damage-kept"
		if v.isOfDemo() {
			text = "import.damage-kept-demo"
		}
		alarms = append(alarms, alarm{
			Text: v.words.Text(text, "count", n), Show: v.rowsWith(keptCells), ShowText: v.words.Text("import.show-rows-of"),
			Menu: v.words.Text("import.more-ways"), Button: v.words.Text("import.damage-take", "count", n), Decide: "damaged:take",
		})
	}
	for _, column := range slices.Sorted(maps.Keys(v.Import.Choices.Decisions.AsWritten)) {
		if column < len(v.Columns) {
			alarms = append(alarms, alarm{
				Text:   v.words.Text("import.column-taken", "column", columnLetter(column)),
				Button: v.words.Text("import.damage-keep"), Decide: "keep-column:" + strconv.Itoa(column),
			})
		}
	}
	return alarms
}

// isOfDemo reports whether the draft is the damaged file that visitors of the
// demonstration try, in which they know what was changed.
func (v *View) isOfDemo() bool {
	return v.asked.Demo && slices.ContainsFunc(locale.Languages, func(lang string) bool {
		return v.Import.FileName == locale.For(lang).Text("import.demo-file")
	})
}

// decideDamaged takes all damaged cells at their word, or keeps the stored values.
func decideDamaged(d *deciding, args []string) bool {
	d.choices.Options.TakeDamaged = args[0] == "take"
	return args[0] == "take" || args[0] == "keep"
}

// aboutColumn does the same for the cells of a column.
func aboutColumn(asWritten bool) decideFunc {
	return func(d *deciding, args []string) bool {
		column, ok := d.column(args[0])
		if ok {
			d.choices.Decisions.SetAsWritten(column, asWritten)
		}
		return ok
	}
}
