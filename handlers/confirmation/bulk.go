package confirmation

import (
	"strconv"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// bulkView is what can be decided about all the rows that are shown at once.
type bulkView struct {
	LeaveOut int // rows that are not left out yet
	TakeIn   int // rows that are left out, and need not be
	Same     int // undecided rows with one candidate
	New      int // undecided rows that may be new customers
	Total    int
}

// settledByNew are the reasons of undecided rows for which a customer of its
// own is an answer.
var settledByNew = map[customer.Code]bool{
	importer.Contradiction: true, importer.Shadow: true, importer.NameOnly: true,
	importer.Ambiguous: true, importer.DuplicateRow: true, importer.DamagedKey: true, importer.SecondForm: true, importer.VersionOther: true, importer.ErasedPerson: true,
}

// undecidedBy is why a row is undecided, "" where it is not.
func undecidedBy(row *importer.Row) customer.Code {
	if row.Status == importer.Undecided {
		for _, problem := range row.Problems {
			if problem.Level == customer.Undecided {
				return problem.Code
			}
		}
	}
	return ""
}

// undecidedBy counts the rows of the whole file that are undecided for a reason.
func (v *View) undecidedBy(code customer.Code) int {
	if v.undecided == nil {
		v.undecided = make(map[customer.Code]int)
		for i := range v.plan.Rows {
			if code := undecidedBy(v.plan.Rows[i]); code != "" {
				v.undecided[code]++
			}
		}
	}
	return v.undecided[code]
}

// fillBulk counts what the buttons above the rows would decide about. They are
// there where the rows are narrowed to something; those that settle undecided
// rows where all of these wait for the same reason.
func (v *View) fillBulk() {
	if s := v.Showing.Status; !v.Showing.filtered() && (s == everything || s == attention || s == string(importer.Unchanged)) {
		return
	}
	bulk := bulkView{Total: len(v.selected.rows)}
	reasons := make(map[customer.Code]bool)
	for _, i := range v.selected.rows {
		row := v.plan.Rows[i]
		if row.Status != importer.Excluded {
			bulk.LeaveOut++
		} else if takenInBy(row, v.Import.Choices.Decisions.Rows[row.Line]) != "" {
			bulk.TakeIn++
		}
		code := undecidedBy(row)
		if code == "" {
			continue
		}
		if reasons[code] = true; settledByNew[code] {
			bulk.New++
		}
		if len(row.Candidates) == 1 {
			bulk.Same++
		}
	}
	if len(reasons) > 1 {
		bulk.Same, bulk.New = 0, 0
	}
	v.Bulk = bulk
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

// aboutShown decides about all the rows that the page's filters let through.
// The button says how many it decides about: where they are others by now,
// nothing is decided.
func aboutShown(decide func(d *deciding, planned *importer.Row, row *sheet.Row) bool) func(*deciding, []string) bool {
	return func(d *deciding, args []string) bool {
		wanted, err := strconv.Atoi(args[0])
		decided := 0
		for _, i := range d.shown() {
			if decide(d, d.plan.Rows[i], &d.sheet.Rows[i]) {
				decided++
			}
		}
		d.stale = decided != wanted
		return err == nil
	}
}

func leaveOut(d *deciding, planned *importer.Row, row *sheet.Row) bool {
	if planned.Status == importer.Excluded {
		return false
	}
	d.changeRow(row, func(decision *importer.RowDecision) { decision.Exclude = true })
	return true
}

func takeIn(d *deciding, planned *importer.Row, row *sheet.Row) bool {
	word := takenInBy(planned, d.choices.Decisions.Rows[row.Line])
	if word != "" {
		d.changeRow(row, func(decision *importer.RowDecision) {
			decision.Exclude = false
			decision.Include = decision.Include || word == "include"
		})
	}
	return word != ""
}

func pickSame(d *deciding, planned *importer.Row, row *sheet.Row) bool {
	if undecidedBy(planned) == "" || len(planned.Candidates) != 1 {
		return false
	}
	d.changeRow(row, func(decision *importer.RowDecision) {
		decision.Customer, decision.Create = planned.Candidates[0], false
	})
	return true
}

func makeNew(d *deciding, planned *importer.Row, row *sheet.Row) bool {
	if !settledByNew[undecidedBy(planned)] {
		return false
	}
	d.changeRow(row, createNew)
	return true
}

func createNew(d *importer.RowDecision) { d.Create, d.Include, d.Customer = true, true, 0 }
