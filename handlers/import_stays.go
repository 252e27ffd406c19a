package handlers

import (
	"context"
	"errors"

	"kortisto/db"
)

// stayRow is a field that an undo leaves as it is, or a whole customer.
type stayRow struct {
	Words
	Number  int
	Name    string
	Present bool // the customer has a page
	First   bool // of its customer
	Field   string
	Now     string
	Then    string // what would come back; "" for a customer that the import created
	Why     string
	Link    string // of the import or the undo that is why, "" for none
}

// staysPerPage is how many customers of which something stays a page lists.
const staysPerPage = 50

// errEnough ends a walk that has found what it looked for.
var errEnough = errors.New("handlers: enough")

// stayPage lists one page of the customers of which something stays.
func stayPage(ctx context.Context, snapshot *db.Snapshot, plan *db.UndoPlan, page int) ([]db.UndoCustomer, error) {
	var stays []db.UndoCustomer
	seen := 0
	err := snapshot.EachUndo(ctx, plan, func(one *db.UndoCustomer) error {
		if !one.Stays() {
			return nil
		}
		if seen++; seen > (page-1)*staysPerPage {
			stays = append(stays, *one)
		}
		if seen == min(page*staysPerPage, plan.Counts.Stays) {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return stays, err
}

// stayRows lists what stays of customers: fields, or the whole.
func stayRows(w Words, stays []db.UndoCustomer) []stayRow {
	var rows []stayRow
	for i := range stays {
		one := &stays[i]
		row := stayRow{Words: w, Number: one.Number, Name: one.Name, Present: one.Reason != db.ReasonRemoved, First: true}
		for _, f := range one.Fields {
			if !f.Stays {
				continue
			}
			row.Field, row.Now = w.Label(f.Field), w.Show(f.Field, f.Now)
			row.Why, row.Link = reason(w, f.Reason, f.Cause)
			if row.Then = w.Show(f.Field, f.Then); one.Reason != "" {
				row.Then = ""
			}
			rows = append(rows, row)
			row.First = false
		}
		if row.First {
			row.Field = w.Text("undo.whole")
			row.Why, row.Link = reason(w, one.Reason, one.Cause)
			rows = append(rows, row)
		}
	}
	return rows
}

// reason says why something stays, who has seen to that and how, with the
// address of the import or the undo that it was done by.
func reason(w Words, reason db.Reason, cause *db.Cause) (text, link string) {
	var who, when, how string
	if cause != nil {
		who, when = w.Who(cause.By), w.Time(cause.At)
		how, link = tellCause(w, cause)
	}
	return w.Text("reason."+string(reason), map[string]any{"who": who, "time": when, "how": how}), link
}

// staysTable lists what an undo leaves as it is.
type staysTable struct {
	Words
	Rows []stayRow
	Then string // the head above what would have come back
}

// StaysTable lists what an undo of this would leave as it is.
func (p *importPast) StaysTable() staysTable { return p.staysTable(p.Undo.Stays, p.Redoes()) }

// StayedTable lists what this undo left as it was.
func (p *importPast) StayedTable() staysTable { return p.staysTable(p.Stayed, p.Import.Restores) }

// staysTable lists what stays of an undo, or of one that brings an import back.
func (p *importPast) staysTable(rows []stayRow, redo bool) staysTable {
	table := staysTable{p.Words, rows, p.Say("undo.then")}
	if redo {
		table.Then = p.Say("redo.then")
	}
	return table
}
