package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/importer"
	"kortisto/sheet"
)

// The formats of an export.
const (
	formatCSV  = "csv"
	formatXLSX = "xlsx"
)

// exportFlags are the flags of the export.
type exportFlags struct {
	format   choice
	group    string
	columns  string
	template bool
}

func (p *program) exportCommand() *cobra.Command {
	f := &exportFlags{format: choice{of: []string{formatCSV, formatXLSX}}}
	cmd := &cobra.Command{
		Use: "export",
		RunE: func(cmd *cobra.Command, args []string) error {
			path := ""
			if len(args) > 0 {
				path = args[0]
			}
			return p.export(cmd.Context(), path, f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var(&f.format, "format", "")
	flags.StringVar(&f.group, "group", "", "")
	flags.StringVar(&f.columns, "columns", "", "")
	flags.BoolVar(&f.template, "template", false, "")
	return p.takes(cmd, argument{name: "file", optional: true})
}

// formatFor is the format that the flag names, else the file's ending.
func (f *exportFlags) formatFor(path string) string {
	switch {
	case f.format.value != "":
		return f.format.value
	case strings.EqualFold(filepath.Ext(path), "."+formatXLSX):
		return formatXLSX
	}
	return formatCSV
}

// export writes the customers, or a template for new ones, to a file, or to the
// output where there is none.
func (p *program) export(ctx context.Context, path string, f *exportFlags) error {
	columns, err := p.exportColumns(f)
	if err != nil {
		return err
	}
	write := func(fill func(sheet.Writer) error) error {
		to := func(out io.Writer) error { return p.writeTable(out, f.formatFor(path), fill) }
		if path == "" {
			return to(p.stdout)
		}
		return replaceFile(path, to)
	}
	if f.template {
		return write(func(table sheet.Writer) error {
			return table.Write(importer.NewExporter(p.fields, p.text.Lang(), nil, columns...).Header())
		})
	}
	return p.withReader(ctx, func(register *db.DB) error {
		filter, err := p.filter(ctx, register, f)
		if err != nil {
			return err
		}
		exported := accesslog.Entry{Kind: accesslog.Export, Filter: accesslog.Filter{Group: filter.Group != ""}}
		defer func() { p.note(register, exported) }() // of all that was written, should it fail
		return write(func(table sheet.Writer) error {
			return p.writeCustomers(ctx, register, filter, columns, table, &exported.Numbers)
		})
	})
}

// exportColumns are those that the flags choose, none for all. It tells where
// one was added to them.
func (p *program) exportColumns(f *exportFlags) ([]customer.Field, error) {
	if f.template && f.group != "" {
		return nil, p.usage("usage.template-group")
	}
	columns, added, err := importer.ChooseColumns(p.fields, strings.Split(f.columns, ","))
	var unknown importer.ErrUnknownColumn
	if errors.As(err, &unknown) {
		return nil, p.usage("usage.column-unknown", "column", unknown.Name, "columns", strings.Join(unknown.Exists, ", "))
	}
	if added {
		p.say(p.text.Text("export.number-added"))
	}
	return columns, err
}

// filter chooses the customers to export.
func (p *program) filter(ctx context.Context, register *db.DB, f *exportFlags) (db.Filter, error) {
	if f.group == "" {
		return db.Filter{}, nil
	}
	groups, err := register.Groups(ctx)
	if err != nil {
		return db.Filter{}, err
	}
	for _, group := range groups {
		if customer.FoldKey(group.Name) == customer.FoldKey(f.group) {
			return db.Filter{Group: group.Name}, nil
		}
	}
	return db.Filter{}, p.failure("failure.group-unknown", "group", f.group)
}

// writeTable writes a table in a format.
func (p *program) writeTable(out io.Writer, format string, fill func(sheet.Writer) error) error {
	table := sheet.NewCSVWriter(out)
	if format == formatXLSX {
		var err error
		if table, err = sheet.NewXLSXWriter(out, p.text.Text("export.sheet")); err != nil {
			return err
		}
	}
	if err := fill(table); err != nil {
		return err
	}
	return table.Close()
}

// writeCustomers writes the header and a row for each customer, in the words
// of the user's language, and notes their numbers.
func (p *program) writeCustomers(ctx context.Context, register *db.DB, filter db.Filter, columns []customer.Field, table sheet.Writer, numbers *accesslog.Numbers) error {
	key, err := register.VersionKey(ctx)
	if err != nil {
		return err
	}
	export := importer.NewExporter(p.fields, p.text.Lang(), key, columns...)
	if err := table.Write(export.Header()); err != nil {
		return err
	}
	progress := p.progress.rows(p.text.Text("progress.exporting"))
	written := 0
	return register.EachCustomer(ctx, filter, func(c *customer.Customer) error {
		if written++; written%1000 == 0 {
			progress(written, 0)
		}
		numbers.Add(c.Number)
		return table.Write(export.Cells(c))
	})
}
