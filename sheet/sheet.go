// Package sheet reads spreadsheets into rows of text, and writes them. It
// knows nothing of customers.
//
// Read judges a file by its content, never by its name, and gives every kind
// of file in the same form: a header and rows of text cells, each row with its
// line in the file. What can't be read without loss is refused with an *Error;
// nothing is dropped silently.
package sheet

import (
	"kortisto/sheet/charset"
	"kortisto/sheet/table"
)

// Format is a kind of file that Read understands.
type Format string

// The formats that can be read.
const (
	FormatCSV  Format = "csv"  // delimited text of any charset, delimiter and line ending
	FormatXLSX Format = "xlsx" // Office Open XML workbooks, those with macros too
	FormatODS  Format = "ods"  // OpenDocument spreadsheets, templates and those of one XML file too
	FormatHTML Format = "html" // a page with a table, as web programs name .xls
)

// NoHeader as Options.HeaderRow says that the file has no header.
const NoHeader = -1

// What the rooms below share.
type (
	Row     = table.Row       // one row of a sheet
	Limits  = table.Limits    // what reading a file may cost
	Error   = table.Error     // why a file can't be read
	Garbled = charset.Garbled // what is known of cells whose letters were read in a wrong charset
)

// Codes of an Error that callers treat apart. All of them stand in package table.
const (
	FileEmpty        = table.FileEmpty
	FileTooLarge     = table.FileTooLarge
	SheetUnknown     = table.SheetUnknown
	CharsetUnknown   = table.CharsetUnknown
	DelimiterInvalid = table.DelimiterInvalid
	HeaderRowMissing = table.HeaderRowMissing
)

// DefaultLimits are the limits that hold unless a setting says otherwise.
func DefaultLimits() Limits { return table.DefaultLimits() }

// Sheet is what a file holds.
type Sheet struct {
	Format    Format
	Charset   string // CSV and HTML: one of charset.Names
	Delimiter string // CSV, and a workbook that was rejoined: ";", ",", "\t" or "|"

	Name  string   // workbook only: the worksheet that was read
	Names []string // workbook only: all worksheets, hidden ones too, in the workbook's order

	// ErrorCells is how many cells hold what a spreadsheet shows where it has
	// no value: an error (#N/A, #VIITTAUS!, Err:502) or a column too narrow
	// (####). They are read as empty in every format.
	ErrorCells int

	// UnknownCells is how many cells of the worksheet hold a formula of which
	// the file knows no result, as where a program wrote it that doesn't
	// calculate. They are read as empty.
	UnknownCells int

	// MergedCells is how many cells have got the value of a cell that is merged
	// over several rows. The other cells that it covers are empty.
	MergedCells int

	merged []table.Merge // until the rows are arranged

	// Garbled tells of cells whose letters were read in a wrong charset before
	// the file was made.
	Garbled Garbled

	// Otherwise gives by a mended text what else it may have been, where several
	// misreadings could have garbled it (Ã€ is ä or À). nil for none.
	Otherwise map[string]string

	// Rejoined tells that each row of a CSV file or of a worksheet lay in one
	// column, since the file had been opened with another delimiter and saved,
	// and was put together again.
	Rejoined bool

	// HeaderRow is the line of the header (CSV: the physical line on which the
	// record begins, from 1; workbook: the spreadsheet's row number; HTML: the
	// row of the table), 0 where the file has none.
	HeaderRow int

	// Header holds the columns' names, trimmed. Empty and repeated names stay
	// as they are. Without a header the names are empty, one for each column
	// that holds something. A workbook's header is filled up with empty names
	// to the width of its widest row, since a worksheet has no ragged rows.
	Header []string

	// Above holds for each column the heading that stands over it in the line
	// above the header: that of its group of columns, which begins where the
	// text stands and ends where the next one does. nil where no line stands
	// directly above.
	Above []string

	// RowsAbove is how many of Rows stand above the header, as where a sheet was
	// sorted with its header.
	RowsAbove int

	// LeftAbove is how many rows above the header may be data as well, and are
	// not among Rows unless Options.Above asks for them.
	LeftAbove int

	// Rows holds the rows in the file's order: those below the header, and data
	// above it, but for rows without any text and rows that repeat the header.
	Rows []Row
}

// Options are what the user knows about a file. The zero value finds
// everything by itself, within DefaultLimits.
type Options struct {
	Delimiter string // of a CSV file: ";", ",", "\t" (also written "tab") or "|"; "" finds it
	Charset   string // of a CSV or HTML file, as people write it (UTF8, cp1252, latin1, utf-16...); "" finds it
	HeaderRow int    // 0 finds it, NoHeader says that there is none, else its line
	Sheet     string // a worksheet's name; "" takes the first visible one that holds a table, best of known columns

	Above bool // read everything above the header as rows, too

	KeepErrors bool // keep what stands for an error in a spreadsheet as text: no spreadsheet has written the file

	Mend bool // mend cells whose letters were read in a wrong charset (see charset.Mend); else they stay as they are

	// Known tells whether a text is the name of a column. It helps to find the
	// header, the delimiter, the charset and the worksheet; nil does without.
	Known func(header string) bool

	// Limits bound what a file may cost. Fields that are 0 are taken from
	// DefaultLimits.
	Limits Limits

	// Progress is called now and then while a file is read, with bytes done
	// and bytes in all (of a workbook: unpacked bytes). nil is not called.
	Progress func(done, total int)
}

// mend counts the garbled cells, and mends them where that is wanted.
func (s *Sheet) mend(wanted bool) {
	s.Garbled, s.Otherwise = charset.FindGarbled(s.cells, wanted)
	if wanted {
		for i, heading := range s.Above {
			s.Above[i], _ = charset.Mend(heading)
		}
	}
}

// cells walks over the header's names and all cells.
func (s *Sheet) cells(yield func(*string) bool) {
	for i := range s.Header {
		if !yield(&s.Header[i]) {
			return
		}
	}
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			if !yield(&s.Rows[i].Cells[j]) {
				return
			}
		}
	}
}
