package handlers

import (
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// eventsPerPage is how many events of a customer its page shows at once.
const eventsPerPage = 20

// historyView is the history of a customer; views/partials/history.html.
type historyView struct {
	Words
	Events        []eventRow
	Older, Newest string // addresses, "" where there is nothing
}

// eventRow is one event in the history of a customer.
type eventRow struct {
	When    wording.Moment
	Who     string
	How     string
	Link    string   // of the import or the undo that did it
	Said    []string // what happened to the customer as a whole, or to its group
	Changes []shownChange
}

// history reads the events of a customer, from the newest or, in the address,
// from below a revision.
func (s *server) history(c *fiber.Ctx, words Words, number int) (*historyView, error) {
	before := max(0, c.QueryInt("history"))
	events, more, err := s.db.CustomerHistory(c.UserContext(), number, before, eventsPerPage)
	if err != nil {
		return nil, err
	}
	view := &historyView{Words: words}
	for i := range events {
		view.Events = append(view.Events, newEventRow(words, &events[i]))
	}
	path := customerPath(number)
	if more {
		view.Older = path + "?history=" + strconv.Itoa(events[len(events)-1].Revision) + "#history"
	}
	if before > 0 {
		view.Newest = path + "#history"
	}
	return view, nil
}

// tellCause names the import or the undo that did something, with its address; what
// was done by hand has neither.
func tellCause(w Words, cause *db.Cause) (text, link string) {
	switch {
	case cause.Action == db.ActionImport && cause.Selected:
		text = w.Text("history.by-change", "what", w.FileName(cause.File))
	case cause.Action == db.ActionImport:
		text = w.Text("history.by-import", "file", w.FileName(cause.File))
	case cause.Action == db.ActionUndo && cause.File == "":
		text = w.Text("history.by-undo-hand")
	case cause.Action == db.ActionUndo && cause.Restores:
		text = w.Text("history.by-redo", "file", w.FileName(cause.File))
	case cause.Action == db.ActionUndo:
		text = w.Text("history.by-undo", "file", w.FileName(cause.File))
	case cause.Action == db.ActionMerge:
		return w.Text("history.by-merge"), ""
	default:
		return "", ""
	}
	return text, importPath(cause.Import)
}

func newEventRow(w Words, e *db.CustomerEvent) eventRow {
	row := eventRow{When: w.Moment(e.At), Who: w.Who(e.By)}
	if row.How, row.Link = tellCause(w, &e.Cause); row.How == "" {
		row.How = w.Text("history.by-hand")
	}
	switch e.What {
	case db.WhatCreated:
		row.Said = append(row.Said, w.Text("history.created"))
	case db.WhatRemoved:
		row.Said = append(row.Said, w.Text("history.removed"))
	case db.WhatErased:
		row.Said = append(row.Said, w.Text("what.erased"))
	case db.WhatMerged:
		row.Said = append(row.Said, w.Text("what.merged", "into", strconv.Itoa(e.Into)))
	case db.WhatRestored:
		row.Said = append(row.Said, w.Text("history.restored"))
	}
	changes, gone := keptChanges(w, e.Changes)
	if gone != "" {
		row.Said = append(row.Said, gone)
	}
	for _, change := range changes {
		switch {
		case change.Key != customer.Group.Key():
			row.Changes = append(row.Changes, change)
		case change.New != "":
			row.Said = append(row.Said, w.Text("history.moved", "group", change.New))
		default:
			row.Said = append(row.Said, w.Text("history.left-group", "group", change.Old))
		}
	}
	return row
}
