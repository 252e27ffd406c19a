package handlers

import "kortisto/customer"

// shownChange is a change of a field in words.
type shownChange struct {
	Key, Label, Old, New string
}

// keptChanges are the changes of fields whose values are kept, and in a sentence
// those of which only that they changed is known.
func keptChanges(w Words, changes []customer.Change) (kept []shownChange, gone string) {
	var fields []string
	var known []customer.Change
	for _, change := range changes {
		if change.Old == change.New { // a change always differs
			fields = append(fields, w.Label(change.Field))
		} else {
			known = append(known, change)
		}
	}
	if fields != nil {
		gone = w.Text("history.values-gone", "fields", w.List(fields))
	}
	return shownChanges(w, known), gone
}

// shownChanges puts changes of fields into words.
func shownChanges(w Words, changes []customer.Change) []shownChange {
	shown := make([]shownChange, len(changes))
	for i, change := range changes {
		f := change.Field
		shown[i] = shownChange{f.Key(), w.Label(f), w.Show(f, change.Old), w.Show(f, change.New)}
	}
	return shown
}
