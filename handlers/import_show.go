package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/handlers/confirmation"
	"kortisto/handlers/drafts"

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

// explainFailed shows why work on a draft failed that nobody waited for.
func (s *server) explainFailed(c *fiber.Ctx, draft *db.Import, err error) error {
	var unsaved *drafts.Unsaved
	if errors.As(err, &unsaved) {
		return s.explainUnsaved(c, draft, err)
	}
	return s.explainUnread(c, draft, err)
}
