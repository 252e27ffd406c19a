package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accesslog"
)

func (p *program) backupCommand() *cobra.Command {
	keep := amount(0) // all
	cmd := &cobra.Command{
		Use: "backup",
		RunE: func(cmd *cobra.Command, args []string) error {
			target := ""
			if len(args) > 0 {
				target = args[0]
			}
			return p.backup(cmd.Context(), target, int(keep))
		},
	}
	cmd.Flags().Var(&keep, "keep", "")
	cmd.Flags().Lookup("keep").DefValue = "" // there is no number for all
	return p.takes(cmd, argument{name: "target", optional: true})
}

// backup makes a backup, beside a running server too, and removes older ones
// where it is told how many to keep.
func (p *program) backup(ctx context.Context, target string, keep int) error {
	if keep > 0 && target != "" && !isDirectory(target) {
		return p.usage("usage.keep-file")
	}
	return p.withReader(ctx, func(register *db.DB) error {
		made, err := register.Backup(ctx, target)
		if err != nil {
			return p.backupFailure(register, target, err)
		}
		p.progress.clear()
		taken := accesslog.Entry{Kind: accesslog.BackupTaken}
		if target == "" || isDirectory(target) {
			taken.Object = filepath.Base(made.Path)
		} // else a name of its own, which may be anybody's
		p.note(register, taken)
		fmt.Fprintln(p.stdout, clean(p.text.Text("backup.made", "path", made.Path, "size", p.text.Size(made.Size))))
		p.printContents(made.Contents)
		if keep > 0 {
			removed, err := register.PruneBackups(made, keep)
			for _, name := range removed {
				fmt.Fprintln(p.stdout, p.text.Text("backup.removed", "name", name))
			}
			if err != nil {
				return err
			}
		}
		return p.stdout.err
	})
}

// isDirectory reports whether a path is, or is written as, that of a directory.
func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || os.IsPathSeparator(path[len(path)-1])
}

// printContents tells what a database holds.
func (p *program) printContents(c db.Contents) {
	fmt.Fprintln(p.stdout, p.text.Text("backup.customers", "count", c.Customers))
	if c.LastImport.IsZero() {
		fmt.Fprintln(p.stdout, p.text.Text("backup.no-import"))
		return
	}
	fmt.Fprintln(p.stdout, clean(p.text.Text("backup.last-import", "when", c.LastImport.Time().Format(timeForm), "file", p.fileName(c.ImportFile))))
}

// backupFailure says why a backup was not made, by the place that it was for.
func (p *program) backupFailure(register *db.DB, target string, err error) error {
	if target == "" {
		target = register.BackupsDir()
	}
	return p.inWords(err, []wording{
		{db.ErrBackupExists, "backup.exists"},
		{db.ErrBackupPlace, "backup.beside"},
		{db.ErrDiskFull, "backup.disk-full"},
		{db.ErrNotWritable, "backup.not-writable"},
		{db.ErrDamaged, "backup.damaged"},
		{db.ErrDiskFailed, "backup.disk-failed"},
	}, "path", target)
}
