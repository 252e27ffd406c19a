package handlers

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"
	"kortisto/db"
)

// groupsPage is what views/groups_index.html shows.
type groupsPage struct {
	Page
	Groups  []groupRow
	Name    string // as typed for a new group
	Problem string // with the new one
}

// groupRow is one group of the list.
type groupRow struct {
	db.Group
	Customers string // where its customers are listed
	Count     int
	Typed     string // its name, or what it should be called
	Problem   string
}

// listGroups handles GET /groups.
func (s *server) listGroups(c *fiber.Ctx) error { return s.showGroups(c, &groupsPage{}, 0, "", "") }

// showGroups lists the groups. A problem with the renaming of one stands in
// its row.
func (s *server) showGroups(c *fiber.Ctx, view *groupsPage, id int64, typed, problem string) error {
	view.Page = s.page(c, "groups")
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	view.Groups = make([]groupRow, len(groups))
	for i, group := range groups {
		row := groupRow{Group: group, Count: group.Customers, Typed: group.Name}
		row.Customers = "/customers?group=" + url.QueryEscape(group.Name)
		if group.ID == id && problem != "" {
			row.Typed, row.Problem = typed, problem
		}
		view.Groups[i] = row
	}
	return s.render(c, "groups_index", view)
}

// createGroup handles POST /groups.
func (s *server) createGroup(c *fiber.Ctx) error {
	view := &groupsPage{Name: c.FormValue("name")}
	group, err := s.db.CreateGroup(c.UserContext(), userOf(c).Name, view.Name)
	if err != nil {
		if view.Problem = s.words(c).groupProblem(err); view.Problem == "" {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showGroups(c, view, 0, "", "")
	}
	return s.done(c, "/groups", s.words(c).Text("groups.created", "name", group.Name))
}

// renameGroup handles POST /groups/{id}.
func (s *server) renameGroup(c *fiber.Ctx) error {
	id, name := groupID(c), c.FormValue("name")
	err := s.db.RenameGroup(c.UserContext(), userOf(c).Name, id, name)
	if err != nil {
		return s.refuseGroup(c, id, name, err)
	}
	return s.done(c, "/groups", s.words(c).Text("groups.renamed", "name", name))
}

// removeGroup handles POST /groups/{id}/remove.
func (s *server) removeGroup(c *fiber.Ctx) error {
	id := groupID(c)
	if err := s.db.RemoveGroup(c.UserContext(), userOf(c).Name, id); err != nil {
		return s.refuseGroup(c, id, c.FormValue("name"), err)
	}
	return s.done(c, "/groups", s.words(c).Text("groups.removed"))
}

func (s *server) refuseGroup(c *fiber.Ctx, id int64, typed string, err error) error {
	problem := s.words(c).groupProblem(err)
	if problem == "" {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return s.showGroups(c, &groupsPage{}, id, typed, problem)
}

// groupID is the number in the address; one that is too large is nobody's.
func groupID(c *fiber.Ctx) int64 {
	id, err := c.ParamsInt("id")
	if err != nil {
		return 0
	}
	return int64(id)
}

// groupProblem puts an error that a form can put right into words; it is ""
// for any other error.
func (w Words) groupProblem(err error) string {
	switch {
	case errors.Is(err, db.ErrNameMissing):
		return w.Text("groups.name-missing")
	case errors.Is(err, db.ErrNameTaken):
		return w.Text("groups.name-taken")
	case errors.Is(err, db.ErrGroupNotEmpty):
		return w.Text("groups.not-empty")
	}
	return ""
}
