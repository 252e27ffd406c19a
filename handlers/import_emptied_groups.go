package handlers

import (
	"strings"

	"kortisto/db"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// emptiedGroups are the groups that an import took the last customers from.
type emptiedGroups []db.Group

// namedGroups is how many of them a sentence names.
const namedGroups = 5

// Names names them, the first few of many.
func (g emptiedGroups) Names() string {
	var names []string
	for i, group := range g {
		if i == namedGroups {
			names = append(names, "…")
			break
		}
		names = append(names, wording.ShortName(group.Name))
	}
	return strings.Join(names, ", ")
}

// removeEmptied removes the groups that a saved import has emptied and that
// still are, POST /imports/{id}/groups/remove.
func (s *server) removeEmptied(c *fiber.Ctx) error {
	saved, err := s.importOf(c)
	if err != nil {
		return err
	}
	if saved.State != db.StateSaved {
		return db.ErrConflict
	}
	removed, err := s.db.RemoveEmptiedGroups(c.UserContext(), actorOf(c), saved.ID)
	if err != nil {
		return err
	}
	return s.done(c, importPath(saved.ID), s.words(c).Text("import.groups-removed", "count", len(removed)))
}
