package table

import "regexp"

// MarkTorn marks the rows that a line break in a cell which had no quotes has
// torn (read-torn, docs/rules.md): each is shorter than the header, of so many
// columns, and they fill it where the last cell of one and the first of the next
// are one. Rows may also be short since their programs leave out empty cells: what
// the cells hold tells the two apart.
func MarkTorn(rows []Row, width int) {
	var columns []columnForm // once they are needed
	for i := 0; i < len(rows); i++ {
		if len(rows[i].Cells) >= width {
			continue
		}
		end := tornUntil(rows, i, width)
		if end == 0 {
			continue
		}
		if columns == nil {
			columns = formsOfWhole(rows, width)
		}
		if !fitsJoined(rows[i:end], columns) {
			continue
		}
		for ; i < end; i++ {
			rows[i].Torn = true
		}
		i--
	}
	markTornAtEnd(rows, width)
}

// footer finds what a program writes below a table, which is no rest of the row
// above it.
var footer = regexp.MustCompile(`(?i)^\W*(?:yhteensä|summa|totalt?|sivu|sida|page|tulostettu|utskriv\w*|printed)(?:\W|$)|(?:^|\W)(?:yhteensä|totalt?)\W*$`)

// markTornAtEnd marks the rows that such a line break in their last cell has
// torn: each fills the header, and its rest stands alone on the rows that follow.
// A row of one cell may also be one whose empty cells its program leaves out, or a
// heading within the table: in such files there are more of them, or other short
// rows.
func markTornAtEnd(rows []Row, width int) {
	if width < 2 {
		return
	}
	var torn [][2]int // from the row that fills the header to behind its rest
	whole, blank := 0, false
	for i := 0; i < len(rows); i++ {
		switch n := len(rows[i].Cells); {
		case rows[i].Torn:
		case n == 1 && i > 0 && len(rows[i-1].Cells) == width && !rows[i-1].Torn && !IsBlank(rows[i-1].Cells[width-1]):
			end := i
			for end < len(rows) && len(rows[end].Cells) == 1 {
				if footer.MatchString(rows[end].Cells[0]) {
					return
				}
				end++
			}
			torn = append(torn, [2]int{i - 1, end})
			i = end - 1
		case n < width:
			return
		case n == width:
			whole++
			blank = blank || IsBlank(rows[i].Cells[width-1])
		}
	}
	if len(torn) == 0 || 2*len(torn) > whole+1 {
		return
	}
	columns := formsOfWhole(rows, width)
	for _, part := range torn {
		rest := rows[part[0]+1 : part[1]]
		if _, _, other := compareForms(columns, rest[0].Cells, 0); other == 0 && !blank {
			continue
		}
		for i := part[0]; i < part[1]; i++ {
			rows[i].Torn = true
		}
	}
}

// tornUntil gives the place behind the rows, from one on, that fill the header
// together; 0 where they don't.
func tornUntil(rows []Row, from, width int) int {
	filled := len(rows[from].Cells)
	for i := from + 1; i < len(rows) && len(rows[i].Cells) < width; i++ {
		filled += len(rows[i].Cells) - 1
		switch {
		case filled == width:
			return i + 1
		case filled > width:
			return 0
		}
	}
	return 0
}

// formsOfWhole gives the forms of the columns of the first rows that fill the
// header.
func formsOfWhole(rows []Row, width int) []columnForm {
	var whole []Row
	for _, row := range rows {
		if len(row.Cells) == width {
			whole = append(whole, row)
		}
		if len(whole) == formRows {
			break
		}
	}
	return formsOf(whole)
}

// fitsJoined tells whether the parts of a row that was torn hold what their
// columns do where they are put together, and less so as rows of their own.
func fitsJoined(parts []Row, columns []columnForm) bool {
	at := len(parts[0].Cells) - 1 // the column that the tear goes through
	joined, apart := 0, 0
	for _, part := range parts[1:] {
		alike, _, other := compareForms(columns, part.Cells[1:], at+1)
		if other > 0 {
			return false
		}
		joined += alike
		alike, _, other = compareForms(columns, part.Cells, 0)
		apart += alike - 2*other
		at += len(part.Cells) - 1
	}
	return joined > apart
}
