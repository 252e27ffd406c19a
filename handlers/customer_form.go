package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
)

// layout is the form of a customer: which fields stand together.
var layout = []struct {
	heading string
	fields  []customer.Field
}{
	{"customer.basics", []customer.Field{customer.Name, customer.Kind, customer.BusinessID, customer.Group, customer.Language}},
	{"customer.address", []customer.Field{customer.Street, customer.Postcode, customer.City, customer.Country}},
	{"customer.contact", []customer.Field{customer.Contact, customer.Email, customer.Phone}},
	{"customer.invoicing", []customer.Field{customer.Invoicing, customer.PaymentTerms, customer.EInvoiceAddress,
		customer.EInvoiceOperator, customer.Reference}},
	{"customer.more", []customer.Field{customer.Notes}},
}

// form is a customer's form on its way between browser and register.
type form struct {
	typed    customer.Values // as the fields show it
	values   customer.Values // as it would be kept
	problems map[customer.Field]customer.Problem
	warnings map[customer.Field]customer.Problem
	conflict *customer.Values // what somebody else has stored, where that happened
}

// newForm shows values that are kept.
func newForm(values customer.Values) *form { return &form{typed: values, values: values} }

// warn marks what is unusual about the values.
func (f *form) warn() {
	f.warnings = make(map[customer.Field]customer.Problem)
	ctx := customer.Context{Country: f.values[customer.Country]}
	for field := customer.Kind; field <= customer.Notes; field++ {
		if r := field.Read(f.values[field], ctx); r.Problem.Level == customer.Warning {
			f.warnings[field] = r.Problem
		}
	}
}

// readForm reads what was typed. A field that the browser has not sent keeps
// its value, and a value that is stored already is never a problem.
func readForm(c *fiber.Ctx, stored customer.Values) *form {
	f := &form{typed: stored, values: stored, problems: make(map[customer.Field]customer.Problem)}
	sent := c.Request().PostArgs()
	for field := customer.Kind; field <= customer.Notes; field++ {
		if sent.Has(field.Key()) {
			f.typed[field] = c.FormValue(field.Key())
		}
	}
	f.read(customer.Country, stored, customer.Context{})
	ctx := customer.Context{Country: f.values[customer.Country]}
	for field := customer.Kind; field <= customer.Notes; field++ {
		f.read(field, stored, ctx)
	}
	f.readTogether(stored)
	return f
}

func (f *form) read(field customer.Field, stored customer.Values, ctx customer.Context) {
	clean := customer.Clean(f.typed[field])
	if clean == stored[field] {
		return
	}
	reading := field.Read(clean, ctx)
	if reading.Failed() || reading.Problem.Code == customer.PersonalID {
		f.problems[field] = reading.Problem
		return
	}
	f.values[field] = reading.Value
}

// readTogether checks what only several fields can tell.
func (f *form) readTogether(stored customer.Values) {
	if f.values[customer.Name] == "" {
		f.problems[customer.Name] = customer.Problem{Field: customer.Name, Level: customer.Error, Code: customer.NameMissing}
	}
	changed := f.values[customer.Kind] != stored[customer.Kind] || f.values[customer.BusinessID] != stored[customer.BusinessID]
	if changed && f.values[customer.Kind] == customer.Person && f.values[customer.BusinessID] != "" {
		f.problems[customer.BusinessID] = customer.Problem{Field: customer.BusinessID, Level: customer.Error, Code: customer.KindFixed}
	}
}

func (f *form) failed() bool { return len(f.problems) > 0 }

// formSection is a part of the form with a heading.
type formSection struct {
	Heading string
	Fields  []formField
}

// formField is one field of the form; views/partials/field.html.
type formField struct {
	Words
	Field     customer.Field
	Value     string
	Shown     string // the value in words, for those who only read
	Wrong     string // what must be put right
	Unusual   string // what is worth a second look
	Differs   bool   // somebody else has stored another value meanwhile:
	Now       string // this
	Choices   []formChoice
	Offers    []formChoice // values that are offered; others can be typed
	Multiline bool
	Focus     bool
}

