package sheet

import (
	"strings"

	"kortisto/sheet/table"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isHTML tells pages from delimited text.
func isHTML(text string) bool {
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
			return hasPrefix(start, "<!doctype html", "<html", "<head", "<meta", "<title", "<style", "<body", "<center", "<div", "<table")
		}
		_, rest, closed := strings.Cut(start, end)
		if !closed {
			return false
		}
		start = rest
	}
}

// metaCharset gives the charset that a page names at its beginning.
func metaCharset(text string) string {
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

// readHTML reads the table of a page that holds data; pages use tables for
// their looks too.
func (s *Sheet) readHTML(text string, o Options) error {
	r := &htmlReader{z: html.NewTokenizer(strings.NewReader(text)), limits: o.Limits}
	if err := r.read(); err != nil {
		return err
	}
	t := bestTable(r.found, o.Known)
	if t == nil {
		return table.Unsupported(string(FormatHTML)) // a page without tables
	}
	if t.over != nil {
		return t.over
	}
	if o.Progress != nil {
		o.Progress(len(text), len(text))
	}
	return s.arrange(t.rows, o)
}

// FoldSpaces gives a text with the runs of white space in its lines folded to
// one space each, and none at their ends: all that a page keeps of them, on its
// way into a file of FormatHTML or out of it. Spaces that do not break are
// spaces, since programs write them to keep a run.
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
func bestTable(found []*htmlTable, known func(string) bool) *htmlTable {
	var best *htmlTable
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
		if !table.HasRows(t.rows, at) && t.over == nil {
			value = 0
		}
		if best == nil || value > most {
			best, most = t, value
		}
	}
	return best
}
