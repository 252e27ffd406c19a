package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// decide takes a decision about a row, a cell, a column or the whole file, POST
// /imports/{id}/decisions. The button's value says which, in words with colons
// between: see confirmation.Decide.
func (s *server) decide(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	planned, err := s.desk.Plan(c.UserContext(), draft)
	if err != nil {
		return s.notTaken(c, draft, err)
	}
	show, words, form := showingOf(c), c.FormValue("decide"), formOf(c)
	err = s.choose(c, func(choices *db.Choices) error {
		return confirmation.Decide(planned, show, words, form, choices)
	})
	switch {
	case errors.Is(err, confirmation.ErrUnknown):
		return fiber.ErrBadRequest
	case errors.Is(err, confirmation.ErrStale):
		return s.notDone(c, importPath(draft.ID)+show.Query(), s.words(c).Text("import.rows-changed"))
	}
	return err
}

// fillFields gives values to fields that no column fills, POST
// /imports/{id}/fill. The rows that the filter shows are fixed at that moment.
func (s *server) fillFields(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	view, err := s.confirmation(c, draft, showingOf(c))
	if err != nil {
		return s.notTaken(c, draft, err)
	}
	fills, err := view.FillsOf()
	if err != nil {
		return fiber.ErrBadRequest
	}
	if view.Fill.Problem != "" {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.renderPlan(c, confirmationPage, view)
	}
	return s.choose(c, func(choices *db.Choices) error {
		for _, fill := range fills {
			choices.Decisions.AddFill(fill)
		}
		return nil
	})
}
