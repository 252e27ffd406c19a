package confirmation

import (
	"unicode/utf8"

	"kortisto/customer"
)

// Which columns are shown, as an address and a draft say it.
const (
	allColumns      = "all"
	changingColumns = "changing" // those in which something happens
)

// foldColumns finds the columns in which nothing happens, and folds them where the
// user has chosen so, or where what happens would not fit on the screen beside
// them. The table says by itself who the customers are.
func (v *View) foldColumns() {
	happens := v.happens()
	for i := range v.Columns {
		column := &v.Columns[i]
		column.Loud = column.Changes+column.Errors > 0 || column.Field != customer.None && happens.Has(baseField(column.Field))
		if !column.Loud {
			v.Quiet++
		}
	}
	if v.Quiet < 2 || v.Quiet == len(v.Columns) {
		v.Quiet = 0
		return
	}
	switch v.shownColumns() {
	case allColumns:
	case changingColumns:
		v.Folded = true
	default:
		v.Folded = v.width() > usualWidth
	}
}

// fewColumns leave room beside them in any window but the narrowest, tightColumns
// take all the room that there is, and manyColumns do not fit into one, however
// narrow each of them is.
const (
	fewColumns   = 3
	tightColumns = 6
	manyColumns  = 8
)

// Crowd is how close the columns stand, as classes of the page:
//   - few have room;
//   - close ones give way, so that as many as possible are in sight, tight ones most;
//   - spread ones, unfolded to be read or with nothing that happens, are as wide as
//     their texts, since there are so many that one has to go along them anyway;
//   - some unfolded ones are as the browser lays them out.
func (v *View) Crowd() string {
	shown, quiet := len(v.Columns)+len(v.Filled), 0
	for i := range v.Columns {
		if !v.Columns[i].Loud {
			quiet++
		}
	}
	if v.Folded {
		shown, quiet = shown-quiet, 0
	}
	switch {
	case shown <= fewColumns:
		return "few"
	case quiet <= 1 && shown >= tightColumns:
		return "close tight"
	case quiet <= 1, quiet == len(v.Columns) && shown <= manyColumns:
		return "close"
	case shown > manyColumns:
		return "spread"
	}
	return ""
}

// shownColumns is what was chosen of the columns: by the address, else for the file.
func (v *View) shownColumns() string {
	if v.Showing.Columns != "" {
		return v.Showing.Columns
	}
	return v.Import.Choices.Columns
}

// baseField is the field that a column takes part in: both parts of a person's
// name make the name, and what is appended to the notes is part of these.
func baseField(f customer.Field) customer.Field {
	switch f {
	case customer.FirstName, customer.LastName:
		return customer.Name
	case customer.AppendNotes:
		return customer.Notes
	}
	return f
}

// happens are the fields that a row waits with, is wrong in, or that are read
// otherwise than the file has them.
func (v *View) happens() customer.FieldSet {
	var fields customer.FieldSet
	for i := range v.plan.Rows {
		row := v.plan.Rows[i]
		fields |= row.Repaired
		for _, conflict := range row.Conflicts {
			fields = fields.With(conflict.Field)
		}
		for _, problem := range row.Problems {
			if problem.Field != customer.None && problem.Level == customer.Error {
				fields = fields.With(problem.Field)
			}
		}
	}
	return fields
}

// usualWidth is the room for a file's columns in a window of 1280 pixels, and
// the others are what their texts take there.
const (
	usualWidth   = 850
	letterWidth  = 7
	cellPadding  = 20
	leastLetters = 13 // of a head's select
	mostLetters  = 22 // of a cell
)

// width is about how wide the columns are, by the first rows of the file.
func (v *View) width() int {
	width := 0
	for i := range v.Columns {
		letters := leastLetters
		for j := range v.Sheet.Rows[:min(len(v.Sheet.Rows), rowsPerPage)] {
			if cells := v.Sheet.Rows[j].Cells; i < len(cells) {
				letters = max(letters, utf8.RuneCountInString(cells[i]))
			}
		}
		width += min(letters, mostLetters)*letterWidth + cellPadding
	}
	return width
}

// foldView is the button, or for those who only look the link, that folds the
// columns in which nothing happens, or shows them.
type foldView struct {
	Open   bool // they are shown
	Text   string
	Label  string // what it does, "" where the text says it
	Decide string // value of the button
	Href   string
}

// Fold leads to the other choice of columns.
func (v *View) Fold() foldView {
	view := foldView{Open: !v.Folded, Text: v.words.Text("import.quiet-columns", "count", v.Quiet)}
	show := v.Showing
	if show.Columns = allColumns; view.Open {
		show.Columns = changingColumns
		view.Text, view.Label = "◂", v.words.Text("import.changing-columns")
	}
	view.Decide, view.Href = "columns:"+show.Columns, v.address(show)
	return view
}

// Class is how loud a column is.
func (c Column) Class() string {
	switch {
	case c.Field == customer.None:
		return "unmapped quiet"
	case c.Loud:
		return "active"
	}
	return "quiet"
}

// Width is the number of columns of the table.
func (v *View) Width() int {
	width := 3 + len(v.Columns) + len(v.Filled)
	if v.Quiet > 0 {
		width++
	}
	return width
}

// chooseColumns remembers which columns are shown.
func chooseColumns(d *deciding, args []string) bool {
	d.choices.Columns = args[0]
	return args[0] == allColumns || args[0] == changingColumns
}
