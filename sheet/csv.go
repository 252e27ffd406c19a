package sheet

import (
	"strings"

	"kortisto/sheet/table"
)

// readCSV reads delimited text.
func (s *Sheet) readCSV(text string, o Options) error {
	delimiter, sepSize := sepLine(text)
	if o.Delimiter != "" {
		var err error
		if delimiter, err = resolveDelimiter(o.Delimiter); err != nil {
			return err
		}
	}
	body, above := text[sepSize:], table.CountLines(text[:sepSize])
	p := newCSVParser(body, findDialect(body, delimiter, o), o.Limits)
	p.line += above
	p.watching = o.Known != nil && mayBeTorn(body, p.delimiter)
	lines := max(strings.Count(body, "\n"), strings.Count(body, "\r")) // of which most files have one kind, or both as one
	p.rows = make([]table.Row, 0, min(lines, o.Limits.Rows+table.HeaderSearch)+1)
	if err := p.parse(o.Progress); err != nil {
		return err
	}
	if err := checkDelimiter(p.rows, o); err != nil {
		return err
	}
	if inner := p.rejoinable(o); inner != 0 {
		rows, err := rejoin(body, inner, above, o)
		if err != nil {
			return err
		}
		p.rows, p.delimiter, s.Rejoined = rows, inner, true
	}
	s.Delimiter = string(p.delimiter)
	return s.arrange(p.rows, o)
}
