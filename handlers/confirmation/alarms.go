package confirmation

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/locale"
)

// alarm is something about the whole file that the user should look at, with
// at most one button that settles it.
type alarm struct {
	Text   string
	Warn   bool
	Button string
	Decide string // value of the button
	Other  string // a second button, for the other way, "" for none
	Choose string // its value
	First  bool   // it would do the most harm
	Cause  bool   // others follow from it

	Show, ShowText string // address of the rows that it is about, and what leads there; "" for none
	Menu           string // what the menu is called in which the button stands, as it does much; "" for none
}

// rank is how urgent the alarm is.
func (a alarm) rank() int {
	switch {
	case a.First && a.Cause:
		return 3
	case a.First:
		return 2
	case a.Warn:
		return 1
	}
	return 0
}

// join says another alarm of the same column beside this one, so that what is
// seen in many of its cells takes one line.
func (a *alarm) join(other alarm, text string) {
	a.Text += " " + text
	a.Other, a.Choose = other.Button, other.Decide
}

// fillAlarms gathers what is to be told of the whole file.
func (v *View) fillAlarms() {
	v.tellTaken()
	v.tellConflicts()
	v.tellDamage()
	v.tellRecalled()
	v.tellRivals()
	for i, column := range v.plan.Columns {
		for _, problem := range column.Problems {
			if problem.Code == importer.FieldTaken {
				continue // told of all of them together
			}
			a := v.columnAlarm(i, problem)
			if series := len(v.Alarms) - 1; problem.Code == importer.MassChange && column.Runs != nil {
				v.Alarms[series].join(a, v.columnText(problem))
				continue
			}
			v.Alarms = append(v.Alarms, a)
		}
	}
	if v.Before != nil {
		text := v.words.Text("import.same-file", "time", v.words.Time(v.Before.SavedAt.Time()), "who", v.words.Who(v.Before.SavedBy))
		if v.Before.Undone {
			text += " " + v.words.Text("import.same-file-undone")
		}
		v.Alarms = append(v.Alarms, alarm{Text: text})
	}
	if v.Dropped > 0 {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.dropped", "count", v.Dropped)})
	}
	if n := v.plan.Erased; n > 0 {
		v.Alarms = append(v.Alarms, alarm{Warn: true, First: true, Text: v.words.Text("import.erased-people", "count", n)})
	}
	if len(v.plan.UnknownNumbers) > 0 && v.Options.UnknownNumbers == importer.UnknownIsError {
		a := alarm{Warn: true, Text: v.words.Text("import.unknown-numbers", "count", len(v.plan.UnknownNumbers))}
		if v.plan.KnownNumbers == 0 {
			a.Text = v.words.Text("import.no-known-number")
			a.Button, a.Decide = v.words.Text("import.create-with-numbers"), "numbers:"+string(importer.UnknownCreates)
		} else {
			n := len(v.plan.UnknownNumbers)
			a.Button, a.Decide = v.words.Text("import.create-some", "count", n), "numbers:"+string(importer.UnknownCreates)
			a.Other, a.Choose = v.words.Text("import.leave-unknown"), "numbers:"+leaveUnknown
		}
		v.Alarms = append(v.Alarms, a)
	}
	v.tellEmpty()
	v.tellHidden()
	v.tellAbove()
	if n := v.Sheet.MergedCells; n > 0 {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.merged-cells", "count", n)})
	}
	if n := v.Sheet.ErrorCells; n > 0 {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.error-cells", "count", n)})
	}
	if n := v.Sheet.UnknownCells; n > 0 {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.unknown-cells", "count", n)})
	}
	if v.Sheet.Rejoined {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.rejoined", "delimiter", v.delimiterName())})
	}
	v.tellGarbled()
	v.tellNewGroups()
	v.tellLeftColumns()
	slices.SortStableFunc(v.Alarms, func(a, b alarm) int { return cmp.Compare(b.rank(), a.rank()) })
}

// tellRivals names the columns whose fields other columns fill.
func (v *View) tellRivals() {
	var names []string
	for i, column := range v.plan.Columns {
		for _, problem := range column.Problems {
			if problem.Code == importer.FieldTaken {
				names = append(names, v.words.Text("import.rival-column", "header", columnLetter(i)+" "+wording.ShortName(v.Sheet.Header[i]), "field", v.words.Label(problem.Field)))
			}
		}
	}
	if names != nil {
		v.Alarms = append(v.Alarms, alarm{Text: v.words.Text("import.rival-columns", "names", strings.Join(names, ", "))})
	}
}

// columnsNamed is how many of the columns that are not imported are named.
const columnsNamed = 6

