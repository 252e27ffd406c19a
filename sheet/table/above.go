package table

import (
	"slices"
	"unicode"
)

// form is what kind of text a cell holds, as far as its signs tell.
type form uint8

const (
	formWords   form = 1 << iota // letters
	formDigits                   // a number: digits, and what stands between those of telephone numbers
	formDotted                   // digits with dots, colons or slashes between them: dates, times, sums
	formMixed                    // letters and digits
	formAddress                  // an e-mail address
)

// formOf gives the form of a cell, 0 of a blank one.
func formOf(cell string) form {
	var letters, numbers, dots bool
	for i, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			numbers = true
		case unicode.IsLetter(r):
			letters = true
		case r == '@' && i > 0:
			return formAddress
		case r == '.' || r == ',' || r == ':' || r == '/':
			dots = true
		}
	}
	switch {
	case letters && numbers:
		return formMixed
	case letters:
		return formWords
	case numbers && dots:
		return formDotted
	case numbers:
		return formDigits
	}
	return 0
}

// columnForm is what the cells of a column hold.
type columnForm struct {
	forms             form
	shortest, longest int // of its numbers, in bytes
}

// add takes one more cell of the column.
func (c *columnForm) add(cell string) {
	is := formOf(cell)
	c.forms |= is
	if is == formDigits {
		if c.shortest == 0 || len(cell) < c.shortest {
			c.shortest = len(cell)
		}
		c.longest = max(c.longest, len(cell))
	}
}

// holds tells whether a cell of a form is as those of the column.
func (c *columnForm) holds(cell string, is form) bool {
	return c.forms&is != 0 && (is != formDigits || 2*len(cell) >= c.shortest && len(cell) <= 2*c.longest)
}

// formRows is how many rows are looked at to know what columns hold.
const formRows = 50

// formsOf gives the forms of the columns of the first rows.
func formsOf(rows []Row) []columnForm {
	var columns []columnForm
	for _, row := range rows[:min(len(rows), formRows)] {
		for i, cell := range row.Cells {
			if i == len(columns) {
				columns = append(columns, columnForm{})
			}
			columns[i].add(cell)
		}
	}
	return columns
}

// formTexts are the forms that stand for one another: Aalto, Aalto 2.
const formTexts = formWords | formMixed

// compareForms counts the cells, standing from a column on, that are as others
// of their columns, and those that are not; telling are those of the former
// that are more than words. Columns of which nothing is known say nothing.
func compareForms(columns []columnForm, cells []string, from int) (alike, telling, other int) {
	for i, cell := range cells {
		is := formOf(cell)
		if is == 0 || from+i >= len(columns) || columns[from+i].forms == 0 {
			continue
		}
		switch column := &columns[from+i]; {
		case column.holds(cell, is):
			alike++
			if is != formWords {
				telling++
			}
		case is&formTexts == 0 || column.forms&formTexts == 0:
			other++
		}
	}
	return alike, telling, other
}

// RowsAbove tells what stands above the header at a place (read-header,
// docs/rules.md). From first on it is rows of data, as where a sheet was sorted
// with its header; first is at where there are none. left counts those before
// that may be data as well: they fill as many columns as rows do.
func RowsAbove(rows []Row, at int, known func(string) bool) (first, left int) {
	if at <= 0 {
		return max(at, 0), 0
	}
	names, _ := CountKnown(rows[at].Cells, nil)
	columns := formsOf(rows[at+1:])
	first = at
	for i, row := range rows[:at] {
		if isDataRow(row.Cells, names, columns) {
			first = i
			break
		}
	}
	for i, row := range rows[:first] {
		filled, hits := CountKnown(row.Cells, known)
		switch {
		case first < at:
			left++
		case filled < 2 || 2*filled < names || hits > 0 || i == at-1 && isHeading(row.Cells, filled):
		default:
			left++
		}
	}
	return first, left
}

// isDataRow tells whether a row above a header of so many names holds data as
// the columns below the header do. Where nothing stands below, numbers and
// addresses in most of the columns tell it.
func isDataRow(cells []string, names int, columns []columnForm) bool {
	filled, _ := CountKnown(cells, nil)
	if filled < 2 {
		return false
	}
	alike, telling, other := compareForms(columns, cells, 0)
	if alike+other > 0 {
		return telling > 0 && alike > 2*other
	}
	dates := 0
	for _, cell := range cells {
		if formOf(cell) == formDotted {
			dates++
		}
	}
	return 2*filled >= names && dates < filled-1 && looksLikeData(cells)
}

// isHeading tells whether the row directly above a header holds headings of
// groups of columns: words, with empty cells between them.
func isHeading(cells []string, filled int) bool {
	for _, cell := range cells {
		if is := formOf(cell); is != 0 && is != formWords {
			return false
		}
	}
	return filled < len(cells)
}

// HasRows tells whether there are rows beside the header at a place, -1 for
// none: below it, or data above it.
func HasRows(rows []Row, at int, known func(string) bool) bool {
	if at < 0 {
		return len(rows) > 0
	}
	if first, _ := RowsAbove(rows, at, known); first < at {
		return true
	}
	header := CleanNames(rows[at].Cells)
	return slices.ContainsFunc(rows[at+1:], func(row Row) bool { return !RepeatsHeader(row.Cells, header) })
}
