package confirmation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/handlers/drafts"
	"kortisto/importer"
	"kortisto/sheet"
)

// keptCells stands among the codes of problems for rows whose damaged cells keep
// the stored values.
const keptCells customer.Code = "kept"

// emptyCells stands there for rows with cells that say nothing of stored values.
const emptyCells customer.Code = "empty-cells"

// hasProblem reports whether a row has a problem with a code.
func hasProblem(row *importer.Row, code customer.Code) bool {
	switch code {
	case keptCells:
		return row.Kept != 0
	case emptyCells:
		return hasEmptyCells(row)
	}
	return slices.ContainsFunc(row.Problems, func(p customer.Problem) bool { return p.Code == code })
}

// hasEmptyCells reports whether a row that is not left out has such cells.
func hasEmptyCells(row *importer.Row) bool {
	return row.Emptied != 0 && row.Status != importer.Excluded
}

// rowFilter lets rows of a plan through. It goes over all rows of a file for
// each page that is shown, and so takes no memory for a row.
type rowFilter struct {
	status    string
	problem   customer.Code
	changes   customer.Field
	search    *search // nil for everything
	differing map[int]bool
}

// filteredRows is what a filter lets through, and what each of its parts would
// if the others stayed.
type filteredRows struct {
	rows     []int // by index, in the order in which they are shown
	problems map[customer.Code]int
	changes  [customer.Version + 1]int
}

// filterRows lists the rows that are shown.
func filterRows(planned *drafts.Planned, show Showing, differing map[int]bool) filteredRows {
	filter := rowFilter{status: show.statusOf(planned.Plan), problem: show.Problem, changes: show.Changes, differing: differing}
	if show.Search != "" {
		filter.search = newSearch(show.Search)
	}
	return filter.apply(planned.Plan, planned.Sheet)
}

// actingOrder is the order of the rows that something happens to: decisions first,
// then errors, changes and new customers.
var actingOrder = [...]importer.Status{importer.Undecided, importer.Error, importer.Modified, importer.New}

// apply goes through the rows of a plan.
func (f *rowFilter) apply(plan *importer.Plan, read *sheet.Sheet) filteredRows {
	filtered := filteredRows{problems: make(map[customer.Code]int)}
	var inOrder [len(actingOrder)][]int
	for i := range plan.Rows {
		row := plan.Rows[i]
		order := slices.Index(actingOrder[:], row.Status)
		if !f.hasStatus(row, order) {
			continue
		}
		hasProblem := f.problem == "" || hasProblem(row, f.problem)
		changes := f.changes == customer.None || row.Status == importer.Modified && row.Changes.Fields().Has(f.changes)
		if !hasProblem && !changes || f.search != nil && !f.search.inRow(row, &read.Rows[i]) {
			continue
		}
		if changes {
			filtered.countProblems(row)
		}
		if hasProblem && row.Status == importer.Modified {
			for f := range row.Changes.Fields().All() {
				filtered.changes[f]++
			}
		}
		switch {
		case !hasProblem || !changes:
		case f.status == acting:
			inOrder[order] = append(inOrder[order], i)
		default:
			filtered.rows = append(filtered.rows, i)
		}
	}
	switch f.status {
	case acting:
		gatherAlike(plan, inOrder[slices.Index(actingOrder[:], importer.Error)])
		filtered.rows = slices.Concat(inOrder[:]...)
	case string(importer.Error):
		gatherAlike(plan, filtered.rows)
	}
	return filtered
}

// hasStatus reports whether a row has the status, of which actingOrder has the
// place.
func (f *rowFilter) hasStatus(row *importer.Row, order int) bool {
	switch f.status {
	case everything:
		return true
	case acting:
		return order >= 0
	case differing:
		return f.differing[row.Line]
	}
	return f.status == string(row.Status)
}

// countProblems counts a row once for each kind of problem that it has.
func (s *filteredRows) countProblems(row *importer.Row) {
	if row.Kept != 0 {
		s.problems[keptCells]++
	}
	if hasEmptyCells(row) {
		s.problems[emptyCells]++
	}
	for i, problem := range row.Problems {
		if !slices.ContainsFunc(row.Problems[:i], func(p customer.Problem) bool { return p.Code == problem.Code }) {
			s.problems[problem.Code]++
		}
	}
}

// search finds a text within others, letter case aside.
type search struct {
	letters []rune    // in lower case
	starts  [256]bool // bytes that a place where it stands may begin with
}

func newSearch(text string) *search {
	s := new(search)
	for _, r := range text {
		s.letters = append(s.letters, unicode.ToLower(r))
	}
	first := s.letters[0]
	for r := unicode.SimpleFold(first); ; r = unicode.SimpleFold(r) {
		s.starts[string(r)[0]] = true
		if r == first {
			return s
		}
	}
}

// inRow reports whether a row has the text: in a cell, or in the name or the
// number of its customer. Cells with a personal identity code, which are shown
// masked, are not looked into.
func (s *search) inRow(row *importer.Row, source *sheet.Row) bool {
	for _, cell := range source.Cells {
		if s.in(cell) && !customer.HasPersonalID(cell) {
			return true
		}
	}
	return s.in(row.Name) || row.Customer != 0 && s.in(strconv.Itoa(row.Customer))
}

func (s *search) in(text string) bool {
	for i := range len(text) {
		if s.starts[text[i]] && s.begins(text[i:]) {
			return true
		}
	}
	return false
}

// begins reports whether another text begins with it.
func (s *search) begins(text string) bool {
	for _, want := range s.letters {
		r, size := utf8.DecodeRuneInString(text)
		if size == 0 || unicode.ToLower(r) != want {
			return false
		}
		text = text[size:]
	}
	return true
}

// filterView is the form of the filters beside the statuses.
type filterView struct {
	Problems, Changes []selectEntry
	Search            string
	Active            bool
	Clear             string // address without them
}

// makeFilter selects the rows, and offers what else they can be narrowed by.
func (v *View) makeFilter() {
	v.filtered = filterRows(v.planned, v.Showing, v.differing)
	all := Showing{Status: v.Showing.Status, Columns: v.Showing.Columns, Seen: v.Showing.Seen}
	v.Filter = filterView{Search: v.Showing.Search, Active: v.Showing.filtered(), Clear: v.address(all)}
	problems := v.filtered.problems
	if v.Showing.Problem != "" && problems[v.Showing.Problem] == 0 { // what is chosen can be seen though it is settled
		v.Filter.Problems = append(v.Filter.Problems, selectEntry{string(v.Showing.Problem), v.words.Text("import.facet-settled"), true})
	}
	for code, count := range problems {
		label := v.words.Text("import.facet", "what", v.words.Text("code."+string(code)), "rows", v.words.Number(count))
		v.Filter.Problems = append(v.Filter.Problems, selectEntry{string(code), label, code == v.Showing.Problem})
	}
	slices.SortFunc(v.Filter.Problems, func(a, b selectEntry) int {
		return cmp.Or(cmp.Compare(problems[customer.Code(b.Value)], problems[customer.Code(a.Value)]), strings.Compare(a.Label, b.Label))
	})
	for _, f := range v.words.Table.Fields() {
		if count := v.filtered.changes[f]; count > 0 || f == v.Showing.Changes {
			label := v.words.Text("import.facet-changes", "field", v.words.Label(f), "rows", v.words.Number(count))
			v.Filter.Changes = append(v.Filter.Changes, selectEntry{f.Key(), label, f == v.Showing.Changes})
		}
	}
}
