package confirmation

import (
	"fmt"
	"slices"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// alikeView is what rows beside each other have in common: the same error.
type alikeView struct {
	Text      string
	Short     string // the same where there is little room
	CorrectAt string // address that shows their values to be corrected, "" for none
	ID        string // of the link to it, by which the values take the focus
	Skip      string // the decision that leaves their cells unimported, "" for none
	SkipText  string
}

// alike is an error that several rows can have.
type alike struct {
	code  customer.Code
	field customer.Field
}

// alikeOf is the first error of a row, none where it has no error.
func alikeOf(row *importer.Row) (first alike) {
	if row.Status == importer.Error {
		for _, problem := range row.Problems {
			if problem.Level == customer.Error {
				return alike{problem.Code, problem.Field}
			}
		}
	}
	return first
}

// gatherAlike puts rows with the same error beside each other, in the order in
// which the errors are met.
func gatherAlike(plan *importer.Plan, rows []int) {
	met := make(map[alike]int)
	for _, i := range rows {
		fault := alikeOf(plan.Rows[i])
		if _, known := met[fault]; !known {
			met[fault] = len(met)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return met[alikeOf(plan.Rows[a])] - met[alikeOf(plan.Rows[b])] })
}

// makeAlike says above the rows of the page what several of them have in common.
// rows are those of the page; the counts are of all that the filters let through.
func (v *View) makeAlike(rows []int) {
	if s := v.Showing.Status; s != acting && s != string(importer.Error) {
		return
	}
	counts := make(map[alike]int)
	for _, i := range v.filtered.rows {
		counts[alikeOf(v.plan.Rows[i])]++
	}
	var above alike
	for place, i := range rows {
		fault := alikeOf(v.plan.Rows[i])
		if fault != above && fault != (alike{}) && counts[fault] > 1 {
			v.Rows[place].Alike = v.alikeView(fault, counts[fault], i)
		}
		above = fault
	}
}

// alikeView says what so many rows have in common, the first of them by its place
// in the file, with the ways to settle it.
func (v *View) alikeView(fault alike, count, first int) *alikeView {
	what := v.words.ShortOf(customer.Problem{Code: fault.code, Field: fault.field})
	view := &alikeView{Text: v.words.Text("import.alike-errors", "count", count, "what", what), Short: v.words.Number(count) + " × " + what}
	if fault.field == customer.None || fault.field == customer.AppendNotes { // which several columns may have
		return view
	}
	column, mapped := v.Import.Choices.Mapping.Column(fault.field)
	if !mapped {
		return view
	}
	// An empty cell can't be corrected by its text, and an alarm settles unknown numbers.
	if fault.code != importer.UnknownNumber && importer.CellText(&v.Sheet.Rows[first], column) != "" {
		show := v.Showing
		show.Values = column + 1
		view.CorrectAt, view.ID = v.address(show), fmt.Sprintf("values-alike-%d-%s", column, fault.code)
	}
	if fault.field != customer.Number && fault.field != customer.Name {
		view.Skip = fmt.Sprintf("skip-alike:%d:%d:%s", count, column, fault.code)
		view.SkipText = v.words.Text("import.skip-alike", "field", v.words.Label(fault.field))
	}
	return view
}

// skipAlike leaves the cells of a column unimported in the rows that are shown
// and have the same error in it.
func skipAlike(d *deciding, args []string) bool {
	column, ok := d.column(args[1])
	if !ok || d.choices.Mapping[column] == customer.None {
		return false
	}
	fault := alike{customer.Code(args[2]), d.choices.Mapping[column]}
	return aboutShown(func(d *deciding, row *importer.Row, source *sheet.Row) bool {
		if alikeOf(row) != fault {
			return false
		}
		d.changeCell(source, column, func(decision *importer.CellDecision) { decision.Skip = true })
		return true
	})(d, args[:1])
}
