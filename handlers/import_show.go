package handlers

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// showImport shows the confirmation page of a draft, or the result of a saved
// import, GET /imports/{id}.
func (s *server) showImport(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	if found.State == db.StateSaved {
		return s.showSaved(c, found)
	}
	return s.confirm(c, found, showingOf(c))
}

// confirm answers with the confirmation page, or with the parts of it that
// change where HTMX asks.
func (s *server) confirm(c *fiber.Ctx, draft *db.Import, show showing) error {
	view, err := s.confirmation(c, draft, show, "")
	var unreadable *sheet.Error
	if errors.As(err, &unreadable) { // only by what the user chose for the reading
		return s.unreadable(c, draft, unreadable)
	}
	if err != nil {
		return err
	}
	return s.renderFor(c, "imports_show#live", view)
}

// changeMapping takes which column fills which field, and the options, POST
// /imports/{id}/mapping.
func (s *server) changeMapping(c *fiber.Ctx) error {
	draft, err := s.draftOf(c)
	if err != nil {
		return err
	}
	choices := draft.Choices
	choices.Mapping = mappingOf(c, choices.Mapping)
	choices.Options = optionsOf(c, choices.Options)
	return s.choose(c, draft, choices)
}

// choose stores new choices and shows what they change.
func (s *server) choose(c *fiber.Ctx, draft *db.Import, choices db.Choices) error {
	if err := s.db.UpdateChoices(c.UserContext(), draft.ID, choices); err != nil {
		return err
	}
	before := draft.Choices.Mapping
	draft.Choices = choices
	show := showingOf(c)
	if !isFragment(c) {
		return s.redirect(c, importPath(draft.ID)+show.query())
	}
	view, err := s.confirmation(c, draft, show, "")
	if err != nil {
		return err
	}
	view.markFreed(c, before)
	return s.render(c, "imports_show#live", view)
}

// mappingOf applies the selects that the user has changed. Choosing a field
// for a second column frees the first.
func mappingOf(c *fiber.Ctx, stored importer.Mapping) importer.Mapping {
	mapping := append(importer.Mapping(nil), stored...)
	form := c.Request().PostArgs()
	for column, before := range stored {
		name := columnName(column)
		if !form.Has(name) {
			continue
		}
		if f, ok := customer.ParseField(c.FormValue(name)); ok && f != before {
			mapping.Set(column, f)
		}
	}
	return mapping
}

// columnName is the name of a column's select, numbered from 1.
func columnName(column int) string { return "column-" + strconv.Itoa(column+1) }

// optionsOf applies the options of the form, where it has them.
func optionsOf(c *fiber.Ctx, options importer.Options) importer.Options {
	if c.FormValue("options") == "" {
		return options
	}
	switch unknown := importer.UnknownNumbers(c.FormValue("unknown_numbers")); unknown {
	case importer.UnknownIsError, importer.UnknownCreates, importer.UnknownIgnored:
		options.UnknownNumbers = unknown
	}
	switch create := importer.Create(c.FormValue("create")); create {
	case importer.CreateDefault, importer.CreateYes, importer.CreateNo:
		options.Create = create
	}
	switch kind := c.FormValue("kind"); kind {
	case "", customer.Company, customer.Person:
		options.Kind = kind
	}
	options.SkipExisting = c.FormValue("existing") == "skip"
	options.NoRepair = c.FormValue("repair") == "no"
	options.FirstNameFirst = c.FormValue("names") == "first"
	return options
}

// changeReading takes how the file is to be read, POST /imports/{id}/reading.
// Other columns get a mapping of their own.
func (s *server) changeReading(c *fiber.Ctx) error {
	draft, err := s.draftOf(c)
	if err != nil {
		return err
	}
	choices := draft.Choices
	choices.Reading = readingOf(c)
	data, err := s.db.DraftFile(c.UserContext(), draft.ID)
	if err != nil {
		return err
	}
	read, err := s.bench.read(c.UserContext(), data, choices.Reading)
	var unreadable *sheet.Error
	if errors.As(err, &unreadable) {
		return s.unreadable(c, draft, unreadable)
	}
	if err != nil {
		return err
	}
	choices.Mapping = importer.Suggest(read)
	if err := s.db.UpdateChoices(c.UserContext(), draft.ID, choices); err != nil {
		return err
	}
	return s.redirect(c, importPath(draft.ID))
}

