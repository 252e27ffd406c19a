package customer

// What a field keeps that says yes or no.
const (
	Yes = "yes"
	No  = "no"
)

// yesNo are the two values, with the words that mean them everywhere.
var yesNo = []Choice{
	{Value: Yes, Labels: map[string]string{"fi": "Kyllä", "sv": "Ja", "en": "Yes"}, Aliases: []string{"1", "x", "k", "j", "y", "on", "tosi", "sant", "true", "wahr"}},
	{Value: No, Labels: map[string]string{"fi": "Ei", "sv": "Nej", "en": "No"}, Aliases: []string{"0", "e", "n", "off", "epätosi", "falskt", "false", "falsch", "nein"}},
}

// withYesNo are the two values with the words that a field has beside the usual
// ones.
func withYesNo(own []Choice) []Choice {
	choices := make([]Choice, len(yesNo))
	for i, choice := range yesNo {
		choices[i] = choice
		for _, words := range own {
			if words.Value == choice.Value {
				choices[i].Aliases = append(words.Aliases, choice.Aliases...)
			}
		}
	}
	return choices
}

// Complete gives each field that always has a value the one that it has where
// nothing is said.
func (v *Values) Complete() {
	for f := Kind; f.IsValue(); f++ {
		if v[f] == "" {
			v[f] = standard[f].Default
		}
	}
}

// IsActive reports whether a customer is one that business is done with: the list on
// the page shows others muted.
func (c *Customer) IsActive() bool { return c.Values[Active] != No }

// TakesMessages reports whether messages may be sent to a customer: neither to one
// who wants no marketing, nor to one whose data may only be kept.
func (c *Customer) TakesMessages() bool {
	return c.Values[NoMarketing] != Yes && c.Values[Restricted] != Yes
}

// Flagged lists the fields whose values are shown by a small label wherever the
// customer is named.
func (t *Table) Flagged(values *Values) []Field {
	var flagged []Field
	for _, f := range t.fields {
		if flag := t.Of(f).Flag; flag != "" && values[f] == flag {
			flagged = append(flagged, f)
		}
	}
	return flagged
}

// FlagText is the small label of a field in a language: its name, unless it has
// words of its own.
func (t *Table) FlagText(f Field, lang string) string {
	if text := t.Of(f).FlagTexts[lang]; text != "" {
		return text
	}
	return t.Label(f, lang)
}
