package confirmation

import (
	"fmt"
	"slices"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"
	"kortisto/importer"
)

// fillView is the part of the confirmation page where fields that no column
// fills get a value for many rows.
type fillView struct {
	Fields  []fillField
	Rows    []selectEntry
	Fills   []fillLine
	Problem string // why nothing was filled just now
}

// Shown reports whether there is anything to fill, or filled.
func (f fillView) Shown() bool { return len(f.Fields)+len(f.Fills) > 0 }

// fillField is a field that no column fills.
type fillField struct {
	Name    string // of the form's field
	Label   string
	Value   string
	Choices []selectEntry    // of a field with few values
	Offers  []wording.Choice // of a field that takes others too
	Wrong   bool

	field customer.Field
}

// fillLine is a fill that was made.
type fillLine struct {
	What  string // the field and its value
	Rows  string // which rows it is for
	Count string // how many get the value, or why none does
	ID    string
}

// makeFills makes the view of the fills.
func (v *View) makeFills(groups []db.Group) {
	for _, f := range v.words.Table.Fillable() {
		if _, mapped := v.Import.Choices.Mapping.Column(f); !mapped {
			v.Fill.Fields = append(v.Fill.Fields, v.fillField(f, groups))
		}
	}
	for i, fill := range v.Import.Choices.Decisions.Fills {
		v.Fill.Fills = append(v.Fill.Fills, v.fillLine(fill, v.plan.Filled[i]))
		if _, mapped := v.Import.Choices.Mapping.Column(fill.Field); !mapped && !slices.Contains(v.Filled, fill.Field) {
			v.Filled = append(v.Filled, fill.Field)
		}
	}
	chosen := importer.FillRows(v.asked.Form["fill-rows"])
	if chosen == "" && v.New > 0 {
		chosen = importer.FillNew
	}
	for _, rows := range []importer.FillRows{importer.FillAll, importer.FillNew, importer.FillFound, importer.FillLines} {
		v.Fill.Rows = append(v.Fill.Rows, selectEntry{Value: string(rows), Label: v.fillRowsText(rows), Selected: rows == chosen})
	}
}

// fillField offers to fill a field.
func (v *View) fillField(f customer.Field, groups []db.Group) fillField {
	view := fillField{Name: "fill-" + f.Key(), Label: v.words.Label(f), field: f}
	switch f {
	case customer.Group:
		view.Offers = wording.GroupOffers(groups)
	case customer.PaymentTerms:
		for _, days := range customer.UsualPaymentTerms() {
			view.Offers = append(view.Offers, wording.Choice{Value: days, Label: days})
		}
	default:
		view.Choices = append(view.Choices, selectEntry{Label: v.words.Text("import.fill-nothing")})
		for _, one := range f.Choices() {
			view.Choices = append(view.Choices, selectEntry{Value: one.Value, Label: v.words.Show(f, one.Value)})
		}
	}
	return view
}

// fillLine tells of a fill, which so many rows get.
func (v *View) fillLine(fill importer.Fill, count int) fillLine {
	value := fill.Field.Read(fill.Value, customer.Context{}).Value
	line := fillLine{
		ID: fill.ID(), Rows: v.fillRowsText(fill.Rows), Count: v.words.Text("summary.rows", "count", count),
		What: fmt.Sprintf("%s: %s", v.words.Label(fill.Field), wording.ShortName(v.words.Show(fill.Field, value))),
	}
	if column, mapped := v.Import.Choices.Mapping.Column(fill.Field); mapped {
		line.Count = v.words.Text("import.fill-idle", "column", columnLetter(column))
	}
	return line
}

// filledCells are the cells of a row for the fields that were filled.
func (v *View) filledCells(row *importer.Row) []Cell {
	cells := make([]Cell, 0, len(v.Filled))
	for _, f := range v.Filled {
		cell := Cell{Class: "filled", Field: f}
		if change, changed := row.Changes.Of(f); changed && (row.Status == importer.New || row.Status == importer.Modified) {
			cell.Class, cell.Changes, cell.New, cell.Old = "filled change", f, v.words.Show(f, change.New), v.words.Show(f, change.Old)
		}
		cells = append(cells, cell)
	}
	return cells
}

// fillRowsText says which rows a fill is for.
func (v *View) fillRowsText(rows importer.FillRows) string {
	return v.words.Text("import.fill-" + string(rows))
}

// FillsOf reads the fills of the form that was sent. Where one cannot be right, or
// there is none, it notes that in the view. It fails with ErrUnknown for a form
// that no page has.
func (v *View) FillsOf() ([]importer.Fill, error) {
	rows := importer.FillRows(v.asked.Form["fill-rows"])
	var lines []int
	switch rows {
	case importer.FillAll, importer.FillNew, importer.FillFound:
	case importer.FillLines:
		for _, i := range v.filtered.rows {
			lines = append(lines, v.plan.Rows[i].Line)
		}
		slices.Sort(lines)
	default:
		return nil, ErrUnknown
	}
	var fills []importer.Fill
	for i := range v.Fill.Fields {
		field := &v.Fill.Fields[i]
		f := field.field
		value := customer.Clean(v.asked.Form[field.Name])
		if field.Value = value; value == "" {
			continue
		}
		field.choose(value)
		reading := f.Read(value, customer.Context{})
		switch {
		case reading.Value == "":
			v.Fill.Problem, field.Wrong = v.words.Tell(reading.Problem), true
		case f == customer.Group && v.asked.BadGroup(value) != "":
			v.Fill.Problem, field.Wrong = v.asked.BadGroup(value), true
		}
		fill := importer.Fill{Field: f, Value: value, Rows: rows, Lines: lines}
		if rows == importer.FillLines {
			fill.Hash = importer.LinesHash(v.Sheet, lines)
		}
		fills = append(fills, fill)
	}
	if len(fills) == 0 {
		v.Fill.Problem = v.words.Text("import.fill-what")
	}
	return fills, nil
}

// choose marks the choice with a value.
func (f *fillField) choose(value string) {
	for i := range f.Choices {
		f.Choices[i].Selected = f.Choices[i].Value == value
	}
}

// takeBackFill forgets a fill.
func takeBackFill(d *deciding, args []string) bool {
	d.choices.Decisions.RemoveFill(args[0])
	return true
}
