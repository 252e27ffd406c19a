package confirmation

import "kortisto/importer"

// leaveUnknown says in the place of an option that the rows with unknown numbers
// are left out.
const leaveUnknown = "leave-out"

// numberAlarms count the customer numbers that the register does not know, with
// what can be done about their rows.
func (v *View) numberAlarms() []alarm {
	n := len(v.plan.UnknownNumbers)
	if n == 0 || v.Options.UnknownNumbers != importer.UnknownIsError {
		return nil
	}
	create := "numbers:" + string(importer.UnknownCreates)
	if v.plan.KnownNumbers == 0 {
		return []alarm{{
			Warn: true, Text: v.words.Text("import.no-known-number"),
			Button: v.words.Text("import.create-with-numbers"), Decide: create,
		}}
	}
	return []alarm{{
		Warn: true, Text: v.words.Text("import.unknown-numbers", "count", n),
		Button: v.words.Text("import.create-some", "count", n), Decide: create,
		Other: v.words.Text("import.leave-unknown"), Choose: "numbers:" + leaveUnknown,
	}}
}

// decideNumbers chooses what becomes of the rows with unknown numbers.
func decideNumbers(d *deciding, args []string) bool {
	if args[0] == leaveUnknown {
		for i, row := range d.plan.Rows {
			if hasProblem(row, importer.UnknownNumber) {
				d.changeRow(&d.sheet.Rows[i], func(decision *importer.RowDecision) { decision.Exclude = true })
			}
		}
		return true
	}
	chosen := importer.UnknownNumbers(args[0])
	d.choices.Options.UnknownNumbers = chosen
	return chosen == importer.UnknownCreates || chosen == importer.UnknownIgnored
}
