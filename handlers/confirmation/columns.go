package confirmation

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/handlers/wording"
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

// makeColumns makes the heads of the columns.
func (v *View) makeColumns() {
	if !v.Import.Choices.Selection {
		v.Targets = append(v.Targets, selectEntry{Value: customer.AppendNotes.Key(), Label: v.words.Label(customer.AppendNotes)})
	}
	for _, f := range v.words.Table.Targets() {
		if f != customer.AppendNotes { // stands first, as it suits columns that none of the others does
			v.Targets = append(v.Targets, selectEntry{Value: f.Key(), Label: v.words.Label(f)})
		}
	}
	for i, column := range v.plan.Columns {
		view := Column{Index: i, Name: ColumnName(i), Letter: columnLetter(i), Header: v.Sheet.Header[i],
			Field: column.Field, meter: meterOf(v.plan, i)}
		view.Same = v.Sheet.Header[i] == v.words.Label(column.Field)
		v.Columns = append(v.Columns, view)
	}
}

// ColumnName is the name of a column's select, numbered from 1.
func ColumnName(column int) string { return "column-" + strconv.Itoa(column+1) }

// lettered is a column's letter with as much of its header as a sentence has room
// for.
func (v *View) lettered(column int) string {
	return strings.TrimSpace(columnLetter(column) + " " + wording.ShortName(v.Sheet.Header[column]))
}

// columnLetter names a column as spreadsheets do: A, B … Z, AA.
func columnLetter(column int) string {
	letters := ""
	for column++; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters
}

// columnSelect is the select of one column.
type columnSelect struct {
	Column
	Label    string
	NoImport string
	Targets  []selectEntry
	Fixed    bool // the user may not change it
}

// Select makes the select of a column.
func (v *View) Select(column Column) columnSelect {
	view := columnSelect{Column: column, Fixed: !v.CanEdit() || v.Import.Choices.Selection, NoImport: v.words.Text("import.do-not-import"),
		Label: v.words.Text("import.column-label", "column", column.Letter, "header", column.Header)}
	view.Targets = slices.Clone(v.Targets)
	for i := range view.Targets {
		view.Targets[i].Selected = view.Targets[i].Value == column.Field.Key()
	}
	return view
}

// meterView is the meter of one column with its text.
type meterView struct {
	meter
	Index int
	Text  string

	ValuesAt   string // address that shows the column's values, "" where there are too many
	ValuesText string
	ValuesOf   string
}

// Meter makes the meter of a column.
func (v *View) Meter(column Column) meterView {
	view := meterView{meter: column.meter, Index: column.Index}
	if v.words.Table.Of(column.Field).FewValued {
		show := v.Showing
		show.Values = column.Index + 1
		view.ValuesAt = v.address(show)
		view.ValuesText, view.ValuesOf = v.words.Text("import.values"), v.words.Text("import.values-of", "field", v.words.Label(column.Field))
	}
	switch {
	case column.Errors > 0 && column.Changes > 0:
		view.Text = v.words.Text("import.meter-both", "changes", v.words.Text("summary.modified", "count", column.Changes), "errors", v.words.Text("import.meter-errors", "count", column.Errors))
	case column.Errors > 0:
		view.Text = v.words.Text("import.meter-errors", "count", column.Errors)
	case column.Changes > 0:
		view.Text = v.words.Text("summary.modified", "count", column.Changes)
	}
	return view
}