// formChoice is one value of a field, and how it reads.
type formChoice struct{ Value, Label string }

// Required reports whether the field must be filled.
func (f formField) Required() bool { return f.Field == customer.Name }

// Hint is a help that always stands beside the field, or "".
func (f formField) Hint() string {
	switch f.Field {
	case customer.Group:
		return f.Text("customer.group-hint")
	case customer.PaymentTerms:
		return f.Text("customer.terms-hint")
	case customer.EInvoiceOperator:
		return customer.OperatorName(f.Value)
	}
	return ""
}

// InputMode tells a telephone which keys to show.
func (f formField) InputMode() string {
	switch f.Field {
	case customer.PaymentTerms:
		return "numeric"
	case customer.Email:
		return "email"
	case customer.Phone:
		return "tel"
	}
	return ""
}

// Described lists the ids of the texts that tell more about the field.
func (f formField) Described() string {
	var ids []string
	for _, text := range []struct {
		part   string
		stands bool
	}{{"wrong", f.Wrong != ""}, {"now", f.Differs}, {"unusual", f.Unusual != ""}, {"hint", f.Hint() != ""}} {
		if text.stands {
			ids = append(ids, f.Field.Key()+"-"+text.part)
		}
	}
	return strings.Join(ids, " ")
}

// sections lays the form out in the words of a language. The first field with
// a problem gets the focus.
func (f *form) sections(words Words, groups []db.Group) []formSection {
	sections := make([]formSection, len(layout))
	focused := false
	for i, part := range layout {
		sections[i] = formSection{Heading: words.Text(part.heading), Fields: make([]formField, len(part.fields))}
		for j, field := range part.fields {
			shown := f.field(words, field)
			if field == customer.Group {
				for _, group := range groups {
					shown.Offers = append(shown.Offers, formChoice{Value: group.Name})
				}
			}
			shown.Focus = !focused && (shown.Wrong != "" || shown.Differs)
			focused = focused || shown.Focus
			sections[i].Fields[j] = shown
		}
	}
	return sections
}

func (f *form) field(words Words, field customer.Field) formField {
	value := f.typed[field]
	shown := formField{
		Words: words, Field: field, Value: value, Shown: words.Show(field, value),
		// A line break would be lost in a field of one line.
		Multiline: field.Definition().Multiline || strings.Contains(value, "\n"),
	}
	if problem, ok := f.problems[field]; ok {
		shown.Wrong = words.formProblem(problem)
	}
	if warning, ok := f.warnings[field]; ok {
		shown.Unusual = words.formProblem(warning)
	}
	if f.conflict != nil && f.conflict[field] != f.values[field] {
		shown.Differs, shown.Now = true, words.Show(field, f.conflict[field])
	}
	switch field {
	case customer.Country:
		shown.Choices = countryChoices(words.Lang())
	case customer.EInvoiceOperator:
		shown.Offers = operatorOffers
	default:
		for _, choice := range field.Definition().Choices {
			shown.Choices = append(shown.Choices, formChoice{choice.Value, words.Show(field, choice.Value)})
		}
	}
	shown.completeChoices()
	return shown
}

// completeChoices adds the empty choice, and a value that is none of those
// that are known.
func (f *formField) completeChoices() {
	if f.Choices == nil {
		return
	}
	choices := make([]formChoice, 0, len(f.Choices)+2)
	if f.Field != customer.Kind || f.Value == "" {
		choices = append(choices, formChoice{Label: "–"})
	}
	known := f.Value == ""
	for _, choice := range f.Choices {
		known = known || choice.Value == f.Value
	}
	if !known {
		choices = append(choices, formChoice{f.Value, f.Value})
	}
	f.Choices = append(choices, f.Choices...)
}

// formProblem puts a problem into the words of a form, not of a file.
func (w Words) formProblem(p customer.Problem) string {
	if p.Code == customer.PersonalID {
		return w.Text("customer.personal-id")
	}
	return w.problem(p)
}
