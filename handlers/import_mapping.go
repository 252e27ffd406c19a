package handlers

import (
	"kortisto/db"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// changeMapping takes which column fills which field, and the options, POST
// /imports/{id}/mapping.
func (s *server) changeMapping(c *fiber.Ctx) error {
	dropped := 0
	return s.chooseDropping(c, &dropped, func(choices *db.Choices) error {
		dropped = confirmation.ChangeColumns(choices, formOf(c))
		return nil
	})
}

// choose changes the choices of a draft and shows what that changes.
func (s *server) choose(c *fiber.Ctx, change func(*db.Choices) error) error {
	return s.chooseDropping(c, new(int), change)
}

// chooseDropping is choose for a change that may drop decisions about columns; it
// tells how many.
func (s *server) chooseDropping(c *fiber.Ctx, dropped *int, change func(*db.Choices) error) error {
	found, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	draft, err := s.db.ChangeChoices(c.UserContext(), actorOf(c), found.ID, change)
	if err != nil {
		return err
	}
	show := showingOf(c)
	text := ""
	if *dropped > 0 {
		text = s.words(c).Text("import.dropped-remapped", "count", *dropped)
	}
	if !isFragment(c) {
		if text != "" {
			return s.done(c, importPath(draft.ID)+show.Query(), text)
		}
		return s.redirect(c, importPath(draft.ID)+show.Query())
	}
	view, err := s.confirmation(c, draft, show)
	if err != nil {
		return s.orLater(c, draft, show, Flash{Text: text}, err)
	}
	if text != "" {
		view.Warn(text)
	}
	return s.renderPlan(c, confirmationPage, view)
}
