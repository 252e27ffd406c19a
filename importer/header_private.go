package importer

import (
	"errors"

	"kortisto/customer"
	"kortisto/sheet"
)

// MaskNames masks personal identity codes in the names of columns, as where a row
// was taken for the header, and of worksheets: names are shown everywhere, and
// nobody looks for a code in them (value-private, docs/rules.md). A worksheet is
// chosen by its masked name, too.
func MaskNames(s *sheet.Sheet) {
	for i, name := range s.Header {
		s.Header[i] = customer.MaskPersonalIDs(name)
	}
	for i, name := range s.Above {
		s.Above[i] = customer.MaskPersonalIDs(name)
	}
	s.Name = customer.MaskPersonalIDs(s.Name)
	for i, name := range s.Names {
		s.Names[i] = customer.MaskPersonalIDs(name)
	}
}

// MaskReading masks personal identity codes in what an error of reading a file says
// of its worksheets.
func MaskReading(err error) error {
	var unreadable *sheet.Error
	if !errors.As(err, &unreadable) {
		return err
	}
	if asked, ok := unreadable.Args["sheet"].(string); ok {
		unreadable.Args["sheet"] = customer.MaskPersonalIDs(asked)
	}
	if names, ok := unreadable.Args["names"].([]string); ok {
		for i, name := range names {
			names[i] = customer.MaskPersonalIDs(name)
		}
	}
	return err
}