// tellLeftColumns names the filled columns that no field takes, but for the one that
// we add to a file of failed rows: they are folded away, and what they hold would be
// missed only later.
func (v *View) tellLeftColumns() {
	if v.Import.Choices.Selection {
		return
	}
	var names []string
	for i, column := range v.plan.Columns {
		if column.Field == customer.None && column.Filled > 0 && len(column.Problems) == 0 && !importer.IsReasonLabel(v.Sheet.Header[i]) {
			names = append(names, strings.TrimSpace(columnLetter(i)+" "+wording.ShortName(v.Sheet.Header[i])))
		}
	}
	if names == nil {
		return
	}
	left := v.words.Text("import.left-columns", "names", strings.Join(names[:min(len(names), columnsNamed)], ", "))
	if more := len(names) - columnsNamed; more > 0 {
		left += " " + v.words.Text("import.left-columns-more", "count", more)
	}
	v.Alarms = append(v.Alarms, alarm{Text: left})
}

// tellDamage counts the cells that a spreadsheet has changed and that keep the
// stored values, with the way to take them at their word and back.
func (v *View) tellDamage() {
	if v.Options.TakeDamaged {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.damage-taken"), Button: v.words.Text("import.damage-keep"), Decide: "damaged:keep"})
		return
	}
	if n := v.plan.Kept; n > 0 {
		text := "import.damage-kept"
		if v.ofDemo() {
			text = "import.damage-kept-demo"
		}
		v.Alarms = append(v.Alarms, alarm{Text: v.words.Text(text, "count", n), Show: v.rowsWith(keptCells), ShowText: v.words.Text("import.show-rows-of"),
			Menu: v.words.Text("import.more-ways"), Button: v.words.Text("import.damage-take", "count", n), Decide: "damaged:take"})
	}
	taken := v.Import.Choices.Decisions.Taken
	for _, column := range slices.Sorted(maps.Keys(taken)) {
		if column < len(v.Columns) {
			v.Alarms = append(v.Alarms, alarm{Text: v.words.Text("import.column-taken", "column", columnLetter(column)),
				Button: v.words.Text("import.damage-keep"), Decide: "keep-column:" + strconv.Itoa(column)})
		}
	}
}

// rowsWith is the address of the rows that have a problem.
func (v *View) rowsWith(code customer.Code) string {
	show := Showing{Status: everything, Problem: code, Columns: v.Showing.Columns}
	return v.Action() + show.Query()
}

// tellEmpty counts the empty cells whose stored values stay, with the way to
// empty them.
func (v *View) tellEmpty() {
	if n := v.plan.EmptyCells; n > 0 {
		v.Alarms = append(v.Alarms, alarm{Text: v.words.Text("import.empty-cells", "count", n), Show: v.rowsWith(emptyCells), ShowText: v.words.Text("import.show-rows-of")})
	}
}

// columnAlarm tells of a column as a whole, with the button that settles it.
func (v *View) columnAlarm(column int, problem customer.Problem) alarm {
	a := alarm{Warn: problem.Level != customer.Note, Text: v.words.Text("import.column-problem", "column", columnLetter(column),
		"text", v.columnText(problem))}
	switch problem.Code {
	case importer.Series:
		first, _ := problem.Args["first"].(string)
		a.Button, a.Decide = v.words.Text("import.series-first", "first", wording.ShortName(first)), "series:"+strconv.Itoa(column)
	case importer.InvoiceHalf:
		part, _ := problem.Args["part"].(string)
		a.Text = v.words.Text("import.invoice-"+part, "count", problem.Args["count"])
		a.Button, a.Decide = v.words.Text("import.settle-"+part), "invoice:"+part
	case customer.PhoneZero:
		a.Button, a.Decide = v.words.Text("import.add-zeros"), "zeros:"+strconv.Itoa(column)
	case importer.NumberJump:
		a.Button, a.Decide = v.words.Text("import.number-jump-free"), "numbers:"+string(importer.UnknownIgnored)
	case importer.MassChange, importer.Shuffled, importer.NumbersSorted:
		a.Button, a.Decide = v.words.Text("import.leave-column"), "leave-column:"+strconv.Itoa(column)
		a.First = slices.Contains(importer.Misplaced, problem.Code)
		a.Cause = problem.Code == importer.NumbersSorted
	}
	return a
}

// columnText is what is to be said of a column, but for which one it is.
func (v *View) columnText(problem customer.Problem) string {
	if problem.Code == customer.PhoneZero {
		return v.words.Text("import.phone-zeros", "count", problem.Args["count"])
	}
	return v.words.Problem(string(problem.Code), v.words.Label(problem.Field), problem.Args)
}

// tellHidden tells of the rows that the spreadsheet hides, with one press to
// leave them out, or to take them in again.
func (v *View) tellHidden() {
	hidden, excluded := v.Import.Choices.Decisions.HiddenRows(v.Sheet)
	switch {
	case hidden == 0:
	case excluded == hidden:
		v.Alarms = append(v.Alarms, alarm{Text: v.words.Text("import.hidden-left-out", "count", hidden),
			Button: v.words.Text("import.hidden-take"), Decide: "hidden:take"})
	default:
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.hidden-rows", "count", hidden),
			Button: v.words.Text("import.hidden-leave-out"), Decide: "hidden:exclude"})
	}
}

