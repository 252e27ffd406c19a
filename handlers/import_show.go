package handlers

import (
	"kortisto/handlers/confirmation"

	"errors"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// showImport shows the confirmation page of a draft, or the result of a saved
// import, GET /imports/{id}.
func (s *server) showImport(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	if found.State == db.StateSaved {
		return s.showSaved(c, found)
	}
	failed := s.desk.TakeFailure(found.ID)
	switch {
	case found.Choices.Unread && failed != nil:
		return s.refuseUnread(c, found, failed)
	case found.Choices.Unread:
		return s.readFirst(c, found)
	case failed != nil:
		return s.explainFailed(c, found, failed)
	}
	return s.confirm(c, found, showingOf(c))
}

// confirm answers with the confirmation page.
func (s *server) confirm(c *fiber.Ctx, draft *db.Import, show confirmation.Showing) error {
	view, err := s.confirmation(c, draft, show)
	if err != nil {
		return err
	}
	if show.Print {
		return s.renderPlan(c, "imports_print", view)
	}
	if isFragment(c) && c.Get("HX-Trigger") == "filter" {
		c.Set("HX-Push-Url", s.url(view.Here()))
	}
	return s.renderPlan(c, confirmationPage, view)
}

// renderPlan answers with a page of a draft, and leaves in the access log which
// customers it shows.
func (s *server) renderPlan(c *fiber.Ctx, page string, view *confirmationView) error {
	s.noteImport(c, view.Import.ID, view.Shown())
	return s.renderFor(c, page, view)
}

// explainFailed shows why work on a draft failed that nobody waited for.
func (s *server) explainFailed(c *fiber.Ctx, draft *db.Import, err error) error {
	var unsaved *drafts.Unsaved
	if errors.As(err, &unsaved) {
		return s.explainUnsaved(c, draft, err)
	}
	return s.explainUnread(c, draft, err)
}

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

// Labels is the stylesheet that names the cells.
func (v *confirmationView) Labels() string { return labelsFile(v.Lang()) }

// detailsView is what stands below an open row.
type detailsView struct {
	*confirmationView
	Row confirmation.Row
}

// alikeView is what is said above rows with the same error.
type alikeView struct {
	*confirmationView
	Alike any
}

// Alike makes what is said above a row.
func (v *confirmationView) Alike(row confirmation.Row) alikeView { return alikeView{v, row.Alike} }

// fieldsView are some of the fields of an open row.
type fieldsView struct {
	detailsView
	Fields any
}

// FieldsOf makes the table of some of the fields of a row.
func (v detailsView) FieldsOf(fields any) fieldsView { return fieldsView{v, fields} }

// Details makes what stands below an open row.
func (v *confirmationView) Details(row confirmation.Row) detailsView { return detailsView{v, row} }

// confirmation builds the page of a draft.
func (s *server) confirmation(c *fiber.Ctx, draft *db.Import, show confirmation.Showing) (*confirmationView, error) {
	at, err := s.desk.PlanAfter(c.UserContext(), draft, afterOf(c))
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
	view, err := confirmation.New(c.UserContext(), s.db, draft, at, asked)
	if err != nil {
		return nil, err
	}
	return &confirmationView{page, view}, nil
}

// showingOf reads what a request wants to see of a plan.
func showingOf(c *fiber.Ctx) confirmation.Showing {
	return confirmation.ShowingOf(formOf(c), c.Method() == fiber.MethodPost)
}

func afterOf(c *fiber.Ctx) int64 {
	after, err := strconv.ParseInt(c.Query(confirmation.AfterKey), 10, 64)
	if err != nil {
		return drafts.AnyWrites
	}
	return after
}

// formOf returns the fields of a form, or of an address.
func formOf(c *fiber.Ctx) map[string]string {
	args := c.Request().PostArgs()
	if c.Method() == fiber.MethodGet {
		args = c.Request().URI().QueryArgs()
	}
	fields := make(map[string]string, args.Len())
	for name, value := range args.All() {
		fields[string(name)] = string(value)
	}
	return fields
}
