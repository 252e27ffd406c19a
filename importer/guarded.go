package importer

// holdsBack keeps a value that an import must not take away silently, such as that a
// customer wants no direct marketing (value-guarded, docs/rules.md):
// the row waits until the loss is accepted, for its cell or for the column. No
// option of the whole import accepts it.
func (n *comparison) holdsBack(said *saying) bool {
	f, stored := said.field, n.stored(said.field)
	guarded := n.file.in.Fields.Of(f).Guarded
	if guarded == "" || stored != guarded || said.read().Value == "" {
		return false
	}
	switch n.row.decidedSide(f) {
	case FromFile:
		return false
	case FromRegister:
		return true
	}
	n.conflicts = append(n.conflicts, Conflict{Field: f, Exported: stored, Current: stored, File: said.read().Value, Guarded: true})
	return true
}
