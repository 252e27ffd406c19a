package cli

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"kortisto/customer"
	"kortisto/locale"
	"kortisto/sheet"
)

// commonFlags are those that every command has.
type commonFlags struct {
	data       string
	lang       choice
	maxFileMB  amount
	maxRows    amount
	maxColumns amount
	maxSheets  amount
}

// megabyte is the unit of the limit on a file's size.
const megabyte = 1 << 20

func (c *commonFlags) add(flags *pflag.FlagSet) {
	limits := sheet.DefaultLimits()
	c.lang = choice{value: customer.Languages[0], of: customer.Languages}
	c.maxFileMB, c.maxRows = amount(limits.Bytes/megabyte), amount(limits.Rows)
	c.maxColumns, c.maxSheets = amount(limits.Columns), amount(limits.Sheets)
	flags.StringVar(&c.data, "data", "./data", "")
	flags.Var(&c.lang, "lang", "")
	flags.Var(&c.maxFileMB, "max-file-mb", "")
	flags.Var(&c.maxRows, "max-rows", "")
	flags.Var(&c.maxColumns, "max-columns", "")
	flags.Var(&c.maxSheets, "max-sheets", "")
	flags.BoolP("help", "h", false, "")
}

// limits are those that a file is read within.
func (c *commonFlags) limits() sheet.Limits {
	limits := sheet.DefaultLimits()
	limits.Bytes, limits.Rows = int64(c.maxFileMB)*megabyte, int(c.maxRows)
	limits.Columns, limits.Sheets = int(c.maxColumns), int(c.maxSheets)
	return limits
}

// takeVariables sets the flags that the command line does not give from their
// environment variables. A flag that may be repeated takes one value a line.
func (p *program) takeVariables(cmd *cobra.Command) error {
	var refused error
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		name := variable(flag.Name)
		text := p.env[name]
		if flag.Changed || flag.Name == "help" || text == "" || refused != nil {
			return
		}
		values := []string{text}
		if _, repeatable := flag.Value.(pflag.SliceValue); repeatable {
			values = strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
		}
		for _, value := range values {
			if err := cmd.Flags().Set(flag.Name, value); err != nil {
				refused = p.usage("usage.variable-invalid", "variable", name, "value", value).advise(p.advice(flag))
				return
			}
		}
		p.taken[flag.Name] = name
	})
	if refused == nil && p.common.data == "" {
		// The register would come to lie wherever one happens to be.
		return p.usage("usage.flag-value-invalid", "flag", "--data", "value", "")
	}
	return refused
}

// secret reads a secret from a variable, or from the file that the variable
// with _FILE at its end names.
func (p *program) secret(name string) (string, error) {
	value, path := p.env[name], p.env[name+secretFile]
	switch {
	case value != "" && path != "":
		return "", p.usage("usage.secret-twice", "variable", name)
	case path == "":
		return value, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return firstLine(string(data)), nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimSuffix(line, "\r")
}

// errValue is why a value was refused; the words for it come from advice.
var errValue = errors.New("cli: value refused")

// adviser is a flag's value that can tell what is expected of it.
type adviser interface {
	advice(text *locale.Printer) string
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

func (p *program) advice(flag *pflag.Flag) string {
	if value, ok := flag.Value.(adviser); ok {
		return value.advice(p.text)
	}
	return ""
}

// choice is the value of a flag that takes one of a few words.
type choice struct {
	value string
	of    []string
}

// Set implements pflag.Value.
func (c *choice) Set(text string) error {
	if !slices.Contains(c.of, text) {
		return errValue
	}
	c.value = text
	return nil
}

// String implements pflag.Value.
func (c *choice) String() string { return c.value }

// Type implements pflag.Value.
func (c *choice) Type() string { return "" }

func (c *choice) advice(text *locale.Printer) string {
	return text.Text("usage.choices", "choices", strings.Join(c.of, ", "))
}

// amount is the value of a flag that takes a whole number above zero.
type amount int

// maxAmount keeps a limit in megabytes countable in bytes.
const maxAmount = 1 << 30

// Set implements pflag.Value.
func (a *amount) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxAmount {
		return errValue
	}
	*a = amount(n)
	return nil
}

// String implements pflag.Value.
func (a *amount) String() string { return strconv.Itoa(int(*a)) }

// Type implements pflag.Value.
func (a *amount) Type() string { return "" }

func (a *amount) advice(text *locale.Printer) string { return text.Text("usage.whole-number") }

// headerRow is the value of --header-row: the line of the header, 0 where it
// is to be found, sheet.NoHeader for "none".
type headerRow int

// noHeader is the word for a file without a header.
const noHeader = "none"

// Set implements pflag.Value.
func (h *headerRow) Set(text string) error {
	if text == noHeader {
		*h = sheet.NoHeader
		return nil
	}
	var line amount
	if err := line.Set(text); err != nil {
		return err
	}
	*h = headerRow(line)
	return nil
}

// String implements pflag.Value.
func (h *headerRow) String() string {
	switch *h {
	case 0:
		return ""
	case sheet.NoHeader:
		return noHeader
	}
	return strconv.Itoa(int(*h))
}

// Type implements pflag.Value.
func (h *headerRow) Type() string { return "" }

func (h *headerRow) advice(text *locale.Printer) string { return text.Text("usage.header-row") }
