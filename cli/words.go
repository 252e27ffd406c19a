package cli

import (
	"maps"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// label is the name of a field in the language of the user.
func (p *program) label(f customer.Field) string { return p.fields.Label(f, p.text.Lang()) }

// value is a value of a field as people read it, made safe for a terminal.
func (p *program) value(f customer.Field, value string) string {
	if value == "" {
		return p.text.Text("word.empty")
	}
	return show(p.fields.Display(f, value, p.text.Lang()))
}

// who names who has done something, a command in words.
func (p *program) who(name string) string {
	of, is := db.OnCommandLine(name)
	switch {
	case name == db.Automatic:
		return p.text.Text("history.automatic")
	case !is:
		return name
	case of == "":
		return p.text.Text("history.command-line")
	}
	return p.text.Text("history.command-line") + " (" + show(of) + ")"
}

// fileName is the name of a file, or says that it was erased.
func (p *program) fileName(name string) string {
	if db.IsNameErased(name) {
		return p.text.Text("erase.file-name")
	}
	return name
}

// labels lists the names of fields.
func (r *importRun) labels(fields customer.FieldSet) string {
	var labels []string
	for f := range fields.All() {
		labels = append(labels, r.label(f))
	}
	return strings.Join(labels, ", ")
}

// describe puts a problem into words.
func (r *importRun) describe(problem customer.Problem) string {
	args := problem.Args
	if who, told := args["who"].(string); told {
		args = maps.Clone(args)
		args["who"] = r.who(who)
	}
	return r.text.Problem(string(problem.Code), r.label(problem.Field), args)
}

// describeColumn puts a warning about a column into words, with its count.
func (r *importRun) describeColumn(problem customer.Problem) string {
	if part, ok := problem.Args["part"].(string); ok && problem.Code == importer.InvoiceHalf {
		return r.text.Text("import.invoice-"+part, "count", problem.Args["count"])
	}
	if problem.Code == customer.PhoneZero {
		return r.text.Text("import.phone-zeros", "count", problem.Args["count"])
	}
	return r.describe(problem)
}

// listHeaders lists the named columns of a file.
func listHeaders(headers []string) string {
	var named []string
	for _, header := range headers {
		if header != "" {
			named = append(named, show(header))
		}
	}
	return strings.Join(named, ", ")
}

func delimiterName(delimiter string) string {
	if delimiter == "\t" {
		return "tab"
	}
	return delimiter
}
