package handlers

import (
	"bytes"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// downloadRows gives as a file what a page for paper shows the beginning of: the
// rows of a draft that are shown, or the customers that an import has written,
// GET /imports/{id}/rows.csv.
func (s *server) downloadRows(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	out := sheet.NewCSVWriter(&file)
	entry := accesslog.Entry{Kind: accesslog.Export, Import: found.ID}
	if found.State == db.StateSaved {
		entry.Numbers, err = s.writeWritten(c, out, found)
	} else {
		entry.Numbers, err = s.writeDraft(c, out, found)
	}
	if err != nil {
		return err
	}
	s.note(c, entry)
	attach(c, s.words(c).Text("import.rows-name", "file", withoutExtension(found.FileName))+".csv")
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	return c.Send(file.Bytes())
}

// writeDraft writes the rows of a draft, and tells which customers of the register
// they concern.
func (s *server) writeDraft(c *fiber.Ctx, out sheet.Writer, draft *db.Import) (accesslog.Numbers, error) {
	view, err := s.confirmation(c, draft, showingOf(c))
	if err != nil {
		return accesslog.Numbers{}, err
	}
	return accesslog.NumbersOf(view.Listed()...), view.WriteRows(out)
}

// writeWritten writes the customers that an import has written, and tells who they
// are.
func (s *server) writeWritten(c *fiber.Ctx, out sheet.Writer, saved *db.Import) (numbers accesslog.Numbers, err error) {
	words := s.words(c)
	err = out.Write([]string{words.Label(customer.Number), words.Label(customer.Name), words.Text("import.status"), words.Text("history.change")})
	for page, pages := 1, 1; err == nil && page <= pages; page++ {
		var written []db.Written
		if written, pages, err = s.db.ImportCustomers(c.UserContext(), saved, page); err != nil {
			return numbers, err
		}
		for i := 0; err == nil && i < len(written); i++ {
			one := &written[i]
			numbers.Add(one.Number)
			changes := make([]string, len(one.Changes))
			for j, change := range one.Changes {
				changes[j] = words.Change(change)
			}
			err = out.Write([]string{strconv.Itoa(one.Number), one.Name, words.Text("what." + string(one.What)), strings.Join(changes, "; ")})
		}
	}
	if err != nil {
		return numbers, err
	}
	return numbers, out.Close()
}

// withoutExtension is a file's name as another file's name begins with it.
func withoutExtension(name string) string {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		return name[:dot]
	}
	return name
}
