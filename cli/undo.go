package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accesslog"
)

// undoFlags are the flags of the undo.
type undoFlags struct {
	dryRun, json bool
}

func (p *program) undoCommand() *cobra.Command {
	f := &undoFlags{}
	cmd := &cobra.Command{
		Use: "undo",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || id < 1 {
				return p.usage("usage.import-invalid", "value", args[0])
			}
			return p.undo(cmd.Context(), id, f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.dryRun, "dry-run", false, "")
	flags.BoolVar(&f.json, "json", false, "")
	return p.takes(cmd, argument{name: "import"})
}

// undoRun is one undo under way.
type undoRun struct {
	*program
	flags    *undoFlags
	snapshot *db.Snapshot // of the register before the undo
	plan     *db.UndoPlan
	undone   *db.Undone // nil where nothing was undone
}

// undo takes back an import, or an undo, and prints what that does. The
// snapshot from before is what is printed: an undo of any size is held in
// memory neither by it nor by us.
func (p *program) undo(ctx context.Context, id int64, f *undoFlags) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		snapshot, err := register.Snapshot(ctx)
		if err != nil {
			return err
		}
		defer snapshot.Close()
		r := &undoRun{program: p, flags: f, snapshot: snapshot}
		r.plan, err = snapshot.UndoPlan(ctx, id)
		switch {
		case errors.Is(err, db.ErrNotFound):
			return p.failure("failure.import-unknown", "import", id)
		case err != nil:
			return err
		}
		if err := r.do(ctx, register); err != nil {
			return err
		}
		p.progress.clear()
		return r.print(ctx)
	})
}

// do undoes, where that is asked for and there is something to undo.
func (r *undoRun) do(ctx context.Context, register *db.DB) error {
	if r.plan.Expired {
		return r.failure("undo.expired")
	}
	if r.flags.dryRun && r.plan.Done == nil {
		return nil
	}
	undone, err := register.Undo(ctx, db.UndoRequest{
		Actor:       db.Actor{Name: db.CommandLine},
		Import:      r.plan.Import.ID,
		Fingerprint: r.plan.Fingerprint,
		Progress:    r.progress.rows(r.text.Text("progress.undoing")),
	})
	switch {
	case errors.Is(err, db.ErrNothingToUndo):
		r.say(r.text.Text("undo.nothing"))
		return nil
	case err != nil:
		return err
	}
	r.undone = &undone
	if !undone.Again {
		r.note(register, accesslog.Entry{Kind: accesslog.Undo, Import: undone.Import})
	}
	return nil
}

// print writes what the undo does. Where that fails, what was undone stays so,
// and is reported all the same.
func (r *undoRun) print(ctx context.Context) error {
	printed := r.printTable
	if r.flags.json {
		printed = r.printJSON
	}
	err := printed(ctx)
	if err != nil && r.undone != nil {
		r.say(r.undoneText())
	}
	return err
}

// undoneText says what was undone, now or before.
func (r *undoRun) undoneText() string {
	done := r.undone
	if done.Again {
		return r.text.Text("undo.done-before", "import", done.Import, "undo", done.Undo,
			"when", done.At.Format(timeForm), "who", r.who(done.By))
	}
	id := "undo.done"
	if r.redoes() {
		id = "redo.done"
	}
	return r.text.Text(id, "import", done.Import, "undo", done.Undo)
}

