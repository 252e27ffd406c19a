package importer

import (
	"regexp"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
	"kortisto/sheet/charset"
)

// sampleRows is how many filled cells of a column are looked at to tell what
// the column holds.
const sampleRows = 200

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

// HasKey reports whether a customer can be found or made: a number, a Business
// ID or a name is mapped (map-needs-key, docs/rules.md).
func (m Mapping) HasKey() bool {
	_, number := m.Column(customer.Number)
	_, id := m.Holding(customer.BusinessID)
	return number || id || m.hasName()
}

func (m Mapping) hasName() bool { return slices.Contains(m, customer.Name) || m.hasNameParts() }

// hasNameParts reports whether a column holds first or last names.
func (m Mapping) hasNameParts() bool {
	return slices.Contains(m, customer.FirstName) || slices.Contains(m, customer.LastName)
}

// Suggest maps the columns of a sheet to the fields of a table (map-guess,
// docs/rules.md): by the header, our own words before those of other programs and
// their surest ones first, unless what the column holds speaks against it; and
// where the header says nothing, by what the column holds.
func Suggest(s *sheet.Sheet, table *customer.Table) Mapping {
	m := make(Mapping, len(s.Header))
	headings := make([]customer.Heading, len(s.Header))
	for i, header := range s.Header {
		headings[i] = table.ReadHeader(legible(header), above(s, i))
	}
	mapByHeadings(s, m, headings)
	mapListNumber(s, m, table)
	nameByContact(s, m)
	nameByOrganisation(s, m)
	mapCodeAndCity(s, m, headings)
	for i, header := range s.Header {
		header = legible(header)
		if named, _ := table.ByHeader(header); named != customer.None {
			continue
		}
		if f := guessByContent(s, i); f.MayHold(header, above(s, i)) {
			if _, taken := m.Column(f); !taken {
				m[i] = f
			}
		}
	}
	suggestRest(s, m)
	return m
}

// above is the heading that stands over a column and its neighbours.
func above(s *sheet.Sheet, column int) string {
	if column < len(s.Above) {
		return legible(s.Above[column])
	}
	return ""
}

// mapByHeadings gives each field the column that names it best. Of columns
// that name it alike, such as two of the same name, the first that holds
// something is taken, and so it is of the columns of another program; the parts
// of an address stay together.
func mapByHeadings(s *sheet.Sheet, m Mapping, headings []customer.Heading) {
	var best [customer.Version + 1]int
	for i, h := range oneAddress(s, headings) {
		f := h.Field
		if f == customer.None || f == customer.Number && !holdsNumbers(s, i) || h.Rank > 0 && holdsOther(s, i, f) {
			continue
		}
		if at := best[f] - 1; at >= 0 {
			other := headings[at].Rank
			better := h.Rank < other
			if h.Rank == other || h.Rank > 0 && other > 0 && !isOfAddress(f) {
				if filled, otherFilled := isFilled(s, i), isFilled(s, at); filled != otherFilled {
					better = filled
				}
			}
			if !better {
				continue
			}
			m[at] = customer.None
		}
		m[i], best[f] = f, i+1
	}
}

func isOfAddress(f customer.Field) bool {
	_, is := customer.AddressOf(f)
	return is
}

// mostly is the share of the cells of a column from which on it is taken to hold
// what they hold.
const mostly = 0.8

// codeAndCity finds a postal code with its city.
var codeAndCity = regexp.MustCompile(`^(?:(?i:FI|FIN)[- ])?\d{5} +\pL`)

