package confirmation

import (
	"strings"

	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/importer"
)

// button is what the first word of a button's value means.
type button struct {
	args   int // how many words follow; the last one may be any text
	decide decideFunc
}

// buttons are all that a button of the page can do: take decisions and take them back,
// and choose options, the reading, the mapping, and which columns are in view.
var buttons = map[string]button{
	"exclude":  {1, aboutRow(func(d *importer.RowDecision) { d.Exclude = true })}, // exclude:LINE
	"take":     {1, aboutRow(func(d *importer.RowDecision) { d.Exclude = false })},
	"include":  {1, aboutRow(func(d *importer.RowDecision) { d.Exclude, d.Include = false, true })},
	"create":   {1, aboutRow(createNew)},
	"customer": {2, chooseCustomer}, // customer:LINE:NUMBER
	"clear":    {1, clearRow},

	"exclude-shown": {1, aboutShown(leaveOut)}, // exclude-shown:COUNT of the rows that the page's filters let through
	"take-shown":    {1, aboutShown(takeIn)},
	"skip-alike":    {3, skipAlike}, // skip-alike:COUNT:COLUMN:CODE, of those rows
	"same-shown":    {1, aboutShown(pickSame)},
	"new-shown":     {1, aboutShown(makeNew)},

	"text":        {2, correctCell}, // text:LINE:COLUMN, from 0, with the text in "text"
	"correct":     {1, correctRow},  // correct:LINE, with the texts in "text-COLUMN"
	"correct-all": {2, correctAll},  // correct-all:LINE:COLUMN, with the text in "text-COLUMN"
	"forget":      {2, forgetCell},  // forget:LINE:COLUMN

	"values":     {1, correctValues},                                // values:COLUMN, with the texts in "from-N" and "to-N"
	"skip-value": {2, aboutValue(skipValue)},                        // skip-value:COLUMN:TEXT
	"keep-value": {2, aboutValue((*importer.Decisions).ClearValue)}, // as the file has it
	"undo":       {1, takeBack},                                     // undo:KIND, one of decidedKinds: decisions, not a save

	"skip":   {2, aboutCell(func(d *importer.CellDecision) { d.Skip = true })},      // skip:LINE:COLUMN, from 0
	"accept": {2, aboutCell(func(d *importer.CellDecision) { d.AsWritten = true })}, // the file's value, though it looks damaged

	"keep":      {2, aboutConflict(importer.FromRegister)}, // keep:LINE:COLUMN, of a conflict; with "whole-LINE-COLUMN" in all of its column
	"overwrite": {2, aboutConflict(importer.FromFile)},

	"keep-side":      {1, aboutSide(importer.FromRegister)}, // keep-side:COLUMN
	"overwrite-side": {1, aboutSide(importer.FromFile)},
	"ask-side":       {1, aboutSide("")},
	"conflicts":      {1, decideConflicts}, // conflicts:file, conflicts:register, conflicts:ask

	"accept-column": {1, aboutColumn(true)}, // accept-column:COLUMN
	"keep-column":   {1, aboutColumn(false)},
	"damaged":       {1, decideDamaged}, // damaged:take, damaged:keep
	"numbers":       {1, decideNumbers}, // numbers:create, numbers:ignore, numbers:leave-out
	"hidden":        {1, decideHidden},  // hidden:exclude, hidden:take
	"series":        {1, decideSeries},  // series:COLUMN
	"invoice":       {1, decideInvoice}, // invoice:method, invoice:operator
	"zero":          {1, addZero},       // zero:LINE
	"zeros":         {1, addZeros},      // zeros:COLUMN

	"columns":       {1, chooseColumns}, // columns:all, columns:changing
	"field-back":    {1, fieldBack},     // field-back:LETTER
	"leave-column":  {1, leaveColumn},   // leave-column:COLUMN
	"use-group":     {2, useGroup},      // use-group:NEW:OTHER, escaped
	"guess-columns": {1, guessColumns},  // guess-columns
	"unfill":        {1, takeBackFill},  // unfill:ID
	"mend":          {1, mend},          // mend
	"above":         {1, readAbove},     // above
}

// Decide does what a button of the page chooses about a row, a cell, a column or the
// whole file of the plan that the page shows. Its words are those of the button's value,
// with colons between: see buttons. It fails with ErrUnknown or ErrStale, and has changed
// nothing that may be kept then.
func Decide(planned *drafts.Planned, show Showing, words string, form map[string]string, choices *db.Choices) error {
	word, rest, _ := strings.Cut(words, ":")
	chosen, known := buttons[word]
	args := strings.SplitN(rest, ":", chosen.args)
	if !known || len(args) != chosen.args {
		return ErrUnknown
	}
	d := &deciding{
		choices: choices, sheet: planned.Sheet, plan: planned.Plan, form: form,
		shown: func() []int { return filterRows(planned, show, differences(planned, show.Seen)).rows },
	}
	switch {
	case !chosen.decide(d, args):
		return ErrUnknown
	case d.stale:
		return ErrStale
	}
	return nil
}
