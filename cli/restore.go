package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"kortisto/db"
)

// mostLostImports is how many of the imports that a restore takes back are listed.
const mostLostImports = 20

func (p *program) restoreCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:  "restore",
		RunE: func(cmd *cobra.Command, args []string) error { return p.restore(cmd.Context(), args[0]) },
	}
	return p.takes(cmd, argument{name: "file"})
}

// restore puts a backup in the place of the register, and tells what is lost by that.
func (p *program) restore(ctx context.Context, file string) error {
	restored, err := db.Restore(ctx, p.common.data, file, db.Options{})
	if err == nil || errors.As(err, new(db.ErrRestoreBegun)) { // else the register stands as it was
		for _, f := range restored.Renamed {
			p.sayRenamed(f)
		}
	}
	if err != nil {
		return p.restoreFailure(file, err)
	}
	p.progress.clear()
	when := "" // of the last change that the backup has
	if !restored.LastWrite.IsZero() {
		when = restored.LastWrite.Time().Format(timeForm)
	}
	fmt.Fprintln(p.stdout, clean(p.text.Text("restore.done", "file", file, "when", when)))
	p.printContents(restored.Contents)
	if restored.Aside != "" {
		p.printLost(restored)
	}
	if restored.Erased > 0 {
		fmt.Fprintln(p.stdout, p.text.Text("restore.erased", "count", restored.Erased))
	}
	fmt.Fprintln(p.stdout, p.text.Text("restore.after"))
	if len(restored.Flaws) > 0 {
		p.printFlaws(restored.Flaws)
		return p.failure("check.flawed", "path", p.common.data)
	}
	return p.stdout.err
}

// printLost tells what the register had before, and where that lies now.
func (p *program) printLost(restored db.Restored) {
	switch lost := restored.Lost; {
	case lost == nil:
		fmt.Fprintln(p.stdout, p.text.Text("restore.lost-unknown"))
	case lost.Nothing():
		fmt.Fprintln(p.stdout, p.text.Text("restore.lost-nothing"))
	default:
		since := ""
		if !lost.Since.IsZero() {
			since = lost.Since.Time().Format(timeForm)
		}
		fmt.Fprintln(p.stdout, p.text.Text("restore.lost", "when", since))
		p.printCounts(lost)
		p.printUsers(lost.Users)
		p.printImports(lost.Imports)
	}
	fmt.Fprintln(p.stdout, clean(p.text.Text("restore.aside", "path", restored.Aside)))
}

// printCounts tells how many of each kind a restore has changed, a line each.
func (p *program) printCounts(lost *db.Lost) {
	for _, line := range []struct {
		id    string
		count int
	}{
		{"restore.lost-imports", len(lost.Imports)},
		{"restore.lost-changes", lost.Changes},
		{"restore.customers-gone", lost.Customers.Gone},
		{"restore.customers-other", lost.Customers.Other},
		{"restore.customers-back", lost.Customers.Back},
		{"restore.drafts-gone", lost.Drafts.Gone},
		{"restore.drafts-other", lost.Drafts.Other},
		{"restore.drafts-back", lost.Drafts.Back},
	} {
		if line.count > 0 {
			fmt.Fprintln(p.stdout, "  "+p.text.Text(line.id, "count", line.count))
		}
	}
}

// printUsers names the users that a restore has changed.
func (p *program) printUsers(users db.UserDifference) {
	for _, line := range []struct {
		id    string
		names []string
	}{
		{"restore.users-gone", users.Gone},
		{"restore.users-other", users.Other},
		{"restore.users-back", users.Back},
	} {
		if len(line.names) > 0 {
			fmt.Fprintln(p.stdout, "  "+clean(p.text.Text(line.id, "names", p.text.List(line.names))))
		}
	}
}

// printImports lists imports that a restore has taken back.
func (p *program) printImports(imports []db.LostImport) {
	if len(imports) == 0 {
		return
	}
	fmt.Fprintln(p.stdout, p.text.Text("restore.lost-files"))
	for i, one := range imports {
		if i == mostLostImports {
			fmt.Fprintln(p.stdout, "  …")
			break
		}
		fmt.Fprintf(p.stdout, "  %s %s %s\n", one.At.Time().Format(timeForm), clean(p.who(one.By)), clean(p.fileName(one.FileName)))
	}
}

// restoreFailure says why a file was not restored.
func (p *program) restoreFailure(file string, err error) error {
	var begun db.ErrRestoreBegun
	if errors.As(err, &begun) {
		return err
	}
	return p.inWords(err, []wording{
		{db.ErrInUse, "restore.in-use"},
		{db.ErrNotDatabase, "restore.not-backup"},
		{db.ErrForeign, "restore.not-backup"},
		{db.ErrForeignLog, "restore.foreign-log"},
		{db.ErrDamaged, "restore.damaged"},
		{db.ErrNewerSchema, "restore.newer"},
		{db.ErrDiskFull, "restore.disk-full"},
	}, "file", file, "path", p.common.data)
}
