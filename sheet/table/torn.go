package table

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
