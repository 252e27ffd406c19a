package confirmation

import (
	"slices"
	"strconv"

	"kortisto/importer"
)

// problemView is the way to the next row that is wrong or undecided.
type problemView struct {
	Line   int    // of the first one behind the rows that are shown
	Beyond string // address of the page on which it stands
	At     string // address that opens the first one behind the row that is open
}

// NextProblem finds them among the rows that the filters let through, else among
// all of them; behind the last comes the first. It is nil where there is none.
func (v *View) NextProblem() *problemView {
	if v.plan.Counts[importer.Error]+v.plan.Counts[importer.Undecided] == 0 {
		return nil
	}
	show, rows, shown := v.Showing, v.filtered.rows, v.Pager.To
	if !slices.ContainsFunc(rows, v.isProblem) {
		show = Showing{Status: everything, Columns: show.Columns, Seen: show.Seen}
		rows, shown = filterRows(v.planned, show, nil).rows, 0
	}
	address := func(from int, open bool) (line int, at string) {
		found := slices.IndexFunc(rows[from:], v.isProblem)
		if found += from; found < from {
			found = slices.IndexFunc(rows, v.isProblem)
		}
		line = v.plan.Rows[rows[found]].Line
		show.Page, show.Open = found/rowsPerPage+1, 0
		if open {
			show.Open = line
		}
		return line, v.address(show)
	}
	view := new(problemView)
	view.Line, view.Beyond = address(shown, false)
	opened := slices.IndexFunc(rows, func(i int) bool { return v.plan.Rows[i].Line == v.Showing.Open })
	line, at := address(opened+1, true)
	view.At = at + "#line-" + strconv.Itoa(line)
	return view
}
