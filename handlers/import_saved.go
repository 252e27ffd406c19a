package handlers

import (
	"strconv"

	"kortisto/db"
	"kortisto/importer"

	"github.com/gofiber/fiber/v2"
)

// showSaved shows what an import or an undo has done.
func (s *server) showSaved(c *fiber.Ctx, saved *db.Import) error {
	view, err := s.past(c, saved)
	if err != nil {
		return err
	}
	return s.render(c, "imports_saved", view)
}

// past gathers what the page of a saved import shows.
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
