package handlers

import (
	"strings"
	"time"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/importer"

	"github.com/gofiber/fiber/v2"
)

// importList is what views/imports_index.html shows: drafts, and the history.
type importList struct {
	Page
	Drafts    []db.Import // the user's own
	Others    []db.Import // drafts of other users
	Discarded []db.Import // the user's own that can be taken back
	DraftDays int         // how long
	Filter    historyFilter
	Kinds     []db.HistoryKind
	Authors   []string
	Entries   []entryView
	neighbours

	now time.Time
}

// Ago says how long ago something was, "" for longer than a week.
func (l *importList) Ago(at time.Time) string { return l.Words.Ago(l.now.Sub(at)) }

// KindText is the word for a kind of entries.
func (l *importList) KindText(kind db.HistoryKind) string {
	return l.Text("history.kind-" + string(kind))
}

// entryView is an entry of the history in words.
type entryView struct {
	*db.HistoryEntry
	Title string
	State string // what has become of it
	Same  int    // customers that an import named and left as they were
	Bar   []barPart
}

// barPart is the share of the customers of an entry that one thing was done to.
type barPart struct{ What, Blocks string }

// barBlocks is how many blocks the bar of an entry has at most, or nearly so.
const barBlocks = 8

// bar draws how many customers were made, changed, emptied of a value, removed
// and left out, each with one block at least.
func bar(e *db.HistoryEntry, left int) []barPart {
	total := e.Created + e.Modified + e.Removed + left
	var parts []barPart
	for _, part := range []struct {
		what  string
		count int
	}{{"new", e.Created}, {"modified", e.Modified - e.Cleared}, {"cleared", e.Cleared}, {"removed", e.Removed}, {"left", left}} {
		if part.count > 0 {
			blocks := max(1, part.count*min(total, barBlocks)/total)
			parts = append(parts, barPart{part.what, strings.Repeat("■", blocks)})
		}
	}
	return parts
}

func newEntryView(w Words, e *db.HistoryEntry) entryView {
	view := entryView{HistoryEntry: e, Title: w.Entry(e)}
	left := 0
	if n := e.Counts; e.Undoes == 0 && e.Action == "" {
		view.Same, left = n[importer.Unchanged], n[importer.Undecided]+n[importer.Error]+n[importer.Excluded]
	}
	var states []string
	switch {
	case e.Undoes != 0 && e.Restores:
		states = append(states, w.Text("history.is-redo"))
	case e.Undoes != 0:
		states = append(states, w.Text("history.is-undo"))
	case !e.Undone:
		states = append(states, w.Text("history.saved"))
	}
	if e.Undone {
		states = append(states, w.Text("history.undone"))
	}
	view.State = strings.Join(states, ", ")
	view.Bar = bar(e, left)
	return view
}

// listImports shows the drafts and the history, GET /imports.
func (s *server) listImports(c *fiber.Ctx) error {
	view := &importList{Page: s.page(c, "imports"), Filter: parseHistoryFilter(c), Kinds: db.HistoryKinds, now: s.now()}
	entries, err := s.db.History(c.UserContext(), view.Filter.of())
	if err != nil {
		return err
	}
	page := view.Filter.Page
	if len(entries) == 0 && page > 1 {
		return s.redirect(c, view.Filter.href(1))
	}
	entries, view.neighbours = cutPage(entries, page, view.Filter.href)
	if page == 1 {
		if err := s.listDrafts(c, view); err != nil {
			return err
		}
	}
	if view.Authors, err = s.db.HistoryAuthors(c.UserContext()); err != nil {
		return err
	}
	var named []int // by entries about one customer
	for i := range entries {
		view.Entries = append(view.Entries, newEntryView(view.Words, &entries[i]))
		if entries[i].Customer != 0 {
			named = append(named, entries[i].Customer)
		}
	}
	if named != nil {
		s.note(c, accesslog.Entry{Kind: accesslog.List, Filter: accesslog.Filter{History: true}, Numbers: accesslog.NumbersOf(named...)})
	}
	return s.render(c, "imports_index", view)
}

// listDrafts adds the drafts to the list of imports.
func (s *server) listDrafts(c *fiber.Ctx, view *importList) (err error) {
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	view.DraftDays = kept.Drafts
	if view.Drafts, err = s.db.Drafts(c.UserContext(), view.User.Name); err != nil {
		return err
	}
	if view.Discarded, err = s.db.DiscardedDrafts(c.UserContext(), view.User.Name); err != nil {
		return err
	}
	view.Others, err = s.db.OthersDrafts(c.UserContext(), view.User.Name, entriesPerPage)
	return err
}
