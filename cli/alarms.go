package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
)

// The codes of alarms that are no problems of a column. They are a contract.
const (
	alarmRowsAbove      customer.Code = "rows-above-header" // filled ones
	alarmMergedCells    customer.Code = "merged-cells"      // that got the value of one that covers several rows
	alarmErrorsRead     customer.Code = "errors-read"       // cells that show an error
	alarmResultsUnknown customer.Code = "results-unknown"   // formulas without a result
	alarmHiddenRows     customer.Code = "hidden-rows"
	alarmGarbled        customer.Code = "garbled"  // letters read in a wrong charset
	alarmRejoined       customer.Code = "rejoined" // columns that lay in one
	alarmDamageKept     customer.Code = "damage-kept"
	alarmEmptyCells     customer.Code = "empty-cells" // whose stored values stay
	alarmUnknownNumbers customer.Code = "unknown-numbers"
	alarmErasedPeople   customer.Code = "erased-people"
	alarmGroupsNew      customer.Code = "groups-new"
	alarmGroupLike      customer.Code = "group-like" // a new group that resembles another one
	alarmSameFile       customer.Code = "same-file"  // imported before
)

// alarm is what is to be told of a column, or of the file as a whole.
type alarm struct {
	Code    customer.Code `json:"code"`
	Column  int           `json:"column"` // from 1; 0 is the whole file
	Rows    int           `json:"rows"`   // how many rows or cells it is about, 0 where that says nothing
	Message string        `json:"message"`

	told bool // elsewhere in the text that people read
	note bool // for information: there is nothing to look at
}

// alarms lists what is to be told of the columns and the file, that which would
// do the most harm first.
func (r *importRun) alarms() []alarm {
	alarms := []alarm{}
	for i := range r.plan.Columns {
		for _, problem := range r.plan.Columns[i].Problems {
			count, _ := problem.Args["count"].(int)
			alarms = append(alarms, alarm{Code: problem.Code, Column: i + 1, Rows: count, Message: r.describeColumn(problem),
				told: problem.Code == importer.FieldTaken})
		}
	}
	slices.SortStableFunc(alarms, func(a, b alarm) int { return cmp.Compare(harm(a.Code), harm(b.Code)) })
	return append(alarms, r.fileAlarms()...)
}

// harm is the place of an alarm among the others.
func harm(code customer.Code) int {
	if at := slices.Index(importer.Misplaced, code); at >= 0 {
		return at
	}
	return len(importer.Misplaced)
}

// fileAlarms lists what is to be told of the whole file.
func (r *importRun) fileAlarms() []alarm {
	var alarms []alarm
	counted := func(code customer.Code, id string, count int) {
		if count > 0 {
			alarms = append(alarms, alarm{Code: code, Rows: count, Message: r.text.Text(id, "count", count)})
		}
	}
	table, plan := r.input.Sheet, r.plan
	counted(alarmErasedPeople, "import.erased-people", plan.Erased)
	counted(alarmDamageKept, "import.damage-kept", plan.Kept)
	if n := plan.EmptyCells; n > 0 {
		alarms = append(alarms, alarm{Code: alarmEmptyCells, Rows: n, Message: r.text.Text("import.empty-cells", "count", n), note: true})
	}
	hidden, _ := r.input.Decisions.HiddenRows(table)
	counted(alarmHiddenRows, "import.hidden-rows", hidden)
	counted(alarmRowsAbove, "import.rows-above", table.RowsAbove)
	counted(alarmRowsAbove, "import.left-above", table.LeftAbove)
	counted(alarmResultsUnknown, "import.unknown-cells", table.UnknownCells)
	counted(alarmMergedCells, "import.merged-cells", table.MergedCells)
	counted(alarmErrorsRead, "import.error-cells", table.ErrorCells)
	if garbled := table.Garbled; garbled.Cells > 0 && !garbled.Mended {
		alarms = append(alarms, alarm{Code: alarmGarbled, Rows: garbled.Cells, told: true,
			Message: r.text.Text("import.garbled", "count", garbled.Cells, "text", garbled.Text, "right", garbled.Right)})
	}
	if table.Rejoined {
		alarms = append(alarms, alarm{Code: alarmRejoined, Rows: len(table.Rows), told: true,
			Message: r.text.Text("import.rejoined", "delimiter", delimiterName(table.Delimiter))})
	}
	if n := len(plan.UnknownNumbers); n > 0 && r.input.Options.UnknownNumbers == importer.UnknownIsError {
		alarms = append(alarms, alarm{Code: alarmUnknownNumbers, Rows: n, Message: r.text.Text("import.unknown-numbers", "count", n), told: true})
	}
	if r.seenBefore != "" {
		alarms = append(alarms, alarm{Code: alarmSameFile, Message: r.seenBefore, told: true})
	}
	return append(alarms, r.groupAlarms()...)
}

// groupAlarms lists what is to be told of the groups that a save creates.
func (r *importRun) groupAlarms() []alarm {
	groups := r.plan.GroupsToCreate
	if len(groups) == 0 {
		return nil
	}
	column, _ := r.input.Mapping.Column(customer.Group)
	rows := 0
	alarms := make([]alarm, 1, len(groups))
	for _, group := range groups {
		rows += group.Rows
		if group.Like != "" {
			alarms = append(alarms, alarm{Code: alarmGroupLike, Column: column + 1, Rows: group.Rows, told: true,
				Message: r.text.Text("import.group-like", "group", show(group.Name), "like", show(group.Like))})
		}
	}
	alarms[0] = alarm{Code: alarmGroupsNew, Column: column + 1, Rows: rows, Message: r.groups(), told: true}
	return alarms
}

// printAlarms writes the alarms that the text does not tell elsewhere.
func (r *importRun) printAlarms(out io.Writer) {
	var rivals []string
	for i := range r.plan.Columns {
		for _, problem := range r.plan.Columns[i].Problems {
			if problem.Code == importer.FieldTaken {
				rivals = append(rivals, r.text.Text("import.rival-column", "header", show(r.input.Sheet.Header[i]), "field", r.label(problem.Field)))
			}
		}
	}
	if rivals != nil {
		fmt.Fprintf(out, "! %s\n", clean(r.text.Text("import.rival-columns", "names", strings.Join(rivals, ", "))))
	}
	for _, a := range r.alarms() {
		switch {
		case a.told:
		case a.note:
			fmt.Fprintln(out, clean(a.Message))
		case a.Column > 0:
			fmt.Fprintf(out, "! %s: %s\n", show(r.input.Sheet.Header[a.Column-1]), clean(a.Message))
		default:
			fmt.Fprintf(out, "! %s\n", clean(a.Message))
		}
	}
}

// openAlarms fails where the plan has an alarm of values that have come to
// wrong rows, unless such alarms are accepted: a save by the command line asks
// nobody.
func (r *importRun) openAlarms() error {
	if r.flags.acceptAlarms {
		return nil
	}
	var headers []string
	for i := range r.plan.Columns {
		for _, problem := range r.plan.Columns[i].Problems {
			if slices.Contains(importer.Misplaced, problem.Code) {
				headers = append(headers, show(r.input.Sheet.Header[i]))
			}
		}
	}
	if headers == nil {
		return nil
	}
	return r.failure("failure.alarms-open", "count", len(headers), "headers", strings.Join(slices.Compact(headers), ", "))
}
