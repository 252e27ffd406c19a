package table

import (
	"slices"
	"strings"
	"unicode"
)

// HeaderSearch is how many rows from the top may hold the header.
const HeaderSearch = 20

// FindHeader finds the header (read-header, docs/rules.md). It takes the first
// row near the top whose names are known; where none are, a row further down
// that holds nothing but known names, as where a sheet was sorted with its
// header; else the first row that is as wide as the table (a title fills one
// cell), unless it looks like data.
func FindHeader(rows []Row, known func(string) bool) int {
	top := rows[:min(len(rows), HeaderSearch)]
	widest := Widest(top)
	if known != nil {
		for i, row := range top {
			filled, hits := CountKnown(row.Cells, known)
			if hits >= min(2, widest) && 2*hits >= filled {
				if i+1 < len(top) && completesHeader(row, top[i+1], known) {
					return i + 1
				}
				return i
			}
		}
		if at := headerBelow(rows, len(top), known); at >= 0 {
			return at
		}
	}
	for i, row := range top {
		if filled, _ := CountKnown(row.Cells, nil); 2*filled < widest || filled < min(2, widest) {
			continue
		}
		if looksLikeData(row.Cells) {
			return -1
		}
		return i
	}
	return -1
}

// headerBelow finds the first row from a place on that holds nothing but names
// of columns, two at least; -1 where there is none.
func headerBelow(rows []Row, from int, known func(string) bool) int {
	for i := from; i < len(rows); i++ {
		first := slices.IndexFunc(rows[i].Cells, IsFilled)
		if first < 0 || !known(CleanName(rows[i].Cells[first])) {
			continue
		}
		if filled, hits := CountKnown(rows[i].Cells, known); hits > 1 && hits == filled {
			return i
		}
	}
	return -1
}

// completesHeader tells whether the row below one of known names is the lower
// line of the same header: it names more columns than the headings of groups
// above it do, or nothing but columns, some of them where the line above is
// empty because the cell of a group is merged over them.
func completesHeader(upper, lower Row, known func(string) bool) bool {
	if lower.Line != upper.Line+1 {
		return false
	}
	_, above := CountKnown(upper.Cells, known)
	filled, hits := CountKnown(lower.Cells, known)
	if hits > above && 2*hits >= filled {
		return true
	}
	if hits < 2 || hits < filled {
		return false
	}
	for i, cell := range lower.Cells {
		if !IsBlank(cell) && (i >= len(upper.Cells) || IsBlank(upper.Cells[i])) {
			return true
		}
	}
	return false
}

// Widest is the number of filled cells of the row that has most of them.
func Widest(rows []Row) int {
	widest := 0
	for _, row := range rows {
		filled, _ := CountKnown(row.Cells, nil)
		widest = max(widest, filled)
	}
	return widest
}

// CountKnown counts a row's filled cells, and those among them that known
// knows.
func CountKnown(cells []string, known func(string) bool) (filled, hits int) {
	for _, cell := range cells {
		if IsBlank(cell) {
			continue
		}
		filled++
		if known != nil && known(CleanName(cell)) {
			hits++
		}
	}
	return filled, hits
}

// looksLikeData tells a row of values from a row of names: an e-mail address,
// or numbers in at least a fifth of its filled cells.
func looksLikeData(cells []string) bool {
	filled, numbers := 0, 0
	for _, cell := range cells {
		if IsBlank(cell) {
			continue
		}
		filled++
		if at := strings.IndexByte(cell, '@'); at > 0 && strings.IndexByte(cell[at:], '.') > 0 {
			return true
		}
		if mostlyDigits(cell) {
			numbers++
		}
	}
	return numbers > 0 && numbers*5 >= filled
}

func mostlyDigits(cell string) bool {
	digits, letters := 0, 0
	for _, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits >= 3 && digits > letters
}

// CleanNames gives the names of a row of columns.
func CleanNames(cells []string) []string {
	names := make([]string, len(cells))
	for i, cell := range cells {
		names[i] = CleanName(cell)
	}
	return names
}

// RepeatsHeader tells whether a row is the header once more, as where files or
// pages were put together.
func RepeatsHeader(cells, header []string) bool {
	for i := range max(len(cells), len(header)) {
		var cell, name string
		if i < len(cells) {
			cell = cells[i]
		}
		if i < len(header) {
			name = header[i]
		}
		if cell != name && CleanName(cell) != name {
			return false
		}
	}
	return true
}

// FilledWidth is the number of cells up to the last one that isn't empty.
func FilledWidth(cells []string) int {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	return n
}
