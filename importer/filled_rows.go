package importer

import (
	"slices"

	"kortisto/customer"
)

// askBeforeFilling leaves the choice to the user where the only one of several
// customers was taken that the row's cells would not change, and a fill would
// change it.
func (p *rowPlanner) askBeforeFilling(r *rowReader, f *found) {
	if f.customer == nil && !f.isQuiet() || f.fitting == nil || p.file.fills == nil {
		return
	}
	meant := f.fitting
	if f.customer != nil {
		meant = []*customer.Stored{f.customer}
	}
	if slices.ContainsFunc(meant, func(c *customer.Stored) bool { return !p.comparer.leaves(r.filled(FillFound), c, f.by) }) {
		key := f.key
		*f = askedOf(f.fitting, Ambiguous)
		f.key = key
	}
}

// countFills counts the rows that each fill gives its value to.
func (s *summary) countFills() {
	if len(s.file.in.Decisions.Fills) == 0 {
		return
	}
	s.plan.Filled = make([]int, len(s.file.in.Decisions.Fills))
	for i := range s.plan.Rows {
		row := s.plan.Rows[i]
		rows := FillFound
		switch row.Status {
		case New:
			rows = FillNew
		case Modified:
		default:
			continue
		}
		for f := range row.Changes.Fields().All() {
			if s.file.in.Decisions.Rows[row.Line].Set[f] != "" {
				continue
			}
			if fill := s.file.fills.of(f, row.Line, rows); fill != nil {
				s.plan.Filled[fill.index]++
			}
		}
	}
}
