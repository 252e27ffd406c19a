package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handover"
	"kortisto/importer"
	"kortisto/sheet"
)

// The formats of an export, beside the programs that read a CSV file with
// columns of their own.
const (
	formatCSV   = "csv"
	formatXLSX  = "xlsx"
	formatVCard = "vcard"
)

// endings are those of files whose format is not named.
var endings = map[string]string{".xlsx": formatXLSX, ".vcf": formatVCard}

// exportFormats lists the formats that can be named.
func exportFormats() []string {
	formats := []string{formatCSV, formatXLSX, formatVCard}
	for _, program := range handover.Programs() {
		formats = append(formats, program.Key)
	}
	return formats
}

// exportFlags are the flags of the export.
type exportFlags struct {
	format   choice
	group    string
	columns  string
	template bool
}

func (p *program) exportCommand() *cobra.Command {
	f := &exportFlags{format: choice{of: exportFormats()}}
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
	if f.format.value != "" {
		return f.format.value
	}
	return cmp.Or(endings[strings.ToLower(filepath.Ext(path))], formatCSV)
}

// export writes the customers, or a template for new ones, to a file, or to the
// output where there is none.
func (p *program) export(ctx context.Context, path string, f *exportFlags) error {
	if err := p.learnFields(ctx); err != nil {
		return err
	}
	format := f.formatFor(path)
	program, forProgram := handover.ProgramByKey(format)
	if (forProgram || format == formatVCard) && (f.template || f.columns != "") {
		return p.usage("usage.format-fixed", "format", format)
	}
	columns, err := p.exportColumns(f)
	if err != nil {
		return err
	}
	if format == formatVCard {
		return p.exportCards(ctx, path, f)
	}
	write := func(fill func(sheet.Writer) error) error {
		to := func(out io.Writer) error { return p.writeTable(out, format, fill) }
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
		var rows rowMaker = program
		if !forProgram {
			if rows, err = p.exporter(ctx, register, columns); err != nil {
				return err
			}
		}
		exported := accesslog.Entry{Kind: accesslog.Export, Filter: accesslog.Filter{Group: len(filter.Groups) > 0}}
		defer func() { p.note(register, exported) }() // of all that was written, should it fail
		return write(func(table sheet.Writer) error {
			return p.writeCustomers(ctx, register, filter, rows, table, &exported.Numbers)
		})
	})
}

// exportCards writes the customers for address books.
func (p *program) exportCards(ctx context.Context, path string, f *exportFlags) error {
	return p.withReader(ctx, func(register *db.DB) error {
		filter, err := p.filter(ctx, register, f)
		if err != nil {
			return err
		}
		key, err := register.VersionKey(ctx)
		if err != nil {
			return err
		}
		exported := accesslog.Entry{Kind: accesslog.Export, Filter: accesslog.Filter{Group: len(filter.Groups) > 0}}
		defer func() { p.note(register, exported) }() // of all that was written, should it fail
		write := func(out io.Writer) error {
			buffered := bufio.NewWriter(out)
			cards := handover.NewCardWriter(buffered, p.text.Lang(), key)
			if err := p.eachExported(ctx, register, filter, &exported.Numbers, cards.Write); err != nil {
				return err
			}
			return buffered.Flush()
		}
		if path == "" {
			return write(p.stdout)
		}
		return replaceFile(path, write)
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
			return db.Filter{Groups: []string{group.Name}}, nil
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

// rowMaker makes the rows of a table of customers.
type rowMaker interface {
	Header() []string
	Cells(*customer.Customer) []string
}

// exporter makes the rows of our own exports, in the words of the user's language.
func (p *program) exporter(ctx context.Context, register *db.DB, columns []customer.Field) (*importer.Exporter, error) {
	key, err := register.VersionKey(ctx)
	if err != nil {
		return nil, err
	}
	return importer.NewExporter(p.fields, p.text.Lang(), key, columns...), nil
}

// writeCustomers writes the header and a row for each customer, and notes their
// numbers.
func (p *program) writeCustomers(ctx context.Context, register *db.DB, filter db.Filter,
	rows rowMaker, table sheet.Writer, numbers *accesslog.Numbers) error {
	if err := table.Write(rows.Header()); err != nil {
		return err
	}
	return p.eachExported(ctx, register, filter, numbers, func(c *customer.Customer) error { return table.Write(rows.Cells(c)) })
}

// eachExported writes each customer, notes its number, and tells how many it has
// written.
func (p *program) eachExported(ctx context.Context, register *db.DB, filter db.Filter,
	numbers *accesslog.Numbers, write func(*customer.Customer) error) error {
	progress := p.progress.rows(p.text.Text("progress.exporting"))
	written := 0
	return register.EachCustomer(ctx, filter, func(c *customer.Customer) error {
		if written++; written%1000 == 0 {
			progress(written, 0)
		}
		numbers.Add(c.Number)
		return write(c)
	})
}
