// Package cli is the command line: one file a verb, each one call of what the
// pages call too. What a row of a file means is never decided here.
//
// The library cobra gives the tree of commands, flags that may stand before or
// after arguments, and help on --help. All words come from package locale: the
// library's own English ones are replaced where they would show.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
	"kortisto/locale"
)

// The exit statuses.
const (
	statusDone   = 0
	statusFailed = 1
	statusUsage  = 2
)

func init() {
	// Otherwise a double click on Windows would get an English lecture.
	cobra.MousetrapHelpText = ""
}

// program is one run of the command line.
type program struct {
	env    Environment
	stdin  io.Reader
	stdout *output
	stderr io.Writer
	serve  Server

	fields   *customer.Table
	text     *locale.Printer
	progress *progress
	common   commonFlags
	taken    map[string]string // the variables that flags have their values from, by flag
}

// Run runs the command that the arguments name and returns its exit status: 0
// done, 1 failed, 2 wrong usage. env are the environment variables; results go
// to stdout, messages to stderr. The server is not a part of this package:
// serve runs it.
func Run(ctx context.Context, args []string, env Environment, stdin io.Reader, stdout, stderr io.Writer, serve Server) int {
	p := &program{
		env: env, stdin: stdin, stdout: &output{to: stdout}, stderr: stderr, serve: serve,
		fields: customer.Standard(), taken: make(map[string]string),
	}
	root := p.rootCommand()
	args, lang := arrange(root, args)
	if lang == "" {
		lang = env[variable("lang")]
	}
	p.text = locale.For(lang)
	p.progress = newProgress(stderr, p.text)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	p.progress.clear()
	if err == nil {
		err = p.stdout.err // of what has no other way to tell, as the help
	}
	if err == nil {
		return statusDone
	}
	var usage *usageError
	if errors.As(err, &usage) {
		p.say(usage.text)
		p.say(p.text.Text("usage.hint", "command", cmd.CommandPath()))
		return statusUsage
	}
	p.say(p.explain(err))
	return statusFailed
}

// say writes a message to the user, apart from the results.
func (p *program) say(text string) {
	p.progress.clear()
	// There is nobody to tell where this fails.
	_, _ = fmt.Fprintln(p.stderr, clean(text))
}

func (p *program) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:               "kortisto",
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              cobra.ArbitraryArgs,
		RunE:              p.chooseCommand,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return p.takeVariables(cmd) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return p.flagError(err) })
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { p.help(cmd) })
	root.SetHelpCommand(p.helpCommand())
	p.common.add(root.PersistentFlags())
	root.AddCommand(
		p.serveCommand(), p.importCommand(), p.exportCommand(), p.historyCommand(), p.undoCommand(),
		p.personCommand(), p.eraseCommand(), p.retentionCommand(), p.userCommand(),
		p.backupCommand(), p.restoreCommand(), p.checkCommand(), p.healthcheckCommand(), p.configCommand(), p.versionCommand(),
	)
	return root
}

// chooseCommand is what a command with verbs below it does when none of them
// is named.
func (p *program) chooseCommand(cmd *cobra.Command, args []string) error {
	commands := strings.Join(verbs(cmd), ", ")
	if len(args) == 0 {
		return p.usage("usage.command-missing", "commands", commands)
	}
	return p.usage("usage.command-unknown", "command", args[0], "commands", commands)
}

// verbs lists the names of the commands below a command.
func verbs(cmd *cobra.Command) []string {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.Name() != "help" {
			names = append(names, sub.Name())
		}
	}
	return names
}

// withRegister opens the register for some work.
func (p *program) withRegister(ctx context.Context, work func(register *db.DB) error) error {
	register, err := db.Open(ctx, p.common.data, db.Options{})
	if err != nil {
		return err
	}
	return p.closing(register, work)
}

// learnFields asks the register, where there is one, which fields it has, for
// work that needs them before it opens the register.
func (p *program) learnFields(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(p.common.data, db.FileName)); err != nil {
		return nil // there is none, and the work will say so where it needs one
	}
	return p.withReader(ctx, func(*db.DB) error { return nil })
}

// withAccounts opens the accounts of the register for some work.
func (p *program) withAccounts(ctx context.Context, work func(users *accounts.Accounts) error) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		users := accounts.Open(register, accounts.Options{})
		defer users.Close()
		return work(users)
	})
}

// withUser does something to a user, and leaves that in the access log.
func (p *program) withUser(ctx context.Context, name string, kind accesslog.Kind, work func(users *accounts.Accounts) error) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		users := accounts.Open(register, accounts.Options{})
		defer users.Close()
		if err := work(users); err != nil {
			return err
		}
		p.note(register, accesslog.Entry{Kind: kind, Object: name})
		return nil
	})
}

// withReader opens the register for work that only reads it, also where nothing
// can be written beside it.
func (p *program) withReader(ctx context.Context, work func(register *db.DB) error) error {
	register, err := db.Open(ctx, p.common.data, db.Options{})
	if errors.Is(err, db.ErrNotWritable) {
		register, err = db.OpenFrozen(ctx, p.common.data, db.Options{})
	}
	if err != nil {
		return err
	}
	return p.closing(register, work)
}

// closing does some work in the fields of a register, and closes it.
func (p *program) closing(register *db.DB, work func(register *db.DB) error) error {
	p.fields = register.Fields()
	if err := work(register); err != nil {
		_ = register.Close() // the first error is the one that tells
		return err
	}
	return register.Close()
}
