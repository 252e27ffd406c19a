package table

import (
	"fmt"
	"strings"
)

// Codes of errors. Texts for people are made elsewhere, in three languages.
const (
	FileEmpty         = "file-empty"         // nothing, or nothing but white space
	FileTooLarge      = "file-too-large"     // found, limit (bytes), setting
	TooManyRows       = "too-many-rows"      // limit, setting
	TooManyColumns    = "too-many-columns"   // line, limit, setting
	TooManyCells      = "too-many-cells"     // limit
	CellTooLong       = "cell-too-long"      // limit (characters); line and column (from 1) or part
	NotATable         = "not-a-table"        // a picture, a program...
	XLSOld            = "xls-old"            // the binary format of Excel 2003 and before
	Encrypted         = "encrypted"          // a workbook with a password
	FormatUnsupported = "format-unsupported" // found: ods, xlsb, docx, xml, zip...
	WorkbookBroken    = "workbook-broken"    // part, reason (see Reason...), line where known
	WorkbookTooLarge  = "workbook-too-large" // what: unzipped (bytes), ratio, entries or sheets; limit
	SheetUnknown      = "sheet-unknown"      // sheet, names
	SheetsHidden      = "sheets-hidden"      // names: of a workbook of which no worksheet is visible
	NoRows            = "no-rows"            // a header at most; names where the workbook has several worksheets
	FileTruncated     = "file-truncated"     // line in the middle of which the file ends
	QuoteUnclosed     = "quote-unclosed"     // line on which the quote opened
	CharsetUnknown    = "charset-unknown"    // found
	CharsetWrong      = "charset-wrong"      // found (the charset), line
	DelimiterInvalid  = "delimiter-invalid"  // found
	DelimiterUnknown  = "delimiter-unknown"  // found: what parts the columns, none of the delimiters that are read
	HeaderRowMissing  = "header-row-missing" // line
	OneColumn         = "one-column"         // line of a row that lies in one column and can't be put together again
)

// Reasons of WorkbookBroken, in Args["reason"].
const (
	ReasonZip          = "zip"           // the archive itself is damaged
	ReasonMissing      = "missing"       // a part that another one names isn't there
	ReasonDuplicate    = "duplicate"     // two parts of one name
	ReasonChecksum     = "checksum"      // bytes changed since they were packed
	ReasonSize         = "size"          // unpacks to another size than declared
	ReasonTruncated    = "truncated"     // ends in the middle
	ReasonXML          = "xml"           // not well-formed
	ReasonCharset      = "charset"       // bytes that are no UTF-8
	ReasonDoctype      = "doctype"       // a DOCTYPE, which no spreadsheet program writes
	ReasonRef          = "ref"           // a cell reference that can't be right
	ReasonOrder        = "order"         // rows or cells twice or out of order
	ReasonSharedString = "shared-string" // a text that the table of texts lacks
)

// Error says why a file can't be read.
type Error struct {
	Code string         // one of the constants, a stable word
	Args map[string]any // what the text needs; never the content of a cell
}

var errorTexts = map[string]string{
	FileEmpty:         "the file is empty",
	FileTooLarge:      "the file is too large",
	TooManyRows:       "too many rows",
	TooManyColumns:    "too many columns",
	TooManyCells:      "too many cells",
	CellTooLong:       "a cell is too long",
	NotATable:         "the file is not a table",
	XLSOld:            "an old binary XLS file",
	Encrypted:         "the workbook is encrypted",
	FormatUnsupported: "the format is not supported",
	WorkbookBroken:    "the workbook is damaged",
	WorkbookTooLarge:  "the workbook unpacks to too much",
	SheetUnknown:      "no such worksheet",
	SheetsHidden:      "all worksheets are hidden",
	NoRows:            "no rows",
	FileTruncated:     "the file ends in the middle",
	QuoteUnclosed:     "a quote is not closed",
	CharsetUnknown:    "unknown charset",
	CharsetWrong:      "bytes that the charset does not have",
	DelimiterInvalid:  "invalid delimiter",
	DelimiterUnknown:  "columns parted by a delimiter that is not read",
	HeaderRowMissing:  "no such header row",
	OneColumn:         "rows lie in one column and can't be put together again",
}

// loggedArgs are the arguments that may stand in a log. Names of worksheets
// are left out: they can name people.
var loggedArgs = []string{"line", "column", "part", "reason", "what", "found", "limit", "setting"}

// Error gives an English text for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("sheet: " + errorTexts[e.Code])
	separator := " ("
	for _, name := range loggedArgs {
		if value, ok := e.Args[name]; ok {
			fmt.Fprintf(&b, "%s%s %v", separator, name, value)
			separator = ", "
		}
	}
	if separator == ", " {
		b.WriteString(")")
	}
	return b.String()
}

// Is makes errors.Is(err, &Error{Code: NoRows}) hold whatever the arguments.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code && other.Args == nil
}

// Truncated is the error of a file that ends in the middle of a line.
func Truncated(line int) error {
	return &Error{FileTruncated, map[string]any{"line": line}}
}

// Broken is the error of a damaged part of a workbook.
func Broken(part, reason string) error {
	return &Error{WorkbookBroken, map[string]any{"part": part, "reason": reason}}
}

// BrokenAt is the error of a damaged part of a workbook, with the row.
func BrokenAt(part, reason string, line int) error {
	return &Error{WorkbookBroken, map[string]any{"part": part, "reason": reason, "line": line}}
}

// UnpacksTooMuch is the error of a workbook that unpacks to too much of what:
// unzipped bytes or entries, or by too large a ratio.
func UnpacksTooMuch(what string, limit int64) error {
	return &Error{WorkbookTooLarge, map[string]any{"what": what, "limit": limit}}
}

// Unsupported is the error of a file of a known kind that is not read.
func Unsupported(found string) error {
	return &Error{FormatUnsupported, map[string]any{"found": found}}
}
