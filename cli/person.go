package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/disclosure"
)

// personFlags are the flags of the verb person.
type personFlags struct {
	json, withoutUsers bool
}

func (p *program) personCommand() *cobra.Command {
	f := &personFlags{}
	cmd := &cobra.Command{
		Use: "person",
		RunE: func(cmd *cobra.Command, args []string) error {
			number, err := strconv.Atoi(args[0])
			if err != nil || number < 1 {
				return p.usage("usage.number-invalid", "value", args[0])
			}
			path := ""
			if len(args) > 1 {
				path = args[1]
			}
			return p.person(cmd.Context(), number, path, f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.json, "json", false, "")
	flags.BoolVar(&f.withoutUsers, "without-users", false, "")
	return p.takes(cmd, argument{name: "number-file", second: true})
}

// person writes everything about one customer to a file, or prints it where there
// is none.
func (p *program) person(ctx context.Context, number int, path string, f *personFlags) error {
	ending := ".xlsx"
	if f.json {
		ending = ".json"
	}
	if path != "" && !strings.EqualFold(filepath.Ext(path), ending) {
		return p.usage("usage.person-file")
	}
	return p.withReader(ctx, func(register *db.DB) error {
		report, err := disclosure.Of(ctx, register, number, disclosure.Options{WithoutUsers: f.withoutUsers})
		switch {
		case errors.Is(err, db.ErrNotFound):
			return p.failure("person.unknown", "number", number)
		case err != nil:
			return err
		}
		if err := p.writePerson(report, path, f.json); err != nil {
			return err
		}
		p.note(register, accesslog.Entry{Kind: accesslog.Person, Customer: number})
		return nil
	})
}

// writePerson writes a report where it is to go.
func (p *program) writePerson(report *disclosure.Report, path string, asJSON bool) error {
	words := disclosure.Words{Printer: p.text, Table: p.fields}
	switch {
	case path == "" && asJSON:
		return report.JSON(p.stdout)
	case path == "":
		return p.printPerson(words, report)
	}
	err := newFile(path, func(out io.Writer) error {
		if asJSON {
			return report.JSON(out)
		}
		return words.Workbook(out, report)
	})
	switch {
	case errors.Is(err, fs.ErrExist):
		return p.failure("person.exists", "path", path)
	case err != nil:
		return err
	}
	p.say(p.text.Text("person.written", "number", report.Number, "path", path))
	return nil
}

// printPerson prints a report for people: what the customer is, then an event a
// line with its changes below it.
func (p *program) printPerson(words disclosure.Words, report *disclosure.Report) error {
	section := func(id string) { fmt.Fprintf(p.stdout, "\n%s\n", p.text.Text(id)) }
	fmt.Fprintf(p.stdout, "%d %s\n", report.Number, show(report.Name))
	if report.Present {
		section("person.now")
	} else {
		section("person.then")
	}
	for _, f := range report.Fields {
		if f.IsValue() && report.Values[f] != "" {
			fmt.Fprintf(p.stdout, "%s%s: %s\n", indent, p.label(f), p.value(f, report.Values[f]))
		}
	}
	section("person.history")
	for i := range report.History {
		e := &report.History[i]
		parts := []string{e.At.Format(timeForm), words.What(e), words.Who(e.By), words.Source(e)}
		if e.Line > 0 {
			parts = append(parts, p.text.Text("person.on-line", "line", e.Line))
		}
		fmt.Fprintf(p.stdout, "%s%s\n", indent, show(strings.Join(parts, ", ")))
		for _, change := range e.Changes {
			fmt.Fprintf(p.stdout, "%s%s%s: %s → %s\n", indent, indent,
				p.label(change.Field), p.value(change.Field, change.Old), p.value(change.Field, change.New))
		}
	}
	section("person.access")
	if len(report.Access) == 0 {
		fmt.Fprintf(p.stdout, "%s%s\n", indent, p.text.Text("person.no-access"))
	}
	for i := range report.Access {
		a := &report.Access[i]
		fmt.Fprintf(p.stdout, "%s%s\n", indent, show(strings.Join([]string{words.Moment(a), words.Access(a), words.Who(a.By)}, ", ")))
	}
	return p.stdout.err
}
