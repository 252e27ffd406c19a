package handlers

import (
	"strings"

	"kortisto/importer"
)

// Asks reports whether the save button leads to one more question: where rows
// are left out that the user has not left out, or an alarm is open that a
// button would settle.
func (v *confirmation) Asks() bool {
	n := v.plan.Counts
	return n[importer.Error]+n[importer.Undecided] > 0 || v.openWarnings() > 0
}

func (v *confirmation) openWarnings() int {
	n := 0
	for _, alarm := range v.Alarms {
		if alarm.Warn && alarm.Button != "" {
			n++
		}
	}
	return n
}

// Question says what stays behind when the plan is saved.
func (v *confirmation) Question() string {
	var sentences []string
	if n := v.plan.Counts; n[importer.Error]+n[importer.Undecided] > 0 {
		var why []string
		for _, left := range []struct {
			status importer.Status
			text   string
		}{{importer.Error, "import.meter-errors"}, {importer.Undecided, "import.ask-undecided"}, {importer.Excluded, "import.ask-excluded"}} {
			if n[left.status] > 0 {
				why = append(why, v.Text(left.text, "count", n[left.status]))
			}
		}
		sentences = append(sentences, v.Text("import.ask-left", "count", v.Left, "why", strings.Join(why, ", ")))
	}
	if n := v.openWarnings(); n > 0 {
		sentences = append(sentences, v.Text("import.ask-alarms", "count", n))
	}
	return strings.Join(append(sentences, v.Text("import.ask")), " ")
}

// Here is the address of the page as it is shown.
func (v *confirmation) Here() string { return v.Action() + v.View.query() }
