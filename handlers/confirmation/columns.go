package confirmation

import (
	"kortisto/customer"
	"kortisto/importer"
)

// Column is the head of one column.
type Column struct {
	Index  int // from 0
	Name   string
	Letter string
	Header string
	Field  customer.Field
	meter
	Same bool // the field is called as the header is
	Loud bool // something happens in the column
}

// meter is what happens in a column.
type meter struct {
	Changes int
	Errors  int
	Share   int // of the rows that change, in tenths
}

// meterOf measures a column of a plan.
func meterOf(plan *importer.Plan, column int) meter {
	m := meter{Changes: plan.Columns[column].Changes, Errors: plan.Columns[column].Errors}
	if m.Changes > 0 {
		m.Share = max(1, 10*m.Changes/plan.Counts[importer.Modified])
	}
	return m
}

// fillColumns makes the heads of the columns.
func (v *View) fillColumns() {
	if !v.Import.Choices.Selection {
		v.Targets = append(v.Targets, choice{Value: customer.AppendNotes.Key(), Label: v.words.Label(customer.AppendNotes)})
	}
	for _, f := range v.words.Table.Targets() {
		if f != customer.AppendNotes { // stands first, as it suits columns that none of the others does
			v.Targets = append(v.Targets, choice{Value: f.Key(), Label: v.words.Label(f)})
		}
	}
	for i, column := range v.plan.Columns {
		view := Column{Index: i, Name: ColumnName(i), Letter: columnLetter(i), Header: v.Sheet.Header[i],
			Field: column.Field, meter: meterOf(v.plan, i)}
		view.Same = v.Sheet.Header[i] == v.words.Label(column.Field)
		v.Columns = append(v.Columns, view)
	}
}

// columnLetter names a column as spreadsheets do: A, B … Z, AA.
func columnLetter(column int) string {
	letters := ""
	for column++; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters
}
