package handlers

import (
	"strings"

	"kortisto/db"
)

// importPast is what views/imports_saved.html shows: what an import or an undo
// has done, what its own undo would do, and the customers that it wrote.
type importPast struct {
	Page
	Import   *db.Import
	Title    string // the file of an import, or what was done by hand
	NoFile   bool   // it was done by hand or to selected customers, or undoes what was
	New      int
	Modified int
	Left     int // rows that were not saved
	Same     int // rows without changes
	Emptied  emptiedGroups

	Undo      *undoView // nil where there is nothing to undo any more
	UndoneBy  *db.Import
	Stayed    []stayRow // of an undo: what it left as it was
	Customers []writtenRow
	Pages     pages
	Printed   bool // all customers stand on one page, for paper
	Unprinted bool // there are more than are printed at once
}

// Say is a message in the words of an import, or of a change without a file.
func (p *importPast) Say(id string, args ...any) string { return p.Text(p.idOf(id), args...) }

// idOf is the id of a message in these words.
func (p *importPast) idOf(id string) string {
	if p.NoFile {
		return "hand." + id
	}
	return id
}

// RetainedPart says how much of one kind retention has removed.
func (p *importPast) RetainedPart(part db.RetainedPart) string {
	return p.Text("retained."+part.What, "count", part.Count)
}

// Action is where the undo is sent.
func (p *importPast) Action() string { return importPath(p.Import.ID) + "/undo" }

// Redoes reports whether to undo this is to bring an import back.
func (p *importPast) Redoes() bool { return p.Import.Undoes != 0 && !p.Import.Restores }

// DoneBy is the message that tells who has undone.
func (p *importPast) DoneBy() string {
	if p.Import.Restores {
		return "undo.restored-by"
	}
	return "undo.done-by"
}

// Did says in a sentence what an undo has done.
func (p *importPast) Did() string {
	if p.Import.Undo == nil {
		return ""
	}
	n := p.Import.Undo.Counts
	putBack := "undo.did-put-back"
	if p.Import.Restores {
		putBack = "redo.did-put-back"
	}
	return p.Joined([]counted{{ID: p.idOf(putBack), Count: n.PutBack}, {ID: "undo.did-removed", Count: n.Removed}, {ID: "undo.did-brought", Count: n.Brought}})
}

// Wrote says what an import has written.
func (p *importPast) Wrote() string {
	return strings.Join(p.Counts([]counted{{ID: "import.was-changed", Count: p.Modified}, {ID: "import.was-added", Count: p.New}}), ", ")
}

// LeftAlone says how many customers it named and left as they were.
func (p *importPast) LeftAlone() string {
	return strings.Join(p.Counts([]counted{{ID: "import.was-unchanged", Count: p.Same}}), "")
}

// StayedCount is how many customers an undo left as they were, at least in part.
func (p *importPast) StayedCount() int {
	if p.Import.Undo == nil {
		return 0
	}
	return p.Import.Undo.Counts.Stays
}
