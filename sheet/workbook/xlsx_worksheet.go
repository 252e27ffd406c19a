package workbook

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// Depths of the elements that hold the cells. Elements of the same names stand
// elsewhere for other things.
const (
	depthData  = 2 // <worksheet><sheetData>
	depthRow   = 3
	depthCell  = 4
	depthValue = 5

	depthMerged = 3 // <worksheet><mergeCells><mergeCell>
)

// wholeLines is a reference to whole columns (H:I) or rows (1:2).
var wholeLines = regexp.MustCompile(`^(\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+)$`)

// xlsxWorksheet reads a worksheet's rows in one pass over its XML.
type xlsxWorksheet struct {
	into    *worksheetRows
	part    string
	texts   []string // the workbook's shared texts
	numbers *numberFormatter

	inData bool
	row    int // the number of the one being read; 0 until known
	last   int // the last row's number
	cell   xlsxCell
}

// cellKinds are the kinds of cells, the most frequent ones first.
var cellKinds = []string{"s", "n", "inlineStr", "str", "b", "e", "d"}

// xlsxCell is the cell that is being read.
type xlsxCell struct {
	column  int // from 1, 0 before the first of a row
	kind    string
	style   int
	values  int // how many there are, one at most
	formula bool
	inValue bool
	value   []byte // of <v>
	inIs    bool   // inside <is>
	inline  bool   // the value is in <is>
	text    richText
}

func (r *xlsxWorksheet) read(a *archive) error {
	p, err := a.openXML(r.part)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		token, err := p.next()
		if token == nil || err != nil {
			return err
		}
		switch {
		case token.Kind == xmlscan.Start:
			err = r.start(token, p.depth())
		case token.Kind == xmlscan.End:
			err = r.end(token.Name.Local, p.depth()+1)
		case r.cell.inValue:
			r.cell.value = append(r.cell.value, token.Text...)
		}
		if r.cell.inIs {
			r.cell.text.take(token)
		}
		if err != nil {
			return err
		}
		if most := longestText(r.into.limits); len(r.cell.value) > most || len(r.cell.text.buf) > most {
			return r.into.limits.CellTooLong(r.line(), r.cell.column)
		}
	}
}

func (r *xlsxWorksheet) start(e *xmlscan.Token, depth int) error {
	switch name := e.Name.Local; {
	case name == "sheetData" && depth == depthData:
		r.inData = true
	case name == "mergeCell" && depth == depthMerged:
		ref := e.Attr("ref")
		if wholeLines.MatchString(ref) {
			return nil // whole columns or rows: most of them are empty
		}
		area, ok := cellRange(ref)
		if !ok {
			return table.Broken(r.part, table.ReasonRef)
		}
		r.into.merged = table.AddMerge(r.into.merged, table.Merge{Top: area.top, Bottom: area.bottom, Column: area.left - 1})
		return r.into.clear(area)
	case r.inData:
		return r.startInData(e, depth)
	}
	return nil
}

// startInData takes an element among the rows and cells.
func (r *xlsxWorksheet) startInData(e *xmlscan.Token, depth int) error {
	name := e.Name.Local
	switch {
	case depth == depthRow && name == "row":
		return r.startRow(e)
	case depth == depthCell && name == "c":
		return r.startCell(e)
	case name == "row", name == "c":
		return table.BrokenAt(r.part, table.ReasonXML, r.line()) // it would be lost
	case depth == depthValue:
		r.cell.startValue(name)
	}
	return nil
}

// startValue takes an element of a cell: its formula or its value.
func (c *xlsxCell) startValue(name string) {
	switch name {
	case "f":
		c.formula = true
	case "v":
		c.inValue = true
		c.values++
	case "is":
		c.inIs, c.inline = true, true
		c.values++
	}
}

func (r *xlsxWorksheet) end(name string, depth int) error {
	switch {
	case !r.inData:
	case name == "sheetData" && depth == depthData:
		r.inData = false
	case name == "row" && depth == depthRow:
		return r.endRow()
	case name == "c" && depth == depthCell:
		return r.endCell()
	case name == "v" && depth == depthValue:
		r.cell.inValue = false
	case name == "is" && depth == depthValue:
		r.cell.inIs = false
	}
	return nil
}

func (r *xlsxWorksheet) startRow(e *xmlscan.Token) error {
	r.row = 0
	hidden, again := false, false
	for _, a := range e.Attrs {
		switch a.Name.Local {
		case "r":
			n, err := strconv.Atoi(string(a.Value))
			if err != nil || n < 1 || n > maxRow {
				return table.BrokenAt(r.part, table.ReasonRef, r.last+1)
			}
			if n < r.last {
				return table.BrokenAt(r.part, table.ReasonOrder, n)
			}
			again = n == r.last
			r.row = n
		case "hidden":
			hidden = isTrue(string(a.Value))
		}
	}
	if again { // some programs write a row in several elements
		r.into.resume(r.row, hidden)
		return nil
	}
	r.cell.column = 0
	r.into.begin(hidden)
	return nil
}

