package handlers

import (
	"strconv"

	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// idlePage is what views/customers_idle.html shows.
type idlePage struct {
	Page
	Days      int
	Total     int
	Customers []idleRow
	Pager     pager
}

// idleRow is a customer whom nothing has changed for long.
type idleRow struct {
	Number     int
	Name, City string
	Since      string
}

// listIdle handles GET /customers/idle.
func (s *server) listIdle(c *fiber.Ctx) error {
	view := &idlePage{Page: s.page(c, "customers")}
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	page := askedPage(c)
	idle, total, err := s.db.IdleCustomers(c.UserContext(), pageSize, (page-1)*pageSize)
	if err != nil {
		return err
	}
	if len(idle) == 0 && page > 1 {
		return s.redirect(c, "/customers/idle")
	}
	view.Days, view.Total = kept.Idle, total
	entry := accesslog.Entry{Kind: accesslog.List, Filter: accesslog.Filter{Idle: true}}
	for i := range idle {
		one := &idle[i]
		entry.Numbers.Add(one.Number)
		view.Customers = append(view.Customers, idleRow{one.Number, one.Name, one.City, view.Date(one.Since.Time())})
	}
	s.note(c, entry)
	view.Pager = newPager(view.Words, page, total, func(page int) string { return "/customers/idle?page=" + strconv.Itoa(page) })
	return s.render(c, "customers_idle", view)
}
