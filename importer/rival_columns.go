package importer

import (
	"kortisto/customer"
)

// tellRivals tells of each filled column that is not imported although its heading
// names a field, since another column fills that one (map-rival, docs/rules.md).
func (s *summary) tellRivals() {
	in := s.file.in
	for i := range s.plan.Columns {
		column := &s.plan.Columns[i]
		if column.Field != customer.None || column.Filled == 0 || i >= len(in.Sheet.Header) {
			continue
		}
		named := in.Fields.ReadHeader(legible(in.Sheet.Header[i]), above(in.Sheet, i)).Field
		if named == customer.None {
			continue
		}
		if by, taken := in.Mapping.Column(named); taken {
			column.Problems = append(column.Problems, customer.Problem{Field: named, Level: customer.Note, Code: FieldTaken, Args: customer.Args{"by": in.Sheet.Header[by]}})
		}
	}
}
