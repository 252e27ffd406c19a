package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (p *program) configCommand() *cobra.Command {
	flags := newServeFlags()
	cmd := &cobra.Command{
		Use:  "config",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.printConfig(cmd) },
	}
	flags.add(cmd.Flags())
	return p.takes(cmd, argument{})
}

// printConfig prints what the server would be told by the same flags and
// variables, and where each setting comes from.
func (p *program) printConfig(cmd *cobra.Command) error {
	var rows [][]string
	list := func(flag *pflag.Flag) {
		if flag.Name == "help" {
			return
		}
		source := p.text.Text("config.default")
		switch from := p.taken[flag.Name]; {
		case from != "":
			source = from
		case flag.Changed:
			source = "--" + flag.Name
		}
		rows = append(rows, []string{flag.Name, flag.Value.String(), source})
	}
	cmd.Flags().SortFlags = false
	cmd.Root().PersistentFlags().VisitAll(list)
	cmd.LocalNonPersistentFlags().VisitAll(list)
	secret, err := p.secretSetting(passwordVariable)
	if err != nil {
		return err
	}
	for _, name := range p.unknownVariables(cmd.Root()) {
		p.say(p.text.Text("config.unknown", "variable", name))
	}
	return p.printRows([]string{"setting", "value", "source"}, append(rows, secret))
}

// masked stands for a secret, however long it is.
const masked = "********"

// secretSetting is the row of a secret that only variables give.
func (p *program) secretSetting(name string) ([]string, error) {
	value, err := p.secret(name)
	row := []string{"password", "", p.text.Text("config.not-set")}
	switch {
	case err != nil:
		return nil, err
	case p.env[name+secretFile] != "":
		row[2] = name + secretFile
	case p.env[name] != "":
		row[2] = name
	}
	if value != "" {
		row[1] = masked
	}
	return row, nil
}
