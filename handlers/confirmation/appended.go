package confirmation

import (
	"cmp"

	"kortisto/customer"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/sheet"
)

// Columns that are appended to the notes show what each cell adds to them. What
// becomes of the notes as a whole stands in the row's details, and in the cell of
// their own column where they have one.

// addedBy is what a row, by index, adds to the notes, by column.
func (v *View) addedBy(index int) map[int]string {
	added := make(map[int]string)
	row := v.plan.Rows[index]
	if row.Status == importer.New || row.Status == importer.Modified {
		for _, addition := range v.additions.Of(index, row) {
			added[addition.Column] = "+ " + addition.Text
		}
	}
	return added
}

// appendedCell is a cell that is appended to the notes; added is what it adds, ""
// for nothing.
func (v *View) appendedCell(column *Column, row *importer.Row, source *sheet.Row, problem cellProblem, added string) Cell {
	view, chosen := newCell(column, row, source), v.chosen(source, column.Index)
	if problem.code != "" {
		view.warn(problem, chosen)
	}
	switch {
	case added == "":
	case row.Status == importer.Modified:
		view.Changes, view.New = customer.Notes, added
		view.Class += " change"
	default:
		view.Read = added
	}
	v.finish(&view, row, chosen)
	return view
}

// appendedFields are the cells of a row that are appended to the notes, for its
// details.
func (v *View) appendedFields(row *importer.Row, source *sheet.Row, problems rowProblems, added map[int]string) []fieldView {
	var fields []fieldView
	for i, f := range v.Import.Choices.Mapping {
		if f != customer.AppendNotes {
			continue
		}
		problem := problems.ofColumn[i]
		heading := cmp.Or(wording.ShortName(v.Sheet.Header[i]), columnLetter(i))
		view := fieldView{Label: v.words.Text("import.appended", "heading", heading), Column: i, Problem: problem.text,
			InFile: shownText(source.Cells, i), Then: added[i], Changed: added[i] != ""}
		if row.Status != importer.Excluded {
			v.offerCorrection(&view, f, source, view.Problem != "" || view.Changed && row.Status == importer.Modified)
		}
		view.CanSkip = view.InFile != "" && (view.Changed || problem.level == customer.Error) && !view.CanKeep
		fields = append(fields, view)
	}
	return fields
}
