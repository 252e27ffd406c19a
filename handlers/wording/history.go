package wording

import (
	"strconv"

	"kortisto/db"
)

// Entry says what an entry of the history did: the file of an import, or the change
// that was made by hand.
func (w Words) Entry(e *db.HistoryEntry) string {
	switch e.Action {
	case "":
		return e.FileName
	case db.ActionErase:
		return w.Text("entry.erase", "number", e.Customer)
	case db.ActionRetention:
		return w.Text("entry.retention")
	case db.ActionGroupCreate, db.ActionGroupRename, db.ActionGroupRemove:
		return w.Text("entry."+string(e.Action), "old", Clip(e.OldGroup), "new", Clip(e.NewGroup))
	case db.ActionMerge:
		return w.Text("entry.merge", "name", strconv.Itoa(e.Customer)+" "+Clip(e.Name), "into", strconv.Itoa(e.Kept))
	}
	if n := e.Removed + e.Created; n > 1 {
		return w.Text("entry.remove-many", "count", n)
	}
	return w.Text("entry."+string(e.Action), "name", strconv.Itoa(e.Customer)+" "+Clip(e.Name))
}
