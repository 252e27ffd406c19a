package handlers

import (
	"bytes"
	"strings"

	"kortisto/customer"
	"kortisto/db/accesslog"
	"kortisto/importer"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

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
	attach(c, words.Text("import.errors-name", "file", withoutExtension(words.FileName(found.FileName)))+".csv")
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
