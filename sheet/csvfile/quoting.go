package csvfile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kortisto/sheet/table"
)

// quoting is how a dialect encloses its cells (read-quotes, docs/rules.md). The
// zero value is that of RFC 4180.
type quoting struct {
	mark      byte // the quote, " where it is 0
	spaced    bool // spaces may stand before a quote: a, "b"
	backslash bool // a quote within a cell has a backslash before it: "a \"b\""
	escapes   bool // so has a backslash
}

// otherQuotings are the ones that programs write beside that of RFC 4180.
var otherQuotings = []quoting{{spaced: true}, {backslash: true}, {spaced: true, backslash: true}}

// apostrophes is a quoting that is believed where each name of the header has it,
// or each text below.
var apostrophes = quoting{mark: '\'', backslash: true}

// requote reads a file again whose quotes don't enclose their cells: in another
// dialect, where the whole file agrees on one. Else the parser that has met them
// is given back with its error. above is how many lines stand above the body.
func requote(p *parser, failed error, body string, above int, delimiter byte, o Options) (*parser, error) {
	if p.odds > 0 || failed != nil && strings.IndexByte(body, '\\') >= 0 {
		for _, q := range otherQuotings {
			if q.backslash && !strings.Contains(body, `\"`) {
				continue
			}
			if other := parseAs(q, body, above, delimiter, o); other != nil && other.evenWidth() {
				return other, nil
			}
		}
	}
	if failed != nil || p.odds > 0 {
		return p, failed
	}
	names, texts := strings.HasPrefix(strings.TrimLeft(body, "\r\n"), "'"), enclosesTexts(body, p.delimiter, o.Limits)
	if names || texts {
		other := parseAs(apostrophes, body, above, delimiter, o)
		if other != nil && other.evenWidth() && (texts && other.delimiter == p.delimiter || names && enclosesNames(body, other)) {
			return other, nil
		}
	}
	return p, nil
}

// parseAs reads a file in a dialect, nil where the file doesn't agree with it.
func parseAs(q quoting, body string, above int, delimiter byte, o Options) *parser {
	if q.backslash {
		q.escapes = escapesBackslashes(body)
	}
	p := newParser(body, findDialect(body, delimiter, q, o), o.Limits)
	p.line += above
	if err := p.parse(nil); err != nil || p.odds > 0 {
		return nil
	}
	return p
}

// evenWidth tells whether no record has more cells than the first.
func (p *parser) evenWidth() bool {
	for _, row := range p.rows {
		if len(row.Cells) > len(p.rows[0].Cells) && table.FilledWidth(row.Cells) > len(p.rows[0].Cells) {
			return false
		}
	}
	return len(p.rows) > 0
}

// enclosesNames tells whether each name of a file's first line has apostrophes
// around it.
func enclosesNames(body string, p *parser) bool {
	body = strings.TrimLeft(body, "\r\n")
	if end := strings.IndexAny(body, "\r\n"); end >= 0 {
		body = body[:end]
	}
	filled := 0
	for _, name := range p.rows[0].Cells {
		if name != "" {
			filled++
		}
	}
	return filled > 1 && strings.Count(body, "'") == 2*filled
}

// enclosesTexts tells whether below a file's first line each cell that has a
// letter has apostrophes around it, and each of at least two records such a cell.
// Where a cell begins with the usual quote, apostrophes are letters.
func enclosesTexts(body string, delimiter byte, limits table.Limits) bool {
	p := newParser(body, dialect{delimiter: delimiter, quoting: apostrophes}, limits)
	header, text, filled := true, false, false // the record that is read
	records, enclosed := 0, 0                  // below the header: those that are filled, and have such a text
	for p.pos < len(body) {
		cell, quoted, err := p.quotedOrNot()
		bare := !quoted && strings.IndexFunc(cell, unicode.IsLetter) >= 0
		if err != nil || bare && !header || strings.HasPrefix(cell, `"`) && !quoted {
			return false
		}
		text, filled = text || quoted, filled || cell != ""
		if p.pos < len(body) && body[p.pos] == p.delimiter {
			p.pos++
			continue
		}
		if p.pos < len(body) {
			p.pos += lineEndSize(body, p.pos)
		}
		if filled && !header {
			records++
			if text {
				enclosed++
			}
		}
		header, text, filled = header && !filled, false, false
	}
	return enclosed > 1 && enclosed == records
}

// escapesBackslashes tells whether each backslash of a text escapes a quote or a
// backslash. Where one doesn't, backslashes are letters.
func escapesBackslashes(text string) bool {
	for {
		at := strings.IndexByte(text, '\\')
		if at < 0 {
			return true
		}
		if at+1 == len(text) || text[at+1] != '"' && text[at+1] != '\\' && text[at+1] != '\'' {
			return false
		}
		text = text[at+2:]
	}
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
