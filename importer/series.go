package importer

import (
	"strconv"

	"kortisto/customer"
)

// minSeries is how many changed cells, one under the other, count up by one
// before they are a warning.
const minSeries = 5

// Run is a part of a column in which the changed cells count up by one, as a
// spreadsheet's fill handle leaves them: Vakio 2027, Vakio 2028...
type Run struct {
	First string // the value that was filled downwards
	Lines []int  // of the rows that would change, in the order of the file
}

// series warns of the runs of a column, once for all of it (series-warned,
// docs/rules.md).
func (c *Column) series(runs []Run) {
	if len(runs) == 0 {
		return
	}
	cells := 0
	for _, run := range runs {
		cells += len(run.Lines)
	}
	c.Runs = runs
	c.Problems = append(c.Problems, customer.Problem{Field: c.Field, Level: customer.Warning, Code: Series, Args: customer.Args{
		"count": cells, "first": runs[0].First, "line": runs[0].Lines[0]}})
}

// runs finds the runs of one column.
func (s *summary) runs(f customer.Field, column int) []Run {
	if s.plan.Columns[column].Changes < minSeries {
		return nil
	}
	var runs []Run
	var run Run
	end := func() {
		if len(run.Lines) >= minSeries {
			runs = append(runs, run)
		}
		run = Run{}
	}
	before, quiet := "", true // quiet: the cell before changes nothing, and was not looked at
	for i := range s.plan.Rows {
		row := s.plan.Rows[i]
		change, changed := row.Changes.Of(f)
		if row.Status != Modified || !changed {
			end()
			quiet = true
			continue
		}
		if quiet && i > 0 {
			before = CellText(&s.file.in.Sheet.Rows[i-1], column)
		}
		if run.Lines != nil && follows(before, change.New) {
			run.Lines = append(run.Lines, row.Line)
		} else {
			end()
			run = Run{First: change.New, Lines: []int{row.Line}}
			if follows(before, change.New) { // the cell that was pulled down changed nothing itself
				run.First = before
			}
		}
		before, quiet = change.New, false
	}
	end()
	return runs
}

// follows reports whether a text is another one with one of its numbers one
// higher.
func follows(before, text string) bool {
	at := 0
	for at < len(before) && at < len(text) && before[at] == text[at] {
		at++
	}
	for at > 0 && isDigit(text[at-1]) {
		at--
	}
	a, restA := cutDigits(before[at:])
	b, restB := cutDigits(text[at:])
	if a == "" || b == "" || restA != restB {
		return false
	}
	n, err := strconv.ParseInt(a, 10, 64)
	next, err2 := strconv.ParseInt(b, 10, 64)
	return err == nil && err2 == nil && next == n+1
}

func cutDigits(text string) (digits, rest string) {
	end := 0
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	return text[:end], text[end:]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
