package sheet

// Sizes of the arena's chunks, in cells. They grow, so that a small file stays
// small and a large one costs few allocations.
const (
	firstChunk   = 256
	largestChunk = 64 << 10
)

// arena holds the cells of many rows in few slices. A row is begun, filled and
// then either ended or dropped.
type arena struct {
	chunk []string
	start int // of the row that is being filled
	total int // cells of the rows that were ended
}

func (a *arena) begin() { a.start = len(a.chunk) }

func (a *arena) add(cell string) {
	if len(a.chunk) == cap(a.chunk) {
		row := a.chunk[a.start:]
		size := min(max(2*cap(a.chunk), firstChunk), largestChunk)
		a.chunk = append(make([]string, 0, size+2*len(row)), row...)
		a.start = 0
	}
	a.chunk = append(a.chunk, cell)
}

// width is the number of cells of the row that is being filled.
func (a *arena) width() int { return len(a.chunk) - a.start }

func (a *arena) end() []string {
	row := a.chunk[a.start:len(a.chunk):len(a.chunk)]
	a.total += len(row)
	return row
}

// again gives one more row of the same cells.
func (a *arena) again(row []string) []string {
	a.begin()
	for _, cell := range row {
		a.add(cell)
	}
	return a.end()
}

func (a *arena) drop() { a.chunk = a.chunk[:a.start] }
