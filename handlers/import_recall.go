package handlers

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// remembered returns the mapping of the last saved import of a file with the
// same header, nil where there is none.
func (w *workbench) remembered(ctx context.Context, read *sheet.Sheet) (*db.Remembered, error) {
	key := importer.HeaderKey(read)
	if key == "" {
		return nil, nil
	}
	found, err := w.db.RememberedMapping(ctx, key)
	if errors.Is(err, db.ErrNotFound) {
		return nil, nil
	}
	return &found, err
}

// mapColumns maps the columns of a file that has just been read: as they were
// mapped the last time, else by the program's guess. What says the same as the
// guess is not worth a word.
func mapColumns(fields *customer.Table, choices *db.Choices, read *sheet.Sheet, remembered *db.Remembered) {
	choices.Mapping, choices.Recalled = importer.Suggest(read, fields), nil
	if remembered == nil {
		return
	}
	mapping, form := importer.RememberedMapping(read, fields, remembered.Mapping), remembered.Options
	if slices.Equal(mapping, choices.Mapping) && form == choices.Options.Form() {
		return
	}
	choices.Mapping = mapping
	choices.Options.NoRepair, choices.Options.Kind, choices.Options.FirstNameFirst = form.NoRepair, form.Kind, form.FirstNameFirst
	choices.Recalled = &db.Recalled{At: remembered.SavedAt, By: remembered.SavedBy}
}

// tellRecalled says where the mapping comes from, with the way back to the guess.
func (v *confirmation) tellRecalled() {
	if r := v.Import.Choices.Recalled; r != nil {
		v.Alarms = append(v.Alarms, alarm{Text: v.Text("import.recalled", "date", v.Date(r.At), "who", v.Who(r.By)),
			Button: v.Text("import.guess-columns"), Decide: "guess-columns"})
	}
}

// guessColumns goes back to the program's own guess.
func guessColumns(d *deciding, _ []string) bool {
	mapColumns(d.fields, d.choices, d.sheet, &db.Remembered{Mapping: importer.Suggest(d.sheet, d.fields)})
	d.choices.Recalled = nil
	return true
}

// leaveColumn leaves a column out that the program has told of. The column is
// the one that the user saw: another one has no such alarm.
func leaveColumn(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if ok && slices.ContainsFunc(d.plan.Columns[column].Problems, func(p customer.Problem) bool {
		return p.Code == importer.MassChange || p.Code == importer.Shuffled
	}) {
		d.choices.Mapping.Set(column, customer.None)
	}
	return ok
}

// useGroup gives the rows of a new group another one.
func useGroup(d *deciding, args []string) bool {
	from, err := url.QueryUnescape(args[0])
	to, err2 := url.QueryUnescape(args[1])
	if err != nil || err2 != nil || from == "" || to == "" {
		return false
	}
	d.choices.Decisions.UseGroup(d.sheet, d.choices.Mapping, from, to)
	return true
}
