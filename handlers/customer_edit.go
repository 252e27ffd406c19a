package handlers

import (
	"errors"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// customerPage is what views/customer_form.html shows: the form of a new
// customer, or of one to change.
type customerPage struct {
	Page
	Customer int // its number; 0 for a new one
	Revision int // that the form was made for
	Name     string
	Flags    []string // small labels
	Sections []formSection
	Failure  string     // why nothing could be saved, where that is nothing of the form's
	Moved    bool       // somebody else has changed the customer meanwhile,
	Conflict bool       // and fields that the form changes too
	One      *formField // the only field to change, where it stands on the customer's page

	Similar []similarView  // whom the form may make a second time
	Erased  db.Recognition // whether it may bring back somebody whose data was erased
}

// ErasedSurely reports whether the form surely brings somebody back.
func (p *customerPage) ErasedSurely() bool { return p.Erased == db.Recognised }

// Warned reports whether the form is sent again as it stands.
func (p *customerPage) Warned() bool { return p.Similar != nil || p.Erased != db.NotRecognised }

// Action is where the form is sent.
func (p *customerPage) Action() string {
	if p.Customer == 0 {
		return "/customers"
	}
	return customerPath(p.Customer)
}

// Shown is where one goes without saving.
func (p *customerPage) Shown() string { return p.Action() }

// Wrong are the fields that must be put right, in the order of the form.
func (p *customerPage) Wrong() []formField {
	var wrong []formField
	for _, section := range p.Sections {
		for _, field := range section.Fields {
			if field.Wrong != "" {
				wrong = append(wrong, field)
			}
		}
	}
	return wrong
}

// newCustomer handles GET /customers/new.
func (s *server) newCustomer(c *fiber.Ctx) error {
	var values customer.Values
	values[customer.Kind], values[customer.Country] = customer.Company, customer.Finland
	values[customer.Group] = customer.Clean(c.Query("group"))
	values.Complete()
	return s.showForm(c, newForm(s.db.Fields(), values), &customer.Customer{})
}

// editCustomer handles GET /customers/{number}/edit: the form of all fields, or
// of one, ?field=, where that is asked for to stand on the customer's page. The
// whole form begins with that field.
func (s *server) editCustomer(c *fiber.Ctx) error {
	one, err := s.customerAt(c)
	if errors.Is(err, db.ErrNotFound) {
		return s.tellMerged(c, numberAt(c))
	}
	if err != nil {
		return err
	}
	form := newForm(s.db.Fields(), one.Values)
	form.warn()
	form.first, _ = s.db.Fields().ByKey(c.Query("field"))
	return s.showForm(c, form, &one)
}

// savedPath is where a saved form leads: to the field that was changed on the
// customer's page, if it was one.
func savedPath(c *fiber.Ctx, fields *customer.Table, number int) string {
	if edited, _ := fields.ByKey(c.FormValue("edited")); edited != customer.None {
		return customerPath(number) + "#change-" + edited.Key()
	}
	return customerPath(number)
}

// createCustomer handles POST /customers. Where a stored customer may be the
// same one, the form comes back once with a warning (form-similar,
// docs/rules.md).
func (s *server) createCustomer(c *fiber.Ctx) error {
	form := readForm(c, s.db.Fields(), customer.Values{}, true)
	if err := s.checkGroup(c, form); err != nil {
		return err
	}
	if form.failed() {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showForm(c, form, &customer.Customer{})
	}
	if news, err := s.findSimilar(c, form, &customer.Customer{}); err != nil {
		return s.notSaved(c, form, &customer.Customer{}, err)
	} else if news {
		c.Status(fiber.StatusConflict)
		return s.showForm(c, form, &customer.Customer{})
	}
	one, err := s.db.CreateCustomer(c.UserContext(), actorOf(c), form.values)
	if err != nil {
		return s.notSaved(c, form, &customer.Customer{}, err)
	}
	return s.done(c, customerPath(one.Number), s.words(c).Text("customer.created", "number", one.Number))
}

// saveCustomer handles POST /customers/{number}. Where somebody else has
// changed a field since the form was opened, nothing is saved yet, even if this
// form leaves that field alone: an address that two people change by halves
// would be one that neither has seen. The form is shown again, brought together
// with the register by readForm, and saves what it shows when it is sent again. The
// form of a customer who was merged meanwhile goes on as that of the other one.
func (s *server) saveCustomer(c *fiber.Ctx) error {
	for {
		stored, err := s.leadTo(c, numberAt(c))
		if err != nil {
			return err
		}
		form := readForm(c, s.db.Fields(), stored.Values, formRevision(c) == stored.Revision && stored.Number == numberAt(c))
		if err := s.checkGroup(c, form); err != nil {
			return err
		}
		switch {
		case len(form.moved) > 0:
			c.Status(fiber.StatusConflict)
			return s.showForm(c, form, &stored)
		case form.failed():
			c.Status(fiber.StatusUnprocessableEntity)
			return s.showForm(c, form, &stored)
		}
		if news, err := s.findSimilar(c, form, &stored); err != nil {
			return s.notSaved(c, form, &stored, err)
		} else if news {
			c.Status(fiber.StatusConflict)
			return s.showForm(c, form, &stored)
		}
		after, err := s.db.UpdateCustomer(c.UserContext(), actorOf(c), stored.Number, stored.Revision, form.values)
		switch {
		case errors.Is(err, db.ErrConflict):
			continue // changed just now: what is there must be read again
		case err != nil:
			return s.notSaved(c, form, &stored, err)
		}
		said := "customer.saved"
		if after.Revision == stored.Revision {
			said = "customer.nothing-changed"
		}
		return s.done(c, savedPath(c, s.db.Fields(), after.Number), s.words(c).Text(said))
	}
}

// notSaved shows the form again with what was typed where it is the register
// that failed, and says why.
func (s *server) notSaved(c *fiber.Ctx, form *form, one *customer.Customer, cause error) error {
	if form.failure = s.failure(c, cause); form.failure == "" {
		return cause
	}
	return s.showForm(c, form, one)
}

func (s *server) showForm(c *fiber.Ctx, form *form, one *customer.Customer) error {
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	if one.Number != 0 {
		s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: one.Number})
	}
	s.noteSimilar(c, form.similar)
	view := &customerPage{
		Page: s.page(c, "customers"), Customer: one.Number, Revision: one.Revision, Name: one.Values[customer.Name],
		Failure: form.failure, Moved: len(form.moved) > 0, Conflict: form.clashes(),
		Similar: form.similar, Erased: form.erased,
	}
	view.Sections, view.Flags = form.sections(view.Words, groups), view.Words.Flags(&one.Values)
	view.One = view.field(form.first)
	if view.One != nil && isFragment(c) {
		return s.render(c, "customer_form#one", view)
	}
	return s.render(c, "customer_form", view)
}

// field finds a field of the form, nil where it has none of that kind.
func (p *customerPage) field(field customer.Field) *formField {
	for _, section := range p.Sections {
		for i := range section.Fields {
			if section.Fields[i].Field == field {
				return &section.Fields[i]
			}
		}
	}
	return nil
}
