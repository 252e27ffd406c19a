package handlers

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// erasurePage is what views/customer_erase.html shows.
type erasurePage struct {
	Page
	Customer db.Erasable
	Typed    string // to confirm
	Reason   string
	Problem  refusal

	Backups  []db.BackupFile // that still hold the data, the last one first
	Keep     int             // how many backups are kept of those that are made every night
	Until    time.Time       // when those of every night are gone; zero where none goes by itself
	Upgrades int             // how many of the backups are from before upgrades, and stay longer
	Replaced []db.Replaced
}

// Back leads to where the customer is.
func (p *erasurePage) Back() string {
	if p.Customer.Removed {
		return "/customers/removed"
	}
	return customerPath(p.Customer.Number)
}

// Nightly reports whether some of the backups are not from before upgrades.
func (p *erasurePage) Nightly() bool { return len(p.Backups) > p.Upgrades }

// Rotates reports whether these go by themselves.
func (p *erasurePage) Rotates() bool { return !p.Until.IsZero() }

// Spared reports whether no file and no import holds anything of the customer.
func (p *erasurePage) Spared() bool { return p.Customer.Traces == db.Traces{} }

// Groups names the groups that go with the customer, "" where none do.
func (p *erasurePage) Groups() string {
	names := make([]string, len(p.Customer.Groups))
	for i, name := range p.Customer.Groups {
		names[i] = p.Text("import.quoted", "text", wording.Clip(name))
	}
	return strings.Join(names, ", ")
}

// BackupsWhen says from when the backups are.
func (p *erasurePage) BackupsWhen() string {
	oldest, newest := p.Time(p.Backups[len(p.Backups)-1].At), p.Time(p.Backups[0].At)
	if len(p.Backups) == 1 {
		return newest
	}
	return p.Text("erase.backups-span", "from", oldest, "to", newest)
}

// showErasure handles GET /customers/{number}/erase.
func (s *server) showErasure(c *fiber.Ctx) error {
	view, err := s.erasurePage(c)
	if err != nil {
		return err
	}
	return s.render(c, "customer_erase", view)
}

func (s *server) erasurePage(c *fiber.Ctx) (*erasurePage, error) {
	number, err := strconv.Atoi(c.Params("number"))
	if err != nil {
		return nil, db.ErrNotFound
	}
	view := &erasurePage{Page: s.page(c, "customers"), Typed: repeated(c.FormValue("confirm")), Reason: repeated(c.FormValue("reason")), Replaced: s.db.Replaced()}
	if view.Customer, err = s.db.Erasable(c.UserContext(), number); err != nil {
		return nil, err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: view.Customer.Number})
	state, list := s.backups.State(c.UserContext())
	view.Backups, view.Keep, view.Until = list, state.Keep, state.GoneBy(s.now())
	for _, one := range list {
		if one.Upgrade {
			view.Upgrades++
		}
	}
	return view, nil
}

// eraseCustomer handles POST /customers/{number}/erase. What was typed must name
// the customer: a press too many must not do what cannot be taken back.
func (s *server) eraseCustomer(c *fiber.Ctx) error {
	view, err := s.erasurePage(c)
	if err != nil {
		return err
	}
	if !names(view.Typed, &view.Customer) {
		view.Problem = refusal{Field: "confirm", Text: view.Text("erase.not-confirmed", "number", view.Customer.Number)}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.render(c, "customer_erase", view)
	}
	erased, err := s.db.Erase(c.UserContext(), db.EraseRequest{Actor: actorOf(c), Number: view.Customer.Number, Reason: c.FormValue("reason")})
	if errors.Is(err, db.ErrReasonPersonal) {
		view.Problem = refusal{Field: "reason", Text: view.Text("erase.reason-personal")}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.render(c, "customer_erase", view)
	}
	if err != nil {
		if text := s.failure(c, err); text != "" {
			view.Problem = refusal{Text: text}
			return s.render(c, "customer_erase", view)
		}
		return err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.Erase, Customer: erased.Number})
	for _, draft := range erased.Dropped {
		s.desk.Forget(draft)
	}
	said := "erase.done"
	if erased.Unpurged {
		said = "erase.done-unpurged"
	}
	return s.done(c, importPath(erased.Entry), view.Text(said, "number", erased.Number))
}

// names reports whether a text names a customer, by number or by name.
func names(typed string, c *db.Erasable) bool {
	typed = customer.Clean(typed)
	return typed == strconv.Itoa(c.Number) || c.Name != "" && customer.FoldKey(typed) == customer.FoldKey(c.Name)
}
