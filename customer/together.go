package customer

// Together tells what cannot be right together, of values that are to take the
// place of stored ones: a field that must have a value and has none, and a
// Business ID of a person, which one that is stored already may keep.
func (t *Table) Together(values, stored *Values) []Problem {
	var problems []Problem
	for _, f := range t.Values() {
		if code := t.Of(f).Required; code != "" && values[f] == "" {
			problems = append(problems, Problem{Field: f, Level: Error, Code: code})
		}
	}
	changed := values[Kind] != stored[Kind] || values[BusinessID] != stored[BusinessID]
	if changed && values[Kind] == Person && values[BusinessID] != "" {
		problems = append(problems, Problem{Field: BusinessID, Level: Error, Code: KindFixed})
	}
	return problems
}
