package handlers

import (
	"bytes"
	"path"
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/disclosure"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// everythingPage is what views/customer_everything.html shows: all that is stored
// about one customer.
type everythingPage struct {
	Page
	Report     *disclosure.Report
	HidesUsers bool // the names of the firm's own people are left out
	Values     []shownChange
	History    []disclosedEvent
	Access     []disclosedAccess
	Days       int // how long the access log is kept
}

// disclosedEvent is an event in words.
type disclosedEvent struct {
	When                    wording.Moment
	What, Who, Source, Line string
	Changes                 []shownChange
}

// disclosedAccess says in words that somebody saw the customer.
type disclosedAccess struct{ When, What, Who string }

// hiddenUsers in an address, ?users=hidden, leaves out the names of the firm's own
// people.
const hiddenUsers = "hidden"

// href is an address of the page, or of a file of it.
func (p *everythingPage) href(ending string, hide bool) string {
	address := customerPath(p.Report.Number) + "/everything" + ending
	if hide {
		address += "?users=" + hiddenUsers
	}
	return address
}

// XLSX is the address of the file for people.
func (p *everythingPage) XLSX() string { return p.href(".xlsx", p.HidesUsers) }

// JSON is the address of the file for programs.
func (p *everythingPage) JSON() string { return p.href(".json", p.HidesUsers) }

// Switched is the address of the page with the names of users, or without them.
func (p *everythingPage) Switched() string { return p.href("", !p.HidesUsers) }

// Customer is the address of the customer's own page, "" where it is removed.
func (p *everythingPage) Customer() string {
	if !p.Report.Present {
		return ""
	}
	return customerPath(p.Report.Number)
}

// disclose gathers everything about the customer that the address names.
func (s *server) disclose(c *fiber.Ctx) (*disclosure.Report, error) {
	number, err := strconv.Atoi(c.Params("number"))
	if err != nil {
		return nil, db.ErrNotFound
	}
	s.flushAccess(c)
	return disclosure.Of(c.UserContext(), s.db, number, disclosure.Options{WithoutUsers: c.Query("users") == hiddenUsers})
}

// disclosed puts a report into words.
func (s *server) disclosed(c *fiber.Ctx) disclosure.Words {
	return disclosure.Words{Printer: s.words(c).Printer, Table: s.db.Fields()}
}

// showEverything handles GET /customers/{number}/everything.
func (s *server) showEverything(c *fiber.Ctx) error {
	report, err := s.disclose(c)
	if err != nil {
		return err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: report.Number})
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	view := &everythingPage{Page: s.page(c, "customers"), Report: report, HidesUsers: c.Query("users") == hiddenUsers, Days: kept.Access}
	told := s.disclosed(c)
	for _, f := range report.Fields {
		if f.IsValue() && report.Values[f] != "" {
			view.Values = append(view.Values, shownChange{Key: f.Key(), Label: view.Label(f), New: view.Show(f, report.Values[f])})
		}
	}
	for i := range report.History {
		e := &report.History[i]
		shown := disclosedEvent{When: view.Moment(e.At), What: told.What(e), Who: told.Who(e.By), Source: told.Source(e), Changes: shownChanges(view.Words, e.Changes)}
		if e.Line > 0 {
			shown.Line = view.Text("person.on-line", "line", e.Line)
		}
		view.History = append(view.History, shown)
	}
	for i := range report.Access {
		a := &report.Access[i]
		view.Access = append(view.Access, disclosedAccess{told.Moment(a), told.Access(a), told.Who(a.By)})
	}
	return s.render(c, "customer_everything", view)
}

// Name is the name of the customer.
func (p *everythingPage) Name() string { return p.Report.Values[customer.Name] }

// exportEverything gives everything about a customer as a file, GET
// /customers/{number}/everything.xlsx and .json.
func (s *server) exportEverything(c *fiber.Ctx) error {
	report, err := s.disclose(c)
	if err != nil {
		return err
	}
	told, ending := s.disclosed(c), path.Ext(c.Path())
	var file bytes.Buffer
	if ending == ".json" {
		err = report.JSON(&file)
	} else {
		err = told.Workbook(&file, report)
	}
	if err != nil {
		return err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.Person, Customer: report.Number})
	attach(c, told.Text("person.file", "number", report.Number)+ending)
	return c.Send(file.Bytes())
}
