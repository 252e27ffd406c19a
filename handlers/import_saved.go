package handlers

import (
	"errors"
	"strconv"
	"strings"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/confirmation"
	"kortisto/importer"

	"github.com/gofiber/fiber/v2"
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

func (p *importPast) staysTable(rows []stayRow, redo bool) staysTable {
	table := staysTable{p.Words, rows, p.Say("undo.then")}
	if redo {
		table.Then = p.Say("redo.then")
	}
	return table
}

// showSaved shows what an import or an undo has done.
func (s *server) showSaved(c *fiber.Ctx, saved *db.Import) error {
	view, err := s.past(c, saved)
	if err != nil {
		return err
	}
	return s.render(c, "imports_saved", view)
}

func (s *server) past(c *fiber.Ctx, saved *db.Import) (*importPast, error) {
	n := saved.Counts
	view := &importPast{
		Page: s.page(c, "imports"), Import: saved,
		New: n[importer.New], Modified: n[importer.Modified], Same: n[importer.Unchanged],
		Left: n[importer.Undecided] + n[importer.Error] + n[importer.Excluded],
	}
	entry, err := s.db.HistoryEntry(c.UserContext(), saved.ID)
	if err != nil {
		return nil, err
	}
	view.Title = view.Words.Entry(entry)
	if view.NoFile, err = s.hasNoFile(c, saved); err != nil {
		return nil, err
	}
	emptied, err := s.db.EmptiedGroups(c.UserContext(), saved.ID)
	if err != nil {
		return nil, err
	}
	view.Emptied = emptied
	if saved.Undo != nil {
		view.Stayed = stayRows(view.Words, saved.Undo.Stayed)
	}
	page := askedPage(c)
	written, pages, err := s.db.ImportCustomers(c.UserContext(), saved, page)
	if err == nil && page > pages && pages > 0 {
		page = pages
		written, _, err = s.db.ImportCustomers(c.UserContext(), saved, page)
	}
	if view.Printed = c.Query("print") == "1"; view.Printed && err == nil {
		written, view.Unprinted, err = s.writtenToPrint(c, saved, pages)
	}
	if err != nil {
		return nil, err
	}
	for i := range written {
		view.Customers = append(view.Customers, newWrittenRow(view.Words, &written[i]))
	}
	view.Pages = newPages(view.Words, page, pages, func(page int) string {
		return importPath(saved.ID) + "?page=" + strconv.Itoa(page) + "#customers"
	})
	if err := s.addUndo(c, view); err != nil {
		return nil, err
	}
	s.noteImport(c, saved.ID, view.shown())
	return view, nil
}

// shown are the numbers of the customers whom the page shows.
func (p *importPast) shown() []int {
	var numbers []int
	for i := range p.Customers {
		numbers = append(numbers, p.Customers[i].Number)
	}
	for i := range p.Stayed {
		numbers = append(numbers, p.Stayed[i].Number)
	}
	if p.Undo != nil {
		for i := range p.Undo.Stays {
			numbers = append(numbers, p.Undo.Stays[i].Number)
		}
	}
	return numbers
}

// hasNoFile reports whether something was done by hand or to selected customers, or
// undoes what was.
func (s *server) hasNoFile(c *fiber.Ctx, saved *db.Import) (bool, error) {
	if saved.Action != "" || saved.Undoes == 0 {
		return saved.Action != "" || saved.Choices.Selection, nil
	}
	origin, err := s.db.Draft(c.UserContext(), saved.Origin)
	if err != nil {
		return false, err
	}
	return origin.Choices.Selection, nil
}

// writtenToPrint lists the customers of all pages, as many as are printed at
// once, and reports whether there are more.
func (s *server) writtenToPrint(c *fiber.Ctx, saved *db.Import, pages int) (written []db.Written, more bool, err error) {
	for page := 1; page <= pages && len(written) <= confirmation.MostPrinted; page++ {
		next, _, err := s.db.ImportCustomers(c.UserContext(), saved, page)
		if err != nil {
			return nil, false, err
		}
		written = append(written, next...)
	}
	printed := min(len(written), confirmation.MostPrinted)
	return written[:printed], printed < len(written), nil
}

// undoImport takes back an import, or an undo, POST /imports/{id}/undo. Pressed
// twice, it shows the result of the first time.
func (s *server) undoImport(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	undone, err := s.db.Undo(c.UserContext(), db.UndoRequest{
		Actor: actorOf(c), Import: found.ID, Fingerprint: c.FormValue("fingerprint"),
	})
	var changed db.ErrUndoChanged
	switch {
	case errors.As(err, &changed):
		return s.refuseUndo(c, found, fiber.StatusConflict, "undo.changed-meanwhile", "redo.changed-meanwhile")
	case errors.Is(err, db.ErrUndoExpired):
		return s.refuseUndo(c, found, fiber.StatusUnprocessableEntity, "undo.expired", "undo.expired")
	case errors.Is(err, db.ErrNothingToUndo):
		return s.refuseUndo(c, found, fiber.StatusUnprocessableEntity, "undo.nothing", "redo.nothing")
	case err != nil:
		return err
	}
	if !undone.Again {
		s.note(c, accesslog.Entry{Kind: accesslog.Undo, Import: found.ID})
	}
	return s.redirect(c, importPath(undone.Undo))
}

// refuseUndo shows what an undo would do now, and why it was not done: in the
// words of an undo, or of one that would bring an import back.
func (s *server) refuseUndo(c *fiber.Ctx, saved *db.Import, status int, id, redoID string) error {
	view, err := s.past(c, saved)
	if err != nil {
		return err
	}
	if view.Redoes() {
		id = redoID
	}
	view.Flash = &Flash{Text: view.Text(id), Bad: true}
	c.Status(status)
	return s.render(c, "imports_saved", view)
}
