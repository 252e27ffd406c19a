package handlers

import (
	"errors"
	"net/url"
	"strconv"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// longestGroup is how many characters the name of a group may have that is
// typed in a form. An import may bring a longer one.
const longestGroup = 100

var errGroupLong = errors.New("handlers: the name of a group is too long")

// errGroupPersonal says that the name of a group holds a personal identity code
// (value-private, docs/rules.md).
var errGroupPersonal = errors.New("handlers: the name of a group holds a personal identity code")

// checkGroupName is errGroupLong for a name that no form makes, or errGroupPersonal.
func checkGroupName(name string) error {
	if customer.HasPersonalID(name) {
		return errGroupPersonal
	}
	if utf8.RuneCountInString(customer.Clean(name)) > longestGroup {
		return errGroupLong
	}
	return nil
}

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

// listedGroup is a group where groups are listed or chosen.
type listedGroup struct{ db.Group }

// Short is as much of the name as the list shows.
func (g listedGroup) Short() string { return wording.Clip(g.Name) }

// Key names the group in an address: by its name, or by # and its id where the
// name would make the address too long.
func (g listedGroup) Key() string {
	if checkGroupName(g.Name) == nil {
		return g.Name
	}
	return "#" + strconv.FormatInt(g.ID, 10)
}

func listGroups(groups []db.Group) []listedGroup {
	listed := make([]listedGroup, len(groups))
	for i, group := range groups {
		listed[i] = listedGroup{group}
	}
	return listed
}

// groupNames are the names of the groups that an address names, nil for none.
func groupNames(keys []string, groups []db.Group) (names []string) {
	for _, key := range keys {
		if key != "" {
			names = append(names, groupName(key, groups))
		}
	}
	return names
}

// groupName is the name of the group that an address names. A name goes before
// a key that looks the same.
func groupName(key string, groups []db.Group) string {
	name := key
	for _, group := range groups {
		switch {
		case customer.FoldKey(group.Name) == customer.FoldKey(key):
			return group.Name
		case listedGroup{group}.Key() == key:
			name = group.Name
		}
	}
	return name
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
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	stored := nameOf(groups, id)
	if name = unmasked(stored, name); name != stored {
		err = checkGroupName(name)
	}
	if err == nil {
		err = s.db.RenameGroup(c.UserContext(), actorOf(c), id, name)
	}
	if err != nil {
		return s.refuseGroup(c, id, name, err)
	}
	return s.done(c, "/groups", s.words(c).Text("groups.renamed", "name", customer.MaskPersonalIDs(name)))
}

// nameOf is the name of the group with an id, "" where there is none.
func nameOf(groups []db.Group, id int64) string {
	for _, group := range groups {
		if group.ID == id {
			return group.Name
		}
	}
	return ""
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
