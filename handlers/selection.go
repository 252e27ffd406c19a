package handlers

import (
	"bytes"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/wording"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// selection is which customers of the list are to be changed: those that are
// ticked, or all that its filter lets through.
type selection struct {
	Numbers []int
	All     bool
	Filter  listFilter // of the list
}

// readSelection reads number=, once for each customer, all= and filter=, which is
// the filter as it stands in an address, from what a form has sent.
func readSelection(c *fiber.Ctx, fields *customer.Table) selection {
	return selectionIn(c, c.Request().PostArgs(), fields)
}

// selectionIn reads a selection from the fields of a form or of an address.
func selectionIn(c *fiber.Ctx, sent *fasthttp.Args, fields *customer.Table) selection {
	chosen := selection{All: len(sent.Peek("all")) > 0}
	query, err := url.ParseQuery(c.FormValue("filter"))
	if err != nil {
		query = nil
	}
	chosen.Filter = readFilter(query, fields)
	if chosen.All {
		return chosen
	}
	for _, text := range sent.PeekMulti("number") {
		if number, err := strconv.Atoi(string(text)); err == nil {
			chosen.Numbers = append(chosen.Numbers, number)
		}
	}
	slices.Sort(chosen.Numbers)
	chosen.Numbers = slices.Compact(chosen.Numbers)
	return chosen
}

// isEmpty reports whether nobody is selected.
func (s *selection) isEmpty() bool { return !s.All && len(s.Numbers) == 0 }

// of is the filter that lets the selected customers through, in the order of the
// list.
func (s *selection) of(groups []db.Group) db.Filter {
	filter := s.Filter.of(groups)
	if !s.All {
		filter = db.Filter{Only: s.Numbers, Sort: filter.Sort, Desc: filter.Desc}
	}
	return filter
}

// What can be done to the selected customers.
const (
	selectedMove   = "group" // to a group
	selectedSet    = "set"   // a field
	selectedClear  = "clear" // a field
	selectedMerge  = "merge" // two of them
	selectedRemove = "remove"
)

// changePage is what views/customers_change.html shows: what is to be changed of
// the selected customers.
type changePage struct {
	Page
	selection
	What    string
	Total   int
	Names   []string         // of the first ones
	Fields  []customer.Field // to choose from, nil once one is chosen
	Field   *formField       // for the value, nil while none is needed
	Problem string
	Days    int // how long removed customers lie in the bin
}

// namesShown is how many of the selected customers are named.
const namesShown = 3

// Back is the address of the list.
func (p *changePage) Back() string { return p.Filter.href("/customers") }

// More is how many of them are not.
func (p *changePage) More() int { return p.Total - len(p.Names) }

// changeSelected asks what is to be changed of the selected customers, and makes a
// draft of it, which is confirmed, saved and undone as a file is, POST
// /customers/change. Removing them has no draft: it is asked for once more.
func (s *server) changeSelected(c *fiber.Ctx) error {
	chosen, what := readSelection(c, s.db.Fields()), c.FormValue("what")
	list := chosen.Filter.href("/customers")
	switch {
	case chosen.isEmpty():
		return s.notDone(c, list, s.words(c).Text("selection.none"))
	case what == selectedMerge && len(chosen.Numbers) != 2:
		return s.notDone(c, list, s.words(c).Text("selection.merge-two"))
	case what == selectedMerge:
		return s.redirect(c, mergeHref(chosen.Numbers[0], chosen.Numbers[1]))
	}
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	view, err := s.changePage(c, chosen, groups)
	switch {
	case err != nil:
		return err
	case view.Total == 0:
		return s.notDone(c, list, view.Text("selection.gone"))
	case view.What == selectedRemove:
		return s.removeSelected(c, view, groups)
	}
	return s.changeField(c, view, groups)
}

// changePage begins the page with who is selected.
func (s *server) changePage(c *fiber.Ctx, chosen selection, groups []db.Group) (*changePage, error) {
	view := &changePage{Page: s.page(c, "customers"), selection: chosen, What: c.FormValue("what")}
	first := chosen.of(groups)
	first.Limit = namesShown
	found, total, err := s.db.Customers(c.UserContext(), first)
	if err != nil {
		return nil, err
	}
	view.Total = total
	for i := range found {
		view.Names = append(view.Names, wording.Clip(found[i].Values[customer.Name]))
	}
	if total > 0 {
		s.note(c, accesslog.Entry{Kind: accesslog.List, Filter: accesslog.Filter{Selected: true}, Numbers: numbersOf(found)})
	}
	return view, nil
}

// changeField goes on to the field, then to its value, then to the draft.
func (s *server) changeField(c *fiber.Ctx, view *changePage, groups []db.Group) error {
	fields := s.db.Fields()
	field, _ := fields.ByKey(c.FormValue("field"))
	choices := fields.Shareable()
	switch view.What {
	case selectedMove:
		field = customer.Group
	case selectedClear:
		choices = fields.Clearable()
	default:
		view.What = selectedSet
	}
	if !slices.Contains(choices, field) {
		view.Fields = choices
		return s.render(c, "customers_change", view)
	}
	value := ""
	if view.What != selectedClear {
		form := newForm(fields, customer.Values{})
		form.problems = make(map[customer.Field]customer.Problem)
		form.typed[field] = c.FormValue(field.Key())
		form.read(field, customer.Context{})
		if err := s.checkGroup(c, form); err != nil {
			return err
		}
		value = form.values[field]
		asked := c.FormValue("go") != ""
		if value == "" || form.failed() {
			shown := form.field(view.Words, field, groups)
			shown.Focus = true
			view.Field = &shown
			if asked {
				c.Status(fiber.StatusUnprocessableEntity)
				if view.Field.Wrong == "" {
					view.Field.Wrong = view.Text("selection.no-value")
				}
			}
			return s.render(c, "customers_change", view)
		}
	}
	return s.draftChange(c, view, groups, field, value)
}

// draftChange makes the draft of a change: a sheet of the selected customers with
// the new value of a field, "" to clear it.
func (s *server) draftChange(c *fiber.Ctx, view *changePage, groups []db.Group, field customer.Field, value string) error {
	words := view.Words
	refuse := func(status int, problem string) error {
		view.Problem = problem
		c.Status(status)
		return s.render(c, "customers_change", view)
	}
	if view.Total > s.limits.Rows {
		return refuse(fiber.StatusUnprocessableEntity, words.Text("selection.too-many", "selected", view.Total, "limit", s.limits.Rows))
	}
	var file bytes.Buffer
	writer := sheet.NewCSVWriter(&file)
	if err := writer.Write([]string{words.Label(customer.Number), words.Label(customer.Name), words.Label(field)}); err != nil {
		return err
	}
	written := value
	if field != customer.Group && value != "" {
		written = words.Show(field, value)
	}
	entry := accesslog.Entry{Kind: accesslog.Upload, Filter: accesslog.Filter{Selected: true}}
	err := s.db.EachCustomer(c.UserContext(), view.of(groups), func(one *customer.Customer) error {
		entry.Numbers.Add(one.Number)
		return writer.Write([]string{strconv.Itoa(one.Number), one.Values[customer.Name], written})
	})
	if err != nil {
		return err
	}
	if err := writer.Close(); err != nil {
		return err
	}
	name := words.Text("selection.file-clear", "field", words.Label(field))
	if value != "" {
		name = words.Text("selection.file-set", "field", words.Label(field), "value", wording.Clip(words.Show(field, value)))
	}
	id, err := s.db.CreateDraft(c.UserContext(), actorOf(c), name, file.Bytes(), db.Choices{
		Selection: true,
		Reading:   db.Reading{Delimiter: ";", Charset: "utf-8", HeaderRow: 1},
		Mapping:   []customer.Field{customer.Number, customer.None, field},
	})
	var tooMany db.ErrTooManyDrafts
	switch {
	case errors.As(err, &tooMany):
		return refuse(fiber.StatusConflict, words.TooManyDrafts(tooMany.Use))
	case err != nil:
		return err
	}
	entry.Import = id
	s.note(c, entry)
	return s.redirect(c, importPath(id))
}

// removeSelected asks once more, then removes the selected customers, all or none.
func (s *server) removeSelected(c *fiber.Ctx, view *changePage, groups []db.Group) error {
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	view.Days = kept.Bin
	seen, err := strconv.Atoi(c.FormValue("sure"))
	if err != nil { // not asked yet
		return s.render(c, "customers_change", view)
	}
	err = s.db.RemoveCustomers(c.UserContext(), actorOf(c), view.of(groups), seen)
	switch {
	case errors.Is(err, db.ErrConflict):
		c.Status(fiber.StatusConflict)
		view.Problem = view.Text("selection.others", "count", view.Total)
		return s.render(c, "customers_change", view)
	case err != nil:
		return err
	}
	return s.done(c, view.Filter.first().href("/customers"), view.Text("selection.removed", "count", seen))
}