// endRow keeps the row where it holds something.
func (r *xlsxWorksheet) endRow() error {
	r.last = r.line() // rows may leave their number out
	if r.last > maxRow {
		return table.BrokenAt(r.part, table.ReasonRef, r.last)
	}
	return r.into.end(r.last, 1)
}

func (r *xlsxWorksheet) startCell(e *xmlscan.Token) error {
	c := &r.cell
	*c = xlsxCell{column: c.column, value: c.value[:0], text: richText{buf: c.text.buf[:0]}}
	column := c.column + 1
	for _, a := range e.Attrs {
		switch a.Name.Local {
		case "r":
			var row int
			if column, row = cellRef(string(a.Value)); column == 0 {
				return table.BrokenAt(r.part, table.ReasonRef, r.line())
			}
			if r.row == 0 && row > r.last {
				r.row = row
			}
			if row != r.row {
				return table.BrokenAt(r.part, table.ReasonRef, r.line())
			}
		case "t":
			c.kind = known(a.Value, cellKinds)
		case "s":
			c.style = atoi(string(a.Value))
		}
	}
	if column <= c.column {
		return table.BrokenAt(r.part, table.ReasonOrder, r.line())
	}
	c.column = column
	return nil
}

// cellRef reads a reference as AB12; column is 0 where it is none.
func cellRef(ref string) (column, row int) {
	i := 0
	for ; i < len(ref) && i < 3 && lower(ref[i]) >= 'a' && lower(ref[i]) <= 'z'; i++ {
		column = 26*column + int(lower(ref[i])-'a') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	if err != nil || ref[i] == '+' || row < 1 || row > maxRow || column > maxColumn {
		return 0, 0
	}
	return column, row
}

// rectangle is a range of cells: rows and columns from 1, the last ones too.
type rectangle struct{ top, left, bottom, right int }

// cellRange reads a range as A1:C3, of one cell too.
func cellRange(ref string) (r rectangle, ok bool) {
	from, to, found := strings.Cut(ref, ":")
	if !found {
		to = from
	}
	r.left, r.top = cellRef(from)
	r.right, r.bottom = cellRef(to)
	return r, r.left > 0 && r.right >= r.left && r.bottom >= r.top
}

func (r *xlsxWorksheet) endCell() error {
	if r.cell.values > 1 {
		return table.BrokenAt(r.part, table.ReasonXML, r.line())
	}
	text, err := r.cellValue()
	if err != nil {
		return err
	}
	if r.cell.unknown() {
		r.into.unknown++
	}
	return r.into.add(r.line(), r.cell.column, 1, text)
}

// unknown tells whether the file lacks the result of the cell's formula. Some
// programs write an empty one then; a result that is an empty text says that it
// is text.
func (c *xlsxCell) unknown() bool {
	switch {
	case !c.formula || c.inline:
		return false
	case c.values == 0:
		return true
	}
	return c.kind != "str" && len(bytes.TrimSpace(c.value)) == 0
}

// line is the number of the row that is being read.
func (r *xlsxWorksheet) line() int {
	if r.row > 0 {
		return r.row
	}
	return r.last + 1
}

// cellValue gives what a person sees in the cell; of a formula, its last
// result. An error is no value.
func (r *xlsxWorksheet) cellValue() (string, error) {
	value := r.cell.value
	if r.cell.inline {
		return r.cell.text.end(), nil
	}
	switch r.cell.kind {
	case "s":
		if value = bytes.TrimSpace(value); len(value) == 0 {
			return "", nil
		}
		i, err := strconv.Atoi(string(value))
		if err != nil || i < 0 || i >= len(r.texts) {
			return "", table.BrokenAt(r.part, table.ReasonSharedString, r.line())
		}
		return r.texts[i], nil
	case "b":
		return truthValue(string(bytes.TrimSpace(value))), nil
	case "e":
		if len(value) > 0 {
			r.into.errors++
		}
		return "", nil
	case "str", "inlineStr":
		return cellText(string(value)), nil
	case "d":
		if r.needsLost() {
			return "", table.Broken(r.numbers.lost, table.ReasonMissing)
		}
		return r.numbers.showDate(cellText(string(value)), r.cell.style), nil
	}
	switch {
	case len(value) == 0:
		return "", nil
	case r.needsLost():
		return "", table.Broken(r.numbers.lost, table.ReasonMissing)
	case r.into.discard:
		return "", nil
	}
	return r.numbers.show(string(value), r.cell.style), nil
}

// needsLost tells whether the cell's number can't be shown, since the file lacks
// its style: 45424 may be a date, 100 a postal code. The first style, number 0,
// is the plain one.
func (r *xlsxWorksheet) needsLost() bool {
	return r.numbers.lost != "" && r.cell.style != 0
}
