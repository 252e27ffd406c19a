package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
)

// eraseFlags are the flags of the erasure.
type eraseFlags struct {
	yes, json bool
	reason    string
}

// erasedJSON is the JSON form of an erasure. Its keys are a contract.
type erasedJSON struct {
	Customer int   `json:"customer"`
	Entry    int64 `json:"entry"`  // in the history
	Values   int   `json:"values"` // rows of the history that were emptied
	Files    int   `json:"files"`  // of saved imports
	Drafts   int   `json:"drafts"`
	Names    int   `json:"names"`   // of files of saved imports
	Backups  int   `json:"backups"` // files that still hold the data
	Purged   bool  `json:"purged"`  // false where unused parts of the file are overwritten later
}

func (p *program) eraseCommand() *cobra.Command {
	f := &eraseFlags{}
	cmd := &cobra.Command{
		Use: "erase",
		RunE: func(cmd *cobra.Command, args []string) error {
			number, ok := customer.ParseNumber(args[0])
			switch {
			case !ok:
				return p.usage("usage.customer-invalid", "value", customer.MaskPersonalIDs(args[0]))
			case !f.yes:
				return p.usage("usage.erase-unconfirmed")
			}
			return p.erase(cmd.Context(), number, f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.yes, "yes", false, "")
	flags.StringVar(&f.reason, "reason", "", "")
	flags.BoolVar(&f.json, "json", false, "")
	return p.takes(cmd, argument{name: "number"})
}

// erase erases a customer's data for good, and tells what went and what still
// holds it.
func (p *program) erase(ctx context.Context, number int, f *eraseFlags) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		erased, err := register.Erase(ctx, db.EraseRequest{Actor: db.Actor{Name: db.CommandLine}, Number: number, Reason: f.reason})
		if err != nil {
			return p.inWords(err, []wording{
				{db.ErrNotFound, "failure.customer-unknown"},
				{db.ErrErased, "failure.erased-before"},
				{db.ErrReasonPersonal, "failure.reason-personal"},
			}, "number", number)
		}
		p.note(register, accesslog.Entry{Kind: accesslog.Erase, Customer: number})
		kept, err := register.Backups()
		if err != nil {
			return err
		}
		p.progress.clear()
		if f.json {
			return p.printJSON(erasedJSON{erased.Number, erased.Entry, erased.Values, erased.Files, erased.Drafts, erased.Names, len(kept), !erased.Unpurged})
		}
		fmt.Fprintln(p.stdout, p.text.Text("erase.done", "number", erased.Number))
		for _, line := range []struct {
			id    string
			count int
		}{{"erase.values", erased.Values}, {"erase.files", erased.Files}, {"erase.drafts", erased.Drafts}, {"erase.names", erased.Names}} {
			if line.count > 0 {
				fmt.Fprintln(p.stdout, "  "+p.text.Text(line.id, "count", line.count))
			}
		}
		if erased.Unpurged {
			fmt.Fprintln(p.stdout, p.text.Text("erase.unpurged"))
		}
		p.printHolding(register, kept)
		return p.stdout.err
	})
}

// printHolding names the files in which the data still stands.
func (p *program) printHolding(register *db.DB, kept []db.BackupFile) {
	if len(kept) > 0 {
		when := kept[0].At.Format(timeForm)
		if len(kept) > 1 {
			when = p.text.Text("erase.backups-span", "from", kept[len(kept)-1].At.Format(timeForm), "to", when)
		}
		fmt.Fprintln(p.stdout, p.text.Text("erase.backups", "count", len(kept), "when", when))
	}
	for _, one := range register.Replaced() {
		fmt.Fprintln(p.stdout, clean(p.text.Text("erase.replaced", "path", one.Dir)))
	}
}
