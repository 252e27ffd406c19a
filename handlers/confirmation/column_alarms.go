package confirmation

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/handlers/wording"
	"kortisto/importer"
)

// columnAlarms tell of what is seen in many cells of a column. What a column says
// of its runs of numbers and of its changes takes one line.
func (v *View) columnAlarms() []alarm {
	var alarms []alarm
	for i, column := range v.plan.Columns {
		series := -1
		for _, problem := range column.Problems {
			if problem.Code == importer.FieldTaken {
				continue // told of all of them together
			}
			told := v.columnAlarm(i, problem)
			if problem.Code == importer.MassChange && series >= 0 {
				alarms[series].Text += " " + v.columnText(problem)
				alarms[series].Other, alarms[series].Choose = told.Button, told.Decide
				continue
			}
			if alarms = append(alarms, told); problem.Code == importer.Series {
				series = len(alarms) - 1
			}
		}
	}
	return alarms
}

// leavable are the problems of a column that is better left out.
var leavable = []customer.Code{importer.MassChange, importer.Shuffled, importer.NumbersSorted}

// columnAlarm tells of a column as a whole, with the button that settles it.
func (v *View) columnAlarm(column int, problem customer.Problem) alarm {
	told := alarm{
		Warn: problem.Level != customer.Note,
		Text: v.words.Text("import.column-problem", "column", columnLetter(column), "text", v.columnText(problem)),
	}
	switch problem.Code {
	case importer.Series:
		first, _ := problem.Args["first"].(string)
		told.Button, told.Decide = v.words.Text("import.series-first", "first", wording.ShortName(first)), "series:"+strconv.Itoa(column)
	case importer.InvoiceHalf:
		part, _ := problem.Args["part"].(string)
		told.Text = v.words.Text("import.invoice-"+part, "count", problem.Args["count"])
		told.Button, told.Decide = v.words.Text("import.settle-"+part), "invoice:"+part
	case customer.PhoneZero:
		told.Button, told.Decide = v.words.Text("import.add-zeros"), "zeros:"+strconv.Itoa(column)
	case importer.NumberJump:
		told.Button, told.Decide = v.words.Text("import.number-jump-free"), "numbers:"+string(importer.UnknownIgnored)
	}
	if slices.Contains(leavable, problem.Code) {
		told.Button, told.Decide = v.words.Text("import.leave-column"), "leave-column:"+strconv.Itoa(column)
	}
	told.Harmful = slices.Contains(importer.Misplaced, problem.Code)
	told.Cause = problem.Code == importer.NumbersSorted
	return told
}

// columnText is what is to be said of a column, but for which one it is.
func (v *View) columnText(problem customer.Problem) string {
	if problem.Code == customer.PhoneZero {
		return v.words.Text("import.phone-zeros", "count", problem.Args["count"])
	}
	return v.words.Problem(string(problem.Code), v.words.Label(problem.Field), problem.Args)
}

// rivalAlarms name the columns whose fields other columns fill.
func (v *View) rivalAlarms() []alarm {
	var names []string
	for i, column := range v.plan.Columns {
		for _, problem := range column.Problems {
			if problem.Code == importer.FieldTaken {
				names = append(names, v.words.Text("import.rival-column", "header", v.lettered(i), "field", v.words.Label(problem.Field)))
			}
		}
	}
	if names == nil {
		return nil
	}
	return []alarm{{Text: v.words.Text("import.rival-columns", "names", strings.Join(names, ", "))}}
}

// columnsNamed is how many of the columns that are not imported are named.
const columnsNamed = 6

// leftColumnAlarms name the filled columns that no field takes, but for the one
// that we add to a file of failed rows: they are folded away, and what they hold
// would be missed only later.
func (v *View) leftColumnAlarms() []alarm {
	if v.Import.Choices.Selection {
		return nil
	}
	var names []string
	for i, column := range v.plan.Columns {
		if column.Field == customer.None && column.Filled > 0 && len(column.Problems) == 0 && !importer.IsReasonLabel(v.Sheet.Header[i]) {
			names = append(names, v.lettered(i))
		}
	}
	if names == nil {
		return nil
	}
	left := v.words.Text("import.left-columns", "names", strings.Join(names[:min(len(names), columnsNamed)], ", "))
	if more := len(names) - columnsNamed; more > 0 {
		left += " " + v.words.Text("import.left-columns-more", "count", more)
	}
	return []alarm{{Text: left}}
}

// decideSeries gives the first value of each run of a column to all its cells.
func decideSeries(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if !ok {
		return false
	}
	sources := d.rowsByLine()
	for _, run := range d.plan.Columns[column].Runs {
		for _, line := range run.Lines {
			if source := sources[line]; source != nil {
				d.changeCell(source, column, func(decision *importer.CellDecision) { decision.Text = run.First })
			}
		}
	}
	return true
}

// leaveColumn leaves a column out that the program has told of. The column is
// the one that the user saw: another one has no such alarm.
func leaveColumn(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if ok && slices.ContainsFunc(d.plan.Columns[column].Problems, func(p customer.Problem) bool { return slices.Contains(leavable, p.Code) }) {
		d.choices.Mapping.Set(column, customer.None)
	}
	return ok
}
