package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// indent is how far lines about a row stand in.
const indent = "        "

// namesOf fetches the names of the customers among whom the user has to choose.
// Those that a row concerns stand in the plan.
func namesOf(ctx context.Context, register importer.Register, plan *importer.Plan) (map[int]string, error) {
	names := make(map[int]string)
	var keys importer.Keys
	for _, row := range plan.Rows {
		for _, candidate := range row.Candidates {
			if _, asked := names[candidate]; !asked {
				names[candidate] = ""
				keys.Numbers = append(keys.Numbers, candidate)
			}
		}
	}
	if len(keys.Numbers) == 0 {
		return names, nil
	}
	customers, _, err := register.Customers(ctx, keys)
	if err != nil {
		return nil, err
	}
	for _, c := range customers {
		if _, asked := names[c.Number]; asked {
			names[c.Number] = c.Get(customer.Name)
		}
	}
	return names, nil
}

// printTable writes the plan for people: a row a line, with what changes and
// what is wrong below it. Rows that stay as they are, are only counted.
func (r *importRun) printTable() error {
	out := bufio.NewWriterSize(r.stdout, 64<<10)
	table, plan := r.input.Sheet, r.plan
	form := []string{strings.ToUpper(string(table.Format))}
	if table.Format == sheet.FormatCSV {
		form = append(form, table.Charset, delimiterName(table.Delimiter))
	}
	form = append(form, r.count("rows", len(table.Rows)))
	fmt.Fprintf(out, "%s (%s)\n", show(r.file.Name), strings.Join(form, ", "))
	r.printColumns(out)

	lines := 0
	for i := range plan.Rows {
		if r.stdout.err != nil {
			return r.stdout.err
		}
		if row := plan.Rows[i]; row.Status != importer.Unchanged || len(row.Problems) > 0 {
			if lines++; lines == 1 {
				fmt.Fprintf(out, "\n%6s  %s  %s\n", r.text.Text("column.line"), r.padStatus(r.text.Text("column.status")), r.text.Text("column.customer"))
			}
			r.printRow(out, i)
		}
	}
	fmt.Fprintf(out, "\n%s\n", r.summary())
	if len(plan.GroupsToCreate) > 0 {
		fmt.Fprintln(out, r.groups())
		for _, group := range plan.GroupsToCreate {
			if group.Like != "" {
				fmt.Fprintln(out, "! "+r.text.Text("import.group-like", "group", show(group.Name), "like", show(group.Like)))
			}
		}
	}
	if r.saved != nil {
		fmt.Fprintln(out, r.savedText())
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if !r.flags.save && plan.Writes() > 0 {
		r.say(r.text.Text("summary.not-saved"))
	}
	return nil
}

// printColumns tells which columns are appended to the notes or not imported, and
// what is to be said about a column or the sheet as a whole.
func (r *importRun) printColumns(out *bufio.Writer) {
	if appended := r.headersOf(customer.AppendNotes); appended != "" {
		fmt.Fprintln(out, r.text.Text("summary.appended", "headers", appended))
	}
	if unmapped := r.headersOf(customer.None); unmapped != "" {
		fmt.Fprintln(out, r.text.Text("summary.unmapped", "headers", unmapped))
	}
	r.printAlarms(out)
}

// headersOf lists the named columns with a field.
func (r *importRun) headersOf(f customer.Field) string {
	var headers []string
	for i, field := range r.input.Mapping {
		if field == f {
			headers = append(headers, r.input.Sheet.Header[i])
		}
	}
	return listHeaders(headers)
}

// printRow writes one row of the plan.
func (r *importRun) printRow(out *bufio.Writer, index int) {
	row := r.plan.Rows[index]
	line := fmt.Sprintf("%6d  %s  %s", row.Line, r.padStatus(r.text.Text("status."+string(row.Status))), r.customerOf(index))
	fmt.Fprintln(out, strings.TrimRight(line, " "))
	switch row.Status {
	case importer.Modified:
		for change := range row.Changes.All() {
			fmt.Fprintf(out, "%s%s: %s → %s\n", indent, r.label(change.Field), r.value(change.Field, change.Old), r.value(change.Field, change.New))
		}
	case importer.New:
		var values []string
		for change := range row.Changes.All() {
			if change.Field != customer.Name {
				values = append(values, r.label(change.Field)+": "+r.value(change.Field, change.New))
			}
		}
		if len(values) > 0 {
			fmt.Fprintf(out, "%s%s\n", indent, strings.Join(values, " · "))
		}
	}
	if row.Repaired.Len() > 0 {
		fmt.Fprintln(out, indent+r.text.Text("summary.repaired", "fields", r.labels(row.Repaired)))
	}
	if row.Kept.Len() > 0 {
		fmt.Fprintln(out, indent+r.text.Text("summary.kept", "fields", r.labels(row.Kept)))
	}
	for _, c := range row.Conflicts {
		fmt.Fprintln(out, indent+r.text.Text("summary.conflict", "field", r.label(c.Field),
			"exported", r.value(c.Field, c.Exported), "current", r.value(c.Field, c.Current), "file", r.value(c.Field, c.File)))
	}
	for _, problem := range row.Problems {
		message := r.describe(problem)
		if label := cmp.Or(show(problem.Heading()), r.label(problem.Field)); label != "" && !strings.HasPrefix(message, label) {
			message = label + ": " + message
		}
		fmt.Fprintf(out, "%s! %s\n", indent, clean(message))
	}
	if len(row.Candidates) > 0 {
		candidates := make([]string, len(row.Candidates))
		for i, number := range row.Candidates {
			candidates[i] = numbered(number, r.names[number])
		}
		fmt.Fprintln(out, indent+r.text.Text("summary.candidates", "customers", strings.Join(candidates, ", ")))
	}
}

// customerOf names the customer that a row concerns, or whom the row speaks of
// where none is found.
func (r *importRun) customerOf(index int) string {
	row := r.plan.Rows[index]
	if row.Customer != 0 && row.Status != importer.New {
		return numbered(row.Customer, row.Name)
	}
	name := ""
	if column, mapped := r.input.Mapping.Column(customer.Name); mapped {
		if cells := r.input.Sheet.Rows[index].Cells; column < len(cells) {
			name = customer.MaskPersonalIDs(cells[column])
		}
	}
	if change, changed := row.Changes.Of(customer.Name); changed {
		name = change.New
	}
	if row.Customer != 0 {
		return strconv.Itoa(row.Customer) + " " + show(name)
	}
	return show(name)
}

func numbered(number int, name string) string {
	return strings.TrimSpace(strconv.Itoa(number) + " " + show(name))
}

// padStatus fills a status up to the length of the longest one.
func (r *importRun) padStatus(text string) string {
	width := 0
	for _, status := range importer.Statuses {
		width = max(width, utf8.RuneCountInString(r.text.Text("status."+string(status))))
	}
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
