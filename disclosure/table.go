package disclosure

import (
	"io"
	"strconv"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/locale"
	"kortisto/sheet"
)

// Words puts a report into the words of a language.
type Words struct {
	*locale.Printer
	Table *customer.Table
}

// Time writes a day and the time of day.
func (w Words) Time(at time.Time) string { return at.Local().Format(w.Text("time.minute")) }

// Who names somebody who did something.
func (w Words) Who(who Who) string {
	if who.Place > 0 {
		return w.Text("person.user", "place", who.Place)
	}
	if removed, is := db.OfRemovedUser(who.Name); is {
		return w.Text("history.removed-user", "name", removed)
	}
	switch of, is := db.OnCommandLine(who.Name); {
	case !is:
		return who.Name
	case of != "":
		return w.Text("history.command-line") + " (" + of + ")"
	}
	return w.Text("history.command-line")
}

// What says what an event did to the customer.
func (w Words) What(e *Event) string {
	switch e.What {
	case db.WhatCreated:
		return w.Text("history.created")
	case db.WhatRemoved:
		return w.Text("history.removed")
	case db.WhatMerged:
		return w.Text("what.merged", "into", strconv.Itoa(e.Into))
	case db.WhatRestored:
		return w.Text("history.restored")
	}
	return w.Text("what.changed")
}

// file is the name of a file, or says that it was erased.
func (w Words) file(name string) string {
	if db.IsNameErased(name) {
		return w.Text("erase.file-name")
	}
	return name
}

// Source says how an event came about.
func (w Words) Source(e *Event) string {
	switch {
	case e.Cause.Action == db.ActionImport:
		return w.Text("history.by-import", "file", w.file(e.Cause.File))
	case e.Cause.Action == db.ActionUndo && e.Cause.File == "":
		return w.Text("history.by-undo-hand")
	case e.Cause.Action == db.ActionUndo && e.Cause.Restores:
		return w.Text("history.by-redo", "file", w.file(e.Cause.File))
	case e.Cause.Action == db.ActionUndo:
		return w.Text("history.by-undo", "file", w.file(e.Cause.File))
	}
	return w.Text("history.by-hand")
}

// Access says how somebody saw the customer.
func (w Words) Access(a *Access) string {
	text := w.Text("access.kind-" + string(a.Kind))
	if a.Times > 1 {
		text += ", " + w.Text("person.times", "count", a.Times)
	}
	return text
}

// Moment says when somebody saw the customer.
func (w Words) Moment(a *Access) string {
	if a.Last.Truncate(time.Minute).After(a.At) {
		return w.Time(a.At) + " – " + a.Last.Local().Format(w.Text("person.clock"))
	}
	return w.Time(a.At)
}

// Columns are the headings of Rows.
func (w Words) Columns() []string {
	return []string{
		w.Text("person.part"), w.Text("person.when"), w.Text("person.what"), w.Text("person.who"), w.Text("person.source"),
		w.Text("person.line"), w.Text("person.field"), w.Text("person.old"), w.Text("person.value"),
	}
}

// Rows are the report as a table: what the customer is, then its history, then
// who saw it.
func (w Words) Rows(r *Report) [][]string {
	var rows [][]string
	now := w.Text("person.now")
	if !r.Present {
		now = w.Text("person.then")
	}
	rows = append(rows, []string{now, "", "", "", "", "", w.Table.Label(customer.Number, w.Lang()), "", strconv.Itoa(r.Number)})
	for _, f := range r.Fields {
		if f.IsValue() && r.Values[f] != "" {
			rows = append(rows, []string{now, "", "", "", "", "", w.Table.Label(f, w.Lang()), "", f.Show(r.Values[f], w.Lang())})
		}
	}
	for i := range r.History {
		rows = append(rows, w.event(&r.History[i])...)
	}
	for i := range r.Access {
		a := &r.Access[i]
		rows = append(rows, []string{w.Text("person.access"), w.Moment(a), w.Access(a), w.Who(a.By), "", "", "", "", ""})
	}
	return rows
}

// event is a row for each value that an event changed, and one for an event that
// changed none.
func (w Words) event(e *Event) [][]string {
	line := ""
	if e.Line > 0 {
		line = strconv.Itoa(e.Line)
	}
	row := []string{w.Text("person.history"), w.Time(e.At), w.What(e), w.Who(e.By), w.Source(e), line, "", "", ""}
	if len(e.Changes) == 0 {
		return [][]string{row}
	}
	rows := make([][]string, len(e.Changes))
	for i, change := range e.Changes {
		rows[i] = append(append([]string(nil), row[:6]...), w.Table.Label(change.Field, w.Lang()),
			change.Field.Show(change.Old, w.Lang()), change.Field.Show(change.New, w.Lang()))
	}
	return rows
}

// Workbook writes the report as a workbook of one table.
func (w Words) Workbook(out io.Writer, r *Report) error {
	table, err := sheet.NewXLSXWriter(out, w.Text("person.sheet"))
	if err != nil {
		return err
	}
	if err := table.Write(w.Columns()); err != nil {
		return err
	}
	for _, row := range w.Rows(r) {
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return table.Close()
}
