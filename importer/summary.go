package importer

import (
	"slices"

	"kortisto/customer"
)

// summary counts what the rows of a plan do, and tells what they have in common.
type summary struct {
	plan    *Plan
	file    *fileReader
	lookup  *lookup
	groups  *groupNames
	columns [customer.Version + 1][]int // that fill each field: one at most, but for a name that is put together of first and last name
}

func (s *summary) findColumns() {
	mapping := s.file.in.Mapping
	s.plan.Columns = make([]Column, len(mapping))
	for i, f := range mapping {
		s.plan.Columns[i].Field = f
		if f != customer.None && f != customer.AppendNotes {
			s.columns[f] = append(s.columns[f], i)
		}
	}
	if len(s.columns[customer.Name]) == 0 {
		s.columns[customer.Name] = slices.Concat(s.columns[customer.LastName], s.columns[customer.FirstName])
	}
}

// each calls use with the columns that fill a field.
func (s *summary) each(f customer.Field, use func(*Column)) {
	for _, column := range s.columns[f] {
		use(&s.plan.Columns[column])
	}
}
