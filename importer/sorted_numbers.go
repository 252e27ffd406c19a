package importer

import "kortisto/customer"

// findSortedNumbers warns where the customer numbers alone stand in another
// order: each row then has another customer's number, and whatever tells
// customers apart has moved with it. The warning stands at the numbers' column, since
// the others only follow from it (match-contradiction, docs/rules.md).
func (s *summary) findSortedNumbers() {
	if len(s.columns[customer.Number]) != 1 {
		return
	}
	var owners []map[string]int // of the values of each field that tells customers apart, the customers' numbers
	var fields []customer.Field
	count := 0
	for f := customer.Kind; f.IsValue(); f++ {
		if len(s.columns[f]) != 1 {
			continue
		}
		owner, tells := s.ownersOf(f)
		if !tells {
			continue
		}
		m := s.measure(f)
		if !m.shuffled() {
			return
		}
		owners, fields, count = append(owners, owner), append(fields, f), max(count, m.moved)
	}
	if len(fields) < 2 || !s.moveTogether(fields, owners) {
		return
	}
	column := &s.plan.Columns[s.columns[customer.Number][0]]
	column.Problems = append(column.Problems, customer.Problem{Field: customer.Number, Level: customer.Warning,
		Code: NumbersSorted, Args: customer.Args{"count": count}})
}

// ownersOf finds whose each stored value of a field is, among the customers that
// the rows are compared with. It reports whether the field tells them apart:
// nearly every value is one customer's only.
func (s *summary) ownersOf(f customer.Field) (owner map[string]int, tells bool) {
	owner = make(map[string]int)
	filled := 0
	for i := range s.plan.Rows {
		if c := s.compared(i); c != nil && c.Get(f) != "" {
			filled++
			owner[c.Get(f)] = c.Number
		}
	}
	return owner, filled >= minMass && nearlyAll(len(owner), filled)
}

// moveTogether reports whether the values that have come to another row are, of
// nearly every row, one customer's.
func (s *summary) moveTogether(fields []customer.Field, owners []map[string]int) bool {
	together, moved := 0, 0
	for i := range s.plan.Rows {
		c := s.compared(i)
		if c == nil {
			continue
		}
		r := s.file.row(i)
		speaks, one := 0, true
		for j, f := range fields {
			cell := r.get(f)
			if cell.text == "" {
				continue
			}
			owner := owners[j][valueOf(s.plan.Rows[i], &r, f, c, cell)]
			one = one && owner != 0 && (speaks == 0 || owner == speaks)
			speaks = owner
		}
		if speaks == c.Number && one {
			continue
		}
		moved++
		if one {
			together++
		}
	}
	return nearlyAll(together, moved)
}
