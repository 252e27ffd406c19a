package confirmation

import (
	"fmt"

	"kortisto/importer"
	"kortisto/sheet"
)

// takeOf is the button that takes a row in, or leaves it out; none where neither
// can be done.
func (v *View) takeOf(row *importer.Row, decision importer.RowDecision) selectEntry {
	if !v.CanEdit() {
		return selectEntry{}
	}
	word, label := takenInBy(row, decision), "import.take-in"
	switch row.Status {
	case importer.New, importer.Modified, importer.Undecided:
		word, label = "exclude", "import.leave-out"
	}
	if word == "" {
		return selectEntry{}
	}
	return selectEntry{Value: fmt.Sprintf("%s:%d", word, row.Line), Label: v.words.Text(label)}
}

// takenInBy is the word of the decision that takes a row in that is left out,
// "" where none does.
func takenInBy(row *importer.Row, decision importer.RowDecision) string {
	switch {
	case row.Status != importer.Excluded:
		return ""
	case decision.Exclude:
		return "take"
	case len(row.Problems) > 0 && row.Problems[0].Code == importer.SameRow:
		return ""
	}
	return "include" // left out by an option
}

// leaveOut leaves a row out.
func leaveOut(d *deciding, row *importer.Row, source *sheet.Row) bool {
	if row.Status == importer.Excluded {
		return false
	}
	d.changeRow(source, func(decision *importer.RowDecision) { decision.Exclude = true })
	return true
}

// takeIn takes a row in that is left out.
func takeIn(d *deciding, row *importer.Row, source *sheet.Row) bool {
	word := takenInBy(row, d.choices.Decisions.Rows[source.Line])
	if word != "" {
		d.changeRow(source, func(decision *importer.RowDecision) {
			decision.Exclude = false
			decision.Include = decision.Include || word == "include"
		})
	}
	return word != ""
}
