package handlers

import (
	"bytes"
	"context"
	"io"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/importer"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// exportCustomers handles GET /customers/export.csv and .xlsx.
func (s *server) exportCustomers(c *fiber.Ctx) error {
	ending, open, err := s.tableFormat(c)
	if err != nil {
		return err
	}
	columns, err := s.chosenColumns(c)
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
	filter := parseFilter(c, s.db.Fields())
	filter.Inactive = filter.Inactive || !filter.IsSet() // an export of all customers leaves nobody out
	name := filter.fileName(s.words(c), groups, s.now(), ending)
	return s.streamCustomers(c, name, export, filter.of(groups), accesslog.Entry{Filter: filter.shape()}, open)
}

// exportTemplate gives an empty file with our columns, GET
// /customers/template.csv and .xlsx.
func (s *server) exportTemplate(c *fiber.Ctx) error {
	ending, open, err := s.tableFormat(c)
	if err != nil {
		return err
	}
	columns, err := s.chosenColumns(c)
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

// shownColumns in an address are the columns that the user's list of customers has.
const shownColumns = "shown"

// chosenColumns are those that an address names, ?columns=a,b or ?columns=shown;
// none for all.
func (s *server) chosenColumns(c *fiber.Ctx) ([]customer.Field, error) {
	names := c.Query("columns")
	if names == shownColumns {
		return s.listColumns(c), nil
	}
	columns, _, err := importer.ChooseColumns(s.db.Fields(), strings.Split(names, ","))
	return columns, err
}

// streamCustomers answers with a table of the customers that a filter chooses. The
// entry says in the access log what they were chosen by.
func (s *server) streamCustomers(c *fiber.Ctx, name string, export rowMaker, filter db.Filter, entry accesslog.Entry, open openTable) error {
	entry.By, entry.Kind = userOf(c).Name, accesslog.Export
	return s.streamTable(c, name, open, func(ctx context.Context, table sheet.Writer) error {
		defer func() { s.access.Add(entry) }() // of all that was written, should it fail
		return s.writeCustomers(ctx, table, export, filter, &entry.Numbers)
	})
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

// writeCustomers writes the header and the customers that a filter chooses, and
// notes their numbers.
func (s *server) writeCustomers(ctx context.Context, table sheet.Writer, export rowMaker, filter db.Filter, numbers *accesslog.Numbers) error {
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
