package importer

import (
	"cmp"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// Value is a text that cells of a column have, with what is read of it.
type Value struct {
	Text    string // cleaned
	Count   int    // cells that have it
	Reading customer.Reading
}

// Values lists the different texts of a column and what a field reads of each:
// those that cannot be right first, then the unusual ones, each in the order of
// their counts. A cell that has a text of its own by a decision is none of them;
// other decisions stand aside.
func Values(s *sheet.Sheet, fields *customer.Table, column int, f customer.Field, options Options, decisions *Decisions) []Value {
	counts := make(map[string]int)
	for i := range s.Rows {
		row := &s.Rows[i]
		if text := CellText(row, column); text != "" && !decisions.corrected(row, column) {
			counts[text]++
		}
	}
	values := make([]Value, 0, len(counts))
	for text, count := range counts {
		values = append(values, Value{text, count, fields.Read(f, text, customer.Context{Repair: !options.NoRepair})})
	}
	urgency := map[customer.Level]int{customer.Error: -2, customer.Warning: -1}
	slices.SortFunc(values, func(a, b Value) int {
		return cmp.Or(cmp.Compare(urgency[a.Reading.Problem.Level], urgency[b.Reading.Problem.Level]),
			cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
	return values
}

// CountSame counts the cells of a column that have a text, cleaned.
func CountSame(s *sheet.Sheet, column int, text string) int {
	count := 0
	for i := range s.Rows {
		if CellText(&s.Rows[i], column) == text {
			count++
		}
	}
	return count
}

// CellText is the text of a cell as the file has it, cleaned; "" beyond the row's
// end.
func CellText(row *sheet.Row, column int) string {
	if column >= len(row.Cells) {
		return ""
	}
	return customer.Clean(row.Cells[column])
}
