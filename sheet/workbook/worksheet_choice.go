package workbook

import (
	"strings"

	"kortisto/sheet/table"
)

// worksheetChoice picks the worksheet that is asked for, or else the visible one
// that is most of a table, the first of several.
//
// The choice doesn't depend on the header row that a user gives: who corrects it
// means that of the worksheet that was shown.
type worksheetChoice struct {
	asked  string // "" where none is
	limits table.Limits
	known  func(string) bool
	enough int

	names  []string
	hidden int            // how many of them are
	chosen *worksheetRows // the best so far
	holds  int            // what it holds
}

func newWorksheetChoice(o Options) *worksheetChoice {
	c := &worksheetChoice{asked: o.Sheet, limits: o.Limits, known: o.Known, enough: holdsKnown}
	switch {
	case o.Sheet != "":
		c.enough = holdsNothing
	case o.Known == nil:
		c.enough = holdsTable
	}
	return c
}

// next gives what the rows of the next worksheet are to be read into.
func (c *worksheetChoice) next(name string, hidden bool) *worksheetRows {
	c.names = append(c.names, name)
	if hidden {
		c.hidden++
	}
	wanted := false
	switch {
	case c.asked == "":
		wanted = !hidden && c.holds < c.enough
	case c.chosen == nil:
		wanted = sameSheet(name, c.asked)
	default:
		wanted = name == c.asked && c.chosen.name != c.asked
	}
	return &worksheetRows{name: name, limits: c.limits, known: c.known, enough: c.enough, wanted: wanted, discard: !wanted}
}

// take weighs a worksheet that was read.
func (c *worksheetChoice) take(read *worksheetRows) {
	if !read.wanted {
		return
	}
	read.dropEmptied()
	if holds := read.holds(); holds > c.holds || c.asked != "" || holds == c.holds && holds >= holdsRows && len(read.rows) > farMore*len(c.chosen.rows) {
		c.chosen, c.holds = read, holds
	}
}

// farMore is how many times the rows of an earlier worksheet a later one has to
// have to be chosen where neither has known columns.
const farMore = 3

// masked stands in a name that is asked for in the place of what is not shown of
// it. Programs let no worksheet have a name with asterisks.
const masked = "*****"

// sameSheet tells whether a worksheet is the one that a person means.
func sameSheet(name, asked string) bool {
	if before, after, found := strings.Cut(asked, masked); found && strings.HasPrefix(name, before) && strings.HasSuffix(name, after) {
		return true
	}
	return strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(asked))
}

// result gives what the chosen worksheet holds.
func (c *worksheetChoice) result(kind Kind) (*Worksheet, error) {
	switch {
	case c.chosen == nil && c.asked != "":
		return nil, sheetUnknown(c.asked, c.names)
	case c.chosen == nil && c.hidden > 0 && c.hidden == len(c.names):
		return nil, &table.Error{Code: table.SheetsHidden, Args: map[string]any{"names": c.names}}
	case c.chosen == nil:
		return nil, noRows(c.names)
	case c.chosen.over != nil:
		return nil, c.chosen.over
	}
	return &Worksheet{
		Kind:         kind,
		Name:         c.chosen.name,
		Names:        c.names,
		Rows:         c.chosen.rows,
		Merged:       c.chosen.merged,
		ErrorCells:   c.chosen.errors,
		UnknownCells: c.chosen.unknown,
	}, nil
}

// sheetUnknown is the error of a worksheet that the workbook doesn't have.
func sheetUnknown(asked string, names []string) error {
	return &table.Error{Code: table.SheetUnknown, Args: map[string]any{"sheet": asked, "names": names}}
}
