package importer

import (
	"strings"

	"kortisto/customer"
)

// A file may have a company's name in a column of its own and a person's first
// and last name beside it: the person then is the contact person. Nothing of a
// mapped column is dropped without a word.

// person is the one whom a row names beside its customer, "" for nobody: one whose
// names stand in the customer's name is the customer.
func (r *rowReader) person() (name string, asWritten bool) {
	if !r.persons {
		return "", false
	}
	first, last := r.column(customer.FirstName), r.column(customer.LastName)
	name = strings.TrimSpace(first.text + " " + last.text)
	whole := strings.Fields(customer.FoldKey(r.column(customer.Name).text))
	if len(whole) == 0 {
		return "", false // then the customer is called so
	}
	if !lacksWord(whole, name) {
		return "", false
	}
	return name, first.asWritten || last.asWritten
}

// contact is the contact person's own column, else the person whom the row names
// beside its customer.
func (r *rowReader) contact() cell {
	own := r.column(customer.Contact)
	if own.text != "" {
		return own
	}
	if name, asWritten := r.person(); name != "" {
		return cell{text: name, other: name, asWritten: asWritten}
	}
	return own
}

// leavesPerson is the person whom a row names beside its customer and beside
// another contact person, so that the name goes nowhere; "" for nobody.
func (r *rowReader) leavesPerson() string {
	if !r.persons {
		return ""
	}
	name, _ := r.person()
	own := strings.Fields(customer.FoldKey(r.column(customer.Contact).text))
	if len(own) == 0 || !lacksWord(own, name) {
		return ""
	}
	return name
}
