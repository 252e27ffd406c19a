package sheet

import (
	"slices"
	"strings"

	"kortisto/sheet/damage"
	"kortisto/sheet/table"
)

// arrange puts rows, all those of a file that hold something, into the sheet:
// it finds the header and takes what is below, and above it what is data.
func (s *Sheet) arrange(rows []table.Row, o Options) error {
	at, err := headerIndex(rows, o)
	if err != nil {
		return err
	}
	first := 0
	if at >= 0 {
		first = s.readHeader(rows, at, o)
	}
	kept := rows[:0]
	widest := 0
	for i, row := range rows {
		if i < first || i == at || at >= 0 && table.RepeatsHeader(row.Cells, s.Header) {
			continue
		}
		if !o.KeepErrors && s.dropErrors(row.Cells) && !slices.ContainsFunc(row.Cells, table.IsFilled) {
			continue
		}
		if i < at {
			s.RowsAbove++
		}
		widest = max(widest, table.FilledWidth(row.Cells))
		kept = append(kept, row)
	}
	if len(kept) > o.Limits.Rows {
		return o.Limits.TooManyRows()
	}
	if len(kept) == 0 {
		return &table.Error{Code: table.NoRows}
	}
	s.MergedCells, s.merged = table.SpreadMerged(kept, s.merged, s.HeaderRow), nil
	if s.Format == FormatCSV && at >= 0 {
		table.MarkTorn(kept, len(s.Header))
	}
	s.fitHeader(at >= 0, widest)
	for i := range kept {
		kept[i].Cells = cutEmpty(kept[i].Cells, len(s.Header))
	}
	s.Rows = kept
	return nil
}

// readHeader reads the header at a place and what stands above it. It gives the
// place of the first row that is read.
func (s *Sheet) readHeader(rows []table.Row, at int, o Options) (first int) {
	s.HeaderRow = rows[at].Line
	s.Header, s.Above = table.CleanNames(rows[at].Cells), nil
	first, s.LeftAbove = table.RowsAbove(rows, at, o.Known)
	if o.Above {
		return 0
	}
	if first == at && at > 0 && rows[at-1].Line == rows[at].Line-1 {
		s.readAbove(table.CleanNames(rows[at-1].Cells), o.Known)
	}
	return first
}

// dropErrors empties the cells of a row that hold what a spreadsheet shows where
// it has no value (read-errors, docs/rules.md), and tells whether there were any.
func (s *Sheet) dropErrors(cells []string) (found bool) {
	for i, cell := range cells {
		if mayBeError(cell) && damage.IsPlaceholder(strings.TrimSpace(cell)) {
			cells[i], found = "", true
			s.ErrorCells++
		}
	}
	return found
}

// mayBeError is a quick look at a cell: whether it begins as the texts do that
// stand for errors.
func mayBeError(cell string) bool {
	if len(cell) < 2 {
		return false
	}
	switch cell[0] {
	case '#', ' ', 0xC2, 'E', 'V', 'F', 'L', 'W':
		return true
	}
	return false
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
func headerIndex(rows []table.Row, o Options) (int, error) {
	switch {
	case o.HeaderRow == 0:
		return table.FindHeader(rows, o.Known), nil
	case o.HeaderRow < 0:
		return -1, nil
	}
	for i, row := range rows {
		if row.Line == o.HeaderRow {
			return i, nil
		}
	}
	return 0, &table.Error{Code: table.HeaderRowMissing, Args: map[string]any{"line": o.HeaderRow}}
}

// cutEmpty drops cells without text from a row's end where they lie beyond
// width.
func cutEmpty(cells []string, width int) []string {
	for len(cells) > width && table.IsBlank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}
