package importer

import (
	"context"
	"maps"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// listNumbers are the headings of the number in our list of customers, from which
// it may have been copied. Elsewhere they number anything.
var listNumbers = map[string]bool{"nro": true, "nr": true, "no": true}

// ListNumber finds the column that is headed as the number in our list of
// customers, and holds whole numbers.
func ListNumber(s *sheet.Sheet) (column int, found bool) {
	column = slices.IndexFunc(s.Header, func(header string) bool { return listNumbers[customer.HeaderKey(header)] })
	return column, column >= 0 && holdsNumbers(s, column)
}

// mapListNumber maps a column headed as the number in our list of customers, where
// the other headings are ours as well.
func mapListNumber(s *sheet.Sheet, m Mapping, table *customer.Table) {
	number, found := ListNumber(s)
	if _, taken := m.Column(customer.Number); taken || !found {
		return
	}
	named, own := 0, 0
	for i, header := range s.Header {
		if header == "" || i == number {
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

// MapStoredNumbers maps a column headed as the number in our list of customers,
// whatever the other headings are, where its values are stored numbers (map-guess,
// docs/rules.md). One that only counts the rows is none.
func MapStoredNumbers(ctx context.Context, s *sheet.Sheet, m Mapping, register Register) error {
	column, found := ListNumber(s)
	if _, taken := m.Column(customer.Number); taken || !found || m[column] != customer.None {
		return nil
	}
	named := make(map[int]int) // in how many cells each number stands
	filled, counts := 0, true
	for i := range s.Rows {
		text := CellText(&s.Rows[i], column)
		if text == "" {
			continue
		}
		if filled++; filled > sampleRows {
			break
		}
		number, ok := customer.ParseNumber(text)
		counts = counts && ok && number == filled
		if ok {
			named[number]++
		}
	}
	if counts || len(named) == 0 {
		return nil
	}
	customers, _, err := register.Customers(ctx, Keys{Numbers: slices.Sorted(maps.Keys(named))})
	if err != nil {
		return err
	}
	stored := 0
	for _, c := range customers {
		stored += named[c.Number]
	}
	if float64(stored) >= mostly*float64(min(filled, sampleRows)) {
		m[column] = customer.Number
	}
	return nil
}