// printTable writes what the undo does for people: a customer a line, with its
// fields below it.
func (r *undoRun) printTable(ctx context.Context) error {
	out := bufio.NewWriterSize(r.stdout, 64<<10)
	err := r.snapshot.EachUndo(ctx, r.plan, func(c *db.UndoCustomer) error {
		r.printCustomer(out, c)
		return r.stdout.err
	})
	if err != nil {
		return err
	}
	for i := range r.plan.Groups {
		fmt.Fprintln(out, clean(r.group(&r.plan.Groups[i])))
	}
	if summary := r.summary(); summary != "" {
		fmt.Fprintf(out, "\n%s.\n", summary)
	}
	if r.undone != nil {
		fmt.Fprintln(out, clean(r.undoneText()))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if r.undone == nil && r.flags.dryRun {
		r.say(r.text.Text("undo.not-done"))
	}
	return nil
}

func (r *undoRun) printCustomer(out *bufio.Writer, c *db.UndoCustomer) {
	line := fmt.Sprintf("%-10s  %d", r.text.Text("effect."+string(c.Effect)), c.Number)
	if c.Name != "" { // it is not kept any more of one who was erased, or removed long ago
		line += " " + show(c.Name)
	}
	if c.Reason != "" {
		line += " (" + clean(r.reason(c.Reason, c.Cause)) + ")"
	}
	fmt.Fprintln(out, line)
	for _, f := range c.Fields {
		if f.Stays {
			fmt.Fprintf(out, "%s%s: %s\n", indent, r.label(f.Field), clean(r.text.Text("undo.field-stays",
				"value", r.value(f.Field, f.Now), "why", r.reason(f.Reason, f.Cause))))
			continue
		}
		fmt.Fprintf(out, "%s%s: %s → %s\n", indent, r.label(f.Field), r.value(f.Field, f.Now), r.value(f.Field, f.Then))
	}
}

// reason says why something stays, and who has seen to that when.
func (r *undoRun) reason(reason db.Reason, cause *db.Cause) string {
	var who, when, how string
	if cause != nil {
		who, when = r.who(cause.By), cause.At.Format(timeForm)
		switch {
		case cause.Action == db.ActionImport:
			how = r.text.Text("history.by-import", "file", r.fileName(cause.File))
		case cause.Action == db.ActionUndo && cause.File == "":
			how = r.text.Text("history.by-undo-hand")
		case cause.Action == db.ActionUndo && cause.Restores:
			how = r.text.Text("history.by-redo", "file", r.fileName(cause.File))
		case cause.Action == db.ActionUndo:
			how = r.text.Text("history.by-undo", "file", r.fileName(cause.File))
		}
	}
	return r.text.Text("reason."+string(reason), map[string]any{"who": who, "time": when, "how": how})
}

// group says what becomes of a group.
func (r *undoRun) group(g *db.UndoGroup) string {
	switch {
	case g.Effect == db.EffectPutBack:
		return r.text.Text("undo.group-put-back", "name", g.Name, "then", g.Then)
	case g.Reason == db.ReasonRemoved:
		return r.text.Text("undo.group-gone", "name", g.Name)
	case g.Effect == db.EffectRemoved:
		return r.text.Text("undo.group-removed", "name", g.Name)
	case g.Effect == db.EffectBrought:
		return r.text.Text("undo.group-brought", "name", g.Name)
	case g.Reason == db.ReasonTaken:
		return r.text.Text("undo.group-taken", "name", g.Name)
	case g.Reason == db.ReasonRenamed:
		return r.text.Text("undo.group-renamed", "name", g.Name, "who", r.who(g.Cause.By), "time", g.Cause.At.Format(timeForm))
	}
	return r.text.Text("undo.group-in-use", "name", g.Name, "count", g.Customers)
}

// redoes reports whether the undo brings an import back.
func (r *undoRun) redoes() bool { return r.plan.Import.Undoes != 0 && !r.plan.Import.Restores }

// summary says in a sentence what the undo does.
func (r *undoRun) summary() string {
	n := r.plan.Counts
	putBack := "undo.put-back"
	if r.redoes() {
		putBack = "redo.put-back"
	}
	var parts []string
	for _, part := range []struct {
		id    string
		count int
	}{{putBack, n.PutBack}, {"undo.removed", n.Removed}, {"undo.brought", n.Brought}, {"undo.count-stays", n.Stays}} {
		if part.count > 0 {
			parts = append(parts, r.text.Text(part.id, "count", part.count))
		}
	}
	return r.text.List(parts)
}
