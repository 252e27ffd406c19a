package handlers

import (
	"slices"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// tryBroken makes a draft of what a spreadsheet program leaves of an export of
// the register, POST /imports/demo, as if it had been uploaded. Only
// demonstrations offer it.
func (s *server) tryBroken(c *fiber.Ctx) error {
	if s.broken == nil {
		return db.ErrNotFound
	}
	release, err := s.takeExport(c)
	if err != nil {
		return err
	}
	defer release()
	export, err := s.exporter(c)
	if err != nil {
		return err
	}
	var table rowTable
	if err := s.writeCustomers(c.UserContext(), &table, export, db.Filter{}, new(accesslog.Numbers)); err != nil {
		return err
	}
	return s.startImport(c, s.words(c).Text("import.demo-file"), s.broken(table))
}

// rowTable keeps what is written into it, cells as a CSV file has them.
type rowTable [][]string

// Write implements sheet.Writer.
func (t *rowTable) Write(cells []string) error {
	row := slices.Clone(cells)
	for i := range row {
		row[i] = sheet.Protect(row[i])
	}
	*t = append(*t, row)
	return nil
}

// Close implements sheet.Writer.
func (*rowTable) Close() error { return nil }
