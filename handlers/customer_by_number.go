package handlers

import (
	"errors"
	"fmt"
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// openList in an address leads to the list whatever is searched for, at the same
// address as every list with that filter.
const openList = "list"

// openFound leads to the customer whose number is searched for, or to all who are found.
func (s *server) openFound(c *fiber.Ctx) error {
	filter := parseFilter(c, s.db.Fields())
	if number := db.SearchedNumber(filter.Query); number != 0 && c.Query("open") != openList {
		_, err := s.leadTo(c, number)
		if err == nil { // the page of one who was merged leads on
			return s.redirect(c, customerPath(number))
		}
		if !isGone(err) {
			return err
		}
	}
	return s.redirect(c, filter.href("/customers"))
}

// isGone reports whether an error says that there is no such customer, or none any
// more.
func isGone(err error) bool { return errors.Is(err, db.ErrNotFound) || errors.Is(err, db.ErrErased) }

// leadingNumber is a number that leads to a customer since its own was merged.
type leadingNumber struct {
	Number, Into int
	Name         string
}

// findMerged finds the customer whom a number leads to that is searched for, nil for
// none. It fails with a db.ErasedError where the customer's data was erased.
func (s *server) findMerged(c *fiber.Ctx, query string) (*leadingNumber, error) {
	number := db.SearchedNumber(query)
	if number == 0 {
		return nil, nil
	}
	one, err := s.leadTo(c, number)
	switch {
	case errors.Is(err, db.ErrNotFound) || err == nil && one.Number == number:
		return nil, nil
	case err != nil:
		return nil, err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.Search, Numbers: accesslog.NumbersOf(one.Number), Filter: accesslog.Filter{Words: true}})
	return &leadingNumber{number, one.Number, one.Values[customer.Name]}, nil
}

// leadTo returns the customer of a number, or the one whom it leads to.
func (s *server) leadTo(c *fiber.Ctx, number int) (customer.Customer, error) {
	one, err := s.db.Customer(c.UserContext(), number)
	if !errors.Is(err, db.ErrNotFound) {
		return one, err
	}
	into, err := s.db.MergedInto(c.UserContext(), number)
	if err != nil {
		return one, err
	}
	return s.db.Customer(c.UserContext(), into)
}

// tellMerged leads from the number of a customer who was merged to the one that it
// was merged into, and says so; from any other it is ErrNotFound.
func (s *server) tellMerged(c *fiber.Ctx, number int) error {
	into, err := s.db.MergedInto(c.UserContext(), number)
	if err != nil {
		return err
	}
	if _, err := s.db.Customer(c.UserContext(), into); err != nil {
		return fmt.Errorf("%w: merged into %d", err, into)
	}
	return s.done(c, customerPath(into), s.words(c).Text("merge.leads", "number", strconv.Itoa(number), "into", strconv.Itoa(into)))
}
