package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// usageError is a command line that cannot be understood.
type usageError struct {
	text string
}

func (e *usageError) Error() string { return e.text }

// advise adds what to do instead.
func (e *usageError) advise(text string) *usageError {
	if text != "" {
		e.text += " " + text
	}
	return e
}

func (p *program) usage(id string, args ...any) *usageError {
	return &usageError{p.text.Text(id, args...)}
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

// argument says which argument a command takes, by the key of its name, and
// whether it can do without. An empty key is none.
type argument struct {
	name     string
	optional bool
	second   bool // another one may follow, which the name tells of
}

// takes makes a command take an argument.
func (p *program) takes(cmd *cobra.Command, a argument) *cobra.Command {
	cmd.Annotations = map[string]string{argumentName: a.name}
	if a.optional {
		cmd.Annotations[argumentOptional] = "yes"
	}
	most := 1
	if a.name == "" {
		most = 0
	}
	least := most
	if a.optional {
		least = 0
	}
	if a.second {
		most++
	}
	cmd.Args = func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) > most:
			return p.usage("usage.argument-extra", "argument", args[most])
		case len(args) < least:
			return p.usage("usage.argument-missing", "argument", p.text.Text("argument."+a.name))
		}
		return nil
	}
	return cmd
}

// Annotations of a command that tell the help text of its argument.
const (
	argumentName     = "argument"
	argumentOptional = "optional"
)
