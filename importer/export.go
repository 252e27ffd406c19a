package importer

import "kortisto/customer"

// ExportHeader returns the header of an exported sheet: the fields' labels in a
// language.
func ExportHeader(lang string) []string {
	fields := customer.Fields()
	header := make([]string, len(fields))
	for i, f := range fields {
		header[i] = f.Label(lang)
	}
	return header
}

// ExportCells returns the cells of one customer in an exported sheet, in the
// words of a language. Build reads them back as no change.
func ExportCells(c *customer.Customer, lang string) []string {
	fields := customer.Fields()
	cells := make([]string, len(fields))
	for i, f := range fields {
		cells[i] = f.Display(c.Get(f), lang)
	}
	return cells
}
