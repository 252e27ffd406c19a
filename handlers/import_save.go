package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/handlers/confirmation"
	"kortisto/handlers/drafts"

	"github.com/gofiber/fiber/v2"
)

// saveImport writes the plan that the user saw into the register, POST
// /imports/{id}/save. Pressed twice, it shows the result of the first time. A
// form that wants to be asked about what stays behind is asked, and saves
// nothing yet.
func (s *server) saveImport(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	if found.State == db.StateSaved {
		return s.redirect(c, importPath(found.ID))
	}
	if found, err = s.ownDraftOf(c); err != nil {
		return err
	}
	if c.FormValue("ask") != "" {
		return s.askToSave(c, found)
	}
	err = s.desk.Save(c.UserContext(), found, actorOf(c), c.FormValue("fingerprint"))
	switch {
	case notBegun(err):
		return s.notTaken(c, found, err)
	case err != nil:
		return s.explainUnsaved(c, found, err)
	}
	return s.redirect(c, importPath(found.ID))
}

// explainUnsaved shows the confirmation page of a draft that could not be saved,
// with the reason, where the user can do something about it there.
func (s *server) explainUnsaved(c *fiber.Ctx, draft *db.Import, err error) error {
	var unsaved *drafts.Unsaved
	if !errors.As(err, &unsaved) {
		return err
	}
	var changed db.ErrPlanChanged
	switch {
	case errors.As(err, &changed):
		return s.showChanged(c, draft, unsaved.Fingerprint)
	case errors.Is(err, db.ErrNothingToSave):
		c.Status(fiber.StatusUnprocessableEntity)
		return s.confirmWith(c, draft, unsaved.Fingerprint, Flash{Text: s.words(c).Text("summary.nothing"), Bad: true})
	}
	return err
}

// askToSave shows the page with the question in the place of the save button.
func (s *server) askToSave(c *fiber.Ctx, draft *db.Import) error {
	view, err := s.confirmation(c, draft, showingOf(c))
	if err != nil {
		return s.notTaken(c, draft, err)
	}
	seen := c.FormValue("fingerprint")
	switch {
	case view.Fingerprint == seen:
	case isFragment(c):
		return s.notDone(c, importPath(draft.ID)+confirmation.Showing{Seen: seen}.Query(), view.Text(whatChanged(c, draft)))
	default:
		return s.showChanged(c, draft, seen)
	}
	view.Asking = true
	return s.renderPlan(c, confirmationPage, view)
}

// showChanged shows the plan as it is now, with the rows marked that differ
// from what the user saw.
func (s *server) showChanged(c *fiber.Ctx, draft *db.Import, seen string) error {
	c.Status(fiber.StatusConflict)
	return s.confirmWith(c, draft, seen, Flash{Text: s.words(c).Text(whatChanged(c, draft)), Bad: true})
}

// whatChanged is the reason why the plan is another one than the user saw: the
// draft has been changed since, as in another tab, or else the register. A form
// that does not say which draft it shows is told that it was either.
func whatChanged(c *fiber.Ctx, draft *db.Import) string {
	switch c.FormValue("as-of") {
	case "":
		return "import.changed-meanwhile"
	case confirmation.AsOf(draft):
		return "import.register-changed"
	}
	return "import.draft-changed"
}
