package confirmation

import "kortisto/importer"

// hiddenRowAlarms tell of the rows that the spreadsheet hides, with one press to
// leave them out, or to take them in again.
func (v *View) hiddenRowAlarms() []alarm {
	hidden, excluded := v.Import.Choices.Decisions.HiddenRows(v.Sheet)
	switch {
	case hidden == 0:
		return nil
	case excluded == hidden:
		return []alarm{{
			Text:   v.words.Text("import.hidden-left-out", "count", hidden),
			Button: v.words.Text("import.hidden-take"), Decide: "hidden:take",
		}}
	}
	return []alarm{{
		Warn: true, Text: v.words.Text("import.hidden-rows", "count", hidden),
		Button: v.words.Text("import.hidden-leave-out"), Decide: "hidden:exclude",
	}}
}

// decideHidden leaves out the rows that the spreadsheet hides, or takes them in.
func decideHidden(d *deciding, args []string) bool {
	exclude := args[0] == "exclude"
	for i := range d.sheet.Rows {
		if source := &d.sheet.Rows[i]; source.Hidden {
			d.changeRow(source, func(decision *importer.RowDecision) { decision.Exclude = exclude })
		}
	}
	return exclude || args[0] == "take"
}
