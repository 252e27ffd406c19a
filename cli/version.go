package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version is the program's version, set when a release is linked:
// -ldflags "-X kortisto/cli.Version=1.2.3".
var Version string

func (p *program) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.stdout, "kortisto", version())
			return err
		},
	}
	return p.takes(cmd, argument{})
}

// version falls back to what the build has recorded of its source.
func version() string {
	if Version != "" {
		return Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
