package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Environment holds environment variables by their names.
type Environment map[string]string

// EnvironmentOf takes variables apart that stand as NAME=VALUE.
func EnvironmentOf(variables []string) Environment {
	env := make(Environment, len(variables))
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		env[name] = value
	}
	return env
}

// What the names of our variables begin with, and what those end with that name
// the file of a secret.
const (
	ourVariables = "KORTISTO_"
	secretFile   = "_FILE"
)

// variable names the environment variable of a flag.
func variable(flag string) string {
	return ourVariables + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// unknownVariables lists the variables that look like ours and mean nothing to
// any command, in order: most of them are mistyped.
func (p *program) unknownVariables(root *cobra.Command) []string {
	known := map[string]bool{passwordVariable: true, passwordVariable + secretFile: true}
	eachFlag(root, func(flag *pflag.Flag) { known[variable(flag.Name)] = true })
	var unknown []string
	for name := range p.env {
		if strings.HasPrefix(name, ourVariables) && !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// eachFlag visits the flags of a command and of those below it.
func eachFlag(cmd *cobra.Command, visit func(*pflag.Flag)) {
	cmd.LocalFlags().VisitAll(visit)
	for _, sub := range cmd.Commands() {
		eachFlag(sub, visit)
	}
}
