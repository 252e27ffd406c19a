package importer

import (
	"hash/fnv"
	"strconv"

	"kortisto/sheet"
)

// RowHash identifies the cells of a row, so that a decision made for them is
// not taken for other cells on the same line (read-lines, docs/rules.md). It is
// FNV-1a of the cells, each ended by a byte that no text has.
func RowHash(row *sheet.Row) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	hash := uint64(offset)
	for _, cell := range row.Cells {
		for i := range len(cell) {
			hash = (hash ^ uint64(cell[i])) * prime
		}
		hash = (hash ^ 0xff) * prime
	}
	return hash
}

// LinesHash identifies the cells of some rows of a sheet.
func LinesHash(s *sheet.Sheet, lines []int) uint64 {
	wanted := make(map[int]bool, len(lines))
	for _, line := range lines {
		wanted[line] = true
	}
	h := fnv.New64a()
	for i := range s.Rows {
		if row := &s.Rows[i]; wanted[row.Line] {
			h.Write(strconv.AppendUint(nil, RowHash(row), 16))
		}
	}
	return h.Sum64()
}
