package workbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// odsReader reads all worksheets in one pass over the XML that holds them.
type odsReader struct {
	part       *xmlPart
	limits     table.Limits
	worksheets *worksheetChoice

	places []odsPlace // of each open element, below them one for none
	found  bool       // a spreadsheet
	style  string     // the style of worksheets that is being read
	hidden []string   // styles that hide their worksheets

	into  *worksheetRows // the worksheet that is being read
	line  int            // the row that is being read
	times int            // as how many rows it stands
	cell  odsCell
}

// odsPlace is where an element stands, as far as that matters.
type odsPlace int

const (
	aside odsPlace = iota // where nothing is read
	outside
	inDocument
	inStyles
	inStyle
	inBody
	inSpreadsheet
	inTable
	inRows       // of a group, a header
	inHiddenRows // of a group that is folded
	inRow
	inCell
	inList
	inParagraph
)

// odsWithin says what the elements are of which something is read, by the place
// in which they stand. Elements of the same names stand elsewhere for other
// things: in the history of changes, in sheets of other files.
var odsWithin = map[odsPlace]map[string]odsPlace{
	outside:       {"document-content": inDocument, "document": inDocument},
	inDocument:    {"automatic-styles": inStyles, "body": inBody},
	inStyles:      {"style": inStyle},
	inBody:        {"spreadsheet": inSpreadsheet},
	inSpreadsheet: {"table": inTable},
	inTable:       odsRows,
	inRows:        odsRows,
	inHiddenRows:  odsRows,
	inRow:         {"table-cell": inCell, "covered-table-cell": aside},
	inCell:        odsBlocks,
	inList:        odsBlocks,
}

var (
	odsRows   = map[string]odsPlace{"table-row": inRow, "table-rows": inRows, "table-header-rows": inRows, "table-row-group": inRows}
	odsBlocks = map[string]odsPlace{"p": inParagraph, "h": inParagraph, "list": inList, "list-item": inList, "list-header": inList}
)

func (r *odsReader) read() error {
	for {
		token, err := r.part.next()
		switch {
		case err != nil:
			return err
		case token == nil && !r.found:
			return table.Unsupported("zip")
		case token == nil:
			return nil
		case token.Kind == xmlscan.Start:
			err = r.start(token)
		case token.Kind == xmlscan.End:
			err = r.end()
		case r.at() == inParagraph:
			r.cell.add(token.Text)
			err = r.checkText()
		}
		if err != nil {
			return err
		}
	}
}

// at is the place of the innermost open element.
func (r *odsReader) at() odsPlace { return r.places[len(r.places)-1] }

// start takes an element that begins.
func (r *odsReader) start(e *xmlscan.Token) error {
	name := e.Name.Local
	parent := r.at()
	place := odsWithin[parent][name]
	if parent == inParagraph && !odsAside[name] {
		place = inParagraph
	}
	r.places = append(r.places, place)
	switch place {
	case inSpreadsheet:
		r.found = true
	case inTable:
		return r.startTable(e)
	case inRows:
		if parent == inHiddenRows || e.Attr("display") == "false" {
			r.places[len(r.places)-1] = inHiddenRows
		}
	case inRow:
		return r.startRow(e, parent == inHiddenRows)
	case inCell:
		return r.startCell(e)
	case inParagraph:
		if parent == inParagraph {
			return r.inline(e)
		}
		r.cell.paragraph()
		return r.checkText()
	case inStyle:
		r.style = e.Attr("name")
	case aside:
		return r.startAside(e, parent)
	}
	return nil
}

// startAside takes an element whose inside is not read: it may say something by
// standing where it does.
func (r *odsReader) startAside(e *xmlscan.Token, parent odsPlace) error {
	name := e.Name.Local
	switch {
	case parent == inRow && name == "covered-table-cell":
		return r.startCell(e)
	case parent == inStyle && name == "table-properties" && e.Attr("display") == "false":
		return r.hide()
	case parent == inBody && odsKinds[name] != "":
		return table.Unsupported(odsKinds[name])
	case parent > inBody && (name == "table-row" || name == "table-cell" || name == "covered-table-cell"):
		return table.BrokenAt(r.part.name, table.ReasonXML, r.line) // it would be lost
	}
	return nil
}

