package handlers

import (
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// printPage is what views/customers_print.html shows: all customers that the filter
// of the list lets through, for paper.
type printPage struct {
	Page
	Filter    listFilter
	Chips     []chip
	Columns   []customer.Field
	Customers []customerRow
	TooMany   bool // there are more than these
	Today     string
}

// Back is the address of the list.
func (p *printPage) Back() string { return p.Filter.href("/customers") }

// Download is the address of a file of all that the filter lets through.
func (p *printPage) Download() string {
	whole := p.Filter
	whole.Columns = shownColumns
	return whole.href("/customers/export.xlsx")
}

// printCustomers handles GET /customers/print.
func (s *server) printCustomers(c *fiber.Ctx) error {
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	view := &printPage{Page: s.page(c, "customers"), Filter: parseFilter(c, s.db.Fields()).first(), Columns: s.listColumns(c)}
	view.Chips, view.Today = view.Filter.chips(view.Words, groups, view.Columns), view.Date(s.now())
	filter := view.Filter.of(groups)
	filter.Limit = confirmation.MostPrinted + 1
	err = s.db.EachCustomer(c.UserContext(), filter, func(one *customer.Customer) error {
		printed := *one
		view.Customers = append(view.Customers, newCustomerRow(&printed, view.Words, view.Columns, db.Highlights{}))
		return nil
	})
	if err != nil {
		return err
	}
	if view.TooMany = len(view.Customers) > confirmation.MostPrinted; view.TooMany {
		view.Customers = view.Customers[:confirmation.MostPrinted]
	}
	printed := accesslog.Entry{Kind: accesslog.Export, Filter: view.Filter.shape()}
	for i := range view.Customers {
		printed.Numbers.Add(view.Customers[i].Number)
	}
	s.note(c, printed)
	return s.render(c, "customers_print", view)
}
