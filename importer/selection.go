package importer

import "kortisto/customer"

// A selection is a sheet of customers who were selected in the register, each by
// its number, with what is to become of a field. It differs from a file in three
// ways (selection-clears, selection-meant, docs/rules.md): an empty cell clears
// the field, a value is meant as it stands, and a column that changes everywhere
// is no cause for alarm.

// clears reports whether a row empties a field. What was decided about the cell
// does not.
func (r *rowReader) clears(f customer.Field) bool {
	column := r.columns[f]
	if !r.in.Selection || column < 0 || column < len(r.source.Cells) && customer.Clean(r.source.Cells[column]) != "" {
		return false
	}
	for _, fix := range r.fixes {
		if fix.Column == column {
			return false
		}
	}
	return true
}

// clear takes the value of a field away, where the row says so.
func (n *comparison) clear(f customer.Field) {
	if n.customer == nil || n.stored(f) == "" || !n.row.clears(f) || f == customer.Kind {
		return
	}
	if code := n.file.in.Fields.Of(f).Required; code != "" {
		n.problems = append(n.problems, customer.Problem{Field: f, Level: customer.Error, Code: code})
		return
	}
	n.changes = append(n.changes, customer.Change{Field: f, Old: n.stored(f)})
}
