package importer

import (
	"slices"

	"kortisto/customer"
)

// Set maps a column, from 0, to a field. A field is filled by one column at
// most: the column that filled it before is freed (map-once, docs/rules.md). Any
// number of columns can be appended to the notes (append-chosen, docs/rules.md).
func (m Mapping) Set(column int, f customer.Field) {
	if f != customer.None && f != customer.AppendNotes {
		for i := range m {
			if m[i] == f {
				m[i] = customer.None
			}
		}
	}
	m[column] = f
}

// Column returns the column, from 0, that fills a field.
func (m Mapping) Column(f customer.Field) (column int, mapped bool) {
	for i := range m {
		if m[i] == f {
			return i, true
		}
	}
	return 0, false
}

// within is the mapping without fields that a table does not have, such as one
// that was put away since.
func (m Mapping) within(fields *customer.Table) Mapping {
	gone := func(f customer.Field) bool { return f != customer.None && !slices.Contains(fields.Targets(), f) }
	if !slices.ContainsFunc(m, gone) {
		return m
	}
	kept := slices.Clone(m)
	for i, f := range kept {
		if gone(f) {
			kept[i] = customer.None
		}
	}
	return kept
}

// hasKey reports whether a customer can be found or made: a number, a Business
// ID or a name is mapped (map-needs-key, docs/rules.md).
func (m Mapping) hasKey() bool {
	_, number := m.Column(customer.Number)
	_, id := m.Holding(customer.BusinessID)
	return number || id || m.hasName()
}

func (m Mapping) hasName() bool { return slices.Contains(m, customer.Name) || m.hasNameParts() }

// hasNameParts reports whether a column holds first or last names.
func (m Mapping) hasNameParts() bool {
	return slices.Contains(m, customer.FirstName) || slices.Contains(m, customer.LastName)
}

// namesPersons reports whether a file has names of people beside those of
// customers.
func (m Mapping) namesPersons() bool {
	return slices.Contains(m, customer.Name) && m.hasNameParts()
}

// saysIDByVAT reports whether a file has VAT numbers and no Business IDs.
func (m Mapping) saysIDByVAT() bool {
	_, vat := m.Column(customer.VATNumber)
	_, id := m.Column(customer.BusinessID)
	return vat && !id
}

// besideOf are the fields whose cells may say another one that has no column.
var besideOf = map[customer.Field][]customer.Field{
	customer.Name:             {customer.LastName, customer.FirstName},
	customer.BusinessID:       {customer.VATNumber},
	customer.Contact:          {customer.LastName, customer.FirstName},
	customer.Postcode:         {customer.Street, customer.City},
	customer.City:             {customer.Street},
	customer.DeliveryPostcode: {customer.DeliveryStreet, customer.DeliveryCity},
	customer.DeliveryCity:     {customer.DeliveryStreet},
}

// Holding returns the column whose cells say a field: its own, or for the name
// that of the last or the first name, for the Business ID that of the VAT number,
// and for a part of an address that of the whole one.
func (m Mapping) Holding(f customer.Field) (column int, holds bool) {
	if column, holds = m.Column(f); holds {
		return column, true
	}
	for _, beside := range besideOf[f] {
		if column, holds = m.Column(beside); holds {
			return column, true
		}
	}
	return 0, false
}
