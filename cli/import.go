package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/importer"
	"kortisto/sheet"
)

func (p *program) importCommand() *cobra.Command {
	f := &importFlags{
		kind:       choice{of: []string{customer.Person, customer.Company}},
		onConflict: choice{of: []string{"file", "register"}},
	}
	cmd := &cobra.Command{
		Use: "import",
		RunE: func(cmd *cobra.Command, args []string) error {
			f.numbersGiven = cmd.Flags().Changed(createNumbers)
			return p.importFile(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.save, "save", false, "")
	flags.StringArrayVar(&f.maps, "map", nil, "")
	flags.StringArrayVar(&f.skips, "skip", nil, "")
	flags.BoolVar(&f.createNumbers, createNumbers, false, "")
	flags.BoolVar(&f.noCreate, "no-create", false, "")
	flags.Var(&f.kind, "kind", "")
	flags.BoolVar(&f.noRepair, "no-repair", false, "")
	flags.Var(&f.onConflict, "on-conflict", "")
	flags.BoolVar(&f.acceptAlarms, "accept-alarms", false, "")
	flags.StringVar(&f.as, "as", "", "")
	flags.StringVar(&f.delimiter, "delimiter", "", "")
	flags.StringVar(&f.charset, "charset", "", "")
	flags.Var(&f.headerRow, "header-row", "")
	flags.StringVar(&f.sheet, "sheet", "", "")
	flags.BoolVar(&f.mend, "mend", false, "")
	flags.BoolVar(&f.json, "json", false, "")
	return p.takes(cmd, argument{name: "file"})
}

// importFile reads a file, plans its import, saves the plan where that is
// asked for, and prints it.
func (p *program) importFile(ctx context.Context, path string, f *importFlags) error {
	data, err := p.readFile(path)
	if err != nil {
		return err
	}
	file := db.FileInfo{Name: filepath.Base(path), Hash: db.HashOf(data), Size: int64(len(data))}
	if err := p.learnFields(ctx); err != nil {
		return err
	}
	table, err := p.readSheet(data, f)
	if err != nil {
		return err
	}
	mapping, err := p.mapping(table, f)
	if err != nil {
		return err
	}
	r := &importRun{program: p, flags: f, file: file, input: importer.Input{
		Sheet:    table,
		Fields:   p.fields,
		Mapping:  mapping,
		Actor:    db.CommandLineOf(f.as),
		Year:     time.Now().Year(),
		Progress: p.progress.rows(p.text.Text("progress.planning")),
	}}
	open := p.withReader
	if f.save {
		open = p.withRegister
	}
	return open(ctx, func(register *db.DB) error {
		if err := r.mapStoredNumbers(ctx, register); err != nil {
			return err
		}
		if err := r.build(ctx, register); err != nil {
			return err
		}
		if err := r.recognise(ctx, register); err != nil {
			return err
		}
		refused := r.openAlarms()
		if refused == nil || !f.save {
			if err := r.save(ctx, register); err != nil {
				return err
			}
		}
		p.progress.clear()
		if err := r.print(); err != nil || !f.save {
			return err
		}
		return refused
	})
}

// readFile reads a file whose size is within the limit; one that is larger is
// refused unread.
func (p *program) readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	limit := p.common.limits().Bytes
	switch {
	case info.IsDir():
		return nil, p.failure("failure.file-directory", "path", path)
	case info.Size() > limit:
		return nil, &sheet.Error{Code: sheet.FileTooLarge, Args: map[string]any{
			"found": info.Size(), "limit": limit, "setting": variable("max-file-mb")}}
	}
	// A pipe has no size to go by: sheet.Read refuses what passes the limit.
	content := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	_, err = content.ReadFrom(io.LimitReader(file, limit+1))
	return content.Bytes(), err
}

// importRun is one import under way.
type importRun struct {
	*program
	flags *importFlags
	file  db.FileInfo
	input importer.Input

	defaults    []string // flags that are taken as set, though they were not given
	plan        *importer.Plan
	fingerprint string
	writes      int64 // the write counter of the register that the plan was built on
	cache       *importer.RegisterCache
	names       map[int]string // of the customers to choose from
	seenBefore  string         // when the same file was imported, "" for never
	saved       *db.Saved      // nil where nothing was saved
}

// build builds the plan on a snapshot of the register.
func (r *importRun) build(ctx context.Context, register *db.DB) error {
	snapshot, err := register.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	if err := r.chooseOptions(ctx, snapshot); err != nil {
		return err
	}
	r.cache = importer.NewRegisterCache(snapshot)
	if r.plan, err = importer.BuildFrom(ctx, r.input, r.cache); err != nil {
		return err
	}
	switch {
	case r.plan.NoKey && importer.HeaderMissing(r.input.Sheet):
		return r.failure("failure.no-header", "columns", len(r.input.Sheet.Header))
	case r.plan.NoKey:
		return r.failure("failure.no-key", "headers", listHeaders(r.input.Sheet.Header))
	}
	r.fingerprint, r.writes = r.plan.Fingerprint(), snapshot.WriteCounter()
	if !r.flags.json {
		r.names, err = namesOf(ctx, snapshot, r.plan)
	}
	return err
}

// chooseOptions takes the options of the flags, and tells what was chosen
// without them.
func (r *importRun) chooseOptions(ctx context.Context, snapshot *db.Snapshot) error {
	empty, err := snapshot.Empty(ctx)
	if err != nil {
		return err
	}
	r.input.Options = r.flags.options(importer.DefaultOptions(empty, r.input.Mapping))
	r.defaults = []string{}
	if r.input.Options.UnknownNumbers == importer.UnknownCreates && !r.flags.createNumbers {
		r.defaults = append(r.defaults, createNumbers)
		r.say(r.text.Text("summary.create-numbers"))
	}
	return nil
}

// recognise tells where the same file was imported before.
func (r *importRun) recognise(ctx context.Context, register *db.DB) error {
	before, err := register.ImportsByHash(ctx, r.file.Hash)
	if err != nil || len(before) == 0 {
		return err
	}
	last := &before[0]
	text := r.text.Text("summary.seen-before", "when", last.Time().Format(timeForm), "who", r.who(last.SavedBy))
	if last.Undone {
		text += " " + r.text.Text("import.same-file-undone")
	}
	r.seenBefore = text
	r.say(text)
	return nil
}

// save saves the plan where that is asked for and something is to be saved.
func (r *importRun) save(ctx context.Context, register *db.DB) error {
	switch {
	case !r.flags.save:
		return nil
	case r.plan.Writes() == 0:
		r.say(r.nothingToSave())
		return nil
	}
	saved, err := register.Save(ctx, db.SaveRequest{
		Actor:       db.Actor{Name: r.input.Actor},
		File:        r.file,
		Reading:     r.flags.reading(),
		Input:       r.input,
		Fingerprint: r.fingerprint,
		Planned:     &db.Planned{Plan: r.plan, Fingerprint: r.fingerprint, Writes: r.writes, Cache: r.cache},
		Progress:    r.progress.rows(r.text.Text("progress.saving")),
	})
	if err != nil {
		return err
	}
	r.saved = &saved
	r.note(register, accesslog.Entry{By: saved.By, Kind: accesslog.Save, Import: saved.Import, Customers: saved.Written()})
	return nil
}

func (r *importRun) nothingToSave() string {
	if r.plan.Counts[importer.Unchanged] == len(r.plan.Rows) {
		return r.text.Text("summary.same-file")
	}
	return r.text.Text("summary.nothing")
}

// print writes what was planned and saved. Where that fails, what was saved
// stands, and is reported all the same.
func (r *importRun) print() error {
	printed := r.printTable
	if r.flags.json {
		printed = r.printJSON
	}
	err := printed()
	if err != nil && r.saved != nil {
		r.say(r.savedText())
	}
	return err
}
