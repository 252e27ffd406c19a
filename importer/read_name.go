package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
)

// name is the name's own column, else first and last name together.
func (r *rowReader) name() cell {
	if name := r.column(customer.Name); name.text != "" {
		return name
	}
	first, last := r.column(customer.FirstName), r.column(customer.LastName)
	name := first.text + " " + last.text
	switch {
	case first.text == "" || last.text == "":
		name = first.text + last.text
	case !r.in.Options.FirstNameFirst:
		name = last.text + " " + first.text
	}
	return cell{text: name, other: name, asWritten: first.asWritten || last.asWritten}
}

// partialName reports whether the name is only the first or the last one:
// enough for a new customer, but not to replace a stored whole name.
func (r *rowReader) partialName() bool {
	return r.column(customer.Name).text == "" && (r.column(customer.FirstName).text == "") != (r.column(customer.LastName).text == "")
}

// leavesPartOfName is the first or last name that a row has alone and that does not
// stand in the stored name of its customer, which stays; "" for none.
func (r *rowReader) leavesPartOfName(c *customer.Stored) string {
	if c == nil || !r.in.Mapping.hasNameParts() || !r.partialName() {
		return ""
	}
	part := r.name().text
	if lacksWord(strings.Fields(customer.FoldKey(c.Get(customer.Name))), part) {
		return part
	}
	return ""
}

// lacksWord reports whether a name has a word that is none of some folded ones.
func lacksWord(words []string, name string) bool {
	for word := range strings.FieldsSeq(customer.FoldKey(name)) {
		if !slices.Contains(words, word) {
			return true
		}
	}
	return false
}
