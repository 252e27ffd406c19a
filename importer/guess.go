package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

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
	mapBareNumber(s, m, table)
	nameByContact(s, m)
	nameByContactName(s, m)
	nameByOrganisation(s, m)
	mapCodeAndCity(s, m, headings)
	mapByContent(s, m, table)
	return m
}

// mapByContent maps the columns whose headings say nothing.
func mapByContent(s *sheet.Sheet, m Mapping, table *customer.Table) {
	for i, header := range s.Header {
		header = legible(header)
		if named, _ := table.ByHeader(header); named != customer.None {
			continue
		}
		f := guessByContent(s, i)
		if _, taken := m.Column(f); !taken && f.MayHold(header, above(s, i)) {
			m[i] = f
		}
	}
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

// KnownHeader makes the function that tells whether a text is a column name
// that Suggest knows. It helps package sheet to find the header.
func KnownHeader(table *customer.Table) func(header string) bool {
	return func(header string) bool {
		f, _ := table.ByHeader(legible(header))
		return f != customer.None
	}
}

// HeaderMissing reports whether a sheet that names no column of a customer seems to
// have no header: none was found, or what was taken for one holds a value.
func HeaderMissing(s *sheet.Sheet) bool {
	return s.HeaderRow == 0 || slices.ContainsFunc(s.Header, func(header string) bool {
		return header != "" && (strings.Contains(header, "@") || strings.Trim(header, "0123456789 +-.,") == "")
	})
}
