// Package wording puts what the pages tell into the words of one language.
package wording

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/locale"
)

// Words puts things into the words of one language. Every page and every part
// of one that has texts of its own embeds it: {{.Text "nav.customers"}}.
type Words struct {
	*locale.Printer
	Table *customer.Table
}

// Label returns the name of a field.
func (w Words) Label(f customer.Field) string { return w.Table.Label(f, w.Lang()) }

// Flags are the small labels of a customer with some values.
func (w Words) Flags(values *customer.Values) []string {
	var texts []string
	for _, f := range w.Table.Flagged(values) {
		texts = append(texts, w.Table.FlagText(f, w.Lang()))
	}
	return texts
}

// Show returns a field's kept value as it is read: a country and a language by
// their names, a choice by its label.
func (w Words) Show(f customer.Field, value string) string { return w.Table.Show(f, value, w.Lang()) }

// Change says from what to what a field changes.
func (w Words) Change(change customer.Change) string {
	shown := func(value string) string { return cmp.Or(w.Show(change.Field, value), "–") }
	return w.Label(change.Field) + ": " + shown(change.Old) + " → " + shown(change.New)
}

// Role returns the word for a role.
func (w Words) Role(role db.Role) string { return w.Text("role." + string(role)) }

// Date writes a day.
func (w Words) Date(at time.Time) string { return at.Local().Format(w.Text("time.date")) }

// Time writes a day and the time of day.
func (w Words) Time(at time.Time) string { return at.Local().Format(w.Text("time.minute")) }

// Moment is a point in time as a page tells it: for people, and for programs.
type Moment struct{ Text, Stamp string }

// Moment writes a point in time for a <time> element.
func (w Words) Moment(at time.Time) Moment {
	return Moment{w.Time(at), at.UTC().Format(time.RFC3339)}
}

// Ago says how long ago something was, "" for longer than a week: then the day
// tells more.
func (w Words) Ago(passed time.Duration) string {
	switch {
	case passed < time.Minute:
		return w.Text("time.now")
	case passed < time.Hour:
		return w.Text("time.minutes", "count", int(passed/time.Minute))
	case passed < 24*time.Hour:
		return w.Text("time.hours", "count", int(passed/time.Hour))
	case passed < 7*24*time.Hour:
		return w.Text("time.days", "count", int(passed/(24*time.Hour)))
	}
	return ""
}

// longestNamed is how many characters of a value are named in a sentence.
const longestNamed = 100

// Tell puts what is wrong with the value of a field into words.
func (w Words) Tell(p customer.Problem) string {
	args := maps.Clone(p.Args)
	if who, told := args["who"].(string); told {
		args["who"] = w.Who(who)
	}
	for name, arg := range args {
		if text, ok := arg.(string); ok {
			args[name] = Shortened(text, longestNamed)
		}
	}
	return w.Problem(string(p.Code), w.labelOf(p), args)
}

// labelOf names what a problem is of: the field, or the column that is appended to
// the notes.
func (w Words) labelOf(p customer.Problem) string {
	return cmp.Or(ShortName(p.Heading()), w.Label(p.Field))
}

// Short says in a few words what is wrong with a value, beside which it stands.
func (w Words) Short(p customer.Problem) string {
	code := string(p.Code)
	if address, _ := p.Args["address"].(string); p.Code == customer.EmailInvalid && lacksEnding(address) {
		code = "email-ending"
	}
	return w.Text("short." + code)
}

// lacksEnding reports whether an address of electronic mail stops before the
// ending of its domain.
func lacksEnding(address string) bool {
	_, domain, found := strings.Cut(address, "@")
	return found && domain != "" && !strings.ContainsAny(domain, "@. ")
}

// ShortOf says the same where the value does not stand beside it.
func (w Words) ShortOf(p customer.Problem) string {
	if p.Field == customer.None {
		return w.Short(p)
	}
	return w.Text("import.short", "field", w.labelOf(p), "short", w.Short(p))
}

// Shortened is a text, cut after some characters.
func Shortened(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	characters := 0
	for i := range text {
		if characters == longest {
			return text[:i] + "…"
		}
		characters++
	}
	return text
}

// Counted is a message with how many it counts.
type Counted struct {
	ID    string
	Count int
}

// Counts makes those messages that count something.
func (w Words) Counts(parts []Counted) []string {
	var texts []string
	for _, part := range parts {
		if part.Count > 0 {
			texts = append(texts, w.Text(part.ID, "count", part.Count))
		}
	}
	return texts
}

// Joined joins them.
func (w Words) Joined(parts []Counted) string { return w.List(w.Counts(parts)) }

// Who names who has done something or has a draft: a command, and a user who
// was deleted, in words.
func (w Words) Who(name string) string {
	if removed, is := db.OfRemovedUser(name); is {
		return w.Text("history.removed-user", "name", removed)
	}
	of, is := db.OnCommandLine(name)
	switch {
	case name == db.Automatic:
		return w.Text("history.automatic")
	case !is:
		return name
	case of == "":
		return w.Text("history.command-line")
	}
	return w.Text("history.command-line") + " (" + of + ")"
}

// ShortName is a name as a sentence has room for it.
func ShortName(name string) string { return Shortened(name, 40) }
