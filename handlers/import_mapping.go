package handlers

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// changeMapping takes which column fills which field, and the options, POST
// /imports/{id}/mapping.
func (s *server) changeMapping(c *fiber.Ctx) error {
	dropped := 0
	return s.chooseDropping(c, &dropped, func(choices *db.Choices) error {
		mapping := mappingOf(c, choices.Mapping)
		dropped = 0
		for column, before := range choices.Mapping {
			if column < len(mapping) && mapping[column] != before {
				dropped += choices.Decisions.ClearColumn(column)
			}
		}
		choices.Mapping = mapping
		choices.Options = optionsOf(c, choices.Options)
		return nil
	})
}

// choose changes the choices of a draft and shows what that changes.
func (s *server) choose(c *fiber.Ctx, change func(*db.Choices) error) error {
	return s.chooseDropping(c, new(int), change)
}

// chooseDropping is choose for a change that may drop decisions about columns; it
// tells how many.
func (s *server) chooseDropping(c *fiber.Ctx, dropped *int, change func(*db.Choices) error) error {
	found, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	draft, err := s.db.ChangeChoices(c.UserContext(), actorOf(c), found.ID, change)
	if err != nil {
		return err
	}
	show := showingOf(c)
	text := ""
	if *dropped > 0 {
		text = s.words(c).Text("import.dropped-remapped", "count", *dropped)
	}
	if !isFragment(c) {
		if text != "" {
			return s.done(c, importPath(draft.ID)+show.query(), text)
		}
		return s.redirect(c, importPath(draft.ID)+show.query())
	}
	view, err := s.confirmation(c, draft, show)
	if err != nil {
		return s.orLater(c, draft, show, Flash{Text: text}, err)
	}
	if text != "" {
		view.Alarms = slices.Insert(view.Alarms, 0, alarm{Warn: true, Text: text})
	}
	return s.render(c, confirmationPage, view)
}

// mappingOf applies the selects that the user has changed: those that differ
// from what the page showed, so that an older page in another tab turns nothing
// back. Choosing a field for a second column frees the first.
func mappingOf(c *fiber.Ctx, stored importer.Mapping) importer.Mapping {
	mapping := append(importer.Mapping(nil), stored...)
	for column, before := range stored {
		text, changed := changedValue(c, columnName(column), before.Key())
		if f, ok := customer.ParseField(text); ok && changed {
			mapping.Set(column, f)
		}
	}
	return mapping
}

// changedValue returns what a form has in a field, and whether the user has
// changed it: against what the page had shown, else against what is stored.
func changedValue(c *fiber.Ctx, name, stored string) (value string, changed bool) {
	form := c.Request().PostArgs()
	if !form.Has(name) {
		return stored, false
	}
	value = c.FormValue(name)
	if was := "was-" + name; form.Has(was) {
		return value, value != c.FormValue(was)
	}
	return value, value != stored
}

// columnName is the name of a column's select, numbered from 1.
func columnName(column int) string { return "column-" + strconv.Itoa(column+1) }

// optionsOf applies the options that the user has changed.
func optionsOf(c *fiber.Ctx, options importer.Options) importer.Options {
	for _, option := range optionFields(&options) {
		if value, changed := changedValue(c, option.name, option.get()); changed {
			option.set(value)
		}
	}
	return options
}

// optionField is an option as a field of a form.
type optionField struct {
	name string
	get  func() string
	set  func(string)
}

// optionFields lists the options as fields of a form. A value that a field
// does not know is passed over.
func optionFields(o *importer.Options) []optionField {
	oneOf := func(name string, get func() string, set func(string), values ...string) optionField {
		return optionField{name, get, func(value string) {
			if slices.Contains(values, value) {
				set(value)
			}
		}}
	}
	toggle := func(name string, on *bool, word string) optionField {
		return oneOf(name, func() string { return flag(*on, word) }, func(value string) { *on = value == word }, "", word)
	}
	return []optionField{
		oneOf("unknown_numbers", func() string { return string(o.UnknownNumbers) }, func(v string) { o.UnknownNumbers = importer.UnknownNumbers(v) },
			string(importer.UnknownIsError), string(importer.UnknownCreates), string(importer.UnknownIgnored)),
		oneOf("create", func() string { return string(o.Create) }, func(v string) { o.Create = importer.Create(v) },
			string(importer.CreateDefault), string(importer.CreateYes), string(importer.CreateNo)),
		oneOf("kind", func() string { return o.Kind }, func(v string) { o.Kind = v }, "", customer.Company, customer.Person),
		toggle("existing", &o.SkipExisting, "skip"),
		toggle("repair", &o.NoRepair, "no"),
		toggle("names", &o.FirstNameFirst, "first"),
	}
}

// changeReading takes how the file is to be read, POST /imports/{id}/reading.
// Other columns get a mapping of their own, and what was decided about the
// columns and their values is dropped with them.
func (s *server) changeReading(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	dropped, err := s.desk.Read(c.UserContext(), draft, readingOf(c), actorOf(c))
	switch {
	case notBegun(err):
		return s.notTaken(c, draft, err)
	case err != nil:
		return s.explainUnread(c, draft, err)
	case dropped > 0:
		return s.done(c, importPath(draft.ID), s.words(c).Text("import.dropped-columns", "count", dropped))
	}
	return s.redirect(c, importPath(draft.ID))
}

// explainUnread shows the confirmation page of a draft whose file can't be read
// in another way, with the reason.
func (s *server) explainUnread(c *fiber.Ctx, draft *db.Import, err error) error {
	var unreadable *sheet.Error
	if !errors.As(err, &unreadable) {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return s.confirmWith(c, draft, "", Flash{Text: s.words(c).File(unreadable.Code, unreadable.Args), Bad: true})
}

func readingOf(c *fiber.Ctx) db.Reading {
	reading := db.Reading{Delimiter: c.FormValue("delimiter"), Charset: c.FormValue("charset"), Sheet: c.FormValue("sheet"),
		Mend: c.FormValue("mend") == "yes", Above: c.FormValue("above") == "yes"}
	switch line, err := strconv.Atoi(strings.TrimSpace(c.FormValue("header_row"))); {
	case err != nil || line < 1: // said in words, in any language
		reading.HeaderRow = sheet.NoHeader
	default:
		reading.HeaderRow = line
	}
	return reading
}
