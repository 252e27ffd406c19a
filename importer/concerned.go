package importer

import "slices"

// Concerned lists the numbers of the stored customers that the file speaks of:
// those of its rows, whatever becomes of the rows, and those that a row could
// mean. They are in order, each once.
func (p *Plan) Concerned() []int {
	numbers := slices.Clone(p.aside)
	for i := range p.Rows {
		numbers = append(numbers, p.Rows[i].concerned()...)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// concerned lists the customers that a row speaks of, or could mean.
func (r *Row) concerned() []int {
	if r.Customer == 0 {
		return r.Candidates
	}
	return append([]int{r.Customer}, r.Candidates...)
}

// setAside notes the customers that a row speaks of where the plan's row does
// not name them all.
func (p *rowPlanner) setAside(f *found) {
	if f.customer != nil {
		p.aside = append(p.aside, f.customer.Number)
	}
	for _, c := range f.fitting {
		p.aside = append(p.aside, c.Number)
	}
	p.aside = append(p.aside, f.candidates...)
}
