package confirmation

import (
	"strings"

	"kortisto/handlers/wording"
	"kortisto/importer"
)

// whyBlocked says why the save button cannot be pressed, "" where it can.
func (v *View) whyBlocked() string {
	n := v.plan.Counts
	switch {
	case v.plan.NoKey && importer.HeaderMissing(v.Sheet):
		return v.words.Text("import.needs-header")
	case v.plan.NoKey:
		return v.words.Text("import.needs-key")
	case v.plan.Writes() > 0:
		return ""
	case n[importer.Unchanged] == len(v.plan.Rows):
		return v.words.Text("import.no-changes")
	case n[importer.Error]+n[importer.Undecided] == 0:
		return v.words.Text("import.nothing-left")
	}
	return v.words.Text("import.nothing-to-save")
}

// Sentence says in words what the plan does; where it does nothing, what its rows
// wait for or what becomes of them.
func (v *View) Sentence() string {
	does := append(v.does(), v.clears()...)
	if len(does) == 0 {
		does = v.waits()
	}
	n := v.plan.Counts
	if len(does) == 0 && n[importer.Unchanged] == 0 {
		does = v.words.Counts([]wording.Counted{{ID: "summary.excluded", Count: n[importer.Excluded]}})
	}
	if len(does) == 0 {
		return v.words.Text("import.nothing-happens")
	}
	return strings.Join(does, ", ")
}

// does says how many customers change and how many are made.
func (v *View) does() []string {
	return v.words.Counts([]wording.Counted{{ID: "import.customers-change", Count: v.Modified}, {ID: "summary.new", Count: v.New}})
}

// waits says how many rows wait for the user.
func (v *View) waits() []string {
	n := v.plan.Counts
	return v.words.Counts([]wording.Counted{{ID: "summary.undecided", Count: n[importer.Undecided]}, {ID: "summary.error", Count: n[importer.Error]}})
}

// clears says of each field how many customers lose its value.
func (v *View) clears() []string {
	var said []string
	for _, column := range v.plan.Columns {
		if column.Cleared > 0 {
			said = append(said, v.words.Text("selection.clears", "field", v.words.Label(column.Field), "count", column.Cleared))
		}
	}
	return said
}

// Remainder says what becomes of the rows of which the sentence says nothing.
func (v *View) Remainder() string {
	others := v.words.Counts([]wording.Counted{{ID: "summary.unchanged", Count: v.plan.Counts[importer.Unchanged]}})
	if len(v.does()) > 0 {
		others = append(others, v.waits()...)
	}
	return strings.Join(others, ", ")
}

// Saves says beside the button what a save does and leaves behind.
func (v *View) Saves() string {
	return strings.Join(v.words.Counts([]wording.Counted{
		{ID: "summary.modified", Count: v.Modified},
		{ID: "summary.new", Count: v.New},
		{ID: "import.new-groups", Count: v.NewGroups},
		{ID: "summary.excluded", Count: v.Left},
	}), " · ")
}

// SaveLabel is what the save button says.
func (v *View) SaveLabel() string {
	first, second := v.words.Text("import.save-new", "count", v.New), v.words.Text("import.save-modified", "count", v.Modified)
	switch {
	case v.New > 0 && v.Modified > 0:
		return v.words.Text("import.save-both", "first", first, "second", second)
	case v.Modified > 0:
		return v.words.Text("import.save", "what", second)
	case v.New > 0:
		return v.words.Text("import.save", "what", first)
	}
	return v.words.Text("import.save-nothing")
}

// Asks reports whether the save button leads to one more question: where rows
// are left out that the user has not left out, or an alarm is open that a
// button would settle.
func (v *View) Asks() bool {
	n := v.plan.Counts
	return n[importer.Error]+n[importer.Undecided] > 0 || v.openWarnings() > 0
}

// openWarnings counts the alarms that a button would settle.
func (v *View) openWarnings() int {
	n := 0
	for _, alarm := range v.Alarms {
		if alarm.settles() {
			n++
		}
	}
	return n
}

// Question says what stays behind when the plan is saved.
func (v *View) Question() string {
	var sentences []string
	if n := v.plan.Counts; n[importer.Error]+n[importer.Undecided] > 0 {
		why := v.words.Counts([]wording.Counted{
			{ID: "import.meter-errors", Count: n[importer.Error]},
			{ID: "import.ask-undecided", Count: n[importer.Undecided]},
			{ID: "import.ask-excluded", Count: n[importer.Excluded]},
		})
		sentences = append(sentences, v.words.Text("import.ask-left", "count", v.Left, "why", strings.Join(why, ", ")))
	}
	if n := v.openWarnings(); n > 0 {
		sentences = append(sentences, v.words.Text("import.ask-alarms", "count", n))
	}
	return strings.Join(append(sentences, v.words.Text("import.ask")), " ")
}
