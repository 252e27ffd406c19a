package handlers

import (
	"errors"
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// mergePage is what views/customers_merge.html shows: two customers side by side,
// and which value of each field the one that is made of them gets.
type mergePage struct {
	Page
	First, Second *mergeSide // nil while the second one has to be named
	Kept          int        // whose number stays
	Fields        []mergeField
	Same          []mergeField // what both have alike
	Problem       string
	Named         string // what was typed for the number of the second one
}

// mergeSide is one of two customers.
type mergeSide struct {
	Number, Revision int
	Name, City       string
}

// shownSide is one of the two, and whether it stays.
type shownSide struct {
	*mergeSide
	Stays bool
}

// Side makes what is shown of one of the two.
func (p *mergePage) Side(side *mergeSide) shownSide { return shownSide{side, side.Number == p.Kept} }

// mergeField is a field of two customers.
type mergeField struct {
	Words
	Field   customer.Field
	Wrong   string
	Choices []mergeChoice
	Value   string // where both have the same
}

// Label is the name of the field.
func (f mergeField) Label() string { return f.Words.Label(f.Field) }

// mergeChoice is a value that a field can get.
type mergeChoice struct {
	Origin customer.Origin
	From   string // whose value it is
	Value  string // "" for none
	Chosen bool
}

// showMerge handles GET /customers/merge?first=&second=. Without a second customer,
// it asks for the number of one; without any, it leads to those who may be one.
func (s *server) showMerge(c *fiber.Ctx) error {
	if c.Query("first") == "" {
		return s.redirect(c, twinsHref("", 1))
	}
	if _, ok := customer.ParseNumber(c.Query("second")); !ok || c.Query("second") == c.Query("first") {
		number, _ := customer.ParseNumber(c.Query("first"))
		return s.askSecond(c, number, "")
	}
	first, second, err := s.twoCustomers(c, c.Query)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return s.askOther(c, c.Query)
	case err != nil:
		return err
	case first.Number == second.Number:
		return s.askSecond(c, first.Number, c.Query("second"))
	}
	return s.showChoices(c, &mergeForm{first: first, second: second, kept: first,
		origins: s.db.Fields().SuggestOrigins(&first.Values, &second.Values)})
}

// askOther asks for another number than that of the customer, of the two that are
// named, who is not there.
func (s *server) askOther(c *fiber.Ctx, value func(string, ...string) string) error {
	lower, higher, err := s.pairOf(value)
	if err != nil {
		return err
	}
	if _, err := s.leadTo(c, lower); errors.Is(err, db.ErrNotFound) {
		return s.askSecond(c, higher, strconv.Itoa(lower))
	}
	return s.askSecond(c, lower, strconv.Itoa(higher))
}

// askSecond asks for the number of the customer who is merged with the one of a
// number; of what was typed nothing came.
func (s *server) askSecond(c *fiber.Ctx, number int, typed string) error {
	first, err := s.leadTo(c, number)
	if err != nil {
		return err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: first.Number})
	view := &mergePage{Page: s.page(c, "customers"), First: sideOf(&first), Named: repeated(typed)}
	if typed != "" {
		view.Problem = view.Text("merge.unknown", "number", repeated(typed))
		c.Status(fiber.StatusNotFound)
	}
	return s.render(c, "customers_merge", view)
}

// twoCustomers reads the customers that first= and second= name, the one with the
// lower number first. A number that was merged stands for whom it leads to.
func (s *server) twoCustomers(c *fiber.Ctx, value func(string, ...string) string) (first, second customer.Customer, err error) {
	lower, higher, err := s.pairOf(value)
	if err != nil {
		return first, second, err
	}
	if first, err = s.leadTo(c, lower); err != nil {
		return first, second, err
	}
	second, err = s.leadTo(c, higher)
	if err == nil && first.Number > second.Number {
		first, second = second, first
	}
	return first, second, err
}

// mergeForm is a merge on its way between browser and register.
type mergeForm struct {
	first, second, kept customer.Customer
	origins             customer.Origins
	problem             string
	wrong               map[customer.Field]string
}

// mergeCustomers handles POST /customers/merge. Where one of the two has changed
// since the page was opened, nothing is merged yet: the page shows what is there
// now, with the choices that were made.
func (s *server) mergeCustomers(c *fiber.Ctx) error {
	first, second, err := s.twoCustomers(c, c.FormValue)
	switch {
	case errors.Is(err, db.ErrNotFound): // removed meanwhile
		return s.askOther(c, c.FormValue)
	case err != nil:
		return err
	}
	if first.Number == second.Number { // pressed twice: they are one by now
		return s.redirect(c, customerPath(first.Number))
	}
	form := s.readMerge(c, first, second)
	if form.wrong = s.checkMerge(c, form); len(form.wrong) > 0 {
		form.problem = s.words(c).Text("merge.wrong")
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showChoices(c, form)
	}
	if !form.isCurrent(c) {
		return s.refuseMerge(c, form)
	}
	kept, gone := form.kept, first
	if kept.Number == first.Number {
		gone = second
	}
	after, err := s.db.MergeCustomers(c.UserContext(), actorOf(c), db.Merge{
		Kept: kept.Number, KeptRevision: kept.Revision, Merged: gone.Number, MergedRevision: gone.Revision, Values: form.values()})
	switch {
	case errors.Is(err, db.ErrConflict), errors.Is(err, db.ErrNotFound): // changed just now
		if form.first, form.second, err = s.twoCustomers(c, c.FormValue); err != nil {
			return err
		}
		return s.refuseMerge(c, s.readMerge(c, form.first, form.second))
	case err != nil:
		if form.problem = s.failure(c, err); form.problem == "" {
			return err
		}
		return s.showChoices(c, form)
	}
	return s.done(c, customerPath(after.Number),
		s.words(c).Text("merge.done", "merged", strconv.Itoa(gone.Number), "kept", strconv.Itoa(after.Number)))
}

