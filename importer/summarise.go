package importer

import (
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// summarise completes a plan whose rows are planned.
func summarise(plan *Plan, l *lookup, groups *groupNames) {
	s := &summary{plan: plan, file: l.file, lookup: l, groups: groups}
	s.findColumns()
	s.countRows()
	s.countPieces()
	s.countCells()
	s.tellRivals()
	s.countGroups()
	s.findLikeGroups()
	s.countFills()
	s.findPatterns()
	s.countHalves()
	s.countZeros()
	s.findNumberJump()
}

// countRows counts the rows by status, and in each column what they do.
func (s *summary) countRows() {
	s.plan.Counts = make(map[Status]int, len(Statuses))
	for _, status := range Statuses {
		s.plan.Counts[status] = 0
	}
	for _, row := range s.plan.Rows {
		s.plan.Counts[row.Status]++
		if hasProblemOf(row.Problems, customer.None, ErasedPerson) {
			s.plan.Erased++
		}
		for _, problem := range row.Problems {
			if problem.Level == customer.Error {
				s.each(problem.Field, func(c *Column) { c.Errors++ })
			}
		}
		if row.Status != Excluded {
			s.plan.EmptyCells += row.Emptied.Len()
		}
		s.plan.Kept += row.Kept.Len()
		for f := range row.Kept.All() {
			s.each(f, func(c *Column) { c.Kept++ })
		}
		if row.Status == Modified {
			for change := range row.Changes.All() {
				s.each(change.Field, func(c *Column) { c.count(change) })
			}
		}
	}
}

// count counts a change of a stored customer.
func (c *Column) count(change customer.Change) {
	c.Changes++
	if change.New == "" {
		c.Cleared++
	}
}

// countCells counts the filled cells of each column, and warns of personal
// identity codes in columns that are not imported.
func (s *summary) countCells() {
	for i := range s.file.in.Sheet.Rows {
		for j, text := range s.file.in.Sheet.Rows[i].Cells {
			if j < len(s.plan.Columns) && text != "" {
				s.plan.Columns[j].Filled++
			}
		}
	}
	for j := range s.plan.Columns {
		if c := &s.plan.Columns[j]; c.Field == customer.None && c.Filled > 0 && holdsPersonalIDs(s.file.in.Sheet, j) {
			c.Problems = []customer.Problem{{Level: customer.Warning, Code: customer.PersonalID}}
		}
	}
}

// holdsPersonalIDs reports whether a column holds a personal identity code.
func holdsPersonalIDs(s *sheet.Sheet, column int) bool {
	return slices.ContainsFunc(s.Rows, func(row sheet.Row) bool {
		return column < len(row.Cells) && customer.HasPersonalID(row.Cells[column])
	})
}

// countGroups lists the groups that a save will create, with their rows.
func (s *summary) countGroups() {
	known := make(map[string]int)
	for _, row := range s.plan.Rows {
		change, changed := row.Changes.Of(customer.Group)
		if !changed || change.New == "" || row.Status != New && row.Status != Modified {
			continue
		}
		key := customer.FoldKey(change.New)
		if _, stored := s.groups.stored[key]; stored {
			continue
		}
		at, listed := known[key]
		if !listed {
			at = len(s.plan.GroupsToCreate)
			known[key] = at
			s.plan.GroupsToCreate = append(s.plan.GroupsToCreate, NewGroup{Name: change.New})
		}
		s.plan.GroupsToCreate[at].Rows++
	}
}
