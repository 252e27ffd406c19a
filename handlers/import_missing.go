package handlers

import (
	"errors"
	"io"
	"net/url"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// importMissing is what views/imports_missing.html shows.
type importMissing struct {
	Page
	Import    *db.Import
	Group     string // as the address names it
	Groups    []listedGroup
	Customers []customerRow
	Total     int
	NoKey     bool // the file cannot speak of anybody
	Pager     pager
	CSV       string // address of the download
}

// Back is the address of the confirmation.
func (v *importMissing) Back() string { return importPath(v.Import.ID) }

// Fields are the columns of the list.
func (v *importMissing) Fields() []customer.Field { return v.Table.Listed() }

// missingFrom finds the customers that a draft's file does not speak of, of all
// or of the group that the address names.
func (s *server) missingFrom(c *fiber.Ctx) (*importMissing, db.Filter, error) {
	draft, err := s.draftOf(c)
	if err != nil {
		return nil, db.Filter{}, err
	}
	at, err := s.desk.Plan(c.UserContext(), draft)
	if err != nil {
		return nil, db.Filter{}, err
	}
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return nil, db.Filter{}, err
	}
	view := &importMissing{Import: draft, Group: c.Query("group"), Groups: listedGroups(groups), NoKey: at.Plan.NoKey}
	return view, db.Filter{Groups: groupNames([]string{view.Group}, groups), Except: at.Plan.Concerned()}, nil
}

// listMissing shows who is in the register and not in the file, for
// information alone, GET /imports/{id}/missing (?group= &page=).
func (s *server) listMissing(c *fiber.Ctx) error {
	view, filter, err := s.missingFrom(c)
	switch {
	case errors.Is(err, db.ErrConflict): // saved meanwhile
		return s.redirect(c, importPath(importID(c)))
	case err != nil:
		return err
	}
	view.Page = s.page(c, "imports")
	at := func(name string) func(page int) string {
		return func(page int) string {
			values := url.Values{}
			if view.Group != "" {
				values.Set("group", view.Group)
			}
			return withPage(view.Back()+name, values, page)
		}
	}
	page := askedPage(c)
	filter.Limit, filter.Offset = pageSize, (page-1)*pageSize
	found, total, err := s.db.Customers(c.UserContext(), filter)
	if err != nil {
		return err
	}
	if len(found) == 0 && page > 1 {
		return s.redirect(c, at("/missing")(1))
	}
	for i := range found {
		view.Customers = append(view.Customers, newCustomerRow(&found[i], view.Words, view.Fields(), db.Highlights{}))
	}
	s.note(c, accesslog.Entry{
		Kind: accesslog.List, Import: view.Import.ID, Numbers: numbersOf(found),
		Filter: accesslog.Filter{Missing: true, Group: len(filter.Groups) > 0},
	})
	view.Total, view.CSV = total, at("/missing.csv")(1)
	view.Pager = newPager(view.Words, page, total, at("/missing"))
	return s.render(c, "imports_missing", view)
}

// exportMissing gives the same customers as a file, GET /imports/{id}/missing.csv.
func (s *server) exportMissing(c *fiber.Ctx) error {
	view, filter, err := s.missingFrom(c)
	if err != nil {
		return err
	}
	export, err := s.exporter(c)
	if err != nil {
		return err
	}
	entry := accesslog.Entry{Import: view.Import.ID, Filter: accesslog.Filter{Missing: true, Group: len(filter.Groups) > 0}}
	return s.streamCustomers(c, s.words(c).Text("import.missing-name")+".csv", export, filter, entry, func(out io.Writer) (sheet.Writer, error) {
		return sheet.NewCSVWriter(out), nil
	})
}