// refuseMerge shows what is there now.
func (s *server) refuseMerge(c *fiber.Ctx, form *mergeForm) error {
	form.problem = s.words(c).Text("merge.changed")
	c.Status(fiber.StatusConflict)
	return s.showChoices(c, form)
}

// originPrefix goes before the key of a field in the name of what is chosen for it.
const originPrefix = "take-"

// readMerge reads which number stays, and where each field comes from: as suggested
// where the form does not say.
func (s *server) readMerge(c *fiber.Ctx, first, second customer.Customer) *mergeForm {
	form := &mergeForm{first: first, second: second, kept: first, origins: s.db.Fields().SuggestOrigins(&first.Values, &second.Values)}
	if c.FormValue("kept") == strconv.Itoa(second.Number) {
		form.kept = second
	}
	for _, f := range s.db.Fields().Values() {
		switch origin := customer.Origin(c.FormValue(originPrefix + f.Key())); origin {
		case customer.FromFirst, customer.FromSecond:
			form.origins[f] = origin
		case customer.FromBoth:
			if s.db.Fields().Joins(f, &first.Values, &second.Values) {
				form.origins[f] = origin
			}
		}
	}
	return form
}

// isCurrent reports whether both customers are as the page showed them.
func (m *mergeForm) isCurrent(c *fiber.Ctx) bool {
	return c.FormValue("first-revision") == strconv.Itoa(m.first.Revision) && c.FormValue("second-revision") == strconv.Itoa(m.second.Revision) &&
		c.FormValue("first") == strconv.Itoa(m.first.Number) && c.FormValue("second") == strconv.Itoa(m.second.Number)
}

// values are those that the customer gets who is made of the two.
func (m *mergeForm) values() customer.Values {
	return m.origins.Values(&m.first.Values, &m.second.Values)
}

// checkMerge tells what cannot be right together of what was chosen of the one and
// of the other. What either of them is already can be.
func (s *server) checkMerge(c *fiber.Ctx, m *mergeForm) map[customer.Field]string {
	fields, words, values := s.db.Fields(), s.words(c), m.values()
	problems := fields.Together(&values, &m.kept.Values)
	for _, f := range []customer.Field{customer.BusinessID, customer.Postcode} {
		together := func(other *customer.Values) bool {
			return values[f] == other[f] && values[customer.Country] == other[customer.Country]
		}
		if values[f] == "" || together(&m.first.Values) || together(&m.second.Values) {
			continue
		}
		if reading := fields.Read(f, values[f], customer.Context{Country: values[customer.Country]}); reading.Failed() {
			problems = append(problems, reading.Problem)
		}
	}
	wrong := make(map[customer.Field]string)
	for _, problem := range problems {
		wrong[problem.Field] = formProblem(words, problem)
	}
	return wrong
}

// sideOf is what is shown of one of the two.
func sideOf(one *customer.Customer) *mergeSide {
	return &mergeSide{one.Number, one.Revision, one.Values[customer.Name], one.Values[customer.City]}
}

// showChoices shows the two side by side.
func (s *server) showChoices(c *fiber.Ctx, m *mergeForm) error {
	for _, one := range []*customer.Customer{&m.first, &m.second} {
		s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: one.Number})
	}
	view := &mergePage{Page: s.page(c, "customers"), First: sideOf(&m.first), Second: sideOf(&m.second), Kept: m.kept.Number, Problem: m.problem}
	for _, f := range s.db.Fields().Values() {
		one, other := m.first.Values[f], m.second.Values[f]
		field := mergeField{Words: view.Words, Field: f, Wrong: m.wrong[f]}
		if one == other {
			if field.Value = view.Show(f, one); one != "" {
				view.Same = append(view.Same, field)
			}
			continue
		}
		field.Choices = []mergeChoice{
			{customer.FromFirst, strconv.Itoa(m.first.Number), view.Show(f, one), m.origins[f] == customer.FromFirst},
			{customer.FromSecond, strconv.Itoa(m.second.Number), view.Show(f, other), m.origins[f] == customer.FromSecond},
		}
		if s.db.Fields().Joins(f, &m.first.Values, &m.second.Values) {
			field.Choices = append(field.Choices, mergeChoice{customer.FromBoth, view.Text("merge.both"), customer.JoinLines(one, other), m.origins[f] == customer.FromBoth})
		}
		view.Fields = append(view.Fields, field)
	}
	return s.render(c, "customers_merge", view)
}
