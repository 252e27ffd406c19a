package confirmation

import (
	"errors"
	"maps"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/importer"
	"kortisto/sheet"
)

// ErrUnknown is a decision that no button of the page makes.
var ErrUnknown = errors.New("confirmation: no such decision")

// ErrStale is a decision about rows that have changed since the user saw them.
var ErrStale = errors.New("confirmation: the rows have changed")

// deciding is what a decision is made about.
type deciding struct {
	choices *db.Choices
	sheet   *sheet.Sheet
	plan    *importer.Plan
	form    map[string]string
	shown   func() []int // rows, by index, that the page's filters let through
	stale   bool         // they are others than the button said
}

// decisionKind is what the first word of a decision means. apply reports
// whether it understood the other words.
type decisionKind struct {
	args  int
	apply func(d *deciding, args []string) bool
}

// decisions are all that a button can decide.
var decisions = map[string]decisionKind{
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
	"undo":       {1, takeBack},                                     // undo:KIND, one of decidedKinds

	"skip":   {2, aboutCell(func(d *importer.CellDecision) { d.Skip = true })}, // skip:LINE:COLUMN, from 0
	"accept": {2, aboutCell(func(d *importer.CellDecision) { d.Take = true })}, // the file's value, though it looks damaged

	"keep":      {2, aboutConflict(importer.FromRegister)}, // keep:LINE:COLUMN, of a conflict; with "whole-LINE-COLUMN" in all of its column
	"overwrite": {2, aboutConflict(importer.FromFile)},

	"keep-side":      {1, aboutSide(importer.FromRegister)}, // keep-side:COLUMN
	"overwrite-side": {1, aboutSide(importer.FromFile)},
	"ask-side":       {1, aboutSide("")},
	"conflicts":      {1, decideConflicts}, // conflicts:file, conflicts:register, conflicts:ask

	"accept-column": {1, aboutTaken(true)}, // accept-column:COLUMN
	"keep-column":   {1, aboutTaken(false)},
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
	decideMend:      {1, mend},          // mend:
	decideAbove:     {1, readAbove},     // above:
}

// Decide takes a decision about a row, a cell, a column or the whole file, of
// the plan that a page shows. Its words are those of a button, with colons
// between: see decisions. It fails with ErrUnknown or ErrStale, and has changed
// nothing that may be kept then.
func Decide(at *drafts.Planned, show Showing, words string, form map[string]string, choices *db.Choices) error {
	word, rest, _ := strings.Cut(words, ":")
	kind, known := decisions[word]
	args := strings.SplitN(rest, ":", kind.args) // the last one may be any text
	if !known || len(args) != kind.args {
		return ErrUnknown
	}
	d := &deciding{choices: choices, sheet: at.Sheet, plan: at.Plan, form: form,
		shown: func() []int { return selectRows(at, show, differences(at, show.Seen)).rows }}
	switch {
	case !kind.apply(d, args):
		return ErrUnknown
	case d.stale:
		return ErrStale
	}
	return nil
}

// aboutRow changes what was decided about a row before, so that a row that is
// left out and taken in again keeps its customer.
func aboutRow(change func(*importer.RowDecision)) func(*deciding, []string) bool {
	return func(d *deciding, args []string) bool {
		row := rowAt(d.sheet, args[0])
		if row != nil {
			d.changeRow(row, change)
		}
		return row != nil
	}
}

func (d *deciding) changeRow(row *sheet.Row, change func(*importer.RowDecision)) {
	hash := importer.RowHash(row)
	decision := d.choices.Decisions.Rows[row.Line]
	if decision.Hash != hash {
		decision = importer.RowDecision{Hash: hash}
	}
	change(&decision)
	d.choices.Decisions.SetRow(row.Line, decision)
}

func (d *deciding) changeCell(row *sheet.Row, column int, change func(*importer.CellDecision)) {
	decision := importer.CellDecision{Hash: importer.RowHash(row), Column: column}
	change(&decision)
	d.choices.Decisions.SetCell(row.Line, decision)
}

// decideHidden leaves out the rows that the spreadsheet hides, or takes them in.
func decideHidden(d *deciding, args []string) bool {
	exclude := args[0] == "exclude"
	for i := range d.sheet.Rows {
		if row := &d.sheet.Rows[i]; row.Hidden {
			d.changeRow(row, func(decision *importer.RowDecision) { decision.Exclude = exclude })
		}
	}
	return exclude || args[0] == "take"
}

