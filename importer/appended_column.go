package importer

import (
	"strings"

	"kortisto/customer"
)

// A column for which no field has a place can be appended to the notes: each
// filled cell adds a piece of its heading and its text, "Alennus 5 %", that stands
// on lines of its own. Line breaks part the pieces, since they come back unchanged
// from every format.

// appendedColumn is a column that is appended to the notes.
type appendedColumn struct {
	index   int
	heading string // on one line
	private bool   // it says that the column holds personal identity codes
}

// appendedColumns lists the columns that are appended to the notes, in their
// order; nil where there is none, and of a selection, which changes one field
// alone.
func appendedColumns(in *Input) []appendedColumn {
	if in.Selection {
		return nil
	}
	var columns []appendedColumn
	for i, f := range in.Mapping {
		if f != customer.AppendNotes {
			continue
		}
		column := appendedColumn{index: i}
		if i < len(in.Sheet.Header) {
			heading := legible(in.Sheet.Header[i])
			column.heading = strings.Join(strings.Fields(customer.Clean(heading)), " ")
			column.private = customer.NamesPersonalIDs(heading)
		}
		columns = append(columns, column)
	}
	return columns
}

// beside is a text behind the column's heading.
func (c *appendedColumn) beside(text string) string {
	return customer.Clean(c.heading + " " + text)
}
