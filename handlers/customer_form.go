package handlers

import (
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// form is a customer's form on its way between browser and register.
type form struct {
	fields   *customer.Table
	typed    customer.Values // as the fields show it
	values   customer.Values // as it would be kept
	stored   customer.Values // as it is in the register
	problems map[customer.Field]customer.Problem
	warnings map[customer.Field]customer.Problem
	moved    map[customer.Field]move // what somebody else has changed meanwhile
	failure  string                  // why it could not be saved, where that is nothing of the form's
	first    customer.Field          // the one to begin with, None for the first of all

	similar []similarView  // whom it may make a second time
	erased  db.Recognition // whether it may bring back somebody whose data was erased
}

// move is what somebody else has done to a field while the form was open.
type move int

const (
	taken    move = iota + 1 // a field that this form did not change: it shows the new value
	clashing                 // one that this form changes otherwise: it shows what was typed
)

// newForm shows values that are kept.
func newForm(fields *customer.Table, values customer.Values) *form {
	return &form{fields: fields, typed: values, values: values, stored: values}
}

// warn marks what is unusual about the values.
func (f *form) warn() {
	f.warnings = make(map[customer.Field]customer.Problem)
	ctx := customer.ContextOf(&f.values)
	for _, field := range f.fields.Values() {
		if r := f.fields.Read(field, f.values[field], ctx); r.Problem.Level == customer.Warning {
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
func readForm(c *fiber.Ctx, fields *customer.Table, stored customer.Values, current bool) *form {
	f := newForm(fields, stored)
	f.problems, f.moved = make(map[customer.Field]customer.Problem), make(map[customer.Field]move)
	sent := c.Request().PostArgs()
	for _, field := range fields.Values() {
		if !sent.Has(field.Key()) {
			continue
		}
		f.typed[field] = unmasked(stored[field], asKept(fields, field, c.FormValue(field.Key())))
		opened, known := stored[field], current
		if hidden := openedPrefix + field.Key(); sent.Has(hidden) {
			opened, known = unmasked(stored[field], customer.Clean(c.FormValue(hidden))), true
		}
		f.reconcile(field, opened, known)
	}
	f.read(customer.Country, customer.Context{})
	f.read(customer.DeliveryCountry, customer.Context{})
	ctx := customer.ContextOf(&f.values)
	for _, field := range fields.Values() {
		f.read(field, ctx)
	}
	for _, problem := range fields.Together(&f.values, &f.stored) {
		f.problems[problem.Field] = problem
	}
	return f
}

// unmasked is a text that a form sent back: the stored one where that holds a
// personal identity code, as of an older register, and came back as the form showed
// it, with the code masked. A save of something else must not change it unnoticed
// (value-private, docs/rules.md).
func unmasked(stored, sent string) string {
	if customer.HasPersonalID(stored) && customer.Clean(sent) == customer.MaskPersonalIDs(stored) {
		return stored
	}
	return sent
}

// asKept is a number or a day that was typed, as it is kept; any other text as it
// is.
func asKept(fields *customer.Table, field customer.Field, typed string) string {
	if !fields.SaysItself(field) {
		return typed
	}
	if reading := fields.Read(field, typed, customer.Context{}); reading.Value != "" {
		return reading.Value
	}
	return typed
}

// reconcile compares what a field was opened with, what was typed and what is
// stored.
func (f *form) reconcile(field customer.Field, opened string, known bool) {
	typed := customer.Clean(f.typed[field])
	switch {
	case typed == f.stored[field], known && opened == f.stored[field]:
	case known && typed == opened:
		f.typed[field], f.moved[field] = f.stored[field], taken
	default:
		f.moved[field] = clashing
	}
}

// read reads what was typed into a field.
func (f *form) read(field customer.Field, ctx customer.Context) {
	clean := customer.Clean(f.typed[field])
	if clean == f.stored[field] {
		return
	}
	reading := f.fields.Read(field, clean, ctx)
	if reading.Value == "" && reading.Problem.Code != "" {
		f.problems[field] = reading.Problem
		return
	}
	if f.values[field] = reading.Value; reading.Value == f.stored[field] {
		delete(f.moved, field) // the same, written otherwise
	}
}

// failed reports whether something must be put right.
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
	Folds   bool // it can be folded away, and is unless there is something in it
	Open    bool
	Fields  []formField
}

// foldedSections are those of which many customers have nothing.
var foldedSections = []customer.Section{customer.SectionDelivery, customer.SectionOwn}

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

// OpenedName is the name of the hidden field that holds Opened.
func (f formField) OpenedName() string { return openedPrefix + f.Field.Key() }

// Required reports whether the field must be filled.
func (f formField) Required() bool { return f.definition().Required != "" }

// Wide reports whether the field has a line of its own.
func (f formField) Wide() bool { return f.definition().Wide }

func (f formField) definition() *customer.Definition { return f.Table.Of(f.Field) }

// Hint is a help that always stands beside the field, or "".
func (f formField) Hint() string {
	if f.definition().Offers == customer.OfferOperators {
		return customer.OperatorName(f.Value)
	}
	return f.definition().Hint[f.Lang()]
}

// InputMode tells a telephone which keys to show.
func (f formField) InputMode() string { return f.definition().InputMode }

// Lines is how high a field of several lines is: one in which they are not
// usual is lower.
func (f formField) Lines() int {
	if f.definition().Multiline {
		return 4
	}
	return 2
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
// look at gets the focus, but where something must be put right: then the list
// of that has it.
func (f *form) sections(words Words, groups []db.Group) []formSection {
	var sections []formSection
	focused := false
	for _, section := range customer.Sections {
		fields := f.fields.In(section)
		if len(fields) == 0 && section == customer.SectionOwn { // the firm has named none
			continue
		}
		i := len(sections)
		sections = append(sections, formSection{})
		sections[i] = formSection{
			Heading: words.Text("section." + string(section)), Fields: make([]formField, len(fields)),
			Folds: slices.Contains(foldedSections, section),
		}
		for j, field := range fields {
			shown := f.field(words, field, groups)
			shown.Focus = !focused && !f.failed() && (shown.Differs || shown.Taken && !f.clashes() || field == f.first)
			focused = focused || shown.Focus
			sections[i].Open = sections[i].Open || shown.Value != "" || shown.Opened != "" || shown.Wrong != ""
			sections[i].Fields[j] = shown
		}
	}
	return sections
}

// field makes the view of a field.
func (f *form) field(words Words, field customer.Field, groups []db.Group) formField {
	// What was typed is given back, but for the secret end of a personal identity code.
	definition, value := f.fields.Of(field), customer.MaskPersonalIDs(f.typed[field])
	shown := formField{
		Words: words, Field: field, Value: value, Shown: words.Show(field, value), Opened: customer.MaskPersonalIDs(f.stored[field]),
		// A line break would be lost in a field of one line.
		Multiline: definition.Multiline || strings.Contains(value, "\n"),
	}
	if problem, ok := f.problems[field]; ok {
		shown.Wrong = formProblem(words, problem)
	} else if len(definition.Choices) == 0 {
		shown.Value = f.fields.Display(field, value, words.Lang()) // a number and a day as they are written
	}
	if warning, ok := f.warnings[field]; ok {
		shown.Unusual = formProblem(words, warning)
	}
	if f.typed[field] == f.stored[field] && customer.HasPersonalID(f.stored[field]) {
		shown.Unusual = words.Text("customer.personal-id-kept")
	}
	switch f.moved[field] {
	case clashing:
		shown.Differs, shown.Now = true, words.Show(field, customer.MaskPersonalIDs(f.stored[field]))
	case taken:
		shown.Taken = true
	}
	switch definition.Offers {
	case customer.OfferCountries:
		shown.Choices = wording.CountryChoices(words.Lang())
	case customer.OfferOperators:
		shown.Offers = wording.OperatorOffers
	case customer.OfferGroups:
		shown.Offers = wording.GroupOffers(groups)
	default:
		for _, choice := range definition.Choices {
			shown.Choices = append(shown.Choices, formChoice{Value: choice.Value, Label: words.Show(field, choice.Value)})
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
	if f.definition().Default == "" && f.Field != customer.Kind || f.Value == "" {
		choices = append(choices, formChoice{Label: "–"})
	}
	known := f.Value == ""
	for _, choice := range f.Choices {
		known = known || choice.Value == f.Value
	}
	if !known {
		choices = append(choices, formChoice{Value: f.Value, Label: f.Value})
	}
	f.Choices = append(choices, f.Choices...)
}

// formProblem puts a problem into the words of a form, not of a file.
func formProblem(w Words, p customer.Problem) string {
	switch p.Code {
	case customer.PersonalID:
		return w.Text("customer.personal-id", "field", w.Label(p.Field))
	case customer.SaysNothing:
		return w.Text("customer.says-nothing", "value", p.Args["value"])
	}
	return w.Tell(p)
}
