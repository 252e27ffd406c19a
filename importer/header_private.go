package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

// MaskHeader masks personal identity codes in the names of columns, as where a row
// was taken for the header: names are shown everywhere, and nobody looks for a
// code in them (value-private, docs/rules.md).
func MaskHeader(s *sheet.Sheet) {
	for i, name := range s.Header {
		s.Header[i] = customer.MaskPersonalIDs(name)
	}
	for i, name := range s.Above {
		s.Above[i] = customer.MaskPersonalIDs(name)
	}
}
