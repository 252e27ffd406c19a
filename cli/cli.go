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
	"io"

	"github.com/spf13/cobra"
	"kortisto/customer"
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
