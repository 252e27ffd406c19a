package handlers

import (
	"errors"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// changeReading takes how the file is to be read, POST /imports/{id}/reading.
// Other columns get a mapping of their own, and what was decided about the
// columns and their values is dropped with them.
func (s *server) changeReading(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	dropped, err := s.desk.Read(c.UserContext(), draft, readingOf(c), actorOf(c))
	switch {
	case notBegun(err):
		return s.notTaken(c, draft, err)
	case err != nil:
		return s.explainUnread(c, draft, err)
	case dropped > 0:
		return s.done(c, importPath(draft.ID), s.words(c).Text("import.dropped-columns", "count", dropped))
	}
	return s.redirect(c, importPath(draft.ID))
}

// explainUnread shows the confirmation page of a draft whose file can't be read
// in another way, with the reason.
func (s *server) explainUnread(c *fiber.Ctx, draft *db.Import, err error) error {
	var unreadable *sheet.Error
	if !errors.As(err, &unreadable) {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return s.confirmWith(c, draft, "", Flash{Text: s.words(c).File(unreadable.Code, unreadable.Args), Bad: true})
}

// readingOf is how a form says that the file is to be read.
func readingOf(c *fiber.Ctx) db.Reading {
	reading := db.Reading{Delimiter: c.FormValue("delimiter"), Charset: c.FormValue("charset"), Sheet: customer.MaskPersonalIDs(c.FormValue("sheet")),
		Mend: c.FormValue("mend") == "yes", Above: c.FormValue("above") == "yes"}
	row := strings.TrimSpace(c.FormValue("header_row"))
	switch line, err := strconv.Atoi(row); {
	case c.FormValue("no_header") == "yes":
		reading.HeaderRow = sheet.NoHeader
	case row == "": // it is found
	case err != nil || line < 1: // said in words, in any language
		reading.HeaderRow = sheet.NoHeader
	default:
		reading.HeaderRow = line
	}
	return reading
}
