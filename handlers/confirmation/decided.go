package confirmation

import (
	"maps"
	"slices"
	"strconv"

	"kortisto/customer"
	"kortisto/handlers/wording"
	"kortisto/importer"
)

// decidedView is a kind of decisions that were made, or a correction of a
// value, with the button that takes them back.
type decidedView struct {
	Text   string
	Decide string
	Label  string // of the button
}

// decidedKind is a kind of decisions about rows or about cells. It tells them from
// others, and forgets those about rows.
type decidedKind struct {
	word string
	row  func(d *importer.RowDecision, forget bool) bool
	cell func(d *importer.CellDecision) bool
}

// count counts the decisions of the kind.
func (k decidedKind) count(decided *importer.Decisions) int {
	n := 0
	if k.row != nil {
		for _, row := range decided.Rows {
			if k.row(&row, false) {
				n++
			}
		}
		return n
	}
	for _, cells := range decided.Cells {
		for i := range cells {
			if k.cell(&cells[i]) {
				n++
			}
		}
	}
	return n
}

// decidedKinds are the kinds of decisions about rows and cells, in the order
// in which the page lists them.
var decidedKinds = []decidedKind{
	{word: "excluded", row: func(d *importer.RowDecision, forget bool) bool { return wasChosen(&d.Exclude, forget) }},
	{word: "included", row: func(d *importer.RowDecision, forget bool) bool { return !d.Create && wasChosen(&d.Include, forget) }},
	{word: "customers", row: func(d *importer.RowDecision, forget bool) bool { return wasChosen(&d.Customer, forget) }},
	{word: "created", row: func(d *importer.RowDecision, forget bool) bool {
		created := wasChosen(&d.Create, forget)
		if created && forget {
			d.Include = false
		}
		return created
	}},
	{word: "set", row: func(d *importer.RowDecision, forget bool) bool {
		chosen := len(d.Set) > 0
		if forget {
			d.Set = nil
		}
		return chosen
	}},
	{word: "texts", cell: func(d *importer.CellDecision) bool { return !d.Skip && !d.AsWritten && d.Side == "" }},
	{word: "skipped", cell: func(d *importer.CellDecision) bool { return d.Skip }},
	{word: "taken", cell: func(d *importer.CellDecision) bool { return d.AsWritten }},
	{word: "sides", cell: func(d *importer.CellDecision) bool { return d.Side != "" }},
}

// wasChosen reports whether something was chosen, and forgets it on request.
func wasChosen[T comparable](chosen *T, forget bool) bool {
	var none T
	was := *chosen != none
	if forget {
		*chosen = none
	}
	return was
}

// takeBack forgets all decisions of a kind.
func takeBack(d *deciding, args []string) bool {
	decided := &d.choices.Decisions
	if args[0] == "values" {
		decided.Values = nil
		return true
	}
	for _, kind := range decidedKinds {
		if kind.word == args[0] {
			kind.forget(decided)
			return true
		}
	}
	return false
}

// forget forgets the decisions of the kind.
func (k decidedKind) forget(decided *importer.Decisions) {
	if k.row != nil {
		for line, row := range decided.Rows {
			if k.row(&row, true) {
				decided.SetRow(line, row)
			}
		}
		return
	}
	for line, cells := range decided.Cells {
		for _, cell := range slices.Clone(cells) {
			if k.cell(&cell) {
				decided.ClearCell(line, cell.Column)
			}
		}
	}
}

// listedValues is how many corrections of values are listed one by one.
const listedValues = 50

// makeDecided lists what was decided, as far as it can be taken back in one
// press.
func (v *View) makeDecided() {
	decided := &v.Import.Choices.Decisions
	counts := make([]int, len(decidedKinds))
	for i, kind := range decidedKinds {
		counts[i] = kind.count(decided)
	}
	for i, n := range counts {
		if word := decidedKinds[i].word; n > 0 {
			v.Decided = append(v.Decided, decidedView{v.words.Text("decided."+word, "count", n), "undo:" + word, v.words.Text("import.take-back")})
		}
	}
	for _, column := range slices.Sorted(maps.Keys(decided.Values)) {
		if column < len(v.Columns) {
			v.listValues(column, decided.Values[column])
		}
	}
	if len(v.Decided) > listedValues {
		v.Decided = append(v.Decided[:listedValues], decidedView{v.words.Text("import.more-values"), "undo:values", v.words.Text("import.take-back-values")})
	}
}

// listValues lists the corrections of one column's values.
func (v *View) listValues(column int, values []importer.ValueDecision) {
	cells := make(map[string]int, len(values))
	for _, value := range values {
		cells[value.From] = 0
	}
	for i := range v.Sheet.Rows {
		text := importer.CellText(&v.Sheet.Rows[i], column)
		if n, corrected := cells[text]; corrected {
			cells[text] = n + 1
		}
	}
	for _, value := range values {
		to := v.words.Text("import.left-unimported")
		if value.To != "" {
			to = v.words.Text("import.quoted", "text", wording.ShortName(customer.MaskPersonalIDs(value.To)))
		}
		text := v.words.Text("import.value-corrected", "column", v.columnName(column), "from", wording.ShortName(customer.MaskPersonalIDs(value.From)),
			"to", to, "count", cells[value.From])
		v.Decided = append(v.Decided, decidedView{text, "keep-value:" + strconv.Itoa(column) + ":" + value.From, v.words.Text("import.take-back")})
	}
}

// columnName names a column by its field, else by its letter.
func (v *View) columnName(column int) string {
	if f := v.Columns[column].Field; f != customer.None {
		return v.words.Label(f)
	}
	return v.words.Text("import.column-letter", "column", v.Columns[column].Letter)
}
