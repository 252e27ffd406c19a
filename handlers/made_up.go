package handlers

import (
	"context"
	"errors"

	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// MadeUp are customers who don't exist, for trying the program with.
type MadeUp struct {
	Hash string                                                       // of the file as which they are imported
	Save func(ctx context.Context, actor db.Actor, lang string) error // imports them
}

// addMadeUp fills a register that is empty with made-up customers, POST
// /customers/made-up. One that is not stays as it is.
func (s *server) addMadeUp(c *fiber.Ctx) error {
	_, total, err := s.db.Customers(c.UserContext(), db.Filter{Limit: 1})
	switch {
	case err != nil:
		return err
	case s.madeUp.Save == nil:
		return db.ErrNotFound
	case total > 0:
		return s.done(c, "/customers", s.words(c).Text("made-up.not-empty"))
	}
	if err := s.madeUp.Save(c.UserContext(), actorOf(c), s.words(c).Lang()); err != nil {
		return err
	}
	return s.done(c, "/customers", s.words(c).Text("made-up.added"))
}

// removeMadeUp takes the made-up customers out of the register again, POST
// /customers/made-up/remove: it undoes their import, so that whoever was made a
// real customer since stays.
func (s *server) removeMadeUp(c *fiber.Ctx) error {
	imported, err := s.importOfMadeUp(c)
	if err != nil {
		return err
	}
	if imported == 0 {
		return s.redirect(c, "/customers")
	}
	plan, err := s.planUndo(c, imported)
	if err != nil {
		return err
	}
	undone, err := s.db.Undo(c.UserContext(), db.UndoRequest{Actor: actorOf(c), Import: imported, Fingerprint: plan.Fingerprint})
	switch {
	case errors.Is(err, db.ErrNothingToUndo):
		return s.done(c, importPath(imported), s.words(c).Text("made-up.all-changed"))
	case err != nil:
		return err
	case undone.Counts.Stays > 0:
		return s.done(c, importPath(undone.Undo), s.words(c).Text("made-up.some-stay", "count", undone.Counts.Stays))
	}
	return s.done(c, "/customers", s.words(c).Text("made-up.removed", "count", undone.Counts.Removed))
}

// importOfMadeUp is the import by which made-up customers came into the register,
// 0 where there is none, or where it has been undone.
func (s *server) importOfMadeUp(c *fiber.Ctx) (int64, error) {
	if s.madeUp.Hash == "" || s.demo {
		return 0, nil
	}
	imports, err := s.db.ImportsByHash(c.UserContext(), s.madeUp.Hash)
	if err != nil || len(imports) == 0 || imports[0].Undone {
		return 0, err
	}
	return imports[0].ID, nil
}
