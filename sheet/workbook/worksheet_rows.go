package workbook

import (
	"slices"

	"kortisto/sheet/table"
)

// What a worksheet can hold at most, by its format.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
)

// worksheetRows gathers the rows of one worksheet within limits, whatever the
// format of its workbook.
type worksheetRows struct {
	name    string
	limits  table.Limits
	known   func(string) bool
	enough  int  // what the worksheet has to hold to be chosen without looking at the others
	wanted  bool // it may be the one that is chosen
	discard bool // only checks; limits of rows and columns don't matter then

	cells   table.RowBuilder
	hidden  bool // the row that is being read
	filled  bool
	rows    []table.Row
	cleared int // cells that clear has met
	merged  []table.Merge
	errors  int   // cells that show an error
	unknown int   // cells of a formula without a result
	over    error // the limit that was passed; the rest is only checked
}

// begin starts a row.
func (c *worksheetRows) begin(hidden bool) {
	c.hidden, c.filled = hidden, false
	c.cells.Begin()
}

// resume goes on in the row that has just ended, where it was kept.
func (c *worksheetRows) resume(line int, hidden bool) {
	c.begin(hidden)
	last := len(c.rows) - 1
	if last < 0 || c.rows[last].Line != line {
		return
	}
	for _, cell := range c.rows[last].Cells {
		c.cells.Add(cell)
	}
	c.hidden, c.filled = hidden || c.rows[last].Hidden, true
	c.rows = c.rows[:last]
}

// add puts a text into a cell of the row, and into those right of it where the
// file says that it stands there several times.
func (c *worksheetRows) add(line, column, times int, text string) error {
	if table.IsLonger(text, c.limits.CellChars) {
		return c.limits.CellTooLong(line, column)
	}
	if c.discard || text == "" {
		return nil
	}
	if column+times-1 > c.limits.Columns {
		if table.IsBlank(text) {
			return nil
		}
		return c.pass(c.limits.TooManyColumns(line))
	}
	for c.cells.Width() < column-1 {
		c.cells.Add("")
	}
	for range times {
		c.cells.Add(text)
	}
	c.filled = c.filled || !table.IsBlank(text)
	return nil
}

// end keeps the row where it holds something, and as many more of it as the
// file says.
func (c *worksheetRows) end(line, times int) error {
	if c.discard || !c.filled {
		c.cells.Drop()
		return nil
	}
	if len(c.rows)+times > c.limits.Rows+table.HeaderSearch {
		return c.pass(c.limits.TooManyRows())
	}
	if c.cells.Total()+times*c.cells.Width() > c.limits.Cells {
		c.cells.Drop()
		return c.pass(c.limits.TooManyCells())
	}
	cells := c.cells.End()
	for i := range times {
		if i > 0 { // each row has cells of its own, which can be mended
			cells = c.cells.Repeat(cells)
		}
		c.rows = append(c.rows, table.Row{Line: line + i, Cells: cells, Hidden: c.hidden})
	}
	return nil
}

// clear empties the cells of a rectangle but for its first one: merged cells
// show that one alone, whatever the file has in the others.
func (c *worksheetRows) clear(r rectangle) error {
	from, _ := slices.BinarySearchFunc(c.rows, r.top, func(row table.Row, line int) int { return row.Line - line })
	for i := from; i < len(c.rows) && c.rows[i].Line <= r.bottom; i++ {
		cells := c.rows[i].Cells
		first := r.left - 1
		if c.rows[i].Line == r.top {
			first++
		}
		for j := first; j < min(r.right, len(cells)); j++ {
			cells[j] = ""
		}
		// Rectangles that overlap, as no program writes them, are not to cost
		// more than the cells themselves.
		if c.cleared += 1 + max(0, r.right-first); c.cleared > c.limits.Cells {
			return c.limits.TooManyCells()
		}
	}
	return nil
}

// dropEmptied drops the rows that clear has left without a text.
func (c *worksheetRows) dropEmptied() {
	if c.cleared > 0 {
		c.rows = slices.DeleteFunc(c.rows, func(row table.Row) bool { return !slices.ContainsFunc(row.Cells, table.IsFilled) })
	}
}

// pass takes note of a limit that the worksheet passes. That is an error only
// of the worksheet that is chosen in the end.
func (c *worksheetRows) pass(over error) error {
	c.over = over
	if c.holds() >= c.enough {
		return over
	}
	c.discard = true
	return nil
}

// What a worksheet can hold, from what is least to be imported on.
const (
	holdsNothing = iota
	holdsText    // a title, a header without rows
	holdsRows    // of one column: instructions, or a list
	holdsTable   // rows of several columns, or of a known one
	holdsKnown   // rows below several known columns
)

func (c *worksheetRows) holds() int {
	at := table.FindHeader(c.rows, c.known)
	switch {
	case table.HasRows(c.rows, at, c.known):
	case c.over != nil:
		return holdsTable // its first rows are too wide
	case len(c.rows) > 0:
		return holdsText
	default:
		return holdsNothing
	}
	hits := 0
	if at >= 0 {
		_, hits = table.CountKnown(c.rows[at].Cells, c.known)
	}
	switch {
	case hits > 1:
		return holdsKnown
	case hits > 0, table.Widest(c.rows[:min(len(c.rows), table.HeaderSearch)]) > 1:
		return holdsTable
	}
	return holdsRows
}
