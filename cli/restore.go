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
	restored, err := db.Restore(ctx, p.common.data, file, db.Options{Fields: p.fields})
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
	fmt.Fprintln(p.stdout, p.text.Text("restore.after"))
	if len(restored.Flaws) > 0 {
		p.printFlaws(restored.Flaws)
		return p.failure("check.flawed", "path", p.common.data)
	}
	return p.stdout.err
}

// printLost tells what the register had before, and where that lies now.
func (p *program) printLost(restored db.Restored) {
	lost := restored.Lost
	switch {
	case lost == nil:
		fmt.Fprintln(p.stdout, p.text.Text("restore.lost-unknown"))
	case lost.Since.IsZero():
		fmt.Fprintln(p.stdout, p.text.Text("restore.lost-nothing"))
	default:
		var parts []string
		if n := len(lost.Imports); n > 0 {
			parts = append(parts, p.text.Text("restore.lost-imports", "count", n))
		}
		if lost.Changes > 0 {
			parts = append(parts, p.text.Text("restore.lost-changes", "count", lost.Changes))
		}
		fmt.Fprintln(p.stdout, p.text.Text("restore.lost", "when", lost.Since.Time().Format(timeForm), "what", p.text.List(parts)))
		for i, one := range lost.Imports {
			if i == mostLostImports {
				fmt.Fprintln(p.stdout, "  …")
				break
			}
			fmt.Fprintf(p.stdout, "  %s %s %s\n", one.At.Time().Format(timeForm), clean(p.who(one.By)), clean(one.FileName))
		}
	}
	fmt.Fprintln(p.stdout, clean(p.text.Text("restore.aside", "path", restored.Aside)))
}

// restoreFailure says why a file was not restored.
func (p *program) restoreFailure(file string, err error) error {
	for _, known := range []struct {
		err error
		id  string
	}{
		{db.ErrInUse, "restore.in-use"},
		{db.ErrNotDatabase, "restore.not-backup"},
		{db.ErrForeign, "restore.not-backup"},
		{db.ErrForeignLog, "restore.damaged"},
		{db.ErrDamaged, "restore.damaged"},
		{db.ErrNewerSchema, "restore.newer"},
	} {
		if errors.Is(db.Known(err), known.err) {
			return p.failure(known.id, "file", file, "path", p.common.data)
		}
	}
	return err
}
