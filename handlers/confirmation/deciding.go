package confirmation

import (
	"errors"
	"strconv"

	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// ErrUnknown is a decision that no button of the page makes.
var ErrUnknown = errors.New("confirmation: no such decision")

// ErrStale is a decision about rows that have changed since the user saw them.
var ErrStale = errors.New("confirmation: the rows have changed")

// deciding is what a decision is made about.
type deciding struct {
	choices *db.Choices
	sheet   *sheet.Sheet
	plan    *importer.Plan
	form    map[string]string
	shown   func() []int // rows, by index, that the page's filters let through
	stale   bool         // they are others than the button said
}

// decideFunc makes a decision, and reports whether it understood its words.
type decideFunc func(d *deciding, args []string) bool

// aboutRow changes what was decided about a row before, so that a row that is
// left out and taken in again keeps its customer.
func aboutRow(change func(*importer.RowDecision)) decideFunc {
	return func(d *deciding, args []string) bool {
		source := d.row(args[0])
		if source != nil {
			d.changeRow(source, change)
		}
		return source != nil
	}
}

// clearRow forgets all that was decided about a row.
func clearRow(d *deciding, args []string) bool {
	source := d.row(args[0])
	if source != nil {
		d.choices.Decisions.ClearRow(source.Line)
	}
	return source != nil
}

// aboutCell decides about a cell: LINE:COLUMN.
func aboutCell(change func(*importer.CellDecision)) decideFunc {
	return aboutText(func(d *deciding, source *sheet.Row, column int) { d.changeCell(source, column, change) })
}

// aboutText decides about the text of a cell: LINE:COLUMN.
func aboutText(decide func(d *deciding, source *sheet.Row, column int)) decideFunc {
	return func(d *deciding, args []string) bool {
		source := d.row(args[0])
		column, ok := d.column(args[1])
		if source == nil || !ok {
			return false
		}
		decide(d, source, column)
		return true
	}
}

// aboutShown decides about all the rows that the page's filters let through.
// The button says how many it decides about: where they are others by now,
// nothing is decided.
func aboutShown(decide func(d *deciding, row *importer.Row, source *sheet.Row) bool) decideFunc {
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

// changeRow changes what was decided about a row as it stands in the file.
func (d *deciding) changeRow(source *sheet.Row, change func(*importer.RowDecision)) {
	hash := importer.RowHash(source)
	decision := d.choices.Decisions.Rows[source.Line]
	if decision.Hash != hash {
		decision = importer.RowDecision{Hash: hash}
	}
	change(&decision)
	d.choices.Decisions.SetRow(source.Line, decision)
}

// changeCell decides about a cell, in the place of what was decided before.
func (d *deciding) changeCell(source *sheet.Row, column int, change func(*importer.CellDecision)) {
	decision := importer.CellDecision{Hash: importer.RowHash(source), Column: column}
	change(&decision)
	d.choices.Decisions.SetCell(source.Line, decision)
}

// column reads the index of a column, from 0. Since the plan was made, the file may
// have been read in another way, with fewer columns.
func (d *deciding) column(text string) (int, bool) {
	column, err := strconv.Atoi(text)
	return column, err == nil && column >= 0 && column < min(len(d.sheet.Header), len(d.choices.Mapping))
}

// row finds the row of the file on the line that a decision names, nil for none.
func (d *deciding) row(text string) *sheet.Row {
	line, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	for i := range d.sheet.Rows {
		if d.sheet.Rows[i].Line == line {
			return &d.sheet.Rows[i]
		}
	}
	return nil
}

// rowsByLine are the rows of the file by their lines.
func (d *deciding) rowsByLine() map[int]*sheet.Row {
	rows := make(map[int]*sheet.Row, len(d.sheet.Rows))
	for i := range d.sheet.Rows {
		rows[d.sheet.Rows[i].Line] = &d.sheet.Rows[i]
	}
	return rows
}