// tellAbove tells of the rows above the header: those that are read, and those
// that one press reads.
func (v *View) tellAbove() {
	if n := v.Sheet.RowsAbove; n > 0 {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.rows-above", "count", n)})
	}
	if n := v.Sheet.LeftAbove; n > 0 && !v.Import.Choices.Reading.Above {
		v.Alarms = append(v.Alarms, alarm{Warn: true, Button: v.words.Text("import.read-above"), Decide: decideAbove, Text: v.words.Text("import.left-above", "count", n)})
	}
}

// decideAbove is the button's value that reads the rows above the header.
const decideAbove = "above"

// readAbove has the file read again with the rows above its header.
func readAbove(d *deciding, _ []string) bool {
	d.choices.Reading.Above = true
	return true
}

// tellGarbled tells of letters that were read in a wrong charset before the
// file was made; one press mends them.
func (v *View) tellGarbled() {
	garbled := v.Sheet.Garbled
	if garbled.Cells == 0 {
		return
	}
	if garbled.Mended {
		v.Alarms = append(v.Alarms, alarm{Text: v.words.Text("import.mended", "count", garbled.Cells)})
		return
	}
	v.Alarms = append(v.Alarms, alarm{Warn: true, Button: v.words.Text("import.mend-button"), Decide: decideMend,
		Text: v.words.Text("import.garbled", "count", garbled.Cells, "text", wording.ShortName(garbled.Text), "right", wording.ShortName(garbled.Right))})
}

// decideMend is the button's value that mends garbled letters.
const decideMend = "mend"

// mend has the file read again with its garbled letters mended.
func mend(d *deciding, _ []string) bool {
	d.choices.Reading.Mend = true
	return true
}

// muteAlarms takes the buttons away from who only looks.
func (v *View) muteAlarms() {
	for i := range v.Alarms {
		v.Alarms[i] = alarm{Warn: v.Alarms[i].Warn, Text: v.Alarms[i].Text, Show: v.Alarms[i].Show, ShowText: v.Alarms[i].ShowText}
	}
}

// FirstAlarm is the one that stands open, nil where there is none.
func (v *View) FirstAlarm() *alarm {
	if len(v.Alarms) == 0 {
		return nil
	}
	return &v.Alarms[0]
}

// OtherAlarms are those that are folded.
func (v *View) OtherAlarms() []alarm { return v.Alarms[min(1, len(v.Alarms)):] }

// tellNewGroups names the groups that the save will create, the first few of many.
func (v *View) tellNewGroups() {
	groups := v.plan.GroupsToCreate
	if len(groups) == 0 {
		return
	}
	for _, group := range groups {
		if group.Like != "" {
			v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.group-like",
				"group", v.words.Text("import.group-rows", "name", wording.ShortName(group.Name), "count", group.Rows), "like", wording.ShortName(group.Like)),
				Button: v.words.Text("import.use-group", "name", wording.ShortName(group.Like)),
				Decide: "use-group:" + url.QueryEscape(group.Name) + ":" + url.QueryEscape(group.Like)})
		}
	}
	var names []string
	for i, group := range groups {
		if i == namedGroups {
			names = append(names, "…")
			break
		}
		names = append(names, v.words.Text("import.group-rows", "name", wording.ShortName(group.Name), "count", group.Rows))
	}
	v.Alarms = append(v.Alarms, alarm{Warn: true, Text: v.words.Text("import.groups-created", "count", len(groups), "names", strings.Join(names, ", "))})
}

// namedGroups is how many new groups an alarm names.
const namedGroups = 5

// ofDemo reports whether the draft is the damaged file that visitors of the
// demonstration try, in which they know what was changed.
func (v *View) ofDemo() bool {
	return v.asked.Demo && slices.ContainsFunc(locale.Languages, func(lang string) bool {
		return v.Import.FileName == locale.For(lang).Text("import.demo-file")
	})
}

// tellRecalled says where the mapping comes from, with the way back to the guess.
func (v *View) tellRecalled() {
	if r := v.Import.Choices.Recalled; r != nil {
		v.Alarms = append(v.Alarms, alarm{Text: v.words.Text("import.recalled", "date", v.words.Date(r.At), "who", v.words.Who(r.By)),
			Button: v.words.Text("import.guess-columns"), Decide: "guess-columns"})
	}
}

// Warn puts a message before all alarms.
func (v *View) Warn(text string) {
	v.Alarms = slices.Insert(v.Alarms, 0, alarm{Warn: true, Text: text})
}
