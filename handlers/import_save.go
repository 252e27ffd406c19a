package handlers

import (
	"bytes"
	"errors"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/confirmation"
	"kortisto/handlers/drafts"
	"kortisto/importer"
	"kortisto/sheet"

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
		s.setFlash(c, Flash{Text: view.Text("import.changed-meanwhile"), Bad: true})
		return s.redirect(c, importPath(draft.ID)+confirmation.Showing{Seen: seen}.Query())
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
	return s.confirmWith(c, draft, seen, Flash{Text: s.words(c).Text("import.changed-meanwhile"), Bad: true})
}

// confirmWith shows the whole confirmation page with a message above it, to a
// user who has seen the plan of a fingerprint. Where the page takes long, the
// message waits for it.
func (s *server) confirmWith(c *fiber.Ctx, draft *db.Import, seen string, flash Flash) error {
	show := confirmation.Showing{Page: 1, Columns: showingOf(c).Columns, Seen: seen}
	view, err := s.confirmation(c, draft, show)
	if err != nil {
		return s.orLater(c, draft, show, flash, err)
	}
	view.Flash = &flash
	return s.renderPlan(c, "imports_show", view)
}

// importErrors gives the rows that were left out, in the file's own columns and
// with one more that says why, GET /imports/{id}/errors.csv.
func (s *server) importErrors(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	read, left, err := s.desk.LeftOut(c.UserContext(), found)
	if err != nil {
		return err
	}
	entry := accesslog.Entry{Kind: accesslog.Export, Import: found.ID}
	for i := range left {
		for _, number := range left[i].Customers {
			entry.Numbers.Add(number)
		}
	}
	s.note(c, entry)
	words := s.words(c)
	var file bytes.Buffer
	if err := writeLeftOut(sheet.NewCSVWriter(&file), read, left, words); err != nil {
		return err
	}
	attach(c, words.Text("import.errors-name", "file", withoutExtension(found.FileName))+".csv")
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	return c.Send(file.Bytes())
}

// writeLeftOut writes the rows that are left out, with one more column for why.
// The writer protects formulas, of which reading takes exactly that protection
// off again: what was protected in the file that was read is not twice.
func writeLeftOut(writer sheet.Writer, read *sheet.Sheet, left []importer.LeftRow, words Words) error {
	header := append(append([]string(nil), read.Header...), importer.ReasonLabel(words.Lang()))
	if above := read.LineAbove(); above != nil {
		if err := writer.Write(append(above, "")); err != nil {
			return err
		}
	}
	if err := writer.Write(header); err != nil {
		return err
	}
	ours := importer.MayBeOurs(read, words.Table)
	next := 0 // both are in the order of the file
	for i := range left {
		for next < len(read.Rows) && read.Rows[next].Line < left[i].Line {
			next++
		}
		if next == len(read.Rows) || read.Rows[next].Line != left[i].Line {
			continue
		}
		cells := make([]string, len(header))
		for j, text := range read.Rows[next].Cells {
			if ours {
				text, _ = sheet.Unprotect(text)
			}
			if text = customer.MaskPersonalIDs(text); j < len(read.Header) {
				cells[j] = text
			} else { // a cell too many stays one
				cells = append(cells, text)
			}
		}
		cells[len(header)-1] = reasons(words, &left[i])
		if err := writer.Write(cells); err != nil {
			return err
		}
	}
	return writer.Close()
}

// reasons says in one text why a row is left out.
func reasons(w Words, row *importer.LeftRow) string {
	var reasons []string
	for _, problem := range row.Problems {
		if problem.Level != customer.Warning {
			reasons = append(reasons, w.Tell(problem))
		}
	}
	if len(reasons) == 0 {
		return w.Text("status." + string(row.Status))
	}
	return strings.Join(reasons, " ")
}
