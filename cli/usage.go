package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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

// flagError puts what the flag library found wrong into our words.
func (p *program) flagError(err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		if unknown.GetSpecifiedShortnames() != "" {
			return p.usage("usage.flag-unknown", "flag", "-"+unknown.GetSpecifiedShortnames())
		}
		return p.usage("usage.flag-unknown", "flag", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &missing):
		return p.usage("usage.flag-value-missing", "flag", "--"+missing.GetFlag().Name)
	case errors.As(err, &invalid):
		flag := invalid.GetFlag()
		return p.usage("usage.flag-value-invalid", "flag", "--"+flag.Name, "value", invalid.GetValue()).advise(p.advice(flag))
	case errors.As(err, &syntax):
		return p.usage("usage.flag-syntax", "flag", syntax.GetSpecifiedFlag())
	}
	return &usageError{err.Error()}
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
