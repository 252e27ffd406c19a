package handlers

import (
	"strconv"

	"kortisto/db"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// writtenRow is a customer that an import or an undo wrote.
type writtenRow struct {
	Words
	Number  int
	Name    string
	Present bool
	What    db.What
	Said    string // what happened to it as a whole, "" where only its fields changed
	Changes []shownChange
	Gone    string // which fields changed whose values are not kept any more
}

// newWrittenRow puts into words what was done to a customer.
func newWrittenRow(w Words, one *db.Written) writtenRow {
	row := writtenRow{Words: w, Number: one.Number, Name: one.Name, Present: one.Present, What: one.What}
	row.Changes, row.Gone = keptChanges(w, one.Changes)
	if one.What != db.WhatChanged {
		row.Said = w.Text("what."+string(one.What), "into", strconv.Itoa(one.Into))
	}
	return row
}

// writtenToPrint lists the customers of all pages, as many as are printed at
// once, and reports whether there are more.
func (s *server) writtenToPrint(c *fiber.Ctx, saved *db.Import, pages int) (written []db.Written, more bool, err error) {
	for page := 1; page <= pages && len(written) <= confirmation.MostPrinted; page++ {
		next, _, err := s.db.ImportCustomers(c.UserContext(), saved, page)
		if err != nil {
			return nil, false, err
		}
		written = append(written, next...)
	}
	printed := min(len(written), confirmation.MostPrinted)
	return written[:printed], printed < len(written), nil
}
