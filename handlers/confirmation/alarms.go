package confirmation

import (
	"cmp"
	"slices"
)

// alarm is something about the whole file that the user should look at, with a button
// that settles it, where there is one, and at most one more for the other way.
type alarm struct {
	Text    string
	Warn    bool
	Button  string
	Decide  string // value of the button
	Other   string // a second button, for the other way, "" for none
	Choose  string // its value
	Harmful bool   // it would do the most harm
	Cause   bool   // others follow from it

	Show, ShowText string // address of the rows that it is about, and what leads there; "" for none
	Menu           string // what the menu is called in which the button stands, as it does much; "" for none
}

// rank is how urgent the alarm is.
func (a alarm) rank() int {
	switch {
	case a.Harmful && a.Cause:
		return 3
	case a.Harmful:
		return 2
	case a.Warn:
		return 1
	}
	return 0
}

// settles reports whether a button of the alarm settles something that would do
// harm.
func (a alarm) settles() bool { return a.Warn && a.Button != "" }

// muted is the alarm for who only looks: without its buttons.
func (a alarm) muted() alarm {
	return alarm{Warn: a.Warn, Text: a.Text, Show: a.Show, ShowText: a.ShowText}
}

// makeAlarms gathers what is to be told of the whole file, the most urgent first.
// Those that are as urgent stand as they are listed here.
func (v *View) makeAlarms() {
	v.Alarms = slices.Concat(
		v.movedFieldAlarms(), v.conflictAlarms(), v.damageAlarms(), v.recalledAlarms(), v.rivalAlarms(), v.columnAlarms(),
		v.sameFileAlarms(), v.droppedAlarms(), v.erasedAlarms(), v.numberAlarms(), v.emptyCellAlarms(), v.hiddenRowAlarms(),
		v.readingAlarms(), v.groupAlarms(), v.leftColumnAlarms(),
	)
	slices.SortStableFunc(v.Alarms, func(a, b alarm) int { return cmp.Compare(b.rank(), a.rank()) })
	if v.CanEdit() {
		return
	}
	for i := range v.Alarms {
		v.Alarms[i] = v.Alarms[i].muted()
	}
}

// Warn puts a message before all alarms.
func (v *View) Warn(text string) {
	v.Alarms = slices.Insert(v.Alarms, 0, alarm{Warn: true, Text: text})
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

// sameFileAlarms tell that the same file was imported before.
func (v *View) sameFileAlarms() []alarm {
	if v.Before == nil {
		return nil
	}
	text := v.words.Text("import.same-file", "time", v.words.Time(v.Before.SavedAt.Time()), "who", v.words.Who(v.Before.SavedBy))
	if v.Before.Undone {
		text += " " + v.words.Text("import.same-file-undone")
	}
	return []alarm{{Text: text}}
}

// droppedAlarms count the decisions that hold no longer.
func (v *View) droppedAlarms() []alarm {
	if v.Dropped == 0 {
		return nil
	}
	return []alarm{{Warn: true, Text: v.words.Text("import.dropped", "count", v.Dropped)}}
}

// erasedAlarms count the rows that would bring back people whose data was erased.
func (v *View) erasedAlarms() []alarm {
	if v.plan.Erased == 0 {
		return nil
	}
	return []alarm{{Warn: true, Harmful: true, Text: v.words.Text("import.erased-people", "count", v.plan.Erased)}}
}

// emptyCellAlarms count the empty cells whose stored values stay.
func (v *View) emptyCellAlarms() []alarm {
	if v.plan.EmptyCells == 0 {
		return nil
	}
	return []alarm{{
		Text: v.words.Text("import.empty-cells", "count", v.plan.EmptyCells),
		Show: v.rowsWith(emptyCells), ShowText: v.words.Text("import.show-rows-of"),
	}}
}
