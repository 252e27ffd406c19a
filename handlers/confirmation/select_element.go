package confirmation

// selectEntry is one entry of a select.
type selectEntry struct {
	Value, Label string
	Selected     bool
}

// selectView is a select with its label.
type selectView struct {
	Name, Label string
	Choices     []selectEntry
}

// Value is what is chosen.
func (s selectView) Value() string {
	for _, c := range s.Choices {
		if c.Selected {
			return c.Value
		}
	}
	return ""
}

// selectEntries makes the entries of a select from values and the ids of their texts.
func (v *View) selectEntries(selected string, pairs ...string) []selectEntry {
	var made []selectEntry
	for i := 0; i < len(pairs); i += 2 {
		made = append(made, selectEntry{Value: pairs[i], Label: v.words.Text(pairs[i+1]), Selected: pairs[i] == selected})
	}
	return made
}

// flag is the value of something that is on or off.
func flag(on bool, value string) string {
	if on {
		return value
	}
	return ""
}
