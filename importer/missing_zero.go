package importer

import (
	"slices"

	"kortisto/customer"
)

// MissingZero returns the telephone number of a row as it is with the zero that
// may lack at its beginning (damage-repair, docs/rules.md); "" for a row that is
// not warned of that.
func (r *Row) MissingZero() string {
	at := slices.IndexFunc(r.Problems, func(problem customer.Problem) bool { return problem.Code == customer.PhoneZero })
	if at < 0 {
		return ""
	}
	number, _ := r.Problems[at].Args["suggestion"].(string)
	return number
}

// countZeros tells in how many rows that are saved the zero of a telephone number
// may lack, once for the column.
func (s *summary) countZeros() {
	count := 0
	for _, row := range s.plan.Rows {
		if (row.Status == New || row.Status == Modified) && row.MissingZero() != "" {
			count++
		}
	}
	if count == 0 {
		return
	}
	for _, column := range s.columns[customer.Phone] {
		s.plan.Columns[column].Problems = append(s.plan.Columns[column].Problems,
			customer.Problem{Field: customer.Phone, Level: customer.Warning, Code: customer.PhoneZero, Args: customer.Args{"count": count}})
	}
}
