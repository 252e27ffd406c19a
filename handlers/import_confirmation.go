package handlers

import (
	"strings"

	"kortisto/db"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// confirmationPage is the page, of which HTMX gets all but the frame around it
// and puts it in the place of what it shows.
const confirmationPage = "imports_show#main"

// confirmationView is what views/imports_show.html shows.
type confirmationView struct {
	Page
	*confirmation.View
}

// CanEdit reports whether the user may change the draft.
func (v *confirmationView) CanEdit() bool { return v.View.CanEdit() }

// rowDetails is what stands below an open row.
type rowDetails struct {
	*confirmationView
	Row confirmation.Row
}

// Details makes what stands below an open row.
func (v *confirmationView) Details(row confirmation.Row) rowDetails { return rowDetails{v, row} }

// rowFields are some of the fields of an open row.
type rowFields struct {
	rowDetails
	Fields any
}

// FieldsOf makes the table of some of the fields of a row.
func (v rowDetails) FieldsOf(fields any) rowFields { return rowFields{v, fields} }

// rowsHead is what is said above rows with the same error.
type rowsHead struct {
	*confirmationView
	Alike any
}

// Alike makes what is said above a row.
func (v *confirmationView) Alike(row confirmation.Row) rowsHead { return rowsHead{v, row.Alike} }

// confirmation builds the page of a draft.
func (s *server) confirmation(c *fiber.Ctx, draft *db.Import, show confirmation.Showing) (*confirmationView, error) {
	planned, err := s.desk.PlanAfter(c.UserContext(), draft, afterOf(c))
	if err != nil {
		return nil, err
	}
	page := s.page(c, "imports")
	asked := confirmation.Asked{
		Words: page.Words, User: page.User.Name, MayEdit: page.CanEdit(), Demo: page.Demo, Showing: show, Form: formOf(c),
		BadGroup: func(name string) string { return groupProblem(page.Words, checkGroupName(name)) },
	}
	if !isFragment(c) || strings.HasPrefix(c.Get("HX-Trigger"), "values-") {
		asked.Opens = show.Values
	}
	view, err := confirmation.New(c.UserContext(), s.db, draft, planned, asked)
	if err != nil {
		return nil, err
	}
	return &confirmationView{page, view}, nil
}

// renderPlan answers with a page of a draft, and leaves in the access log which
// customers it shows.
func (s *server) renderPlan(c *fiber.Ctx, page string, view *confirmationView) error {
	s.noteImport(c, view.Import.ID, view.Shown())
	return s.renderFor(c, page, view)
}

// confirmWith shows the whole confirmation page with a message above it, to a
// user who has seen the plan of a fingerprint. Where the page takes long, the
// message waits for it.
func (s *server) confirmWith(c *fiber.Ctx, draft *db.Import, seen string, flash Flash) error {
	show := confirmation.Showing{Page: 1, Columns: showingOf(c).Columns, Seen: seen}
	view, err := s.confirmation(c, draft, show)
	if err != nil {
		return s.orLater(c, draft, show, flash, err)
	}
	view.Flash = &flash
	return s.renderPlan(c, "imports_show", view)
}
