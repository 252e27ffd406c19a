package importer

import (
	"strings"

	"kortisto/customer"
)

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

// read reads the cell of a group, given how it reads as a text: a whole cell that
// is the name of an existing group is that group, and one that lists several of
// them is for the user, since a customer has one group at most (group-create,
// docs/rules.md).
func (g *groupNames) read(text string, reading customer.Reading) customer.Reading {
	if name, ok := g.stored[customer.FoldKey(text)]; ok {
		return customer.Reading{Value: name}
	}
	listed := g.listed(text)
	if len(listed) < 2 {
		return reading
	}
	problem := undecided(GroupsSeveral, customer.Args{"value": text, "count": len(listed), "first": listed[0]})
	problem.Field = customer.Group
	return customer.Reading{Problem: problem}
}

// betweenGroups are what may part the names of groups in a list.
const betweenGroups = ";,|/+&\n\t"

// listed lists the existing groups that a text names with separators between.
func (g *groupNames) listed(text string) []string {
	var names []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(betweenGroups, r) }) {
		if name, ok := g.stored[customer.FoldKey(part)]; ok {
			names = append(names, name)
		}
	}
	return names
}
