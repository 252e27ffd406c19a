// Package table is what the readers of all kinds of file share: rows, and where
// among them their header is; the limits that a file is held to; and the error
// that refuses one.
package table

// Row is one row of a sheet.
type Row struct {
	Line   int      // of the file: as Sheet.HeaderRow counts
	Cells  []string // may be shorter or longer than the header; empty cells beyond the header are cut
	Hidden bool     // a spreadsheet's filter (or its user) hid the row

	OddQuotes bool // quotes of a CSV file that don't enclose their cell, so that its columns may be wrong
	Torn      bool // of a CSV file: a line break in a cell tore the row, of which this is a part
}

// Sizes of the chunks in which memory is taken, in cells. They grow, so that a
// small file stays small and a large one costs few allocations.
const (
	firstChunk   = 256
	largestChunk = 64 << 10
)

// RowBuilder keeps the cells of many rows in few slices. A row is begun, filled
// and then either ended or dropped.
type RowBuilder struct {
	chunk []string
	start int // of the row that is being filled
	cells int // of the rows that were ended
}

// Begin begins a row.
func (b *RowBuilder) Begin() { b.start = len(b.chunk) }

// Add adds a cell to the row.
func (b *RowBuilder) Add(cell string) {
	if len(b.chunk) == cap(b.chunk) {
		row := b.chunk[b.start:]
		size := min(max(2*cap(b.chunk), firstChunk), largestChunk)
		b.chunk = append(make([]string, 0, size+2*len(row)), row...)
		b.start = 0
	}
	b.chunk = append(b.chunk, cell)
}

// Width is the number of cells of the row that is being filled.
func (b *RowBuilder) Width() int { return len(b.chunk) - b.start }

// End gives the row, which stays as it is.
func (b *RowBuilder) End() []string {
	row := b.chunk[b.start:len(b.chunk):len(b.chunk)]
	b.cells += len(row)
	return row
}

// Repeat gives one more row of the same cells.
func (b *RowBuilder) Repeat(row []string) []string {
	b.Begin()
	for _, cell := range row {
		b.Add(cell)
	}
	return b.End()
}

// Drop forgets the row.
func (b *RowBuilder) Drop() { b.chunk = b.chunk[:b.start] }

// Total is the number of cells of the rows that were ended.
func (b *RowBuilder) Total() int { return b.cells }
