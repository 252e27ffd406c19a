package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// Version is the program's version. The newest heading of CHANGELOG.md is the same.
const Version = "0.3.3"

func (p *program) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.stdout, "kortisto", Version)
			return err
		},
	}
	return p.takes(cmd, argument{})
}
