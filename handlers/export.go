package handlers

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// maxExports is how many exports are made at once. Each is made in memory, so
// that one which fails is an error and not half a file.
const maxExports = 2

// exportTypes are the kinds of files that are given to be kept.
var exportTypes = map[string]string{
	".csv":  "text/csv; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// exportCSV handles GET /customers/export.csv.
func (s *server) exportCSV(c *fiber.Ctx) error {
	return s.export(c, ".csv", func(out io.Writer) (sheet.Writer, error) {
		return sheet.NewCSVWriter(out), nil
	})
}

// exportXLSX handles GET /customers/export.xlsx.
func (s *server) exportXLSX(c *fiber.Ctx) error {
	return s.export(c, ".xlsx", func(out io.Writer) (sheet.Writer, error) {
		return sheet.NewXLSXWriter(out, s.words(c).Text("export.sheet"))
	})
}

func (s *server) export(c *fiber.Ctx, ending string, open func(io.Writer) (sheet.Writer, error)) error {
	release, err := s.takeExport(c)
	if err != nil {
		return err
	}
	defer release()
	var file bytes.Buffer
	table, err := open(&file)
	if err != nil {
		return err
	}
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	if err := s.writeCustomers(c, table, parseFilter(c).of(groups)); err != nil {
		return err
	}
	attach(c, s.words(c).Text("export.name")+" "+s.now().Local().Format("2006-01-02 1504")+ending)
	return c.Send(file.Bytes())
}

// takeExport waits until another export may be made, and gives what must be
// called when it is.
func (s *server) takeExport(c *fiber.Ctx) (release func(), err error) {
	select {
	case s.exports <- struct{}{}:
		return func() { <-s.exports }, nil
	case <-c.UserContext().Done():
		return nil, c.UserContext().Err()
	}
}

// writeCustomers writes the header and the customers that a filter chooses, in
// the words of the page's language.
func (s *server) writeCustomers(c *fiber.Ctx, table sheet.Writer, filter db.Filter) error {
	key, err := s.db.VersionKey(c.UserContext())
	if err != nil {
		return err
	}
	export := importer.NewExporter(s.words(c).Lang(), key)
	if err := table.Write(export.Header()); err != nil {
		return err
	}
	err = s.db.EachCustomer(c.UserContext(), filter, func(one *customer.Customer) error {
		return table.Write(export.Cells(one))
	})
	if err != nil {
		return err
	}
	return table.Close()
}

// attach makes an answer a file to keep, of the kind that the end of its name
// says. The name is given twice: as every browser reads it, and in full
// (RFC 6266).
func attach(c *fiber.Ctx, name string) {
	plain := []byte(name)
	var full strings.Builder
	for i, b := range plain {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', strings.IndexByte("-._~", b) >= 0:
			full.WriteByte(b)
			continue
		case b != ' ':
			plain[i] = '_'
		}
		fmt.Fprintf(&full, "%%%02X", b)
	}
	c.Set(fiber.HeaderContentType, exportTypes[path.Ext(name)])
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+string(plain)+`"; filename*=UTF-8''`+full.String())
}
