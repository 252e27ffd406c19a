package accesslog

import "strings"

// Filter says what chose the customers of a list or an export, by the kinds of
// what was set, and not by the words that were typed.
type Filter struct {
	Words    bool // some were searched for
	Group    bool // those of one group
	Kind     bool // companies or persons
	City     bool // those in one city
	Having   bool // those who have or lack something, as an e-mail address
	Since    bool // those who were changed after some day
	Selected bool // they were named one by one
	Removed  bool // those in the bin
	Missing  bool // those whom a file lacks
	Idle     bool // those whom nothing has changed for long
	Twins    bool // those who may be one
	History  bool // those whom entries of the history name
}

// parts are the parts of a filter as the database keeps them.
func (f *Filter) parts() []filterPart {
	return []filterPart{{"words", &f.Words}, {"group", &f.Group}, {"kind", &f.Kind},
		{"city", &f.City}, {"having", &f.Having}, {"since", &f.Since}, {"selected", &f.Selected}, {"removed", &f.Removed}, {"missing", &f.Missing},
		{"idle", &f.Idle}, {"twins", &f.Twins}, {"history", &f.History}}
}

type filterPart struct {
	name string
	set  *bool
}

// Parts are the names of what was set.
func (f Filter) Parts() []string {
	var names []string
	for _, part := range f.parts() {
		if *part.set {
			names = append(names, part.name)
		}
	}
	return names
}

// String writes a filter as the database keeps it.
func (f Filter) String() string { return strings.Join(f.Parts(), " ") }

// parseFilter reads what String writes.
func parseFilter(text string) (f Filter) {
	for name := range strings.FieldsSeq(text) {
		for _, part := range f.parts() {
			*part.set = *part.set || part.name == name
		}
	}
	return f
}
