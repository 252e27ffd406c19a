package importer

import "kortisto/customer"

// numberJump is how many times the largest stored number new ones may be before
// they are a warning.
const numberJump = 10

// findNumberJump warns, once for the column, of numbers of new customers that are
// far above those that the register holds: they may be another program's, and all
// later ones go on from there.
func (s *summary) findNumberJump() {
	largest := s.lookup.cache.largest
	if len(s.columns[customer.Number]) != 1 || largest == 0 {
		return
	}
	count, first := 0, 0
	for _, row := range s.plan.Rows {
		if row.Status == New && row.Customer > numberJump*largest {
			if count++; count == 1 {
				first = row.Customer
			}
		}
	}
	if count == 0 {
		return
	}
	column := &s.plan.Columns[s.columns[customer.Number][0]]
	column.Problems = append(column.Problems, customer.Problem{Field: customer.Number, Level: customer.Warning, Code: NumberJump,
		Args: customer.Args{"count": count, "number": first, "highest": largest}})
}
