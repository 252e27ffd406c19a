package cli

import (
	"fmt"
	"strings"

	"kortisto/importer"
)

// summary says in a sentence or two what the plan would do: what there is, and
// nothing of what there is not.
func (r *importRun) summary() string {
	counts := r.plan.Counts
	var sure, waiting []string
	for _, status := range importer.Statuses {
		if counts[status] == 0 {
			continue
		}
		switch said := r.count(string(status), counts[status]); status {
		case importer.New, importer.Modified, importer.Unchanged:
			sure = append(sure, said)
		default:
			waiting = append(waiting, said)
		}
	}
	var sentences []string
	for _, parts := range [][]string{sure, waiting} {
		if len(parts) > 0 {
			sentences = append(sentences, strings.Join(parts, ", ")+".")
		}
	}
	return strings.Join(sentences, " ")
}

// count says how many there are of what a message of the summary counts.
func (r *importRun) count(what string, n int) string {
	return r.text.Text("summary."+what, "count", n)
}

// groups names the groups that a save creates, with their numbers of rows.
func (r *importRun) groups() string {
	groups := r.plan.GroupsToCreate
	names := make([]string, len(groups))
	for i, group := range groups {
		names[i] = fmt.Sprintf("%s (%s)", show(group.Name), r.count("rows", group.Rows))
	}
	return r.text.Text("summary.groups", "count", len(groups), "names", strings.Join(names, ", "))
}

// savedText says what was saved.
func (r *importRun) savedText() string {
	var parts []string
	if n := r.saved.Counts[importer.New]; n > 0 {
		parts = append(parts, r.count("new", n))
	}
	if n := r.saved.Counts[importer.Modified]; n > 0 {
		parts = append(parts, r.count("changes", n))
	}
	what := parts[0]
	if len(parts) > 1 {
		what = r.text.Text("summary.and", "first", parts[0], "second", parts[1])
	}
	return r.text.Text("summary.saved", "what", what, "import", r.saved.Import)
}
