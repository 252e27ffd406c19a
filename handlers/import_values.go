package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/importer"
)

// maxValues is how many values of a column are shown at once, the faulty and
// the frequent ones first.
const maxValues = 100

// valuesView are the different values of a column, each with what it shall be.
type valuesView struct {
	Column int
	Title  string
	Rows   []valueRow
	Fixed  bool         // the user may not change them
	More   int          // values that are not shown
	Offers []formChoice // what a typed value may be
	Close  string       // address without them
	Focus  bool         // they have just been opened
}

// valueRow is one value of a column.
type valueRow struct {
	N       string // its number, in the names of its fields
	Text    string // as the file has it
	Label   string // of its field
	Count   int
	Reads   string // what is read of it as it stands, "" where nothing can be
	Problem string
	Bad     bool
	State   string // what is chosen, as its field says it
	Typed   string // the text of its field, where there is no select
	Choices []choice
	Skipped bool
	Decided bool
	Fixed   bool // it cannot be corrected here: it has several lines, or is private
}

// fillValues shows the values of the column that the address names.
func (s *server) fillValues(c *fiber.Ctx, v *confirmation) error {
	column := v.View.Values - 1
	if column < 0 || column >= len(v.Columns) || !v.fields.Of(v.Columns[column].Field).FewValued {
		v.View.Values = 0
		return nil
	}
	f := v.Columns[column].Field
	closed := v.View
	closed.Values = 0
	view := &valuesView{Column: column, Fixed: !v.CanEdit(), Close: importPath(v.Import.ID) + closed.query(),
		Title: v.Text("import.values-of", "field", v.Label(f)), Focus: !isFragment(c) || c.Get("HX-Trigger") == "values-"+strconv.Itoa(column)}
	values := importer.Values(v.Sheet, column, f, v.Options)
	view.More = max(0, len(values)-maxValues)
	for i, value := range values[:min(len(values), maxValues)] {
		view.Rows = append(view.Rows, v.valueRow(i, column, f, value))
	}
	switch v.fields.Of(f).Offers {
	case customer.OfferCountries:
		view.Offers = countryChoices(v.Lang())
	case customer.OfferGroups:
		groups, err := s.db.Groups(c.UserContext())
		if err != nil {
			return err
		}
		view.Offers = groupOffers(groups)
	}
	v.Values = view
	return nil
}

func (v *confirmation) valueRow(i, column int, f customer.Field, value importer.Value) valueRow {
	row := valueRow{N: strconv.Itoa(i), Text: customer.MaskPersonalIDs(value.Text), Count: value.Count, Reads: v.Show(f, value.Reading.Value),
		Bad: value.Reading.Failed(), Fixed: customer.HasPersonalID(value.Text) || strings.Contains(value.Text, "\n")}
	row.Label = v.Text("import.value-becomes", "value", row.Text)
	if value.Reading.Problem.Code != "" {
		row.Problem = v.problem(value.Reading.Problem)
	}
	row.State = valueState(&v.Import.Choices.Decisions, column, value.Text)
	row.Decided, row.Skipped = row.State != asItStands, row.State == unimported
	decision, decided := v.Import.Choices.Decisions.Value(column, value.Text)
	if row.Typed = row.Text; decided {
		row.Typed = customer.MaskPersonalIDs(decision.To)
	}
	choices := f.Choices()
	if len(choices) == 0 {
		return row
	}
	known := false
	add := func(value, label string) {
		row.Choices = append(row.Choices, choice{value, label, value == row.State})
		known = known || value == row.State
	}
	if row.Bad {
		add(asItStands, v.Text("import.value-choose"))
	} else {
		add(asItStands, v.Text("import.value-as-is"))
	}
	for _, c := range choices {
		add(corrected+c.Value, v.Show(f, c.Value))
	}
	add(unimported, v.Text("import.left-unimported"))
	if !known { // corrected in a cell's own words
		add(row.State, row.Typed)
	}
	return row
}
