package cli

import (
	"fmt"
	"io"

	"kortisto/customer"
	"kortisto/locale"
)

// program is one run of the command line.
type program struct {
	env    Environment
	stdin  io.Reader
	stdout *output
	stderr io.Writer
	serve  Server

	fields   *customer.Table
	text     *locale.Printer
	progress *progress
	common   commonFlags
	taken    map[string]string // the variables that flags have their values from, by flag
}

// say writes a message to the user, apart from the results.
func (p *program) say(text string) {
	p.progress.clear()
	// There is nobody to tell where this fails.
	_, _ = fmt.Fprintln(p.stderr, clean(text))
}
