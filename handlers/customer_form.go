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
	stored   customer.Values // as it is in the register
	problems map[customer.Field]customer.Problem
	warnings map[customer.Field]customer.Problem
	moved    map[customer.Field]move // what somebody else has changed meanwhile
	failure  string                  // why it could not be saved, where that is nothing of the form's
}

// move is what somebody else has done to a field while the form was open.
type move int

const (
	taken    move = iota + 1 // a field that this form did not change: it shows the new value
	clashing                 // one that this form changes otherwise: it shows what was typed
)

// newForm shows values that are kept.
func newForm(values customer.Values) *form {
	return &form{typed: values, values: values, stored: values}
}

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

// openedPrefix goes before the name of a field in the name of the hidden one
// that holds the value which the form was opened with.
const openedPrefix = "opened-"

// readForm reads what was typed, as changes to what the form was opened with,
// and brings them together with what is in the register now, field by field:
//
//   - what only this form changes has the typed value;
//   - what it does not change keeps the register's value, also where somebody
//     else has changed that meanwhile (taken);
//   - what both have changed to different values is clashing: the typed value
//     holds if the form is sent again.
//
// A field that the browser has not sent keeps its value, and a value that is
// stored already is never a problem. Where the browser does not say what a
// field was opened with, that is what is stored if the form is current, else
// nobody knows and the field clashes.
func readForm(c *fiber.Ctx, stored customer.Values, current bool) *form {
	f := newForm(stored)
	f.problems, f.moved = make(map[customer.Field]customer.Problem), make(map[customer.Field]move)
	sent := c.Request().PostArgs()
	for field := customer.Kind; field <= customer.Notes; field++ {
		if !sent.Has(field.Key()) {
			continue
		}
		f.typed[field] = c.FormValue(field.Key())
		opened, known := stored[field], current
		if hidden := openedPrefix + field.Key(); sent.Has(hidden) {
			opened, known = customer.Clean(c.FormValue(hidden)), true
		}
		f.merge(field, opened, known)
	}
	f.read(customer.Country, customer.Context{})
	ctx := customer.Context{Country: f.values[customer.Country]}
	for field := customer.Kind; field <= customer.Notes; field++ {
		f.read(field, ctx)
	}
	f.readTogether()
	return f
}

// merge compares what a field was opened with, what was typed and what is
// stored.
func (f *form) merge(field customer.Field, opened string, known bool) {
	typed := customer.Clean(f.typed[field])
	switch {
	case typed == f.stored[field], known && opened == f.stored[field]:
	case known && typed == opened:
		f.typed[field], f.moved[field] = f.stored[field], taken
	default:
		f.moved[field] = clashing
	}
}

func (f *form) read(field customer.Field, ctx customer.Context) {
	clean := customer.Clean(f.typed[field])
	if clean == f.stored[field] {
		return
	}
	reading := field.Read(clean, ctx)
	if reading.Failed() || reading.Problem.Code == customer.PersonalID {
		f.problems[field] = reading.Problem
		return
	}
	if f.values[field] = reading.Value; reading.Value == f.stored[field] {
		delete(f.moved, field) // the same, written otherwise
	}
}

// readTogether checks what only several fields can tell.
func (f *form) readTogether() {
	if f.values[customer.Name] == "" {
		f.problems[customer.Name] = customer.Problem{Field: customer.Name, Level: customer.Error, Code: customer.NameMissing}
	}
	changed := f.values[customer.Kind] != f.stored[customer.Kind] || f.values[customer.BusinessID] != f.stored[customer.BusinessID]
	if changed && f.values[customer.Kind] == customer.Person && f.values[customer.BusinessID] != "" {
		f.problems[customer.BusinessID] = customer.Problem{Field: customer.BusinessID, Level: customer.Error, Code: customer.KindFixed}
	}
}

func (f *form) failed() bool { return len(f.problems) > 0 }

// clashes reports whether somebody else has changed a field otherwise.
func (f *form) clashes() bool {
	for _, move := range f.moved {
		if move == clashing {
			return true
		}
	}
	return false
}

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
	Opened    string // the value in the register that the form was made for
	Differs   bool   // somebody else has stored another value meanwhile:
	Now       string // this
	Taken     bool   // somebody else has changed it meanwhile, and the form shows that
	Choices   []formChoice
	Offers    []formChoice // values that are offered; others can be typed
	Multiline bool
	Focus     bool
}

// formChoice is one value of a field, and how it reads.
type formChoice struct{ Value, Label string }

// OpenedName is the name of the hidden field that holds Opened.
func (f formField) OpenedName() string { return openedPrefix + f.Field.Key() }

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
	}{{"wrong", f.Wrong != ""}, {"now", f.Differs}, {"taken", f.Taken}, {"unusual", f.Unusual != ""}, {"hint", f.Hint() != ""}} {
		if text.stands {
			ids = append(ids, f.Field.Key()+"-"+text.part)
		}
	}
	return strings.Join(ids, " ")
}

// sections lays the form out in the words of a language. The first field to
// look at gets the focus.
func (f *form) sections(words Words, groups []db.Group) []formSection {
	sections := make([]formSection, len(layout))
	focused := false
	for i, part := range layout {
		sections[i] = formSection{Heading: words.Text(part.heading), Fields: make([]formField, len(part.fields))}
		for j, field := range part.fields {
			shown := f.field(words, field)
			if field == customer.Group {
				shown.Offers = groupOffers(groups)
			}
			shown.Focus = !focused && (shown.Wrong != "" || shown.Differs || shown.Taken && !f.failed() && !f.clashes())
			focused = focused || shown.Focus
			sections[i].Fields[j] = shown
		}
	}
	return sections
}

func (f *form) field(words Words, field customer.Field) formField {
	value := f.typed[field]
	shown := formField{
		Words: words, Field: field, Value: value, Shown: words.Show(field, value), Opened: f.stored[field],
		// A line break would be lost in a field of one line.
		Multiline: field.Definition().Multiline || strings.Contains(value, "\n"),
	}
	if problem, ok := f.problems[field]; ok {
		shown.Wrong = words.formProblem(problem)
	}
	if warning, ok := f.warnings[field]; ok {
		shown.Unusual = words.formProblem(warning)
	}
	switch f.moved[field] {
	case clashing:
		shown.Differs, shown.Now = true, words.Show(field, f.stored[field])
	case taken:
		shown.Taken = true
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
