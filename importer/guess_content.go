package importer

import (
	"iter"
	"regexp"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// sampleRows is how many filled cells of a column are looked at to tell what
// the column holds.
const sampleRows = 200

// mostly is the share of the cells of a column from which on it is taken to hold
// what they hold.
const mostly = 0.8

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
	for range firstCells(s, column) {
		return true
	}
	return false
}

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

// reads makes the function that tells whether a text is a value of a field, without
// any doubt.
func reads(f customer.Field) func(string) bool {
	return func(text string) bool {
		reading := f.Read(text, customer.Context{})
		return reading.Value != "" && reading.Problem.Code == ""
	}
}

// guessByContent is the field that a column fills by what it holds, None where that
// tells of none. One cell tells only in a file of one row.
func guessByContent(s *sheet.Sheet, column int) customer.Field {
	for _, candidate := range recognisable {
		if share, filled := shareOf(s, column, candidate.holds); filled >= 2 && share >= mostly || filled == 1 && len(s.Rows) == 1 && share == 1 {
			return candidate.field
		}
	}
	return customer.None
}

// shareOf tells which share of the first filled cells of a column holds, and
// how many cells were looked at.
func shareOf(s *sheet.Sheet, column int, holds func(string) bool) (share float64, filled int) {
	good := 0
	for text := range firstCells(s, column) {
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

// firstCells goes through the texts of the first filled cells of a column, cleaned.
func firstCells(s *sheet.Sheet, column int) iter.Seq[string] {
	return func(yield func(string) bool) {
		filled := 0
		for i := range s.Rows {
			text := CellText(&s.Rows[i], column)
			if text == "" {
				continue
			}
			if filled++; !yield(text) || filled == sampleRows {
				return
			}
		}
	}
}
