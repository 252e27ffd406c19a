package csvfile

import (
	"strings"

	"kortisto/sheet/table"
)

// progressRows is how many rows are read between two calls of Progress.
const progressRows = 4096

// dialect is how a CSV file is written.
type dialect struct {
	delimiter byte
	columns   int    // how many most records have
	lineEnd   string // how records end
	quoting
}

// lineEndSize is the length of the line ending at text[at]: 2 for CR LF.
func lineEndSize(text string, at int) int {
	if text[at] == '\r' && at+1 < len(text) && text[at+1] == '\n' {
		return 2
	}
	return 1
}

// parser reads records from text. Cells are substrings of it wherever
// nothing has to be unescaped.
type parser struct {
	dialect
	text    string
	pos     int
	line    int // physical line of pos
	limits  table.Limits
	maxRows int // of a sample; 0 reads all

	stop     [256]bool // bytes that end an unquoted cell
	cells    table.RowBuilder
	filled   bool // the record has a cell that isn't blank
	suspect  int  // line of a quote in the record that may have been left open, 0 where there is none
	watching bool // quotes that don't enclose their cell are looked at
	strays   int  // how many such cells there are
	torn     bool // one lies in a record that was torn (see rejoinable)
	looking  bool // the text has quotes
	half     bool // the record has a cell in which a quote seems to open, or a quoted one
	odd      bool // the record has a quote that doesn't enclose its cell
	odds     int  // how many such records there are
	rows     []table.Row
}

func newParser(text string, d dialect, limits table.Limits) *parser {
	if d.mark == 0 {
		d.mark = '"'
	}
	p := &parser{dialect: d, text: text, line: 1, limits: limits, looking: strings.IndexByte(text, d.mark) >= 0}
	p.stop[d.delimiter], p.stop['\r'], p.stop['\n'] = true, true, true
	return p
}

// parse reads all records. Those without any text are passed over.
func (p *parser) parse(progress func(done, total int)) error {
	for p.pos < len(p.text) {
		line, start, strays := p.line, p.pos, p.strays
		if err := p.record(); err != nil {
			return err
		}
		if p.watching && p.strays > strays && !p.torn {
			p.torn = isTorn(p.text[start:p.pos], p.delimiter, p.limits)
		}
		if !p.filled {
			p.cells.Drop()
			continue
		}
		// Titles and the header come on top of the rows that are counted.
		if len(p.rows) >= p.limits.Rows+table.HeaderSearch {
			return p.limits.TooManyRows()
		}
		p.rows = append(p.rows, table.Row{Line: line, Cells: p.cells.End(), OddQuotes: p.odd})
		if p.odd {
			p.odds++
		}
		if p.cells.Total() > p.limits.Cells {
			return p.limits.TooManyCells()
		}
		if len(p.rows) == p.maxRows {
			return nil
		}
		if progress != nil && len(p.rows)%progressRows == 0 {
			progress(p.pos, len(p.text))
		}
	}
	if progress != nil {
		progress(len(p.text), len(p.text))
	}
	return nil
}

// record reads one record with its line ending.
func (p *parser) record() error {
	p.cells.Begin()
	p.filled, p.suspect, p.half, p.odd = false, 0, false, false
	line := p.line
	for {
		cell, err := p.cell()
		if err != nil {
			return err
		}
		if err := p.add(cell, line); err != nil {
			return err
		}
		if p.pos == len(p.text) {
			return p.checkSuspect()
		}
		if p.text[p.pos] == p.delimiter {
			p.pos++
			continue
		}
		size := lineEndSize(p.text, p.pos)
		if p.lineEnd == "" {
			p.lineEnd = p.text[p.pos : p.pos+size]
		}
		p.pos += size
		p.line++
		return p.checkSuspect()
	}
}

// checkSuspect looks at the whole of a record in which a quoted cell looks like
// records: where the number of its cells is wrong too, the quote was left open.
func (p *parser) checkSuspect() error {
	if p.suspect > 0 && p.cells.Width() != p.columns {
		return unclosed(p.suspect)
	}
	return nil
}

func (p *parser) add(cell string, line int) error {
	column := p.cells.Width() + 1
	if table.IsLonger(cell, p.limits.CellChars) {
		return p.limits.CellTooLong(line, column)
	}
	blank := table.IsBlank(cell)
	if column > p.limits.Columns {
		if blank {
			return nil // Excel likes to write thousands of empty cells
		}
		return p.limits.TooManyColumns(line)
	}
	p.filled = p.filled || !blank
	p.cells.Add(cell)
	return nil
}

// quotedOrNot reads one cell as cell does, and tells whether quotes enclosed it.
func (p *parser) quotedOrNot() (cell string, quoted bool, err error) {
	if p.atQuote() {
		if cell, quoted, err = p.quoted(); quoted || err != nil {
			return cell, quoted, err
		}
	}
	cell, err = p.cell()
	return cell, false, err
}

