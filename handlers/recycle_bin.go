package handlers

import (
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// binPage is what views/customers_removed.html shows.
type binPage struct {
	Page
	Days      int // how long customers lie in the bin
	Customers []removedRow
	Pager     pager
}

// removedRow is a customer in the bin.
type removedRow struct {
	Number     int
	Name, City string
	When, Who  string
}

// showBin handles GET /customers/removed.
func (s *server) showBin(c *fiber.Ctx) error {
	view := &binPage{Page: s.page(c, "customers")}
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	view.Days = kept.Bin
	page := askedPage(c)
	removed, total, err := s.db.Bin(c.UserContext(), pageSize, (page-1)*pageSize)
	if err != nil {
		return err
	}
	if len(removed) == 0 && page > 1 {
		return s.redirect(c, "/customers/removed")
	}
	var numbers accesslog.Numbers
	for i := range removed {
		one := &removed[i]
		numbers.Add(one.Number)
		view.Customers = append(view.Customers, removedRow{
			Number: one.Number, Name: one.Values[customer.Name], City: one.Values[customer.City],
			When: view.Time(one.At.Time()), Who: view.Who(one.By),
		})
	}
	s.note(c, accesslog.Entry{Kind: accesslog.List, Filter: accesslog.Filter{Removed: true}, Numbers: numbers})
	view.Pager = newPager(view.Words, page, total, func(page int) string { return "/customers/removed?page=" + strconv.Itoa(page) })
	return s.render(c, "customers_removed", view)
}

// restoreCustomer handles POST /customers/{number}/restore.
func (s *server) restoreCustomer(c *fiber.Ctx) error {
	one, err := s.db.RestoreCustomer(c.UserContext(), actorOf(c), numberAt(c))
	if err != nil {
		return err
	}
	words := s.words(c)
	said := words.Text("bin.restored", "name", one.Values[customer.Name])
	known, err := s.db.ErasedBefore(c.UserContext(), customer.Values{}, one.Values)
	if err != nil {
		return err
	}
	if known == db.Recognised {
		said += " " + words.Text("erase.known")
	}
	return s.done(c, customerPath(one.Number), said)
}
