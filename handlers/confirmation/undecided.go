package confirmation

import (
	"kortisto/customer"
	"kortisto/importer"
)

// settledByNew are the reasons of undecided rows for which a customer of its
// own is an answer.
var settledByNew = map[customer.Code]bool{
	importer.Contradiction: true, importer.Shadow: true, importer.NameOnly: true, importer.Ambiguous: true, importer.DuplicateRow: true,
	importer.DamagedKey: true, importer.SecondForm: true, importer.VersionOther: true, importer.ErasedPerson: true,
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

// countUndecided counts the rows of the whole file that are undecided for a reason.
func (v *View) countUndecided(reason customer.Code) int {
	if v.undecided == nil {
		v.undecided = make(map[customer.Code]int)
		for _, row := range v.plan.Rows {
			if code := undecidedBy(row); code != "" {
				v.undecided[code]++
			}
		}
	}
	return v.undecided[reason]
}

// isProblem reports whether a row of the plan is wrong or undecided.
func (v *View) isProblem(row int) bool {
	status := v.plan.Rows[row].Status
	return status == importer.Error || status == importer.Undecided
}

// chooseText is on the button that leads to the choices of a row, "" where it has
// none.
func (v *View) chooseText(row *importer.Row) string {
	reason := undecidedBy(row)
	switch {
	case row.Status != importer.Undecided:
		return ""
	case reason == importer.ErasedPerson:
		return v.words.Text("erase.decide")
	case len(row.Conflicts) > 0 || !settledByNew[reason]:
		return v.words.Text("import.choose-value")
	}
	return v.words.Text("import.choose-customer")
}
