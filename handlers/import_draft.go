package handlers

import (
	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// discardImport gives a draft up, POST /imports/{id}/discard. The next page offers
// to take it back.
func (s *server) discardImport(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	if err := s.db.DiscardDraft(c.UserContext(), actorOf(c), draft.ID); err != nil {
		return err
	}
	s.desk.Forget(draft.ID)
	s.setFlash(c, Flash{Text: s.words(c).Text("import.discarded", "file", s.words(c).FileName(draft.FileName)), Restores: draft.ID})
	return s.redirect(c, "/imports")
}

// restoreImport takes a discarded draft back, POST /imports/{id}/restore.
func (s *server) restoreImport(c *fiber.Ctx) error {
	id := importID(c)
	draft, err := s.db.RestoreDraft(c.UserContext(), actorOf(c), id)
	if err != nil {
		return err
	}
	return s.done(c, importPath(id), s.words(c).Text("import.restored", "file", s.words(c).FileName(draft.FileName)))
}

// takeImport gives a draft to who goes on in it, POST /imports/{id}/take. The
// form says whose it was when that was decided.
func (s *server) takeImport(c *fiber.Ctx) error {
	draft, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if _, err := s.db.TakeDraft(c.UserContext(), actorOf(c), draft.ID, c.FormValue("from")); err != nil {
		return err
	}
	return s.done(c, importPath(draft.ID), s.words(c).Text("import.taken", "file", s.words(c).FileName(draft.FileName)))
}

// importOf returns the import that the address names. One that was discarded is
// not found.
func (s *server) importOf(c *fiber.Ctx) (*db.Import, error) {
	found, err := s.db.Draft(c.UserContext(), importID(c))
	if err != nil {
		return nil, err
	}
	if found.State == db.StateDiscarded {
		return nil, db.ErrNotFound
	}
	return found, nil
}

// ownDraftOf returns the draft that the address names, for its owner alone.
func (s *server) ownDraftOf(c *fiber.Ctx) (*db.Import, error) {
	draft, err := s.draftOf(c)
	if err != nil {
		return nil, err
	}
	if owner := draft.Owner(); owner != userOf(c).Name {
		return nil, db.ErrNotOwner{Owner: owner}
	}
	return draft, nil
}

// draftOf returns the draft that the address names; a saved import is a conflict.
func (s *server) draftOf(c *fiber.Ctx) (*db.Import, error) {
	found, err := s.importOf(c)
	if err != nil {
		return nil, err
	}
	if found.State != db.StateDraft {
		return nil, db.ErrConflict
	}
	return found, nil
}