// end takes the end of the innermost element.
func (r *odsReader) end() error {
	place := r.at()
	r.places = r.places[:len(r.places)-1]
	switch place {
	case inTable:
		r.worksheets.take(r.into)
	case inRow:
		return r.endRow()
	case inCell:
		return r.endCell()
	case inParagraph:
		if r.at() != inParagraph {
			r.cell.endParagraph()
		}
	case inStyle:
		r.style = ""
	}
	return nil
}

// hide takes note of a style that hides its worksheets.
func (r *odsReader) hide() error {
	if len(r.hidden) == r.limits.Sheets {
		return r.limits.TooManySheets()
	}
	r.hidden = append(r.hidden, r.style)
	return nil
}

func (r *odsReader) startTable(e *xmlscan.Token) error {
	name := e.Attr("name")
	if strings.HasPrefix(name, "'") && strings.Contains(name, "'#") {
		// What formulas have fetched from another file: no worksheet of this one.
		r.places[len(r.places)-1] = aside
		return nil
	}
	if len(r.worksheets.names) == r.limits.Sheets {
		return r.limits.TooManySheets()
	}
	r.into = r.worksheets.next(name, slices.Contains(r.hidden, e.Attr("style-name")))
	r.line, r.times = 0, 1
	return nil
}

func (r *odsReader) startRow(e *xmlscan.Token, hidden bool) error {
	r.line = min(r.line+r.times, maxRow+1)
	r.cell.column, r.cell.times = 0, 1
	var ok bool
	if r.times, ok = repeated(e, "number-rows-repeated"); !ok {
		return table.BrokenAt(r.part.name, table.ReasonRef, r.line)
	}
	visibility := e.Attr("visibility")
	r.into.begin(hidden || visibility == "collapse" || visibility == "filter")
	return nil
}

// endRow keeps the row where it holds something. Empty ones, of which the end
// of a worksheet has a million, cost nothing.
func (r *odsReader) endRow() error {
	if r.into.filled && r.line+r.times-1 > maxRow {
		return table.BrokenAt(r.part.name, table.ReasonRef, r.line)
	}
	return r.into.end(r.line, r.times)
}

func (r *odsReader) startCell(e *xmlscan.Token) error {
	column := min(r.cell.column+r.cell.times, maxColumn+1)
	times, ok := repeated(e, "number-columns-repeated")
	if !ok {
		return table.BrokenAt(r.part.name, table.ReasonRef, r.line)
	}
	r.cell.reset(column, times, e.Attrs)
	return nil
}

func (r *odsReader) endCell() error {
	text, isError := r.cell.shown()
	if isError {
		r.into.errors += r.cell.times
	} else if r.cell.formula && r.cell.kind == "" && text == "" {
		r.into.unknown += r.cell.times
	}
	if !table.IsBlank(text) && r.cell.column+r.cell.times-1 > maxColumn {
		return table.BrokenAt(r.part.name, table.ReasonRef, r.line)
	}
	r.into.merged = table.AddMerge(r.into.merged, table.Merge{Top: r.line, Bottom: r.line + min(r.cell.rows, maxRow) - 1, Column: r.cell.column - 1})
	return r.into.add(r.line, r.cell.column, r.cell.times, text)
}

// repeated is how many times a row or cell stands in its worksheet.
func repeated(e *xmlscan.Token, name string) (times int, ok bool) {
	value := e.Attr(name)
	if value == "" {
		return 1, true
	}
	n, err := strconv.ParseUint(value, 10, 31)
	return int(n), err == nil && n > 0
}

// odsAside are the elements inside a paragraph that are no text of it: notes
// beside a cell, and hints for the pronunciation.
var odsAside = map[string]bool{"annotation": true, "note": true, "ruby-text": true}

// inline takes an element inside a paragraph that stands for characters.
func (r *odsReader) inline(e *xmlscan.Token) error {
	switch e.Name.Local {
	case "s":
		times, ok := repeated(e, "c")
		if !ok {
			return table.BrokenAt(r.part.name, table.ReasonXML, r.line)
		}
		r.cell.addExact(' ', min(times, r.limits.CellChars+1))
	case "tab":
		r.cell.addExact('\t', 1)
	case "line-break":
		r.cell.addExact('\n', 1)
	}
	return r.checkText()
}

// checkText keeps a cell of very many small pieces from filling the memory.
func (r *odsReader) checkText() error {
	if len(r.cell.text)+r.cell.spaces > utf8.UTFMax*r.limits.CellChars {
		return r.limits.CellTooLong(r.line, r.cell.column)
	}
	return nil
}