// holdsOther reports whether a column evidently holds something else than a field
// that another program's heading names: postal codes with cities as a street,
// numbers as a name, no address as e-mail, nothing that can be read as a choice.
func holdsOther(s *sheet.Sheet, column int, f customer.Field) bool {
	var other func(text string) bool
	switch {
	case f == customer.Street || f == customer.DeliveryStreet:
		other = codeAndCity.MatchString
	case f == customer.Name:
		other = func(text string) bool { return strings.Trim(text, "0123456789") == "" }
	case f == customer.Email:
		share, filled := shareOf(s, column, func(text string) bool { return strings.Contains(text, "@") })
		return filled > 1 && share == 0
	case len(f.Choices()) > 0 || f == customer.PaymentTerms:
		share, filled := shareOf(s, column, func(text string) bool { return !f.Read(text, customer.Context{}).Failed() })
		yesNo := len(f.Choices()) > 0 && f.Choices()[0].Value == customer.Yes // its words say little: nearly all cells must be some
		return filled > 1 && share == 0 || yesNo && filled > 0 && share < mostly
	default:
		return false
	}
	share, filled := shareOf(s, column, other)
	return filled > 1 && share >= mostly
}

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

// holdsNumbers reports whether some cell of a column is a whole number, or all
// cells are empty.
func holdsNumbers(s *sheet.Sheet, column int) bool {
	share, filled := shareOf(s, column, func(text string) bool {
		_, ok := customer.ParseNumber(text)
		return ok
	})
	return filled == 0 || share > 0
}

// isFilled reports whether a column holds anything.
func isFilled(s *sheet.Sheet, column int) bool {
	for _, row := range s.Rows {
		if column < len(row.Cells) && customer.Clean(row.Cells[column]) != "" {
			return true
		}
	}
	return false
}

// recognisable lists the fields whose values no other text looks like,
// the strictest first.
var recognisable = []struct {
	field customer.Field
	holds func(string) bool
}{
	{customer.BusinessID, reads(customer.BusinessID)},
	{customer.Email, reads(customer.Email)},
	{customer.EInvoiceAddress, reads(customer.EInvoiceAddress)},
	{customer.Postcode, func(text string) bool {
		_, known := customer.PostOffices()[text]
		return known
	}},
}

func reads(f customer.Field) func(string) bool {
	return func(text string) bool {
		reading := f.Read(text, customer.Context{})
		return reading.Value != "" && reading.Problem.Code == ""
	}
}

func guessByContent(s *sheet.Sheet, column int) customer.Field {
	for _, candidate := range recognisable {
		if share, filled := shareOf(s, column, candidate.holds); filled >= 2 && share >= 0.8 || filled == 1 && len(s.Rows) == 1 && share == 1 {
			return candidate.field
		}
	}
	return customer.None
}

// shareOf tells which share of the first filled cells of a column holds, and
// how many cells were looked at.
func shareOf(s *sheet.Sheet, column int, holds func(string) bool) (share float64, filled int) {
	good := 0
	for _, row := range s.Rows {
		if filled == sampleRows {
			break
		}
		if column >= len(row.Cells) {
			continue
		}
		text := customer.Clean(row.Cells[column])
		if text == "" {
			continue
		}
		filled++
		if holds(text) {
			good++
		}
	}
	if filled == 0 {
		return 0, 0
	}
	return float64(good) / float64(filled), filled
}

// KnownHeader makes the function that tells whether a text is a column name
// that Suggest knows. It helps package sheet to find the header.
func KnownHeader(table *customer.Table) func(header string) bool {
	return func(header string) bool {
		f, _ := table.ByHeader(legible(header))
		return f != customer.None
	}
}

// legible gives a header whose letters were read in a wrong charset as it was
// (SÃ¤hkÃ¶posti).
func legible(header string) string {
	mended, _ := charset.Mend(header)
	return mended
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

// HeaderMissing reports whether a sheet that names no column of a customer seems to
// have no header: none was found, or what was taken for one holds a value.
func HeaderMissing(s *sheet.Sheet) bool {
	return s.HeaderRow == 0 || slices.ContainsFunc(s.Header, func(header string) bool {
		return header != "" && (strings.Contains(header, "@") || strings.Trim(header, "0123456789 +-.,") == "")
	})
}
