package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// arrange puts the verbs of the command line first, so that every flag may
// stand anywhere, and looks up the language, in which even a wrong flag is
// reported. Where no verb is named, the server is meant.
func arrange(root *cobra.Command, args []string) (arranged []string, lang string) {
	valued := valuedFlags(root)
	cmd := root
	arranged = []string{}
	var rest []string
	argumentsBegan := false
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i:]...)
			break
		}
		if len(arg) > 1 && arg[0] == '-' {
			rest = append(rest, arg)
			name, value, given := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
			if valued[name] && !given && i+1 < len(args) {
				i++
				value = args[i]
				rest = append(rest, value)
			}
			if name == "lang" {
				lang = value
			}
			continue
		}
		if sub := verb(cmd, arg); sub != nil && !argumentsBegan {
			arranged = append(arranged, arg)
			cmd = sub
			continue
		}
		argumentsBegan = true
		rest = append(rest, arg)
	}
	if cmd == root && !argumentsBegan && !asksHelp(rest) {
		arranged = append(arranged, serveVerb)
	}
	return append(arranged, rest...), lang
}

func asksHelp(flags []string) bool {
	return slices.Contains(flags, "--help") || slices.Contains(flags, "-h")
}

// verb finds the command of a name directly below another one.
func verb(cmd *cobra.Command, name string) *cobra.Command {
	for _, sub := range cmd.Commands() {
		if sub.Name() == name {
			return sub
		}
	}
	return nil
}

// valuedFlags lists the flags of a whole tree that take a value.
func valuedFlags(cmd *cobra.Command) map[string]bool {
	valued := make(map[string]bool)
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, flags := range []*pflag.FlagSet{cmd.PersistentFlags(), cmd.Flags()} {
			flags.VisitAll(func(flag *pflag.Flag) {
				if flag.NoOptDefVal == "" {
					valued[flag.Name] = true
				}
			})
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(cmd)
	return valued
}
