package importer

import "kortisto/customer"

// noteEmpty notes a cell of the file that says nothing where the register holds a
// value: an import empties nothing (never-delete, docs/rules.md), and who emptied
// the cell says so. One that was empty when the row was exported is none.
func (n *comparison) noteEmpty(f customer.Field, stored string) {
	if stored == "" || n.row.columns[f] < 0 {
		return
	}
	if since := n.marks.since(n.row, n.customer); since != nil && since.Base[f] == "" {
		return
	}
	n.emptied = n.emptied.With(f)
}
