package csvfile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoting is how a dialect encloses its cells (read-quotes, docs/rules.md). The
// zero value is that of RFC 4180.
type quoting struct {
	mark      byte // the quote, " where it is 0
	spaced    bool // spaces may stand before a quote: a, "b"
	backslash bool // a quote within a cell has a backslash before it: "a \"b\""
	escapes   bool // so has a backslash
}

// closingQuote finds the quote that ends a quoted cell, and tells whether
// escaped quotes stand before it. It is -1 where there is none.
func (p *parser) closingQuote(start int) (end int, escapes bool) {
	for from := start; ; {
		i := strings.IndexByte(p.text[from:], p.mark)
		if i < 0 {
			return -1, escapes
		}
		end = from + i
		switch {
		case p.backslash && p.isEscaped(start, end):
			from = end + 1
		case end+1 < len(p.text) && p.text[end+1] == p.mark:
			from = end + 2
		default:
			return end, escapes
		}
		escapes = true
	}
}

// isEscaped tells whether the backslash before a quote, in a cell that begins
// at start, escapes it. Where backslashes are letters too, one may end a cell
// (C:\dir\): it does where the next cell or the record's end follows as it has to.
func (p *parser) isEscaped(start, quote int) bool {
	before := quote
	for before > start && p.text[before-1] == '\\' {
		before--
	}
	if p.escapes {
		return (quote-before)%2 == 1
	}
	return quote > before && !p.endsCell(quote+1)
}

// endsCell tells whether what follows a quote is what follows a cell: the
// record's end in its last column, or in another one a quoted cell.
func (p *parser) endsCell(after int) bool {
	column := p.cells.Width() + 1
	switch {
	case after >= len(p.text):
		return true
	case p.text[after] == '\r', p.text[after] == '\n':
		return p.columns == 0 || column == p.columns
	case p.text[after] == p.delimiter:
		return after+1 < len(p.text) && p.text[after+1] == p.mark && (p.columns == 0 || column < p.columns)
	}
	return false
}

// unescape gives the text of a quoted cell that holds escapes.
func (p *parser) unescape(raw string) string {
	if !p.backslash {
		return strings.ReplaceAll(raw, `""`, `"`) // apostrophes have backslashes, too
	}
	mark := string(p.mark)
	if p.escapes {
		return strings.NewReplacer(`\\`, `\`, `\`+mark, mark, mark+mark, mark).Replace(raw)
	}
	return strings.NewReplacer(`\`+mark, mark, mark+mark, mark).Replace(raw)
}

// lookAt looks at the quotes of a cell that they don't enclose. Most are letters
// (12" putki). They are odd where the cell begins with one, or where one seems
// to open in a cell and another to close in a later one of the record, so that
// the delimiter between them may have been text.
func (p *parser) lookAt(cell string) {
	trimmed := strings.TrimLeft(cell, " ")
	if trimmed[0] == p.mark {
		p.odd = true
		return
	}
	if strings.Count(cell, string(p.mark))%2 == 0 {
		return
	}
	first, last := strings.IndexByte(cell, p.mark), strings.LastIndexByte(cell, p.mark)
	before, _ := utf8.DecodeLastRuneInString(cell[:last])
	if p.half && unicode.IsLetter(before) && strings.Trim(cell[last+1:], " ") == "" {
		p.odd = true
	}
	after, _ := utf8.DecodeRuneInString(cell[first+1:])
	before, _ = utf8.DecodeLastRuneInString(cell[:first])
	if !unicode.IsDigit(before) && !unicode.IsLetter(before) && (unicode.IsLetter(after) || unicode.IsDigit(after)) {
		p.half = true
	}
}