func chooseCustomer(d *deciding, args []string) bool {
	row := rowAt(d.sheet, args[0])
	number, err := strconv.Atoi(args[1])
	if row == nil || err != nil || number < 1 {
		return false
	}
	d.changeRow(row, func(decision *importer.RowDecision) { decision.Customer, decision.Create = number, false })
	return true
}

func clearRow(d *deciding, args []string) bool {
	row := rowAt(d.sheet, args[0])
	if row != nil {
		d.choices.Decisions.ClearRow(row.Line)
	}
	return row != nil
}

func aboutCell(change func(*importer.CellDecision)) func(*deciding, []string) bool {
	return func(d *deciding, args []string) bool {
		row := rowAt(d.sheet, args[0])
		column, ok := d.column(args[1])
		if row == nil || !ok {
			return false
		}
		d.changeCell(row, column, change)
		return true
	}
}

// column reads the index of a column, from 0.
func (d *deciding) column(text string) (int, bool) {
	column, err := strconv.Atoi(text)
	return column, err == nil && column >= 0 && column < len(d.sheet.Header)
}

func aboutTaken(taken bool) func(*deciding, []string) bool {
	return func(d *deciding, args []string) bool {
		column, ok := d.column(args[0])
		if ok {
			d.choices.Decisions.SetTaken(column, taken)
		}
		return ok
	}
}

func decideDamaged(d *deciding, args []string) bool {
	d.choices.Options.TakeDamaged = args[0] == "take"
	return args[0] == "take" || args[0] == "keep"
}

// leaveUnknown says in the place of an option that the rows with unknown numbers
// are left out.
const leaveUnknown = "leave-out"

func decideNumbers(d *deciding, args []string) bool {
	if args[0] == leaveUnknown {
		for i := range d.plan.Rows {
			if hasProblem(d.plan.Rows[i], importer.UnknownNumber) {
				d.changeRow(&d.sheet.Rows[i], func(decision *importer.RowDecision) { decision.Exclude = true })
			}
		}
		return true
	}
	chosen := importer.UnknownNumbers(args[0])
	d.choices.Options.UnknownNumbers = chosen
	return chosen == importer.UnknownCreates || chosen == importer.UnknownIgnored
}

// decideSeries gives the first value of each run of a column to all its cells.
func decideSeries(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if !ok {
		return false
	}
	rows := rowsByLine(d.sheet)
	for _, run := range d.plan.Columns[column].Runs {
		for _, line := range run.Lines {
			if row := rows[line]; row != nil {
				d.changeCell(row, column, func(decision *importer.CellDecision) { decision.Text = run.First })
			}
		}
	}
	return true
}

// decideInvoice settles the rows that leave e-invoicing half changed: they get
// e-invoices with their address, or leave the address out where the operator
// stays.
func decideInvoice(d *deciding, args []string) bool {
	if args[0] != importer.HalfMethod && args[0] != importer.HalfOperator {
		return false
	}
	method, methodMapped := d.choices.Mapping.Column(customer.Invoicing)
	address, _ := d.choices.Mapping.Column(customer.EInvoiceAddress)
	rows := rowsByLine(d.sheet)
	for i := range d.plan.Rows {
		planned := d.plan.Rows[i]
		row := rows[planned.Line]
		if row == nil || !hasHalf(planned, args[0]) {
			continue
		}
		switch {
		case args[0] == importer.HalfOperator:
			d.changeCell(row, address, func(decision *importer.CellDecision) { decision.Skip = true })
		case methodMapped:
			d.changeCell(row, method, func(decision *importer.CellDecision) { decision.Text = customer.EInvoice })
		default:
			d.changeRow(row, func(decision *importer.RowDecision) {
				set := make(map[customer.Field]string, len(decision.Set)+1)
				maps.Copy(set, decision.Set) // rows that were decided alike share one
				set[customer.Invoicing] = customer.EInvoice
				decision.Set = set
			})
		}
	}
	return true
}

func hasHalf(row *importer.Row, part string) bool {
	for _, problem := range row.Problems {
		if problem.Code == importer.InvoiceHalf && problem.Args["part"] == part {
			return true
		}
	}
	return false
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

func rowsByLine(read *sheet.Sheet) map[int]*sheet.Row {
	rows := make(map[int]*sheet.Row, len(read.Rows))
	for i := range read.Rows {
		rows[read.Rows[i].Line] = &read.Rows[i]
	}
	return rows
}
