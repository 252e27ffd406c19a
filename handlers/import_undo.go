package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// undoImport takes back an import, or an undo, POST /imports/{id}/undo. Pressed
// twice, it shows the result of the first time.
func (s *server) undoImport(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	undone, err := s.db.Undo(c.UserContext(), db.UndoRequest{
		Actor: actorOf(c), Import: found.ID, Fingerprint: c.FormValue("fingerprint"),
	})
	var changed db.ErrUndoChanged
	switch {
	case errors.As(err, &changed):
		return s.refuseUndo(c, found, fiber.StatusConflict, "undo.changed-meanwhile", "redo.changed-meanwhile")
	case errors.Is(err, db.ErrUndoExpired):
		return s.refuseUndo(c, found, fiber.StatusUnprocessableEntity, "undo.expired", "undo.expired")
	case errors.Is(err, db.ErrNothingToUndo):
		return s.refuseUndo(c, found, fiber.StatusUnprocessableEntity, "undo.nothing", "redo.nothing")
	case err != nil:
		return err
	}
	if !undone.Again {
		s.note(c, accesslog.Entry{Kind: accesslog.Undo, Import: found.ID})
	}
	return s.redirect(c, importPath(undone.Undo))
}

// refuseUndo shows what an undo would do now, and why it was not done: in the
// words of an undo, or of one that would bring an import back.
func (s *server) refuseUndo(c *fiber.Ctx, saved *db.Import, status int, id, redoID string) error {
	view, err := s.past(c, saved)
	if err != nil {
		return err
	}
	if view.Redoes() {
		id = redoID
	}
	view.Flash = &Flash{Text: view.Text(id), Bad: true}
	c.Status(status)
	return s.render(c, "imports_saved", view)
}
