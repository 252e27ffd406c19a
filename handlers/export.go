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
	"kortisto/db/accesslog"
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
	".json": "application/json; charset=utf-8",
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
	name := s.words(c).Text("export.name") + " " + s.now().Local().Format("2006-01-02 1504") + ending
	filter := parseFilter(c, s.db.Fields())
	return s.streamCustomers(c, name, export, filter.of(groups), accesslog.Entry{Filter: filter.shape()}, open)
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
func (s *server) tableFormat(c *fiber.Ctx) (ending string, open openTable, err error) {
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

// streamCustomers answers with a file of the customers that a filter chooses. The
// entry says in the access log what they were chosen by.
func (s *server) streamCustomers(c *fiber.Ctx, name string, export *importer.Exporter, filter db.Filter, entry accesslog.Entry, open openTable) error {
	entry.By, entry.Kind = userOf(c).Name, accesslog.Export
	return s.streamTable(c, name, open, func(ctx context.Context, table sheet.Writer) error {
		defer func() { s.access.Add(entry) }() // of all that was written, should it fail
		return s.writeCustomers(ctx, table, export, filter, &entry.Numbers)
	})
}

// openTable begins a table.
type openTable func(io.Writer) (sheet.Writer, error)

// streamTable answers with a file which is sent while it is made: it takes the
// same little memory however long it is. Where it fails in the middle, the
// connection is cut, so that nobody takes half a file for a whole one.
func (s *server) streamTable(c *fiber.Ctx, name string, open openTable, fill func(context.Context, sheet.Writer) error) error {
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
		table, err := open(writer)
		if err != nil {
			return err
		}
		return fill(ctx, table)
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

// writeCustomers writes the header and the customers that a filter chooses, and
// notes their numbers.
func (s *server) writeCustomers(ctx context.Context, table sheet.Writer, export *importer.Exporter, filter db.Filter, numbers *accesslog.Numbers) error {
	if err := table.Write(export.Header()); err != nil {
		return err
	}
	err := s.db.EachCustomer(ctx, filter, func(one *customer.Customer) error {
		numbers.Add(one.Number)
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
