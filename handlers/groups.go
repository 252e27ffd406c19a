package handlers

import (
	"errors"
	"net/url"

	"kortisto/customer"
	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// checkGroup adds a problem to a customer's form where it would make a group
// whose name is too long. One that exists can be chosen, however long.
func (s *server) checkGroup(c *fiber.Ctx, form *form) error {
	name := form.values[customer.Group]
	if name == form.stored[customer.Group] || checkGroupName(name) == nil {
		return nil
	}
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	for _, group := range groups {
		if customer.FoldKey(group.Name) == customer.FoldKey(name) {
			return nil
		}
	}
	form.problems[customer.Group] = customer.Problem{
		Field: customer.Group, Level: customer.Error, Code: customer.TextTooLong, Args: customer.Args{"limit": longestGroup},
	}
	return nil
}

// groupsPage is what views/groups_index.html shows.
type groupsPage struct {
	Page
	Groups  []groupRow
	Name    string // as typed for a new group
	Problem string // with the new one
}

// groupRow is one group of the list.
type groupRow struct {
	listedGroup
	Customers string // where its customers are listed
	Count     int
	Typed     string // its name, or what it should be called
	Problem   string
	Into      *listedGroup // another group that has that name already, nil for none
	Filter    string       // the customers of this one, as an address of the list filters them
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
		row := groupRow{listedGroup: listedGroup{group}, Count: group.Customers, Typed: group.Name}
		row.Customers = "/customers?group=" + url.QueryEscape(row.Key())
		if group.ID == id && problem != "" {
			row.Typed, row.Problem = typed, problem
			row.Into = namedAlike(groups, id, typed)
			members := listFilter{Groups: []string{row.Key()}, Inactive: true}
			row.Filter = members.Encoded()
		}
		view.Groups[i] = row
	}
	return s.render(c, "groups_index", view)
}

// namedAlike is the group that has a name already, nil where no other than the one
// with an id has it.
func namedAlike(groups []db.Group, id int64, name string) *listedGroup {
	for _, group := range groups {
		if group.ID != id && customer.FoldKey(group.Name) == customer.FoldKey(name) {
			return &listedGroup{group}
		}
	}
	return nil
}

// createGroup handles POST /groups.
func (s *server) createGroup(c *fiber.Ctx) error {
	view := &groupsPage{Name: c.FormValue("name")}
	err := checkGroupName(view.Name)
	var group db.Group
	if err == nil {
		group, err = s.db.CreateGroup(c.UserContext(), actorOf(c), view.Name)
	}
	if err != nil {
		if view.Problem = s.refusalOfGroup(c, err); view.Problem == "" {
			return err
		}
		view.Name = repeated(view.Name)
		return s.showGroups(c, view, 0, "", "")
	}
	return s.done(c, "/groups", s.words(c).Text("groups.created", "name", group.Name))
}

// renameGroup handles POST /groups/{id}.
func (s *server) renameGroup(c *fiber.Ctx) error {
	id, name := groupID(c), c.FormValue("name")
	err := checkGroupName(name)
	if err == nil {
		err = s.db.RenameGroup(c.UserContext(), actorOf(c), id, name)
	}
	if err != nil {
		return s.refuseGroup(c, id, name, err)
	}
	return s.done(c, "/groups", s.words(c).Text("groups.renamed", "name", name))
}

// removeGroup handles POST /groups/{id}/remove.
func (s *server) removeGroup(c *fiber.Ctx) error {
	id := groupID(c)
	if err := s.db.RemoveGroup(c.UserContext(), actorOf(c), id); err != nil {
		return s.refuseGroup(c, id, c.FormValue("name"), err)
	}
	return s.done(c, "/groups", s.words(c).Text("groups.removed"))
}

func (s *server) refuseGroup(c *fiber.Ctx, id int64, typed string, err error) error {
	problem := s.refusalOfGroup(c, err)
	if problem == "" {
		return err
	}
	return s.showGroups(c, &groupsPage{}, id, repeated(typed), problem)
}

// groupID is the number in the address; one that is too large is nobody's.
func groupID(c *fiber.Ctx) int64 {
	id, err := c.ParamsInt("id")
	if err != nil {
		return 0
	}
	return int64(id)
}

// refusalOfGroup puts into words what stands beside the form of a group, and sets
// the answer's status; it is "" for an error that has a page of its own.
func (s *server) refusalOfGroup(c *fiber.Ctx, err error) string {
	if problem := groupProblem(s.words(c), err); problem != "" {
		c.Status(fiber.StatusUnprocessableEntity)
		return problem
	}
	return s.failure(c, err)
}

// groupProblem puts an error that a form can put right into words; it is ""
// for any other error.
func groupProblem(w Words, err error) string {
	switch {
	case errors.Is(err, db.ErrNameMissing):
		return w.Text("groups.name-missing")
	case errors.Is(err, errGroupLong):
		return w.Text("groups.name-long", "limit", longestGroup)
	case errors.Is(err, errGroupPersonal):
		return w.Text("customer.personal-id", "field", w.Label(customer.Group))
	case errors.Is(err, db.ErrNameTaken):
		return w.Text("groups.name-taken")
	case errors.Is(err, db.ErrGroupNotEmpty):
		return w.Text("groups.not-empty")
	}
	return ""
}
