package wording

import (
	"strconv"

	"kortisto/db"
)

// FileName is the name of a file, or says that it was erased.
func (w Words) FileName(name string) string {
	if db.IsNameErased(name) {
		return w.Text("erase.file-name")
	}
	return name
}

// Entry says what an entry of the history did: the file of an import, or the change
// that was made by hand.
func (w Words) Entry(e *db.HistoryEntry) string {
	switch e.Action {
	case "":
		return w.FileName(e.FileName)
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
