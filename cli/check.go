package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"kortisto/db"
)

func (p *program) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:  "check",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.check(cmd.Context()) },
	}
	return p.takes(cmd, argument{})
}

// check looks for what is wrong with the register, and fails where it finds
// anything.
func (p *program) check(ctx context.Context) error {
	return p.withReader(ctx, func(register *db.DB) error {
		flaws, err := register.Check(ctx)
		if err != nil {
			return err
		}
		p.progress.clear()
		if len(flaws) > 0 {
			p.printFlaws(flaws)
			return p.failure("check.flawed", "path", p.common.data)
		}
		fmt.Fprintln(p.stdout, p.text.Text("check.ok"))
		p.printReplaced(register.Replaced())
		return p.stdout.err
	})
}

// printReplaced reminds of the databases that restores have put aside, which
// nobody removes but the user.
func (p *program) printReplaced(list []db.Replaced) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(p.stdout, p.text.Text("check.replaced", "count", len(list)))
	for _, one := range list {
		fmt.Fprintln(p.stdout, clean(fmt.Sprintf("  %s (%s)", one.Dir, p.text.Size(one.Size))))
	}
}

// printFlaws writes what is wrong, a line each.
func (p *program) printFlaws(flaws []db.Flaw) {
	for _, flaw := range flaws {
		detail := flaw.Detail
		if f, ok := p.fields.ByKey(detail); ok {
			detail = p.label(f)
		}
		fmt.Fprintln(p.stdout, clean(p.text.Text("flaw."+flaw.Code, "count", flaw.Count, "detail", detail)))
	}
}
