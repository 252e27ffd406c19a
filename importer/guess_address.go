package importer

import (
	"regexp"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// oneAddress returns the headings without those of the address that is not
// taken, where a file has both the customer's own address and one for invoices
// alone: the street of one and the postal code of the other would be nobody's
// address.
//
// The customer's own is taken. It is filled for every customer, while most
// programs hold an address for invoices only where it differs, so that taking
// that one would leave the others without any. And the choice must be the same
// for each file of a kind, whatever rows it holds. The columns of the other
// address stay in sight, unmapped, for the user to choose.
func oneAddress(s *sheet.Sheet, headings []customer.Heading) []customer.Heading {
	taken := slices.Clone(headings)
	dropEmptyWork(s, taken)
	headings = slices.Clone(taken)
	own, billing := addressColumns(s, headings, false), addressColumns(s, headings, true)
	drop := func(billing bool, fields ...customer.Field) {
		for i, h := range taken {
			if h.Billing == billing && slices.Contains(fields, h.Field) {
				taken[i].Field = customer.None
			}
		}
	}
	if !billing.forInvoices(own) {
		if own.any() {
			drop(true, customer.Street, customer.Postcode, customer.City, customer.Country)
		}
		return taken
	}
	// Names that say nothing of invoices may belong to their address all the
	// same: Laskutusosoite, Postinumero, Postitoimipaikka.
	drop(false, customer.Street)
	if billing[customer.Postcode].named || billing[customer.City].named {
		drop(false, customer.Postcode, customer.City)
	}
	if billing[customer.Country].named {
		drop(false, customer.Country)
	}
	return taken
}

// The beginnings of the folded headers by which address books name the two
// addresses of a person.
var (
	workAddress = regexp.MustCompile(`^(?:business|work)`)
	homeAddress = regexp.MustCompile(`^home`)
)

// dropEmptyWork takes no part of an address at work where the file has one at home
// and in none of its rows the other one.
func dropEmptyWork(s *sheet.Sheet, headings []customer.Heading) {
	atWork, atHome := false, false
	for i, h := range headings {
		key := customer.HeaderKey(s.Header[i])
		if h.Field == customer.Street && isFilled(s, i) {
			atWork = atWork || !homeAddress.MatchString(key)
			atHome = atHome || homeAddress.MatchString(key)
		}
	}
	if atWork || !atHome {
		return
	}
	for i, h := range headings {
		if isOfAddress(h.Field) && workAddress.MatchString(customer.HeaderKey(s.Header[i])) {
			headings[i] = customer.Heading{}
		}
	}
}

// address tells which parts of an address a file has columns for, and whether
// that of the street holds anything.
type address [customer.Version + 1]struct{ named, filled bool }

func addressColumns(s *sheet.Sheet, headings []customer.Heading, billing bool) address {
	var a address
	for i, h := range headings {
		if h.Billing == billing {
			a[h.Field].named = true
			a[h.Field].filled = a[h.Field].filled || h.Field == customer.Street && isFilled(s, i)
		}
	}
	return a
}

// any reports whether there is a part that tells a place.
func (a *address) any() bool {
	return a[customer.Street].named || a[customer.Postcode].named || a[customer.City].named
}

// forInvoices reports whether the address for invoices is the one to take: the
// file has no other street, or that one is empty in every row.
func (a *address) forInvoices(own address) bool {
	street, other := a[customer.Street], own[customer.Street]
	return street.named && (!other.named || street.filled && !other.filled)
}

// mapCodeAndCity maps a column of postal codes with their cities, whatever its
// heading says, to the city: its cells are split.
func mapCodeAndCity(s *sheet.Sheet, m Mapping, headings []customer.Heading) {
	_, code := m.Column(customer.Postcode)
	_, city := m.Column(customer.City)
	if code || city {
		return
	}
	for i, h := range headings {
		if h.Field == customer.Street && m[i] == customer.None && !h.Billing && holdsOther(s, i, customer.Street) {
			m[i] = customer.City
			return
		}
	}
}

func isOfAddress(f customer.Field) bool {
	_, is := customer.AddressOf(f)
	return is
}
