package confirmation

import (
	"slices"

	"kortisto/customer"
	"kortisto/importer"
)

// wrongTexts are the texts of a column that make rows wrong, each with what is
// wrong. Whether a text is can depend on its row, as a postal code on the country.
type wrongTexts map[string]customer.Problem

// findWrong finds those of a column that fills a field.
func (v *View) findWrong(column int, f customer.Field) wrongTexts {
	wrong := make(wrongTexts)
	for i, row := range v.plan.Rows {
		if row.Status != importer.Error {
			continue
		}
		for _, problem := range row.Problems {
			if problem.Field != f || f == customer.None || problem.Level != customer.Error {
				continue
			}
			text := importer.CellText(&v.Sheet.Rows[i], column)
			if _, known := wrong[text]; !known { // the first row is what the user sees
				wrong[text] = problem
			}
		}
	}
	return wrong
}

// wrongOrCorrected leaves of a column's values those that are wrong, and those that
// were corrected.
func (v *View) wrongOrCorrected(values []importer.Value, column int, wrong wrongTexts) []importer.Value {
	return slices.DeleteFunc(values, func(value importer.Value) bool {
		_, decided := v.Import.Choices.Decisions.Value(column, value.Text)
		_, isWrong := wrong[value.Text]
		return !decided && !isWrong
	})
}

// tellWrong says of a value what its rows say.
func (v *View) tellWrong(row *valueRow, wrong wrongTexts, text string) {
	problem, isWrong := wrong[text]
	row.Wrong, row.Problem = isWrong, ""
	if isWrong {
		row.Problem = v.words.Tell(problem)
	}
}
