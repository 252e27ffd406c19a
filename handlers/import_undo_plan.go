package handlers

import (
	"strconv"

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
