package csvfile

import (
	"strings"
	"unicode"

	"kortisto/sheet/table"
)

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
