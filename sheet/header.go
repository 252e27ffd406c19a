package sheet

import (
	"slices"
	"strings"
	"unicode"
)

// headerSearch is how many rows from the top may hold the header.
const headerSearch = 20

// arrange puts rows, all those of a file that hold something, into the sheet:
// it finds the header and takes what is below.
func (s *Sheet) arrange(rows []Row, o Options) error {
	at, err := headerIndex(rows, o)
	if err != nil {
		return err
	}
	if at >= 0 {
		s.HeaderRow = rows[at].Line
		s.Header, s.Above = cleanHeader(rows[at].Cells), nil
		if at > 0 && rows[at-1].Line == rows[at].Line-1 {
			s.readAbove(cleanHeader(rows[at-1].Cells), o.Known)
		}
		rows = rows[at+1:]
	}
	kept := rows[:0]
	widest := 0
	for _, row := range rows {
		if at >= 0 && repeatsHeader(row.Cells, s.Header) {
			continue
		}
		widest = max(widest, filledWidth(row.Cells))
		kept = append(kept, row)
	}
	if len(kept) > o.Limits.Rows {
		return tooManyRows(o.Limits.Rows)
	}
	if len(kept) == 0 {
		return &Error{Code: NoRows}
	}
	s.fitHeader(at >= 0, widest)
	for i := range kept {
		kept[i].Cells = cutEmpty(kept[i].Cells, len(s.Header))
	}
	s.Rows = kept
	return nil
}

// readAbove reads the line above the header: headings of groups of columns,
// and the names of columns whose cell is merged over both lines.
func (s *Sheet) readAbove(line []string, known func(string) bool) {
	s.Above = make([]string, len(s.Header))
	group := ""
	for i, name := range s.Header {
		text := ""
		if i < len(line) {
			text = line[i]
		}
		if text != "" && name == "" && known != nil && known(text) {
			s.Header[i], text, group = text, "", ""
		}
		if text != "" {
			group = text
		}
		s.Above[i] = group
	}
}

// LineAbove gives the line above the header as a file holds it: each heading
// once, over the first column of its group. It is nil where no heading stands
// there.
func (s *Sheet) LineAbove() []string {
	line, group, found := make([]string, len(s.Header)), "", false
	for i := range min(len(line), len(s.Above)) {
		if s.Above[i] != group {
			line[i], group, found = s.Above[i], s.Above[i], true
		}
	}
	if !found {
		return nil
	}
	return line
}

// fitHeader drops empty names at the header's end under which nothing stands,
// and gives empty names to columns that can't have one.
func (s *Sheet) fitHeader(found bool, widest int) {
	for n := len(s.Header); n > widest && s.Header[n-1] == ""; n-- {
		s.Header = s.Header[:n-1]
	}
	if !found || s.Format != FormatCSV {
		for len(s.Header) < widest {
			s.Header = append(s.Header, "")
		}
	}
}

// headerIndex gives the place of the header among rows, -1 where there is none.
func headerIndex(rows []Row, o Options) (int, error) {
	switch {
	case o.HeaderRow == 0:
		return findHeader(rows, o.Known), nil
	case o.HeaderRow < 0:
		return -1, nil
	}
	for i, row := range rows {
		if row.Line == o.HeaderRow {
			return i, nil
		}
	}
	return 0, &Error{HeaderRowMissing, map[string]any{"line": o.HeaderRow}}
}

// findHeader takes the first row whose names are known; where none are, the
// first row that is as wide as the table (a title fills one cell), unless it
// looks like data.
func findHeader(rows []Row, known func(string) bool) int {
	top := rows[:min(len(rows), headerSearch)]
	widest := widestOf(top)
	if known != nil {
		for i, row := range top {
			filled, hits := countKnown(row.Cells, known)
			if hits >= min(2, widest) && 2*hits >= filled {
				if i+1 < len(top) && completesHeader(row, top[i+1], known) {
					return i + 1
				}
				return i
			}
		}
	}
	for i, row := range top {
		if filled, _ := countKnown(row.Cells, nil); 2*filled < widest || filled < min(2, widest) {
			continue
		}
		if looksLikeData(row.Cells) {
			return -1
		}
		return i
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
	_, above := countKnown(upper.Cells, known)
	filled, hits := countKnown(lower.Cells, known)
	if hits > above && 2*hits >= filled {
		return true
	}
	if hits < 2 || hits < filled {
		return false
	}
	for i, cell := range lower.Cells {
		if !isBlank(cell) && (i >= len(upper.Cells) || isBlank(upper.Cells[i])) {
			return true
		}
	}
	return false
}

// widestOf is the number of filled cells of the row that has most of them.
func widestOf(rows []Row) int {
	widest := 0
	for _, row := range rows {
		filled, _ := countKnown(row.Cells, nil)
		widest = max(widest, filled)
	}
	return widest
}

// hasRows tells whether rows stand below the header at a place, -1 for none.
func hasRows(rows []Row, at int) bool {
	if at < 0 {
		return len(rows) > 0
	}
	header := cleanHeader(rows[at].Cells)
	return slices.ContainsFunc(rows[at+1:], func(row Row) bool { return !repeatsHeader(row.Cells, header) })
}

// countKnown counts a row's filled cells, and those among them that known
// knows.
func countKnown(cells []string, known func(string) bool) (filled, hits int) {
	for _, cell := range cells {
		if isBlank(cell) {
			continue
		}
		filled++
		if known != nil && known(cleanName(cell)) {
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
		if isBlank(cell) {
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

func cleanHeader(cells []string) []string {
	names := make([]string, len(cells))
	for i, cell := range cells {
		names[i] = cleanName(cell)
	}
	return names
}

// cleanName gives a column's name without the space around it, and without the
// byte order marks that files joined to one another carry inside.
func cleanName(cell string) string {
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(cell), "\ufeff"))
}

// repeatsHeader tells whether a row is the header once more, as where files or
// pages were put together.
func repeatsHeader(cells, header []string) bool {
	for i := range max(len(cells), len(header)) {
		var cell, name string
		if i < len(cells) {
			cell = cells[i]
		}
		if i < len(header) {
			name = header[i]
		}
		if cell != name && cleanName(cell) != name {
			return false
		}
	}
	return true
}

// filledWidth is the number of cells up to the last one that isn't empty.
func filledWidth(cells []string) int {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	return n
}

// cutEmpty drops cells without text from a row's end where they lie beyond
// width.
func cutEmpty(cells []string, width int) []string {
	for len(cells) > width && isBlank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}
