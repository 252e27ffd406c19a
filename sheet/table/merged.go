package table

import "slices"

// Merge is a cell that is merged over several rows: lines of the file, and the
// column, from 0.
type Merge struct{ Top, Bottom, Column int }

// mostMerges is how many merges are remembered, and mostCovered how many rows
// they may cover together: a table has few, and those that overlap, as no program
// writes them, are not to cost more than the table itself.
const (
	mostMerges  = 100_000
	mostCovered = 5_000_000
)

// AddMerge remembers a merge, where it covers more rows than one.
func AddMerge(merges []Merge, m Merge) []Merge {
	if m.Bottom <= m.Top || len(merges) == mostMerges {
		return merges
	}
	return append(merges, m)
}

// SpreadMerged gives each row below the header that a merged cell covers its
// value (read-merged, docs/rules.md), and counts the cells that get one. Rows
// that hold nothing else are none.
func SpreadMerged(rows []Row, merges []Merge, header int) int {
	spread, covered := 0, 0
	for _, m := range merges {
		at, found := slices.BinarySearchFunc(rows, m.Top, func(row Row, line int) int { return row.Line - line })
		if !found || m.Top <= header || m.Column >= len(rows[at].Cells) || IsBlank(rows[at].Cells[m.Column]) {
			continue
		}
		value := rows[at].Cells[m.Column]
		for i := at + 1; i < len(rows) && rows[i].Line <= m.Bottom && covered < mostCovered; i++ {
			covered++
			cells := rows[i].Cells
			for len(cells) <= m.Column {
				cells = append(slices.Clip(cells), "")
			}
			if IsBlank(cells[m.Column]) {
				cells[m.Column] = value
				spread++
			}
			rows[i].Cells = cells
		}
	}
	return spread
}
