// Package workbook reads the worksheets of workbooks, Office Open XML ones
// (ECMA-376, ISO/IEC 29500: .xlsx, .xlsm) and OpenDocument ones (ISO/IEC 26300:
// .ods, .ots, and .fods of one XML file), and writes the former.
//
// Both are zip archives of XML parts:
//
//	xl/workbook.xml             names the worksheets and, by its links, their parts
//	xl/worksheets/sheet1.xml    <sheetData><row r="2"><c r="A2" t="s" s="1"><v>0</v></c></row></sheetData>
//	xl/sharedStrings.xml        the texts that cells of kind s give the number of
//	xl/styles.xml               by the style, the format in which a number is shown
//
//	content.xml                 <table:table><table:table-row><table:table-cell><text:p>Åke</text:p>...
//
// A cell is what a person sees in it, but for what a format hides of a value:
// of a number all of its digits, of a year all four, of a formula its last
// result. Errors as #N/A are read as empty, and counted. Merged cells are the
// first of them; those over several rows are reported beside them. Rows and cells that
// the file says stand several times do.
//
// A file that is damaged in any place is refused, also in a part that isn't
// needed: what a lenient reader gives of it may lack rows.
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

	Merged []table.Merge // cells that cover several rows

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
