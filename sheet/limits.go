package sheet

// Limits bound what reading a file may cost. Each is enforced before the
// memory is spent.
type Limits struct {
	Bytes     int64 // of the file as it comes
	Rows      int   // below the header, empty ones not counted
	Columns   int   // up to the last filled cell of a row
	CellChars int   // Unicode characters of one cell
	Cells     int   // of the whole sheet, empty ones inside a row too

	// Workbooks only.
	UnzippedBytes int64 // of all parts together, as declared and as met
	UnzippedRatio int64 // unpacked bytes for each packed one; workbooks that unpack to less than 16 MB are let through
	Entries       int   // files in the archive
	Sheets        int   // worksheets
}

// ratioFree is how much a workbook may unpack to whatever its ratio is: tiny
// sheets of repeated cells reach high ratios and harm nobody.
const ratioFree = 16 << 20

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

func (l Limits) orDefault() Limits {
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
