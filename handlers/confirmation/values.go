package confirmation

import (
	"slices"
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
	Choices []selectEntry
	Skipped bool
	Decided bool
	Fixed   bool // it cannot be corrected here: it has several lines, or is private
}

// makeValues shows the values of the column that the address names: all of them
// where there are few, else those that are wrong.
func (v *View) makeValues(groups []db.Group) {
	column := v.Showing.Values - 1
	if column < 0 || column >= len(v.Columns) {
		v.Showing.Values = 0
		return
	}
	f := v.Columns[column].Field
	values, title := importer.Values(v.Sheet, v.words.Table, column, f, v.Options, &v.Import.Choices.Decisions), "import.values-of"
	var wrong wrongTexts
	if !v.words.Table.Of(f).FewValued {
		wrong, title = v.findWrong(column, f), "import.wrong-values"
		if values = v.wrongOrCorrected(values, column, wrong); len(values) == 0 {
			v.Showing.Values = 0
			return
		}
	}
	closed := v.Showing
	closed.Values = 0
	view := &valuesView{Column: column, Fixed: !v.CanEdit(), Close: v.address(closed),
		Title: v.words.Text(title, "field", v.words.Label(f)), Focus: v.asked.Opens == column+1}
	view.More = max(0, len(values)-maxValues)
	for i, value := range values[:min(len(values), maxValues)] {
		row := v.valueRow(i, column, f, value)
		if wrong != nil {
			v.tellWrong(&row, wrong, value.Text)
		}
		view.Rows = append(view.Rows, row)
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

// valueRow makes the view of one value.
func (v *View) valueRow(i, column int, f customer.Field, value importer.Value) valueRow {
	bad := value.Reading.Failed()
	row := valueRow{
		N: strconv.Itoa(i), Text: customer.MaskPersonalIDs(value.Text), Count: value.Count, Reads: v.words.Show(f, value.Reading.Value),
		Bad: bad, Wrong: bad, Fixed: customer.HasPersonalID(value.Text) || strings.Contains(value.Text, "\n"),
	}
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
	row.Choices = v.valueChoices(&row, f)
	return row
}

// valueChoices are what a value of a field with few values can be, none for the
// others, whose values are typed.
func (v *View) valueChoices(row *valueRow, f customer.Field) []selectEntry {
	values := v.words.Table.Choices(f)
	if len(values) == 0 {
		return nil
	}
	stays := "import.value-as-is"
	if row.Bad {
		stays = "import.value-choose"
	}
	choices := []selectEntry{{Value: asItStands, Label: v.words.Text(stays)}}
	for _, one := range values {
		choices = append(choices, selectEntry{Value: corrected + one.Value, Label: v.words.Show(f, one.Value)})
	}
	choices = append(choices, selectEntry{Value: unimported, Label: v.words.Text("import.left-unimported")})
	if !slices.ContainsFunc(choices, func(c selectEntry) bool { return c.Value == row.State }) {
		choices = append(choices, selectEntry{Value: row.State, Label: row.Typed}) // corrected in a cell's own words
	}
	for i := range choices {
		choices[i].Selected = choices[i].Value == row.State
	}
	return choices
}
