package htmltable

import (
	"strconv"
	"strings"

	"kortisto/sheet/table"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxNesting is how deep tables are looked for inside tables.
const maxNesting = 16

// pageTable is a table under way.
type pageTable struct {
	rows   []table.Row
	line   int  // of the row, from 1
	nested bool // it holds other tables
	over   error

	inRow, inCell    bool
	hidden           bool
	cells            []string
	merged           []table.Merge
	spans            []int // for each column, how many rows a cell from above still covers
	text             cellText
	colspan, rowspan int
}

// reader walks through a page.
type reader struct {
	z       *html.Tokenizer
	limits  table.Limits
	open    []*pageTable
	deeper  int // tables that are too deep to be looked at
	found   []*pageTable
	skip    atom.Atom // element whose text is none of the page's
	comment string    // the element of a comment that stands in a cell, "" outside of one
	depth   int       // of elements of its name that are open in it
	signed  bool      // the cell has a sign that a comment follows
	cells   int
	tooMany error
}

func (r *reader) read() error {
	for r.tooMany == nil {
		switch r.z.Next() {
		case html.ErrorToken:
			// Pages leave out </td> and </tr>, but never </table>: what ends
			// inside a table was cut off, and its last cell may be half a name.
			if t := r.table(); t != nil {
				return table.Truncated(t.line + 1)
			}
			return nil
		case html.TextToken:
			if t := r.table(); t != nil && t.inCell && r.skip == 0 && r.comment == "" {
				t.text.add(string(r.z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start()
		case html.EndTagToken:
			name, _ := r.z.TagName()
			if !r.endsComment(string(name)) {
				r.end(atom.Lookup(name))
			}
		}
	}
	return r.tooMany
}

// table is the innermost open table, nil outside of all.
func (r *reader) table() *pageTable {
	if len(r.open) == 0 {
		return nil
	}
	return r.open[len(r.open)-1]
}

// start takes an element that begins.
func (r *reader) start() {
	name, more := r.z.TagName()
	tag := atom.Lookup(name)
	t := r.table()
	if t != nil && t.inCell && r.startsComment(string(name), tag, more) || r.skips(tag) {
		return
	}
	switch tag {
	case atom.Table:
		r.startTable()
	case atom.Script, atom.Style, atom.Title, atom.Select, atom.Template:
		r.skip = tag
	case atom.Tr:
		if t != nil {
			r.endRow(t)
			t.inRow, t.hidden = true, r.isHidden(more)
		}
	case atom.Td, atom.Th:
		if t != nil {
			r.endCell(t)
			t.inRow, t.inCell = true, true
			t.text = cellText{limit: 4 * r.limits.CellChars}
			t.colspan, t.rowspan = r.spansOf(more)
		}
	case atom.Br, atom.P, atom.Div, atom.Li, atom.H1, atom.H2, atom.H3:
		if t != nil && t.inCell {
			t.text.newLine(tag == atom.Br)
		}
	}
}

// skips tells whether an element that begins or ends stands within one that is no
// part of the page. A list to choose from that was left open ends where a part of a
// table begins or ends.
func (r *reader) skips(tag atom.Atom) bool {
	if r.skip == atom.Select {
		switch tag {
		case atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
			r.skip = 0
		}
	}
	return r.skip != 0
}

// end takes the end of an element.
func (r *reader) end(tag atom.Atom) {
	if r.skip == tag && tag != 0 {
		r.skip = 0
		return
	}
	if r.skips(tag) {
		return
	}
	t := r.table()
	if t == nil {
		return
	}
	switch tag {
	case atom.Table:
		if r.deeper > 0 {
			r.deeper--
			return
		}
		r.endTable()
	case atom.Tr, atom.Thead, atom.Tbody, atom.Tfoot:
		r.endRow(t)
	case atom.Td, atom.Th:
		r.endCell(t)
	case atom.P, atom.Div, atom.Li, atom.H1, atom.H2, atom.H3:
		if t.inCell {
			t.text.newLine(false)
		}
	}
}

// isHidden tells whether the style of the element that began hides it. more
// tells whether it has attributes.
func (r *reader) isHidden(more bool) bool {
	hidden := false
	for more {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		hidden = hidden || string(key) == "style" && strings.Contains(strings.ReplaceAll(string(value), " ", ""), "display:none")
	}
	return hidden
}

// spansOf reads how many columns and rows a cell covers.
func (r *reader) spansOf(more bool) (columns, rows int) {
	columns, rows = 1, 1
	for more {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		n, err := strconv.Atoi(strings.TrimSpace(string(value)))
		if err != nil || n < 1 {
			continue
		}
		switch string(key) {
		case "colspan":
			columns = n
		case "rowspan":
			rows = n
		}
	}
	return columns, rows
}

func (r *reader) startTable() {
	if len(r.open) == maxNesting {
		r.deeper++
		return
	}
	if t := r.table(); t != nil {
		t.nested = true
	}
	r.open = append(r.open, new(pageTable))
}

// endTable ends the innermost table. What it holds belongs to the cell around
// it, too.
func (r *reader) endTable() {
	t := r.table()
	r.endRow(t)
	r.open = r.open[:len(r.open)-1]
	if len(t.rows) > 0 || t.over != nil {
		r.found = append(r.found, t)
	}
	around := r.table()
	if around == nil || !around.inCell {
		return
	}
	for _, row := range t.rows {
		around.text.newLine(false)
		around.text.add(strings.Join(row.Cells, " "))
	}
}

// endCell puts the cell's text where the cells before it and above it leave
// room. A cell that covers several is the first of them, as in a spreadsheet.
func (r *reader) endCell(t *pageTable) {
	if !t.inCell {
		return
	}
	t.inCell = false
	r.skipCovered(t)
	cell := table.TextOfFormula(t.text.String())
	column := len(t.cells) + 1
	switch {
	case t.over != nil, column > r.limits.Columns && cell == "":
		return
	case column > r.limits.Columns:
		t.over = r.limits.TooManyColumns(t.line + 1)
		return
	case t.text.over || table.IsLonger(cell, r.limits.CellChars):
		t.over = r.limits.CellTooLong(t.line+1, column)
		return
	}
	t.merged = table.AddMerge(t.merged, table.Merge{Top: t.line + 1, Bottom: t.line + min(t.rowspan, r.limits.Rows), Column: len(t.cells)})
	for i := range min(t.colspan, r.limits.Columns-len(t.cells)) {
		if i > 0 {
			cell = ""
		}
		t.cells = append(t.cells, cell)
		for len(t.spans) < len(t.cells) {
			t.spans = append(t.spans, 0)
		}
		t.spans[len(t.cells)-1] = t.rowspan
	}
}

// skipCovered passes over columns that cells from above cover.
func (r *reader) skipCovered(t *pageTable) {
	for n := len(t.cells); n < len(t.spans) && t.spans[n] > 0; n++ {
		t.cells = append(t.cells, "")
	}
}

func (r *reader) endRow(t *pageTable) {
	r.endCell(t)
	if !t.inRow {
		return
	}
	t.inRow = false
	t.line++
	for i := range t.spans {
		t.spans[i] = max(0, t.spans[i]-1)
	}
	cells := t.cells[:table.FilledWidth(t.cells)]
	t.cells = nil
	if len(cells) == 0 || t.over != nil {
		return
	}
	t.rows = append(t.rows, table.Row{Line: t.line, Cells: cells, Hidden: t.hidden})
	if len(t.rows) > r.limits.Rows+table.HeaderSearch {
		t.over, t.rows = r.limits.TooManyRows(), t.rows[:table.HeaderSearch]
	}
	if r.cells += len(cells); r.cells > r.limits.Cells {
		r.tooMany = r.limits.TooManyCells()
	}
}
