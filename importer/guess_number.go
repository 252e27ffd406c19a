package importer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// bareNumbers are folded headings that say number, and not of what: the one of our
// list of customers (Nro), from which it may have been copied, and other words for it.
// Elsewhere they number anything.
var bareNumbers = map[string]bool{"nro": true, "nr": true, "no": true, "numero": true, "nummer": true, "number": true}

// bareNumber finds the first column with such a heading that may hold the numbers of
// customers: whole numbers that do not count the rows, and are neither telephones'
// nor houses'.
func bareNumber(s *sheet.Sheet) (column int, found bool) {
	for i, header := range s.Header {
		if bareNumbers[customer.HeaderKey(header)] && holdsNumbers(s, i) && !countsRows(s, i) && !holdsPhones(s, i) && !isBehindStreet(s, i) {
			return i, true
		}
	}
	return 0, false
}

// isBehindStreet reports whether a column stands next to one of streets, so that its
// numbers are those of the houses.
func isBehindStreet(s *sheet.Sheet, column int) bool {
	if column == 0 {
		return false
	}
	beside, _ := customer.Standard().ByHeader(legible(s.Header[column-1]))
	return beside == customer.Street || beside == customer.DeliveryStreet
}

// countsRows reports whether the whole numbers of a column are 1, 2, 3, as where a
// list numbers its lines.
func countsRows(s *sheet.Sheet, column int) bool {
	count := 0
	for text := range firstCells(s, column) {
		if number, ok := customer.ParseNumber(text); ok {
			if count++; number != count {
				return false
			}
		}
	}
	return count > 0
}

// holdsPhones reports whether a column mostly holds telephone numbers, which can be
// read as whole numbers, too.
func holdsPhones(s *sheet.Sheet, column int) bool {
	share, _ := shareOf(s, column, isPhone)
	return share >= mostly
}

// fewestOfPhone is how many characters a telephone number has at least, with the
// zero before its area code.
const fewestOfPhone = 7

// isPhone reports whether a text is a telephone number rather than a customer's:
// with a plus, or with one zero before it, which a spreadsheet may have taken off.
func isPhone(text string) bool {
	phone := customer.Phone.Read(text, customer.Context{Repair: true}).Value
	return strings.HasPrefix(phone, "+") || len(phone) >= fewestOfPhone && phone[0] == '0' && phone[1] != '0'
}

// mapBareNumber maps a column with such a heading to the number, where the other
// headings are ours and hardly any number stands there twice.
func mapBareNumber(s *sheet.Sheet, m Mapping, table *customer.Table) {
	number, found := bareNumber(s)
	if _, taken := m.Column(customer.Number); taken || !found || m[number] != customer.None || !holdsEachOnce(s, number) {
		return
	}
	named, own := 0, 0
	for _, header := range s.Header {
		if header == "" || bareNumbers[customer.HeaderKey(header)] {
			continue
		}
		named++
		if _, ours := table.ByHeader(legible(header)); ours {
			own++
		}
	}
	if named > 0 && float64(own) >= mostly*float64(named) {
		m[number] = customer.Number
	}
}

// holdsEachOnce reports whether nearly every number of a column stands in one cell
// alone, as those of customers do.
func holdsEachOnce(s *sheet.Sheet, column int) bool {
	filled := 0
	numbers := make(map[string]bool)
	for text := range firstCells(s, column) {
		filled++
		numbers[text] = true
	}
	return nearlyAll(len(numbers), filled)
}

// MapStoredNumbers maps the first column with such a heading to the number whose values
// are stored numbers, whatever they look like and the other headings are (map-guess,
// docs/rules.md). Columns that the user has said something of are left as they are.
func MapStoredNumbers(ctx context.Context, s *sheet.Sheet, m Mapping, said []int, register Register) error {
	if _, taken := m.Column(customer.Number); taken {
		return nil
	}
	for i, header := range s.Header {
		if m[i] != customer.None || slices.Contains(said, i) || !bareNumbers[customer.HeaderKey(header)] || countsRows(s, i) || holdsHouses(s, i) {
			continue
		}
		stored, err := holdsStored(ctx, s, i, register)
		if err != nil {
			return err
		}
		if stored {
			m[i] = customer.Number
			return nil
		}
	}
	return nil
}

// highestOfHouse is the highest number that most houses have.
const highestOfHouse = 999

// holdsHouses reports whether a column mostly holds numbers of houses: low ones, as
// customers have, too, who were numbered from 1.
func holdsHouses(s *sheet.Sheet, column int) bool {
	if !isBehindStreet(s, column) {
		return false
	}
	share, _ := shareOf(s, column, func(text string) bool {
		number, _ := customer.ParseNumber(text)
		return number > highestOfHouse
	})
	return share < mostly
}

// holdsStored reports whether a column mostly holds numbers of stored customers, the
// word of a total aside.
func holdsStored(ctx context.Context, s *sheet.Sheet, column int, register Register) (bool, error) {
	named := make(map[int]int) // in how many cells each number stands
	filled := 0
	for text := range firstCells(s, column) {
		if isTotalText(text) {
			continue
		}
		filled++
		if number, ok := customer.ParseNumber(text); ok {
			named[number]++
		}
	}
	if len(named) == 0 {
		return false, nil
	}
	customers, _, err := register.Customers(ctx, Keys{Numbers: slices.Sorted(maps.Keys(named))})
	if err != nil {
		return false, err
	}
	stored := 0
	for _, c := range customers {
		stored += named[c.Number]
	}
	return float64(stored) >= mostly*float64(filled), nil
}
