package table

// Names of the settings that raise a limit, in Args["setting"].
const (
	settingFileMB  = "KORTISTO_MAX_FILE_MB"
	settingRows    = "KORTISTO_MAX_ROWS"
	settingColumns = "KORTISTO_MAX_COLUMNS"
	settingSheets  = "KORTISTO_MAX_SHEETS"
)

// Limits bound what reading a file may cost (read-limits, docs/rules.md). Each is
// enforced before the memory is spent.
type Limits struct {
	Bytes     int64 // of the file as it comes
	Rows      int   // below the header, empty ones not counted
	Columns   int   // up to the last filled cell of a row
	CellChars int   // Unicode characters of one cell
	Cells     int   // of the whole sheet, empty ones inside a row too

	// Workbooks only.
	UnzippedBytes int64 // of all parts together, as declared and as read
	UnzippedRatio int64 // unpacked bytes for each packed one; workbooks that unpack to less than 16 MB are let through
	Entries       int   // files in the archive
	Sheets        int   // worksheets
}

// DefaultLimits are the limits that hold unless a setting says otherwise.
func DefaultLimits() Limits {
	return Limits{
		Bytes:         50 << 20,
		Rows:          200_000,
		Columns:       500,
		CellChars:     32_767, // a spreadsheet's own limit
		Cells:         20_000_000,
		UnzippedBytes: 512 << 20,
		UnzippedRatio: 200,
		Entries:       2_000,
		Sheets:        100,
	}
}

// OrDefault gives the limits with those of DefaultLimits for fields that are 0.
func (l Limits) OrDefault() Limits {
	d := DefaultLimits()
	fill(&l.Bytes, d.Bytes)
	fill(&l.Rows, d.Rows)
	fill(&l.Columns, d.Columns)
	fill(&l.CellChars, d.CellChars)
	fill(&l.Cells, d.Cells)
	fill(&l.UnzippedBytes, d.UnzippedBytes)
	fill(&l.UnzippedRatio, d.UnzippedRatio)
	fill(&l.Entries, d.Entries)
	fill(&l.Sheets, d.Sheets)
	return l
}

func fill[T int | int64](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// FileTooLarge is the error of a file of too many bytes.
func (l Limits) FileTooLarge(found int) error {
	return &Error{FileTooLarge, map[string]any{"found": found, "limit": l.Bytes, "setting": settingFileMB}}
}

// TooManyRows is the error of a file of too many rows.
func (l Limits) TooManyRows() error {
	return &Error{TooManyRows, map[string]any{"limit": l.Rows, "setting": settingRows}}
}

// TooManyColumns is the error of a row of too many columns.
func (l Limits) TooManyColumns(line int) error {
	return &Error{TooManyColumns, map[string]any{"line": line, "limit": l.Columns, "setting": settingColumns}}
}

// TooManySheets is the error of a workbook of too many worksheets.
func (l Limits) TooManySheets() error {
	return &Error{WorkbookTooLarge, map[string]any{"what": "sheets", "limit": int64(l.Sheets), "setting": settingSheets}}
}

// TooManyCells is the error of a file of too many cells.
func (l Limits) TooManyCells() error {
	return &Error{TooManyCells, map[string]any{"limit": l.Cells}}
}

// CellTooLong is the error of a cell with too long a text.
func (l Limits) CellTooLong(line, column int) error {
	return &Error{CellTooLong, map[string]any{"line": line, "column": column, "limit": l.CellChars}}
}

// TextTooLong is the error of too long a text in a part of a workbook.
func (l Limits) TextTooLong(part string) error {
	return &Error{CellTooLong, map[string]any{"part": part, "limit": l.CellChars}}
}
