package importer

import "kortisto/customer"

// tooLong reports whether the row has a filled cell beyond the header (read-ragged,
// docs/rules.md).
func (r *rowReader) tooLong() bool {
	for i := len(r.in.Sheet.Header); i < len(r.source.Cells); i++ {
		if customer.Clean(r.source.Cells[i]) != "" {
			return true
		}
	}
	return false
}

// get returns what the row says about a field.
func (r *rowReader) get(f customer.Field) cell {
	switch f {
	case customer.Name:
		return r.name()
	case customer.Contact:
		return r.contact()
	case customer.BusinessID:
		if r.idByVAT {
			return r.businessIDOfVAT()
		}
	}
	return r.column(f)
}

// plainly is a quick look at the cell of a field, which spares most cells of a
// file everything else: whether the cell surely is empty, or surely says a kept
// value, letter by letter or as the word for a choice. It is neither where a
// closer look is needed.
func (r *rowReader) plainly(f customer.Field, value string) (empty, same bool) {
	column := r.direct[f]
	switch {
	case column == unmapped:
		return len(r.decision.Set) == 0 && r.filling == "", false
	case column == needsCloserLook || r.fixes != nil:
		return false, false
	}
	if column >= len(r.source.Cells) || r.source.Cells[column] == "" {
		return true, false
	}
	text := r.source.Cells[column]
	return false, text == value || value != "" && len(r.in.Fields.Choices(f)) > 0 && r.read(f, text, customer.Context{}).Value == value
}

// text is what the row says about a field, clean.
func (r *rowReader) text(f customer.Field) string { return r.get(f).text }

// kind returns what the row's own cell says about the kind, "" where it says
// nothing that can be read.
func (r *rowReader) kind() string {
	return r.read(customer.Kind, r.text(customer.Kind), customer.Context{}).Value
}
