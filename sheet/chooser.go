package sheet

import (
	"errors"
	"strings"

	"kortisto/sheet/table"
)

// chooser picks, among the worksheets of a workbook, the one that is asked for,
// or else the visible one that is most of a table, the first of several.
//
// The choice doesn't depend on Options.HeaderRow: who corrects the header row
// means that of the worksheet that was shown.
type chooser struct {
	asked  string // "" where none is
	limits table.Limits
	known  func(string) bool
	enough int

	names  []string
	chosen *collector // the best so far
	holds  int        // what it holds
}

func newChooser(o Options) *chooser {
	c := &chooser{asked: o.Sheet, limits: o.Limits, known: o.Known, enough: holdsKnown}
	switch {
	case o.Sheet != "":
		c.enough = holdsNothing
	case o.Known == nil:
		c.enough = holdsTable
	}
	return c
}

// next gives the collector of the next worksheet.
func (c *chooser) next(name string, hidden bool) *collector {
	c.names = append(c.names, name)
	wanted := false
	switch {
	case c.asked == "":
		wanted = !hidden && c.holds < c.enough
	case c.chosen == nil:
		wanted = sameSheet(name, c.asked)
	default:
		wanted = name == c.asked && c.chosen.name != c.asked
	}
	return &collector{name: name, limits: c.limits, known: c.known, enough: c.enough, wanted: wanted, discard: !wanted}
}

// take weighs a worksheet that was read.
func (c *chooser) take(read *collector) {
	if !read.wanted {
		return
	}
	read.dropEmptied()
	if holds := read.holds(); holds > c.holds || c.asked != "" {
		c.chosen, c.holds = read, holds
	}
}

// sameSheet tells whether a worksheet is the one that a person means.
func sameSheet(name, asked string) bool {
	return strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(asked))
}

// sheet gives what the chosen worksheet holds.
func (c *chooser) sheet(format Format, o Options) (*Sheet, error) {
	s := &Sheet{Format: format, Names: c.names}
	switch {
	case c.chosen == nil && c.asked != "":
		return nil, &table.Error{Code: table.SheetUnknown, Args: map[string]any{"sheet": c.asked, "names": c.names}}
	case c.chosen == nil:
		return nil, s.noRows()
	case c.chosen.over != nil:
		return nil, c.chosen.over
	}
	s.Name, s.ErrorCells, s.UnknownCells = c.chosen.name, c.chosen.errors, c.chosen.unknown
	rows, err := s.rejoinWorksheet(c.chosen.rows, o)
	if err != nil {
		return nil, err
	}
	if err := s.arrange(rows, o); errors.Is(err, &table.Error{Code: table.NoRows}) {
		return nil, s.noRows()
	} else if err != nil {
		return nil, err
	}
	return s, nil
}

// noRows names the worksheets where there are others to choose.
func (s *Sheet) noRows() error {
	if len(s.Names) < 2 {
		return &table.Error{Code: table.NoRows}
	}
	return &table.Error{Code: table.NoRows, Args: map[string]any{"names": s.Names}}
}
