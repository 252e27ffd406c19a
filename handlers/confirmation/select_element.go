package confirmation

// choice is one entry of a select.
type choice struct {
	Value, Label string
	Selected     bool
}

// selectView is a select with its label.
type selectView struct {
	Name, Label string
	Choices     []choice
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

// choices makes the entries of a select from values and the ids of their texts.
func (v *View) choices(selected string, pairs ...string) []choice {
	var made []choice
	for i := 0; i < len(pairs); i += 2 {
		made = append(made, choice{Value: pairs[i], Label: v.words.Text(pairs[i+1]), Selected: pairs[i] == selected})
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
