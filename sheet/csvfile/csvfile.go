// Package csvfile reads text whose columns are parted by a delimiter: CSV, as
// RFC 4180 describes it and as programs and people really write it.
//
// A file is records, each ended by CR LF, LF or CR, the last one perhaps by
// nothing. A record is cells, parted by one of ; , tab and |:
//
//	Nimi;Osoite
//	Åke;"Tie 1; ovi ""B"""
//
// A cell that begins and ends with a quote may hold delimiters, line endings
// and, doubled, quotes. Spaces behind its closing quote are none of it. In any
// other cell a quote is a letter: 12" putki, "Kalle" Oy. White space belongs to
// a cell, and a line ending within one is read as \n. A cell that is a formula
// of one text, ="00100", is that text. Records without any text are no rows. A
// first line sep=; tells the delimiter and is no row either.
//
// Beyond the RFC, which knows the comma alone and lets each record have the
// same number of cells:
//
//   - The delimiter is found: see findDialect.
//   - Records may be shorter or longer than the header. Empty cells beyond the
//     limit of columns are dropped.
//   - A quote that was never closed is an error of the line on which it opened,
//     also where another quote further down seems to close it: see quoted.
//   - A file that was opened with another delimiter than its own and saved,
//     so that each row lies in one cell, is put together again: see rejoinable.
//
// What can't be read for certain is an error; no cell is guessed.
package csvfile

import (
	"strings"

	"kortisto/sheet/table"
)

// Delimiters that part the cells of a file, in the order of preference.
const Delimiters = ";,\t|"

// Options are what is known of a file.
type Options struct {
	Delimiter string            // one of Delimiters, the tab also written "tab"; "" finds it
	Known     func(string) bool // tells whether a text is the name of a column; nil does without
	Limits    table.Limits
	Progress  func(done, total int) // is called now and then with bytes; nil is not
}

// Table is what a file holds.
type Table struct {
	Rows      []table.Row // all that hold something, each with the physical line on which its record begins
	Delimiter string
	Rejoined  bool // each row lay in one column, and was put together again
}

// Read reads a file's text.
func Read(text string, o Options) (*Table, error) {
	delimiter, sepSize := sepLine(text)
	if o.Delimiter != "" {
		var err error
		if delimiter, err = resolveDelimiter(o.Delimiter); err != nil {
			return nil, err
		}
	}
	body, above := text[sepSize:], table.CountLines(text[:sepSize])
	p := newParser(body, findDialect(body, delimiter, quoting{}, o), o.Limits)
	p.line += above
	p.watching = o.Known != nil && mayBeTorn(body, p.delimiter)
	lines := max(strings.Count(body, "\n"), strings.Count(body, "\r")) // of which most files have one kind, or both as one
	p.rows = make([]table.Row, 0, min(lines, o.Limits.Rows+table.HeaderSearch)+1)
	p, err := requote(p, p.parse(o.Progress), body, above, delimiter, o)
	if err != nil {
		return nil, err
	}
	if err := checkDelimiter(p.rows, o); err != nil {
		return nil, err
	}
	inner := p.rejoinable(o)
	if inner == 0 {
		return &Table{Rows: p.rows, Delimiter: string(p.delimiter)}, nil
	}
	rows, err := rejoin(body, inner, above, o)
	if err != nil {
		return nil, err
	}
	return &Table{Rows: rows, Delimiter: string(inner), Rejoined: true}, nil
}

// TellsDelimiter tells whether a text begins with a line as sep=; with which a
// file tells its delimiter, so that the line would be no row.
func TellsDelimiter(text string) bool {
	_, size := sepLine(text)
	return size > 0
}
