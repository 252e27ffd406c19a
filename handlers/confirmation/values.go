package confirmation

import (
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"
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
	Fixed  bool             // the user may not change them
	More   int              // values that are not shown
	Offers []wording.Choice // what a typed value may be
	Close  string           // address without them
	Focus  bool             // they have just been opened
}

// valueRow is one value of a column.
type valueRow struct {
	N       string // its number, in the names of its fields
	Text    string // as the file has it
	Label   string // of its field
	Count   int
	Reads   string // what is read of it as it stands, "" where nothing can be
	Problem string
	Bad     bool   // as the file has it
	Wrong   bool   // as it is read now
	State   string // what is chosen, as its field says it
	Typed   string // the text of its field, where there is no select
	Choices []choice
	Skipped bool
	Decided bool
	Fixed   bool // it cannot be corrected here: it has several lines, or is private
}

// fillValues shows the values of the column that the address names.
func (v *View) fillValues(groups []db.Group) {
	column := v.Showing.Values - 1
	if column < 0 || column >= len(v.Columns) || !v.words.Table.Of(v.Columns[column].Field).FewValued {
		v.Showing.Values = 0
		return
	}
	f := v.Columns[column].Field
	closed := v.Showing
	closed.Values = 0
	view := &valuesView{Column: column, Fixed: !v.CanEdit(), Close: Path(v.Import.ID) + closed.Query(),
		Title: v.words.Text("import.values-of", "field", v.words.Label(f)), Focus: v.asked.Opens == column+1}
	values := importer.Values(v.Sheet, v.words.Table, column, f, v.Options, &v.Import.Choices.Decisions)
	view.More = max(0, len(values)-maxValues)
	for i, value := range values[:min(len(values), maxValues)] {
		view.Rows = append(view.Rows, v.valueRow(i, column, f, value))
	}
	switch v.words.Table.Of(f).Offers {
	case customer.OfferCountries:
		view.Offers = wording.CountryChoices(v.words.Lang())
	case customer.OfferGroups:
		view.Offers = wording.GroupOffers(groups)
	}
	v.Values = view
}

// tellReading says what is read of a value that was corrected.
func (v *View) tellReading(row *valueRow, f customer.Field, text string) {
	read := v.words.Table.Read(f, text, customer.Context{Repair: !v.Options.NoRepair})
	row.Problem, row.Reads = "", v.words.Show(f, read.Value)
	switch {
	case row.Skipped:
		row.Reads = v.words.Text("import.left-unimported")
	case read.Problem.Code != "":
		row.Problem = v.words.Tell(read.Problem)
	}
	row.Wrong = read.Failed()
}

func (v *View) valueRow(i, column int, f customer.Field, value importer.Value) valueRow {
	row := valueRow{N: strconv.Itoa(i), Text: customer.MaskPersonalIDs(value.Text), Count: value.Count, Reads: v.words.Show(f, value.Reading.Value),
		Bad: value.Reading.Failed(), Fixed: customer.HasPersonalID(value.Text) || strings.Contains(value.Text, "\n")}
	row.Wrong = row.Bad
	row.Label = v.words.Text("import.value-becomes", "value", row.Text)
	if value.Reading.Problem.Code != "" {
		row.Problem = v.words.Tell(value.Reading.Problem)
	}
	row.State = valueState(&v.Import.Choices.Decisions, column, value.Text)
	row.Decided, row.Skipped = row.State != asItStands, row.State == unimported
	decision, decided := v.Import.Choices.Decisions.Value(column, value.Text)
	if row.Typed = row.Text; decided {
		row.Typed = customer.MaskPersonalIDs(decision.To)
		v.tellReading(&row, f, decision.To)
	}
	choices := v.words.Table.Choices(f)
	if len(choices) == 0 {
		return row
	}
	known := false
	add := func(value, label string) {
		row.Choices = append(row.Choices, choice{value, label, value == row.State})
		known = known || value == row.State
	}
	if row.Bad {
		add(asItStands, v.words.Text("import.value-choose"))
	} else {
		add(asItStands, v.words.Text("import.value-as-is"))
	}
	for _, c := range choices {
		add(corrected+c.Value, v.words.Show(f, c.Value))
	}
	add(unimported, v.words.Text("import.left-unimported"))
	if !known { // corrected in a cell's own words
		add(row.State, row.Typed)
	}
	return row
}
