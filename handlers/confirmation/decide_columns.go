package confirmation

import (
	"kortisto/customer"
	"kortisto/handlers/drafts"
	"kortisto/importer"
	"net/url"
	"slices"
)

// guessColumns goes back to the program's own guess.
func guessColumns(d *deciding, _ []string) bool {
	drafts.GuessColumns(d.choices, d.sheet)
	return true
}

// leaveColumn leaves a column out that the program has told of. The column is
// the one that the user saw: another one has no such alarm.
func leaveColumn(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if ok && slices.ContainsFunc(d.plan.Columns[column].Problems, func(p customer.Problem) bool {
		return p.Code == importer.MassChange || p.Code == importer.Shuffled
	}) {
		d.choices.Mapping.Set(column, customer.None)
	}
	return ok
}

// useGroup gives the rows of a new group another one.
func useGroup(d *deciding, args []string) bool {
	from, err := url.QueryUnescape(args[0])
	to, err2 := url.QueryUnescape(args[1])
	if err != nil || err2 != nil || from == "" || to == "" {
		return false
	}
	d.choices.Decisions.UseGroup(d.sheet, d.choices.Mapping, from, to)
	return true
}
