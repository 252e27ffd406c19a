package handlers

import (
	"fmt"
	"slices"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// fillView is the part of the confirmation page where fields that no column
// fills get a value for many rows.
type fillView struct {
	Fields  []fillField
	Rows    []choice
	Fills   []fillLine
	Problem string // why nothing was filled just now
}

// Shown reports whether there is anything to fill, or filled.
func (f fillView) Shown() bool { return len(f.Fields)+len(f.Fills) > 0 }

// Open reports whether it stands open.
func (f fillView) Open() bool { return len(f.Fills) > 0 || f.Problem != "" }

// fillField is a field that no column fills.
type fillField struct {
	Name    string // of the form's field
	Label   string
	Value   string
	Choices []choice     // of a field with few values
	Offers  []formChoice // of a field that takes others too
	Wrong   bool
}

// fillLine is a fill that was made.
type fillLine struct {
	What  string // the field and its value
	Rows  string // which rows it is for
	Count string // how many get the value, or why none does
	ID    string
}

// fillFills makes the view of the fills.
func (s *server) fillFills(c *fiber.Ctx, v *confirmation) error {
	mapping, form := v.Import.Choices.Mapping, formOf(c)
	for _, f := range v.fields.Fillable() {
		if _, mapped := mapping.Column(f); mapped {
			continue
		}
		field := fillField{Name: fillName(f), Label: v.Label(f)}
		switch f {
		case customer.Group:
			groups, err := s.db.Groups(c.UserContext())
			if err != nil {
				return err
			}
			field.Offers = groupOffers(groups)
		case customer.PaymentTerms:
			for _, days := range customer.UsualPaymentTerms() {
				field.Offers = append(field.Offers, formChoice{days, days})
			}
		default:
			field.Choices = append(field.Choices, choice{Label: v.Text("import.fill-nothing")})
			for _, one := range f.Choices() {
				field.Choices = append(field.Choices, choice{Value: one.Value, Label: v.Show(f, one.Value)})
			}
		}
		v.Fill.Fields = append(v.Fill.Fields, field)
	}
	for i, fill := range v.Import.Choices.Decisions.Fills {
		line := fillLine{ID: fill.ID(), Rows: v.fillRows(fill.Rows), Count: v.Text("summary.rows", "count", v.plan.Filled[i])}
		kept := fill.Field.Read(fill.Value, customer.Context{}).Value
		line.What = fmt.Sprintf("%s: %s", v.Label(fill.Field), shortName(v.Show(fill.Field, kept)))
		if column, mapped := mapping.Column(fill.Field); mapped {
			line.Count = v.Text("import.fill-idle", "column", columnLetter(column))
		}
		v.Fill.Fills = append(v.Fill.Fills, line)
	}
	for _, fill := range v.Import.Choices.Decisions.Fills {
		if _, mapped := mapping.Column(fill.Field); !mapped && !slices.Contains(v.Filled, fill.Field) {
			v.Filled = append(v.Filled, fill.Field)
		}
	}
	chosen := form["fill-rows"]
	if chosen == "" && v.New > 0 {
		chosen = string(importer.FillNew)
	}
	for _, rows := range []importer.FillRows{importer.FillAll, importer.FillNew, importer.FillFound, importer.FillLines} {
		v.Fill.Rows = append(v.Fill.Rows, choice{Value: string(rows), Label: v.fillRows(rows), Selected: string(rows) == chosen})
	}
	return nil
}

// filledCells are the cells of a row for the fields that were filled.
func (v *confirmation) filledCells(row *importer.Row) []cellView {
	cells := make([]cellView, 0, len(v.Filled))
	for _, f := range v.Filled {
		cell := cellView{Class: "filled", Field: f}
		if change, changed := row.Changes.Of(f); changed && (row.Status == importer.New || row.Status == importer.Modified) {
			cell.Class, cell.Changed, cell.New, cell.Old = "filled change", true, v.Show(f, change.New), v.Show(f, change.Old)
		}
		cells = append(cells, cell)
	}
	return cells
}

func (w Words) fillRows(rows importer.FillRows) string { return w.Text("import.fill-" + string(rows)) }

func fillName(f customer.Field) string { return "fill-" + f.Key() }

// fillRowsOf gives values to fields that no column fills, POST
// /imports/{id}/fill. The rows that the filter shows are fixed at that moment.
func (s *server) fillRowsOf(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	view, err := s.confirmation(c, draft, showingOf(c))
	if err != nil {
		return s.notTaken(c, draft, err)
	}
	fills, err := view.fillsOf(c)
	if err != nil {
		return err
	}
	if view.Fill.Problem != "" {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.renderFor(c, confirmationPage, view)
	}
	return s.choose(c, func(choices *db.Choices) error {
		for _, fill := range fills {
			choices.Decisions.AddFill(fill)
		}
		return nil
	})
}

// fillsOf reads the fills of a form. Where one cannot be right, or there is
// none, it notes that in the view.
func (v *confirmation) fillsOf(c *fiber.Ctx) ([]importer.Fill, error) {
	rows := importer.FillRows(c.FormValue("fill-rows"))
	var lines []int
	switch rows {
	case importer.FillAll, importer.FillNew, importer.FillFound:
	case importer.FillLines:
		for _, i := range v.selected.rows {
			lines = append(lines, v.plan.Rows[i].Line)
		}
		slices.Sort(lines)
	default:
		return nil, fiber.ErrBadRequest
	}
	var fills []importer.Fill
	for i := range v.Fill.Fields {
		field := &v.Fill.Fields[i]
		f, _ := customer.ParseField(field.Name[len("fill-"):])
		value := customer.Clean(c.FormValue(field.Name))
		if field.Value = value; value == "" {
			continue
		}
		field.choose(value)
		reading := f.Read(value, customer.Context{})
		switch {
		case reading.Value == "":
			v.Fill.Problem, field.Wrong = v.problem(reading.Problem), true
		case f == customer.Group && checkGroupName(value) != nil:
			v.Fill.Problem, field.Wrong = v.groupProblem(errGroupLong), true
		}
		fill := importer.Fill{Field: f, Value: value, Rows: rows, Lines: lines}
		if rows == importer.FillLines {
			fill.Hash = importer.LinesHash(v.Sheet, lines)
		}
		fills = append(fills, fill)
	}
	if len(fills) == 0 {
		v.Fill.Problem = v.Text("import.fill-what")
	}
	return fills, nil
}

// choose marks the choice with a value.
func (f *fillField) choose(value string) {
	for i := range f.Choices {
		f.Choices[i].Selected = f.Choices[i].Value == value
	}
}

func takeBackFill(d *deciding, args []string) bool {
	d.choices.Decisions.RemoveFill(args[0])
	return true
}
