package csvfile

import (
	"strings"

	"kortisto/sheet/table"
)

// minRejoined is how many columns a table that lies in one column must have
// before it is believed to be one.
const minRejoined = 3

// rejoinable tells whether a file was opened with another delimiter than its
// own and saved, so that its rows lie in one column, some of them torn at the
// other delimiter:
//
//	"18;Åbo Ab;1 234",50;Helsinki
//
// It gives the file's own delimiter, 0 where the file is as it should be, or
// where the user has told the delimiter. Only a header with known names makes
// it certain.
func (p *parser) rejoinable(o Options) byte {
	if o.Known == nil || o.Delimiter != "" {
		return 0
	}
	top := p.rows[:min(len(p.rows), table.HeaderSearch)]
	for i, row := range top {
		if _, hits := table.CountKnown(row.Cells, o.Known); hits > 1 {
			if len(row.Cells) >= minRejoined && (p.torn || filledUp(row.Cells) || wrapped(p.rows[i+1:], p.delimiter, len(row.Cells))) {
				return p.delimiter
			}
			return 0
		}
		if inner := delimiterIn(row, Delimiters, o.Known); inner != 0 {
			return inner
		}
	}
	return 0
}

// delimiterIn gives the one of some delimiters that parts the only cell of a
// row into the header of a table, 0 where there is none.
func delimiterIn(row table.Row, delimiters string, known func(string) bool) byte {
	if table.FilledWidth(row.Cells) != 1 {
		return 0
	}
	for i := range len(delimiters) {
		names := strings.Split(row.Cells[0], delimiters[i:i+1])
		if _, hits := table.CountKnown(names, known); len(names) >= minRejoined && hits > 1 {
			return delimiters[i]
		}
	}
	return 0
}

// checkDelimiter refuses a file whose header is parted by what is no delimiter.
// Its rows would be one column that nothing can be done with.
func checkDelimiter(rows []table.Row, o Options) error {
	if o.Known == nil || o.Delimiter != "" {
		return nil
	}
	for _, row := range rows[:min(len(rows), table.HeaderSearch)] {
		if _, hits := table.CountKnown(row.Cells, o.Known); hits > 1 {
			return nil
		}
		if found := delimiterIn(row, otherDelimiters, o.Known); found != 0 {
			return &table.Error{Code: table.DelimiterUnknown, Args: map[string]any{"found": string(found)}}
		}
	}
	return nil
}

// RejoinWorksheet parts the rows of a worksheet whose table lies in its first
// column, as a file's does that was opened with another delimiter. delimiter is
// "" where the worksheet is as it should be. At which one a row was torn into
// more cells, a workbook doesn't tell.
func RejoinWorksheet(rows []table.Row, o Options) (rejoined []table.Row, delimiter string, err error) {
	if o.Known == nil {
		return rows, "", nil
	}
	for _, row := range rows[:min(len(rows), table.HeaderSearch)] {
		if _, hits := table.CountKnown(row.Cells, o.Known); hits > 1 {
			return rows, "", nil
		}
		inner := delimiterIn(row, Delimiters, o.Known)
		if inner == 0 {
			continue
		}
		for i := range rows {
			if table.FilledWidth(rows[i].Cells) != 1 {
				return nil, "", oneColumn(rows[i].Line)
			}
			rows[i].Cells = rows[i].Cells[:1]
		}
		rejoined, err = partRows(rows, "", inner, o)
		return rejoined, string(inner), err
	}
	return rows, "", nil
}

// filledUp tells whether empty cells of another delimiter stand behind the last
// name of a header.
func filledUp(header []string) bool {
	last := header[len(header)-1]
	return last != "" && strings.IndexByte(Delimiters, last[len(last)-1]) >= 0
}

// wrapped tells whether one of the rows is a single cell that holds as many
// delimiters as a row has.
func wrapped(rows []table.Row, delimiter byte, columns int) bool {
	for _, row := range rows {
		if len(row.Cells) == 1 && strings.Count(row.Cells[0], string(delimiter)) >= columns-1 {
			return true
		}
	}
	return false
}

// rejoin puts the rows together at the delimiter with which the file was
// saved, and parts them at its own. It tries each delimiter; all rows have to
// get as many cells as the header, since a torn row that doesn't fit would be
// half a row. lines is how many lines stand above the text.
//
// Two things leave no trace: a comma at the very end of a row that was filled
// up with empty cells, and a quote directly behind a comma, which was taken off
// where the file was opened.
func rejoin(text string, inner byte, lines int, o Options) ([]table.Row, error) {
	var first error
	for i := range len(Delimiters) {
		if Delimiters[i] == inner {
			continue
		}
		rows, err := rejoinAt(text, Delimiters[i], inner, lines, o)
		if err == nil {
			return rows, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

func rejoinAt(text string, outer, inner byte, lines int, o Options) ([]table.Row, error) {
	p := newParser(text, dialect{delimiter: outer, columns: 1}, o.Limits)
	p.line += lines
	if err := p.parse(nil); err != nil {
		return nil, err
	}
	if evenWidth(p.rows) {
		for i := range p.rows {
			p.rows[i].Cells = p.rows[i].Cells[:table.FilledWidth(p.rows[i].Cells)]
		}
	}
	return partRows(p.rows, string(outer), inner, o)
}

// partRows joins the cells of each row and parts them at another delimiter.
func partRows(rows []table.Row, outer string, inner byte, o Options) ([]table.Row, error) {
	var whole strings.Builder
	for _, row := range rows {
		line := strings.Join(row.Cells, outer)
		if strings.IndexByte(line, '\n') >= 0 {
			// Where the file was opened, a quote that began a cell enclosed
			// lines, and was taken off.
			return nil, oneColumn(row.Line)
		}
		whole.WriteString(line + "\n")
	}
	p := newParser(whole.String(), dialect{delimiter: inner, columns: 1}, o.Limits)
	p.watching = true
	if err := p.parse(nil); err != nil || p.torn {
		return nil, oneColumn(rows[min(p.line, len(rows))-1].Line)
	}
	width := 0 // of the header, 0 above it
	for i := range p.rows {
		row := &p.rows[i]
		from := rows[row.Line-1]
		row.Line, row.Hidden = from.Line, from.Hidden
		if width > 0 && len(row.Cells) != width {
			return nil, oneColumn(row.Line)
		}
		if _, hits := table.CountKnown(row.Cells, o.Known); width == 0 && hits > 1 {
			width = len(row.Cells)
		}
	}
	return p.rows, nil
}

// evenWidth tells whether all rows have as many cells: then a spreadsheet
// filled them up with empty ones, which were no part of the torn row.
func evenWidth(rows []table.Row) bool {
	for _, row := range rows {
		if len(row.Cells) != len(rows[0].Cells) {
			return false
		}
	}
	return true
}

// oneColumn is the error of a row that can't be put together again.
func oneColumn(line int) error {
	return &table.Error{Code: table.OneColumn, Args: map[string]any{"line": line}}
}
