package handlers

import (
	"strings"

	"kortisto/importer"
)

// Asks reports whether the save button leads to one more question: where rows
// are left out, or an alarm is open.
func (v *confirmation) Asks() bool { return v.Left > 0 || v.warnings() > 0 }

func (v *confirmation) warnings() int {
	n := 0
	for _, alarm := range v.Alarms {
		if alarm.Warn {
			n++
		}
	}
	return n
}

// Question says what stays behind when the plan is saved.
func (v *confirmation) Question() string {
	var sentences []string
	switch n := v.plan.Counts; {
	case v.Left == 0:
	case n[importer.Error]+n[importer.Undecided] == 0:
		sentences = append(sentences, v.Text("summary.excluded", "count", v.Left)+".")
	default:
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
	if n := v.warnings(); n > 0 {
		sentences = append(sentences, v.Text("import.ask-alarms", "count", n))
	}
	return strings.Join(append(sentences, v.Text("import.ask")), " ")
}

// Here is the address of the page as it is shown.
func (v *confirmation) Here() string { return v.Action() + v.View.query() }
