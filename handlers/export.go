package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// maxExports is how many exports are made at once: each holds a reader's
// connection until its file has been sent.
const maxExports = 2

// exportTypes are the kinds of files that are given to be kept.
var exportTypes = map[string]string{
	".csv":  "text/csv; charset=utf-8",
	".db":   "application/vnd.sqlite3",
	".vcf":  "text/vcard; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// exportCustomers handles GET /customers/export.csv and .xlsx.
func (s *server) exportCustomers(c *fiber.Ctx) error {
	ending, open, err := s.tableFormat(c)
	if err != nil {
		return err
	}
	columns, err := chosenColumns(c, s.db.Fields())
	if err != nil {
		return err
	}
	export, err := s.exporter(c, columns...)
	if err != nil {
		return err
	}
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	return s.streamCustomers(c, s.exportName(c, ending), export, parseFilter(c, s.db.Fields()).of(groups), open)
}

// exportTemplate gives an empty file with our columns, GET
// /customers/template.csv and .xlsx.
func (s *server) exportTemplate(c *fiber.Ctx) error {
	ending, open, err := s.tableFormat(c)
	if err != nil {
		return err
	}
	columns, err := chosenColumns(c, s.db.Fields())
	if err != nil {
		return err
	}
	var file bytes.Buffer
	table, err := open(&file)
	if err != nil {
		return err
	}
	if err := table.Write(importer.NewExporter(s.db.Fields(), s.words(c).Lang(), nil, columns...).Header()); err != nil {
		return err
	}
	if err := table.Close(); err != nil {
		return err
	}
	attach(c, s.words(c).Text("export.template-name")+ending)
	return c.Send(file.Bytes())
}

// tableFormat is how the file that an address names begins, by its ending.
func (s *server) tableFormat(c *fiber.Ctx) (ending string, open func(io.Writer) (sheet.Writer, error), err error) {
	switch ending = "." + c.Params("format"); ending {
	case ".csv":
		return ending, func(out io.Writer) (sheet.Writer, error) { return sheet.NewCSVWriter(out), nil }, nil
	case ".xlsx":
		name := s.words(c).Text("export.sheet")
		return ending, func(out io.Writer) (sheet.Writer, error) { return sheet.NewXLSXWriter(out, name) }, nil
	}
	return "", nil, db.ErrNotFound
}

// shownColumns in an address are the columns of the list of customers.
const shownColumns = "shown"

// chosenColumns are those that an address names, ?columns=a,b or ?columns=shown;
// none for all.
func chosenColumns(c *fiber.Ctx, fields *customer.Table) ([]customer.Field, error) {
	names := c.Query("columns")
	if names == shownColumns {
		return fields.Listed(), nil
	}
	columns, _, err := importer.ChooseColumns(fields, strings.Split(names, ","))
	return columns, err
}

// streamCustomers answers with a table of the customers that a filter chooses.
func (s *server) streamCustomers(c *fiber.Ctx, name string, export rowMaker, filter db.Filter, open func(io.Writer) (sheet.Writer, error)) error {
	return s.stream(c, name, func(ctx context.Context, out io.Writer) error {
		table, err := open(out)
		if err != nil {
			return err
		}
		return s.writeCustomers(ctx, table, export, filter)
	})
}

// stream answers with a file that is sent while it is made: it takes the same
// little memory however many customers it holds. Where it fails in the middle,
// the connection is cut, so that nobody takes half a file for a whole one.
func (s *server) stream(c *fiber.Ctx, name string, write func(context.Context, io.Writer) error) error {
	release, err := s.takeExport(c)
	if err != nil {
		return err
	}
	reader, writer := io.Pipe()
	id := requestID(c)
	// The request is over before its answer is.
	s.life.Run(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, longestWork)
		defer cancel()
		// Where nobody takes the file, its writing does not see the end by itself.
		defer context.AfterFunc(ctx, func() { _ = writer.CloseWithError(ctx.Err()) })()
		return write(ctx, writer)
	}, func(err error) {
		defer release()
		s.health.note(db.Known(err))
		if err != nil && !errors.Is(err, io.ErrClosedPipe) { // nobody reads it any more
			s.log.Error("export", "id", id, "error", err.Error())
		}
		_ = writer.CloseWithError(err) // never fails
	})
	attach(c, name)
	c.Context().SetBodyStream(reader, -1)
	return nil
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

// exporter makes the rows of exports in the words of the page's language, with
// some columns, or all where none is named.
func (s *server) exporter(c *fiber.Ctx, columns ...customer.Field) (*importer.Exporter, error) {
	key, err := s.db.VersionKey(c.UserContext())
	if err != nil {
		return nil, err
	}
	return importer.NewExporter(s.db.Fields(), s.words(c).Lang(), key, columns...), nil
}

// rowMaker makes the rows of a table of customers.
type rowMaker interface {
	Header() []string
	Cells(*customer.Customer) []string
}

// writeCustomers writes the header and the customers that a filter chooses.
func (s *server) writeCustomers(ctx context.Context, table sheet.Writer, export rowMaker, filter db.Filter) error {
	if err := table.Write(export.Header()); err != nil {
		return err
	}
	err := s.db.EachCustomer(ctx, filter, func(one *customer.Customer) error {
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
