package confirmation

import (
	"maps"
	"slices"
	"strconv"

	"kortisto/customer"
	"kortisto/importer"
)

// conflictView is a field that was changed both in the file and in the register
// since the file was exported.
type conflictView struct {
	Label                   string
	Exported, Current, File string
	By                      string // who gave the current value, and when
	Keep, Overwrite         string // values of the buttons
	Guarded                 bool   // the value of the register must not be lost silently
	Count                   int    // conflicts of the whole column
	Whole                   string // name of the field that makes a press count for all of them
}

// sideView is one of the two values of a conflict.
type sideView struct {
	Value, Where string
	Decide       string // value of the button that chooses it, "" where it can't be chosen
}

// Side makes one of the two values of a conflict.
func (v *View) Side(value, where, decide string) sideView {
	if !v.CanEdit() {
		decide = ""
	}
	return sideView{value, where, decide}
}

// wholeName is the name of the field that makes the choice for a cell count
// for its column.
func wholeName(line, column string) string { return "whole-" + line + "-" + column }

// conflictsIn counts the conflicts of a field.
func (v *View) conflictsIn(f customer.Field) int {
	n := 0
	for _, row := range v.plan.Rows {
		for _, c := range row.Conflicts {
			if c.Field == f {
				n++
			}
		}
	}
	return n
}

// conflicts are those of one row, for its details.
func (v *View) conflicts(row *importer.Row) []conflictView {
	views := make([]conflictView, 0, len(row.Conflicts))
	for _, c := range row.Conflicts {
		column, _ := v.Import.Choices.Mapping.Holding(c.Field)
		cell := strconv.Itoa(row.Line) + ":" + strconv.Itoa(column)
		view := conflictView{
			Label:    v.words.Label(c.Field),
			Exported: v.words.Show(c.Field, c.Exported), Current: v.words.Show(c.Field, c.Current), File: v.words.Show(c.Field, c.File),
			Guarded: c.Guarded, Keep: "keep:" + cell, Overwrite: "overwrite:" + cell,
			Count: v.conflictsIn(c.Field), Whole: wholeName(strconv.Itoa(row.Line), strconv.Itoa(column)),
		}
		if c.Write.Who != "" {
			view.By = v.words.Text("import.changed-by", "who", v.words.Who(c.Write.Who), "time", v.words.Time(c.Write.At))
		}
		views = append(views, view)
	}
	return views
}

// conflictAlarms count the rows that wait for a choice between the file and the
// register, with the ways to settle all at once and back.
func (v *View) conflictAlarms() []alarm {
	var alarms []alarm
	sides := v.Import.Choices.Decisions.Sides
	for _, column := range slices.Sorted(maps.Keys(sides)) {
		if column < len(v.Columns) {
			alarms = append(alarms, alarm{
				Text:   v.words.Text("import.side-"+string(sides[column]), "column", columnLetter(column)),
				Button: v.words.Text("import.conflicts-ask"), Decide: "ask-side:" + strconv.Itoa(column),
			})
		}
	}
	if side := v.Options.OnConflict; side != "" {
		return append(alarms, alarm{
			Warn: side == importer.FromFile, Text: v.words.Text("import.conflicts-" + string(side)),
			Button: v.words.Text("import.conflicts-ask"), Decide: "conflicts:ask",
		})
	}
	n := 0
	for _, row := range v.plan.Rows {
		if slices.ContainsFunc(row.Conflicts, func(c importer.Conflict) bool { return !c.Guarded }) {
			n++
		}
	}
	if n == 0 {
		return alarms
	}
	return append(alarms, alarm{
		Warn: true, Text: v.words.Text("import.conflicts", "count", n),
		Button: v.words.Text("import.conflicts-keep"), Decide: "conflicts:" + string(importer.FromRegister),
		Other: v.words.Text("import.conflicts-take"), Choose: "conflicts:" + string(importer.FromFile),
	})
}

// decideConflicts settles all conflicts, or asks about them again.
func decideConflicts(d *deciding, args []string) bool {
	switch side := importer.Side(args[0]); side {
	case importer.FromFile, importer.FromRegister:
		d.choices.Options.OnConflict = side
	case "ask":
		d.choices.Options.OnConflict = ""
	default:
		return false
	}
	return true
}

// aboutConflict settles the conflict of a cell, or where the form says so all of
// its column.
func aboutConflict(side importer.Side) decideFunc {
	cell := aboutCell(func(d *importer.CellDecision) { d.Side = side })
	return func(d *deciding, args []string) bool {
		if d.form[wholeName(args[0], args[1])] != "" {
			return aboutSide(side)(d, args[1:])
		}
		return cell(d, args)
	}
}

// aboutSide settles the conflicts of a column.
func aboutSide(side importer.Side) decideFunc {
	return func(d *deciding, args []string) bool {
		column, ok := d.column(args[0])
		if !ok || d.choices.Mapping[column] == customer.None {
			return false
		}
		d.choices.Decisions.SetSide(column, side)
		return true
	}
}
