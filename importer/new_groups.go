package importer

import (
	"cmp"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// maxGroupsCompared is how many new groups are looked at for slips. A file that
// names more has something else in that column.
const maxGroupsCompared = 100

// findLikeGroups notes the new groups whose names are a slip away from that of
// a stored group, or of another new one with more rows.
func (s *summary) findLikeGroups() {
	groups := s.plan.GroupsToCreate
	if len(groups) == 0 || len(groups) > maxGroupsCompared {
		return
	}
	stored := make([]string, 0, len(s.groups.stored))
	for _, name := range s.groups.stored {
		stored = append(stored, name)
	}
	slices.Sort(stored)
	spelled := make([]*customer.Spelling, len(stored))
	for i, name := range stored {
		spelled[i] = customer.NewSpelling(name)
	}
	order := make([]int, len(groups)) // those with the most rows first
	spellings := make([]*customer.Spelling, len(groups))
	for i := range groups {
		order[i], spellings[i] = i, customer.NewSpelling(groups[i].Name)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(groups[b].Rows, groups[a].Rows) })
	for at, i := range order {
		if near := slices.IndexFunc(spelled, spellings[i].Near); near >= 0 {
			groups[i].Like = stored[near]
			continue
		}
		for _, larger := range order[:at] {
			if spellings[i].Near(spellings[larger]) {
				groups[i].Like = groups[larger].Name
				break
			}
		}
	}
}

// UseGroup gives all rows that name a group, however it is written, another one.
func (d *Decisions) UseGroup(s *sheet.Sheet, m Mapping, from, to string) {
	key := customer.FoldKey(from)
	names := func(text string) bool {
		bare, _ := sheet.Unprotect(text)
		return customer.FoldKey(text) == key || customer.FoldKey(bare) == key
	}
	for i := range d.Fills {
		if fill := &d.Fills[i]; fill.Field == customer.Group && names(fill.Value) {
			fill.Value = to
		}
	}
	for _, row := range d.Rows {
		if names(row.Set[customer.Group]) {
			row.Set[customer.Group] = to
		}
	}
	column, mapped := m.Column(customer.Group)
	if !mapped {
		return
	}
	for _, cells := range d.Cells {
		for i := range cells {
			if cells[i].Column == column && names(cells[i].Text) {
				cells[i].Text = to
			}
		}
	}
	if d.Values == nil {
		d.Values = make(map[int][]ValueDecision)
	}
	decided := make(map[string]bool)
	for i, value := range d.Values[column] {
		decided[value.From] = true
		if names(value.To) {
			d.Values[column][i].To = to
		}
	}
	for i := range s.Rows {
		if cells := s.Rows[i].Cells; column < len(cells) {
			if text := customer.Clean(cells[column]); text != "" && !decided[text] && names(text) {
				decided[text] = true
				d.Values[column] = append(d.Values[column], ValueDecision{From: text, To: to})
			}
		}
	}
}
