package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// nameByContact takes the name of the contact for that of the customer where
// nothing else names it: some programs call all their customers contacts. Beside
// the parts of a person's name it is so only in the files of a program that does.
func nameByContact(s *sheet.Sheet, m Mapping) {
	column, mapped := m.Column(customer.Contact)
	if !mapped || slices.Contains(m, customer.Name) || customer.HeaderKey(s.Header[column]) != "contactname" {
		return
	}
	ofContacts := slices.ContainsFunc(s.Header, func(header string) bool { return strings.HasPrefix(customer.HeaderKey(header), "poaddressline") })
	if ofContacts || !m.hasNameParts() {
		m[column] = customer.Name
	}
}

// nameByOrganisation takes the organisation of an address book for the customer
// where it names any: the name beside it is that of a person, whose parts stand in
// other columns.
func nameByOrganisation(s *sheet.Sheet, m Mapping) {
	column, mapped := m.Column(customer.Name)
	if !mapped || customer.HeaderKey(s.Header[column]) != "name" || !m.hasNameParts() {
		return
	}
	for i, header := range s.Header {
		if customer.HeaderKey(header) == "organization1name" && isFilled(s, i) {
			m.Set(i, customer.Name)
			return
		}
	}
}

// nameByContactName takes the column ContactName, in just these letters, where no
// other one names the customer: so it is called in the exports of a program for which
// all customers are contacts, also beside the parts of a person's name.
func nameByContactName(s *sheet.Sheet, m Mapping) {
	for i, header := range s.Header {
		if _, mapped := m.Column(customer.Name); !mapped && strings.Trim(legible(header), "* ") == "ContactName" {
			m[i] = customer.Name
		}
	}
}
