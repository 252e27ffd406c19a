package importer

import "kortisto/customer"

// groupNames are the names of groups by their folded forms: of those that the
// register holds, and of those that the file names first.
type groupNames struct{ stored, made map[string]string }

func newGroupNames(stored []string) *groupNames {
	g := &groupNames{make(map[string]string, len(stored)), make(map[string]string)}
	for _, name := range stored {
		g.stored[customer.FoldKey(name)] = name
	}
	return g
}

// spelling returns the name of an existing group, or of the first row of the file
// that names a new one, however a row spells it (group-create, docs/rules.md).
func (g *groupNames) spelling(name string) string {
	if name == "" {
		return ""
	}
	key := customer.FoldKey(name)
	if known, ok := g.stored[key]; ok {
		return known
	}
	if first, ok := g.made[key]; ok {
		return first
	}
	g.made[key] = name
	return name
}
