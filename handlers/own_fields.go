package handlers

import (
	"errors"
	"slices"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// ownFieldsPage is what views/own_fields.html shows.
type ownFieldsPage struct {
	Page
	Fields  []ownFieldRow
	Left    int // how many more can be named
	Name    string
	Type    customer.Type
	Problem string // with the new one
}

// ownFieldRow is one own field of the list.
type ownFieldRow struct {
	customer.OwnField
	First   bool
	Typed   string // its name, or what it should be called
	Problem string
}

// Types are the types that a field can have.
func (p *ownFieldsPage) Types() []customer.Type { return customer.Types }

// TypeName puts a type into words.
func (p *ownFieldsPage) TypeName(kind customer.Type) string {
	return p.Text("fields.type-" + string(kind))
}

// errOwnNameLong is the problem of a name that is longer.
var errOwnNameLong = errors.New("handlers: the name of an own field is too long")

// errOwnNamePersonal says that such a name holds a personal identity code
// (value-private, docs/rules.md).
var errOwnNamePersonal = errors.New("handlers: the name of an own field holds a personal identity code")

// listOwnFields handles GET /settings/fields.
func (s *server) listOwnFields(c *fiber.Ctx) error {
	return s.showOwnFields(c, &ownFieldsPage{Type: customer.TypeText}, customer.None, "", "")
}

// showOwnFields lists the own fields. A problem with one of them stands in its
// row.
func (s *server) showOwnFields(c *fiber.Ctx, view *ownFieldsPage, wrong customer.Field, typed, problem string) error {
	own, err := s.db.OwnFields(c.UserContext())
	if err != nil {
		return err
	}
	view.Page, view.Left = s.page(c, "settings"), len(customer.OwnFields)-len(own)
	for i, field := range own {
		row := ownFieldRow{OwnField: field, First: i == 0, Typed: field.Name}
		if problem != "" && field.Field == wrong {
			row.Typed, row.Problem = typed, problem
		}
		view.Fields = append(view.Fields, row)
	}
	return s.render(c, "own_fields", view)
}

// addOwnField handles POST /settings/fields.
func (s *server) addOwnField(c *fiber.Ctx) error {
	view := &ownFieldsPage{Name: c.FormValue("name"), Type: customer.Type(c.FormValue("type"))}
	err := checkOwnField(view.Name, view.Type)
	if err == nil {
		err = s.db.AddOwnField(c.UserContext(), actorOf(c), view.Name, view.Type)
	}
	if err != nil {
		if view.Problem = s.refusalOfOwnField(c, err); view.Problem == "" {
			return err
		}
		view.Name = repeated(view.Name)
		return s.showOwnFields(c, view, customer.None, "", "")
	}
	return s.ownFieldsChanged(c, "fields.added")
}

// changeOwnField handles POST /settings/fields/{key}: another name or type, a
// place further up, or putting it away and back.
func (s *server) changeOwnField(c *fiber.Ctx) error {
	field, ok := customer.ParseField(c.Params("key"))
	if !ok || !slices.Contains(customer.OwnFields[:], field) {
		return db.ErrNotFound
	}
	ctx, actor := c.UserContext(), actorOf(c)
	var err error
	said := "fields.saved"
	switch c.FormValue("do") {
	case "up":
		err = s.db.MoveOwnField(ctx, actor, field)
	case "away":
		err, said = s.db.PutAwayOwnField(ctx, actor, field, true), "fields.put-away"
	case "back":
		err, said = s.db.PutAwayOwnField(ctx, actor, field, false), "fields.brought-back"
	default:
		name, kind := c.FormValue("name"), customer.Type(c.FormValue("type"))
		if err = checkOwnField(name, kind); err == nil {
			err = s.db.SetOwnField(ctx, actor, field, name, kind)
		}
	}
	if err != nil {
		problem := s.refusalOfOwnField(c, err)
		if problem == "" {
			return err
		}
		return s.showOwnFields(c, &ownFieldsPage{Type: customer.TypeText}, field, repeated(c.FormValue("name")), problem)
	}
	return s.ownFieldsChanged(c, said)
}

// ownFieldsChanged makes a new stylesheet with the names of the fields.
func (s *server) ownFieldsChanged(c *fiber.Ctx, said string) error {
	assets, err := loadAssets(s.files, s.db.Fields())
	if err != nil {
		return err
	}
	s.assets.Store(assets)
	s.logChange(c, "own fields changed", "")
	return s.done(c, "/settings/fields", s.words(c).Text(said))
}

func checkOwnField(name string, kind customer.Type) error {
	switch {
	case !slices.Contains(customer.Types, kind):
		return fiber.ErrBadRequest
	case utf8.RuneCountInString(customer.CleanName(name)) > customer.LongestOwnName:
		return errOwnNameLong
	case customer.HasPersonalID(name):
		return errOwnNamePersonal
	}
	return nil
}

// refusalOfOwnField puts into words what stands beside the form of an own field,
// and sets the answer's status; it is "" for an error that has a page of its own.
func (s *server) refusalOfOwnField(c *fiber.Ctx, err error) string {
	problem, w := "", s.words(c)
	switch {
	case errors.Is(err, db.ErrNameMissing):
		problem = w.Text("fields.name-missing")
	case errors.Is(err, db.ErrNameTaken):
		problem = w.Text("fields.name-taken")
	case errors.Is(err, errOwnNameLong):
		problem = w.Text("fields.name-long", "limit", customer.LongestOwnName)
	case errors.Is(err, errOwnNamePersonal):
		problem = w.Text("customer.personal-id", "field", w.Text("fields.name"))
	case errors.Is(err, db.ErrOwnFieldInUse):
		problem = w.Text("fields.in-use")
	case errors.Is(err, db.ErrOwnFieldsUsedUp):
		problem = w.Text("fields.used-up", "limit", len(customer.OwnFields))
	default:
		return s.failure(c, err)
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return problem
}
