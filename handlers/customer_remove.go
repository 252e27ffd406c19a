package handlers

import (
	"errors"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// removalPage is what views/customer_remove.html shows.
type removalPage struct {
	Page
	Customer *customer.Customer
	Conflict bool
	Days     int // how long it lies in the bin
}

// Name is the name of the customer.
func (p *removalPage) Name() string { return p.Customer.Values[customer.Name] }

// confirmRemoval handles GET /customers/{number}/remove.
func (s *server) confirmRemoval(c *fiber.Ctx) error { return s.showRemoval(c, false) }

func (s *server) showRemoval(c *fiber.Ctx, conflict bool) error {
	one, err := s.customerAt(c)
	if err != nil {
		return err
	}
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: one.Number})
	return s.render(c, "customer_remove", &removalPage{Page: s.page(c, "customers"), Customer: &one, Conflict: conflict, Days: kept.Bin})
}

// removeCustomer handles POST /customers/{number}/remove.
func (s *server) removeCustomer(c *fiber.Ctx) error {
	one, err := s.customerAt(c)
	if err != nil {
		return err
	}
	err = s.db.RemoveCustomer(c.UserContext(), actorOf(c), one.Number, formRevision(c))
	switch {
	case errors.Is(err, db.ErrConflict):
		c.Status(fiber.StatusConflict)
		return s.showRemoval(c, true)
	case err != nil:
		return err
	}
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	return s.done(c, "/customers", s.words(c).Text("customer.removed", "number", one.Number, "days", kept.Bin))
}
