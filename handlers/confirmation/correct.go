package confirmation

import (
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// correct takes another text for a cell: an empty one leaves it unimported,
// what it says already takes a correction back.
func (d *deciding) correct(source *sheet.Row, column int, text string) {
	decided := &d.choices.Decisions
	_, everywhere := decided.Value(column, importer.CellText(source, column))
	text = customer.Clean(text)
	if text == importer.CellText(source, column) && !everywhere {
		decided.ClearCell(source.Line, column)
		return
	}
	d.changeCell(source, column, func(decision *importer.CellDecision) { decision.Text, decision.Skip = text, text == "" })
}

// correctCell takes the text that was typed in the place of a cell.
var correctCell = aboutText(func(d *deciding, source *sheet.Row, column int) { d.correct(source, column, d.form["text"]) })

// forgetCell takes back what was decided about a cell.
var forgetCell = aboutText(func(d *deciding, source *sheet.Row, column int) { d.choices.Decisions.ClearCell(source.Line, column) })

// correctAll takes the text for every cell of the column that says the same.
// A personal identity code stands in no address and no button, and is
// corrected in its own cell alone.
var correctAll = aboutText(func(d *deciding, source *sheet.Row, column int) {
	from, to := importer.CellText(source, column), d.form[textName(column)]
	if customer.HasPersonalID(from) {
		d.correct(source, column, to)
		return
	}
	d.choices.Decisions.ClearCell(source.Line, column)
	d.choices.Decisions.SetValue(column, from, to)
})

// textName is the name of the field for a column's text in a row's details.
func textName(column int) string { return "text-" + strconv.Itoa(column) }

// correctRow takes the texts of a row's details that the user has changed.
func correctRow(d *deciding, args []string) bool {
	source := d.row(args[0])
	if source == nil {
		return false
	}
	for column := range d.sheet.Header {
		text, there := d.form[textName(column)]
		if was := d.form["was-"+textName(column)]; there && customer.Clean(text) != customer.Clean(was) {
			d.correct(source, column, text)
		}
	}
	return true
}

// aboutValue decides about all cells of a column with a text: COLUMN:TEXT.
func aboutValue(decide func(d *importer.Decisions, column int, from string)) decideFunc {
	return func(d *deciding, args []string) bool {
		column, ok := d.column(args[0])
		if ok {
			decide(&d.choices.Decisions, column, customer.Clean(args[1]))
		}
		return ok
	}
}

// skipValue leaves them unimported.
func skipValue(d *importer.Decisions, column int, from string) { d.SetValue(column, from, "") }

// Marks before a value's text in its field, so that no text is taken for one
// of the other choices.
const (
	asItStands = ""  // no correction
	unimported = "-" // the cells are left unimported
	corrected  = "=" // the text follows
)

// valueState is what is chosen for a value, as its field says it.
func valueState(d *importer.Decisions, column int, from string) string {
	v, decided := d.Value(column, from)
	switch {
	case !decided:
		return asItStands
	case v.To == "":
		return unimported
	}
	return corrected + v.To
}

// correctValues takes the corrections of a column's values that the user has
// changed.
func correctValues(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if !ok {
		return false
	}
	choices := &d.choices.Decisions
	for i := range maxValues {
		n := strconv.Itoa(i)
		from, there := d.form["from-"+n]
		from = customer.Clean(from)
		to := d.form["to-"+n]
		if text, typed := d.form["typed-"+n]; typed {
			to = typedState(from, text)
		}
		switch {
		case !there || to == d.form["was-to-"+n]:
		case to == asItStands:
			choices.ClearValue(column, from)
		case to == unimported:
			choices.SetValue(column, from, "")
		default:
			choices.SetValue(column, from, strings.TrimPrefix(to, corrected))
		}
	}
	return true
}

// typedState is what a text that was typed for a value chooses.
func typedState(from, text string) string {
	switch text = customer.Clean(text); text {
	case from:
		return asItStands
	case "":
		return unimported
	}
	return corrected + text
}

// chosenText is what the user has chosen for a cell.
type chosenText struct {
	text    string // that is read, "" where the cell is left unimported
	tag     string // in words, "" where nothing was chosen
	decided bool   // for this cell alone
}

// chosen tells what is read of a cell after the decisions about it. A personal
// identity code is not handed out.
func (v *View) chosen(source *sheet.Row, column int) chosenText {
	choices := &v.Import.Choices.Decisions
	chosen := chosenText{text: importer.CellText(source, column)}
	if value, everywhere := choices.Value(column, chosen.text); everywhere {
		chosen.text, chosen.tag = value.To, v.words.Text("import.corrected-all")
	}
	if len(choices.Cells[source.Line]) > 0 {
		if cell, decided := choices.Cell(source.Line, column, importer.RowHash(source)); decided {
			chosen.decided = true
			if !cell.AsWritten && cell.Side == "" {
				chosen.text, chosen.tag = cell.Text, v.words.Text("import.corrected")
			}
		}
	}
	if chosen.tag != "" && chosen.text == "" {
		chosen.tag = v.words.Text("import.left-unimported")
	}
	if customer.HasPersonalID(chosen.text) {
		chosen.text = ""
	}
	return chosen
}

// offerCorrection lets a cell of a row's details be corrected. Where there is
// something to look at, all cells of the column with the same text can be too.
func (v *View) offerCorrection(view *fieldView, f customer.Field, source *sheet.Row, loud bool) {
	chosen := v.chosen(source, view.Column)
	view.CanCorrect = v.CanEdit()
	view.Name, view.Text = textName(view.Column), chosen.text
	view.Long = v.words.Table.Of(f).Multiline || strings.Contains(view.Text, "\n")
	view.CanKeep, view.Loud = chosen.decided, loud && view.Problem != ""
	if chosen.tag != "" {
		view.Tag = chosen.tag
	}
	if text := importer.CellText(source, view.Column); (loud || chosen.tag != "") && text != "" && !customer.HasPersonalID(text) {
		view.Same = importer.CountSame(v.Sheet, view.Column, text)
	}
}
