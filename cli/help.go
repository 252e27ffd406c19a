package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// textWidth is how wide the paragraphs of help texts are.
const textWidth = 78

// helpCommand is "kortisto help COMMAND", the same as "kortisto COMMAND --help".
func (p *program) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "help",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			asked := cmd.Root()
			for _, name := range args {
				sub := verb(asked, name)
				if sub == nil {
					return p.usage("usage.command-unknown", "command", name, "commands", strings.Join(verbs(asked), ", "))
				}
				asked = sub
			}
			p.help(asked)
			return nil
		},
	}
}

// help writes the help text of a command.
func (p *program) help(cmd *cobra.Command) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", p.describe(cmd))
	if long, ok := longHelp[helpID(cmd)]; ok {
		fmt.Fprintf(&b, "%s\n\n", wrap(p.text.Text(long), textWidth))
	}
	fmt.Fprintf(&b, "%s\n  %s\n", p.text.Text("help.usage"), p.usageLine(cmd))
	if cmd.HasSubCommands() {
		var rows [][2]string
		for _, sub := range cmd.Commands() {
			rows = append(rows, [2]string{sub.Name(), p.describe(sub)})
		}
		writePairs(&b, p.text.Text("help.commands"), rows)
	}
	writePairs(&b, p.text.Text("help.flags"), p.describeFlags(cmd.LocalNonPersistentFlags()))
	writePairs(&b, p.text.Text("help.common-flags"), p.describeFlags(cmd.Root().PersistentFlags()))
	fmt.Fprintf(&b, "\n%s\n", wrap(p.text.Text("help.variables"), textWidth))
	if cmd.HasSubCommands() {
		more := cmd.CommandPath() + " " + p.text.Text("argument.command") + " --help"
		fmt.Fprintf(&b, "%s\n", p.text.Text("help.more", "command", more))
	}
	_, _ = fmt.Fprint(p.stdout, b.String()) // which keeps its error
}

// longHelp names the messages that explain more of a command.
var longHelp = map[string]string{
	"serve":         "help.serve.long",
	"import":        "help.import.long",
	"export":        "help.export.long",
	"undo":          "help.undo.long",
	"erase":         "help.erase.long",
	"retention":     "help.retention.long",
	"person":        "help.person.long",
	"config":        "help.config.long",
	"backup":        "help.backup.long",
	"restore":       "help.restore.long",
	"check":         "help.check.long",
	"user.add":      "help.user.add.long",
	"user.link":     "help.user.link.long",
	"user.delete":   "help.user.delete.long",
	"user.password": "help.user.password-source",
}

// helpID names a command in the ids of messages: its path without the program,
// with dots.
func helpID(cmd *cobra.Command) string {
	path := strings.Fields(cmd.CommandPath())
	if len(path) > 1 {
		path = path[1:]
	}
	return strings.Join(path, ".")
}

func (p *program) describe(cmd *cobra.Command) string {
	return p.text.Text("help." + helpID(cmd))
}

func (p *program) usageLine(cmd *cobra.Command) string {
	line := cmd.CommandPath()
	name := cmd.Annotations[argumentName]
	switch {
	case cmd.HasSubCommands() || cmd.Name() == "help":
		line += " " + p.text.Text("argument.command")
	case name != "" && cmd.Annotations[argumentOptional] != "":
		line += " [" + p.text.Text("argument."+name) + "]"
	case name != "":
		line += " " + p.text.Text("argument."+name)
	}
	return line + " [" + p.text.Text("argument.flags") + "]"
}

// describeFlags lists flags with what they do. The message of a flag that takes
// a value begins with a word for it.
func (p *program) describeFlags(flags *pflag.FlagSet) [][2]string {
	var rows [][2]string
	flags.SortFlags = false
	flags.VisitAll(func(flag *pflag.Flag) {
		name, does := "--"+flag.Name, p.text.Text("flag."+flag.Name)
		if flag.Shorthand != "" {
			name = "-" + flag.Shorthand + ", " + name
		}
		if flag.NoOptDefVal == "" {
			var value string
			value, does, _ = strings.Cut(does, ": ")
			name += " " + value
			if flag.DefValue != "" && flag.DefValue != "[]" {
				does += " (" + p.text.Text("help.default", "value", flag.DefValue) + ")"
			}
		}
		rows = append(rows, [2]string{name, does})
	})
	return rows
}

// writePairs writes names with what they mean, the meanings one under the other.
func writePairs(b *strings.Builder, title string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(row[0]))
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, row := range rows {
		fmt.Fprintf(b, "  %-*s  %s\n", width, row[0], row[1])
	}
}

// wrap breaks a text into lines of at most a width, between words.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for word := range strings.FieldsSeq(text) {
		length := utf8.RuneCountInString(word)
		switch {
		case column == 0:
		case column+1+length > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += length
	}
	return b.String()
}