// atQuote tells whether a cell begins with a quote, before which a dialect may
// have spaces.
func (p *parser) atQuote() bool {
	at := p.pos
	for p.spaced && at < len(p.text) && p.text[at] == ' ' {
		at++
	}
	if at == len(p.text) || p.text[at] != p.mark {
		return false
	}
	p.pos = at
	return true
}

// cell reads one cell and stops at the delimiter or line ending behind it.
func (p *parser) cell() (string, error) {
	start := p.pos
	if p.atQuote() {
		cell, ok, err := p.quoted()
		if ok || err != nil {
			p.half = true
			return table.TextOfFormula(cell), err
		}
		p.pos = start
	}
	end := p.pos
	for end < len(p.text) && !p.stop[p.text[end]] {
		end++
	}
	raw := p.text[p.pos:end]
	cell := table.TextOfFormula(raw)
	p.pos = end
	if !p.looking || strings.IndexByte(cell, p.mark) < 0 {
		return cell, nil
	}
	if p.suspect > 0 {
		return "", unclosed(p.suspect)
	}
	p.strays++
	p.lookAt(raw)
	return cell, nil
}

// quoted reads a cell that begins with a quote. ok is false where the quote
// doesn't enclose the cell ("Kalle" Oy): then nothing is read, and the quote
// is a character like any other.
//
// A quote that somebody left open would swallow rows up to the next quote in
// the file. Three things give it away, each an error of the line on which it
// opened: no other quote follows; text follows the closing quote although
// lines were passed; or the passed lines look like records and the rest of the
// record doesn't fit either. Lines that look like records are no proof by
// themselves: a note may hold a list.
func (p *parser) quoted() (cell string, ok bool, err error) {
	start := p.pos + 1
	end, escapes := p.closingQuote(start)
	if end < 0 {
		return "", false, unclosed(p.line)
	}
	raw := p.text[start:end]
	breaks := table.CountLines(raw)

	after := end + 1
	for p.delimiter != ' ' && after < len(p.text) && p.text[after] == ' ' {
		after++ // "a" , "b"
	}
	if after < len(p.text) && !p.stop[p.text[after]] {
		if breaks > 0 {
			return "", false, unclosed(p.line)
		}
		return "", false, nil
	}
	if breaks > 0 && p.suspect == 0 && p.swallowed(raw) {
		p.suspect = p.line
	}
	if escapes || p.escapes {
		raw = p.unescape(raw)
	}
	p.pos = after
	p.line += breaks
	return table.PlainLineEnds(raw), true, nil
}

// unclosed is the error of a quote that was left open.
func unclosed(line int) error {
	return &table.Error{Code: table.QuoteUnclosed, Args: map[string]any{"line": line}}
}

// enoughDelimiters is how many delimiters a quoted cell has to hold before it
// is suspected of holding records.
const enoughDelimiters = 8

// swallowed tells whether what a quoted cell holds looks like records: over
// lines that end as the file's records do, it holds just as many delimiters as
// those records would. Programs that write line breaks in cells differently
// from the ends of records (Excel and this package do) are never suspected.
func (p *parser) swallowed(raw string) bool {
	lines := strings.Split(raw, p.lineEnd)
	found := strings.Count(raw, string(p.delimiter))
	if p.lineEnd == "" || p.columns < 2 || len(lines) < 2 || found < enoughDelimiters {
		return false
	}
	if found == (len(lines)-1)*(p.columns-1) {
		return true
	}
	whole := lines[1 : len(lines)-1]
	records := 0
	for _, line := range whole {
		if strings.Count(line, string(p.delimiter)) == p.columns-1 {
			records++
		}
	}
	return records > 0 && records*5 >= len(whole)*4
}

// mayBeTorn is a quick look for quotes beside another delimiter than the file's
// own.
func mayBeTorn(text string, delimiter byte) bool {
	other := func(i int) bool {
		return i >= 0 && i < len(text) && text[i] != delimiter && strings.IndexByte(Delimiters, text[i]) >= 0
	}
	for i := 0; i < len(text); i++ {
		at := strings.IndexByte(text[i:], '"')
		if at < 0 {
			return false
		}
		i += at
		if other(i-1) || other(i+1) {
			return true
		}
	}
	return false
}

// isTorn tells whether a record, read with one of the other delimiters, has a
// quoted cell that holds the file's own, or begins with the space that follows
// a comma.
func isTorn(record string, delimiter byte, limits table.Limits) bool {
	for i := range len(Delimiters) {
		if Delimiters[i] == delimiter {
			continue
		}
		p := newParser(record, dialect{delimiter: Delimiters[i], columns: 1}, limits)
		for p.pos < len(record) {
			cell, quoted, err := p.quotedOrNot()
			if err != nil {
				break
			}
			if quoted && (strings.IndexByte(cell, delimiter) >= 0 || strings.HasPrefix(cell, " ")) {
				return true
			}
			p.pos++
		}
	}
	return false
}
