// Package workbook reads the worksheets of workbooks, Office Open XML and
// OpenDocument ones, and writes the former. A file that is damaged in any place
// is refused: what a lenient reader gives of it may lack rows.
package workbook

import (
	"kortisto/sheet/table"
)

// Kind is a kind of workbook.
type Kind string

// The kinds of workbooks.
const (
	XLSX Kind = "xlsx" // Office Open XML workbooks, those with macros too
	ODS  Kind = "ods"  // OpenDocument spreadsheets, templates and those of one XML file too
)

// Options are what is known of a workbook.
type Options struct {
	Sheet    string            // the worksheet to read; "" takes the first visible one that holds a table, best of known columns
	Known    func(string) bool // tells whether a text is the name of a column; nil does without
	Limits   table.Limits
	Progress func(done, total int) // is called now and then with unpacked bytes; nil is not
}

// Worksheet is the worksheet of a workbook that was read.
type Worksheet struct {
	Kind  Kind
	Name  string
	Names []string    // of all worksheets, hidden ones too, in the workbook's order
	Rows  []table.Row // all that hold something

	ErrorCells   int // cells that show an error
	UnknownCells int // cells of a formula of which the file knows no result
}

// NoRows is the error of a worksheet without rows below its header. It names
// the worksheets where there are others to choose.
func (w *Worksheet) NoRows() error { return noRows(w.Names) }

func noRows(names []string) error {
	if len(names) < 2 {
		return &table.Error{Code: table.NoRows}
	}
	return &table.Error{Code: table.NoRows, Args: map[string]any{"names": names}}
}
