// Package htmltable reads the table of an HTML page, which many web programs
// offer as a spreadsheet, under the name of one.
//
// A page is read as the HTML standard says that browsers read it, as far as
// that concerns tables:
//
//   - </td>, </th> and </tr> may be left out; </table> may not: what ends inside
//     a table was cut off, and is an error.
//   - White space in a cell is one space, and none at its ends. <br> ends a
//     line; so do paragraphs, and other elements that stand on lines of their own.
//   - A cell that covers several columns (colspan) or rows (rowspan) is the first
//     of them; the others are empty, as in a spreadsheet. What covers several
//     rows is reported beside them.
//   - Scripts, styles and lists to choose from are no text of a cell.
//   - A row whose style says display:none is hidden.
//
// A cell that is a formula of one text, ="00100", is that text. Of several
// tables, the best one is read, since pages use tables for their looks too: see
// bestTable. A table inside a cell is a table of its own, and text of the cell.
package htmltable

import (
	"slices"
	"strings"

	"kortisto/sheet/table"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// firstElements are the elements with which pages begin.
var firstElements = []string{"<!doctype html", "<html", "<head", "<meta", "<title", "<style", "<body", "<center", "<div", "<table"}

// Is tells pages from delimited text.
func Is(text string) bool {
	start := strings.ToLower(text[:min(len(text), 4096)])
	for {
		start = strings.TrimLeft(start, " \t\r\n\f\ufeff")
		end := ""
		switch {
		case strings.HasPrefix(start, "<?xml"):
			end = "?>"
		case strings.HasPrefix(start, "<!--"):
			end = "-->"
		default:
			return slices.ContainsFunc(firstElements, func(element string) bool { return strings.HasPrefix(start, element) })
		}
		_, rest, closed := strings.Cut(start, end)
		if !closed {
			return false
		}
		start = rest
	}
}

// NamedCharset gives the charset that a page names at its beginning, "" where
// it names none.
func NamedCharset(text string) string {
	z := html.NewTokenizer(strings.NewReader(text[:min(len(text), 8192)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom != atom.Meta {
				continue
			}
			for _, a := range t.Attr {
				if a.Key == "charset" {
					return a.Val
				}
				if _, name, found := strings.Cut(strings.ToLower(a.Val), "charset="); found && a.Key == "content" {
					return strings.Trim(name, " '\";")
				}
			}
		}
	}
}

// Options are what is known of a page.
type Options struct {
	Known    func(string) bool // tells whether a text is the name of a column; nil does without
	Limits   table.Limits
	Progress func(done, total int) // is called at the end with bytes; nil is not
}

// Read reads the table of a page that holds data: the rows that hold something,
// each with its place in the table, and the cells that cover several of them.
func Read(text string, o Options) ([]table.Row, []table.Merge, error) {
	r := &reader{z: html.NewTokenizer(strings.NewReader(text)), limits: o.Limits}
	if err := r.read(); err != nil {
		return nil, nil, err
	}
	t := bestTable(r.found, o.Known)
	if t == nil {
		return nil, nil, table.Unsupported("html") // a page without tables
	}
	if t.over != nil {
		return nil, nil, t.over
	}
	if o.Progress != nil {
		o.Progress(len(text), len(text))
	}
	return t.rows, t.merged, nil
}

// FoldSpaces gives a text with the runs of white space in its lines folded to
// one space each, and none at their ends: all that a page keeps of them, on its way
// into a file or out of it. Spaces that do not break are spaces, since programs write
// them to keep a run.
func FoldSpaces(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(line, isFolded), " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

func isFolded(r rune) bool {
	return r == ' ' || r == '\t' || r == '\r' || r == '\f' || r == '\u00a0'
}

// bestTable chooses the table with rows below known columns, else the longest
// of several columns, else of one.
func bestTable(found []*pageTable, known func(string) bool) *pageTable {
	var best *pageTable
	most := 0
	for _, t := range found {
		at := table.FindHeader(t.rows, known)
		value := len(t.rows)
		if table.Widest(t.rows) > 1 && !t.nested {
			value += 1 << 32
		}
		if at >= 0 {
			if _, hits := table.CountKnown(t.rows[at].Cells, known); hits > 1 {
				value += hits << 40
			}
		}
		if !table.HasRows(t.rows, at, known) && t.over == nil {
			value = 0
		}
		if best == nil || value > most {
			best, most = t, value
		}
	}
	return best
}
