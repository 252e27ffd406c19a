package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accesslog"
)

// retentionJSON is the JSON form of a run of retention. Its keys are a contract.
type retentionJSON struct {
	db.Retained
	Done bool `json:"done"` // false with --dry-run
}

func (p *program) retentionCommand() *cobra.Command {
	dry, asJSON := false, false
	cmd := &cobra.Command{
		Use:  "retention",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.retention(cmd.Context(), dry, asJSON) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&dry, "dry-run", false, "")
	flags.BoolVar(&asJSON, "json", false, "")
	return p.takes(cmd, argument{})
}

// retention removes what has been kept long enough, or only tells what is due.
func (p *program) retention(ctx context.Context, dry, asJSON bool) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		did, err := accesslog.Retain(ctx, register, db.Actor{Name: db.CommandLine}, dry)
		if err != nil {
			return err
		}
		unpurged := false
		if !dry {
			if err := register.Purge(ctx); errors.Is(err, db.ErrUnpurged) {
				unpurged = true
			} else if err != nil {
				return err
			}
		}
		p.progress.clear()
		if asJSON {
			return p.printJSON(retentionJSON{did, !dry})
		}
		if did.Nothing() {
			fmt.Fprintln(p.stdout, p.text.Text("retention.nothing"))
		} else {
			id := "retention.done"
			if dry {
				id = "retention.due"
			}
			fmt.Fprintln(p.stdout, p.text.Text(id))
		}
		for _, part := range did.Parts() {
			fmt.Fprintln(p.stdout, "  "+p.text.Text("retained."+part.What, "count", part.Count))
		}
		if unpurged {
			fmt.Fprintln(p.stdout, p.text.Text("erase.unpurged"))
		}
		return p.stdout.err
	})
}
