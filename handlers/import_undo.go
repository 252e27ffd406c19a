package handlers

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"kortisto/customer"
	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// undoView is what the page of an import says of its undo.
type undoView struct {
	What        string // in a sentence
	Groups      []string
	Stays       []stayRow // a page of what stays
	StaysCount  int
	Pages       pages
	Nothing     bool
	Expired     bool // the values of before are not kept any more
	Fingerprint string
}

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

// addUndo adds what an undo of the import would do, or by which undo it was
// undone. Those who may not undo see only the latter.
func (s *server) addUndo(c *fiber.Ctx, view *importPast) error {
	if !view.Import.Undone && !view.CanEdit() || view.Import.IsForGood() {
		return nil
	}
	snapshot, err := s.db.Snapshot(c.UserContext())
	if err != nil {
		return err
	}
	defer snapshot.Close()
	plan, err := s.undoPlans.get(c.UserContext(), snapshot, view.Import.ID)
	if err != nil {
		return err
	}
	if plan.Done != nil {
		view.UndoneBy = plan.Done
		return nil
	}
	n := plan.Counts
	putBack := "undo.put-back"
	if view.Redoes() {
		putBack = "redo.put-back"
	}
	view.Undo = &undoView{
		What:       view.Joined([]counted{{ID: view.idOf(putBack), Count: n.PutBack}, {ID: "undo.removed", Count: n.Removed}, {ID: "undo.brought", Count: n.Brought}}),
		StaysCount: n.Stays, Nothing: plan.Nothing(), Expired: plan.Expired, Fingerprint: plan.Fingerprint,
	}
	if view.Undo.What == "" {
		view.Undo.What = view.Text("undo.groups-only")
	}
	for i := range plan.Groups {
		view.Undo.Groups = append(view.Undo.Groups, undoGroup(view.Words, &plan.Groups[i]))
	}
	if n.Stays == 0 {
		return nil
	}
	page := c.QueryInt("stays", 1)
	count := (n.Stays + staysPerPage - 1) / staysPerPage
	view.Undo.Pages = newPages(view.Words, page, count, func(page int) string {
		return importPath(view.Import.ID) + "?stays=" + strconv.Itoa(page) + "#undo"
	})
	stays, err := stayPage(c.UserContext(), snapshot, plan, view.Undo.Pages.Page)
	view.Undo.Stays = stayRows(view.Words, stays)
	return err
}

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

// undoGroup says what becomes of a group.
func undoGroup(w Words, g *db.UndoGroup) string {
	switch {
	case g.Effect == db.EffectPutBack:
		return w.Text("undo.group-put-back", "name", g.Name, "then", g.Then)
	case g.Reason == db.ReasonRemoved:
		return w.Text("undo.group-gone", "name", g.Name)
	case g.Effect == db.EffectRemoved:
		return w.Text("undo.group-removed", "name", g.Name)
	case g.Effect == db.EffectBrought:
		return w.Text("undo.group-brought", "name", g.Name)
	case g.Reason == db.ReasonTaken:
		return w.Text("undo.group-taken", "name", g.Name)
	case g.Reason == db.ReasonRenamed:
		return w.Text("undo.group-renamed", "name", g.Name, "who", w.Who(g.Cause.By), "time", w.Time(g.Cause.At))
	}
	return w.Text("undo.group-in-use", "name", g.Name, "count", g.Customers)
}

// writtenRow is a customer that an import or an undo wrote.
type writtenRow struct {
	Words
	Number  int
	Name    string
	Present bool
	What    db.What
	Said    string // what happened to it as a whole, "" where only its fields changed
	Changes []shownChange
	Gone    string // which fields changed whose values are not kept any more
}

// shownChange is a change of a field in words.
type shownChange struct {
	Key, Label, Old, New string
}

func newWrittenRow(w Words, one *db.Written) writtenRow {
	row := writtenRow{Words: w, Number: one.Number, Name: one.Name, Present: one.Present, What: one.What}
	row.Changes, row.Gone = keptChanges(w, one.Changes)
	if one.What != db.WhatChanged {
		row.Said = w.Text("what."+string(one.What), "into", strconv.Itoa(one.Into))
	}
	return row
}

// keptChanges are the changes of fields whose values are kept, and in a sentence
// those of which only that they changed is known.
func keptChanges(w Words, changes []customer.Change) (kept []shownChange, gone string) {
	var fields []string
	var known []customer.Change
	for _, change := range changes {
		if change.Old == change.New { // a change always differs
			fields = append(fields, w.Label(change.Field))
		} else {
			known = append(known, change)
		}
	}
	if fields != nil {
		gone = w.Text("history.values-gone", "fields", w.List(fields))
	}
	return shownChanges(w, known), gone
}

func shownChanges(w Words, changes []customer.Change) []shownChange {
	shown := make([]shownChange, len(changes))
	for i, change := range changes {
		f := change.Field
		shown[i] = shownChange{f.Key(), w.Label(f), w.Show(f, change.Old), w.Show(f, change.New)}
	}
	return shown
}

// undoPlans keeps the plans of the undos that pages have shown, while the
// register stays as it is: to turn the pages of a large import must not mean
// walking through all of it each time.
type undoPlans struct {
	sync.Mutex
	writes int64 // the write counter of the register that the plans are of
	plans  map[int64]*db.UndoPlan
}

// maxUndoPlans is how many plans are kept: each is small.
const maxUndoPlans = 100

func (p *undoPlans) get(ctx context.Context, snapshot *db.Snapshot, id int64) (*db.UndoPlan, error) {
	writes := snapshot.WriteCounter()
	p.Lock()
	plan := p.plans[id]
	if p.writes != writes {
		plan = nil
	}
	p.Unlock()
	if plan != nil {
		return plan, nil
	}
	plan, err := snapshot.UndoPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	p.Lock()
	defer p.Unlock()
	if p.plans == nil || p.writes != writes || len(p.plans) >= maxUndoPlans {
		p.plans, p.writes = make(map[int64]*db.UndoPlan), writes
	}
	p.plans[id] = plan
	return plan, nil
}

// planUndo is what an undo of an import would do now.
func (s *server) planUndo(c *fiber.Ctx, id int64) (*db.UndoPlan, error) {
	snapshot, err := s.db.Snapshot(c.UserContext())
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return s.undoPlans.get(c.UserContext(), snapshot, id)
}