func readingOf(c *fiber.Ctx) db.Reading {
	reading := db.Reading{Delimiter: c.FormValue("delimiter"), Charset: c.FormValue("charset"), Sheet: c.FormValue("sheet")}
	switch line, err := strconv.Atoi(strings.TrimSpace(c.FormValue("header_row"))); {
	case err != nil || line < 1: // said in words, in any language
		reading.HeaderRow = sheet.NoHeader
	default:
		reading.HeaderRow = line
	}
	return reading
}

// unreadable says why a file cannot be read as the user chose.
func (s *server) unreadable(c *fiber.Ctx, draft *db.Import, err *sheet.Error) error {
	s.setFlash(c, Flash{Text: s.words(c).File(err.Code, err.Args), Bad: true})
	return s.redirect(c, importPath(draft.ID))
}

// decide takes a decision about a row, POST /imports/{id}/decisions. The
// button's value says which: "exclude:14", "include:14", "create:14",
// "customer:14:1003", "clear:14", "skip:14:3" (a cell), "numbers:create".
func (s *server) decide(c *fiber.Ctx) error {
	draft, err := s.draftOf(c)
	if err != nil {
		return err
	}
	at, err := s.bench.plan(c.UserContext(), draft)
	if err != nil {
		return err
	}
	choices := draft.Choices
	if !applyDecision(&choices, at.sheet, strings.Split(c.FormValue("decide"), ":")) {
		return fiber.ErrBadRequest
	}
	return s.choose(c, draft, choices)
}

// applyDecision changes the choices as the words say; it reports whether it
// understood them.
func applyDecision(choices *db.Choices, read *sheet.Sheet, words []string) bool {
	if len(words) == 2 && words[0] == "numbers" {
		choices.Options.UnknownNumbers = importer.UnknownNumbers(words[1])
		return words[1] == string(importer.UnknownCreates) || words[1] == string(importer.UnknownIgnored)
	}
	if len(words) < 2 {
		return false
	}
	row := rowAt(read, words[1])
	if row == nil {
		return false
	}
	decision := importer.RowDecision{Hash: importer.RowHash(row)}
	argument := 0
	if len(words) == 3 {
		argument, _ = strconv.Atoi(words[2])
	}
	switch words[0] {
	case "clear":
		choices.Decisions = choices.Decisions.WithoutRow(row.Line)
		return true
	case "skip":
		choices.Decisions = choices.Decisions.WithCell(row.Line, importer.CellDecision{Hash: decision.Hash, Column: argument, Skip: true})
		return argument >= 0 && argument < len(read.Header)
	case "exclude":
		decision.Exclude = true
	case "include":
		decision.Include = true
	case "create":
		decision.Create, decision.Include = true, true
	case "customer":
		decision.Customer = argument
	default:
		return false
	}
	choices.Decisions = choices.Decisions.WithRow(row.Line, decision)
	return true
}

// rowAt finds a row by its line.
func rowAt(read *sheet.Sheet, text string) *sheet.Row {
	line, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	for i := range read.Rows {
		if read.Rows[i].Line == line {
			return &read.Rows[i]
		}
	}
	return nil
}

// draftOf returns the draft that the address names; a saved import is a conflict.
func (s *server) draftOf(c *fiber.Ctx) (*db.Import, error) {
	found, err := s.importOf(c)
	if err != nil {
		return nil, err
	}
	if found.State != db.StateDraft {
		return nil, db.ErrConflict
	}
	return found, nil
}
