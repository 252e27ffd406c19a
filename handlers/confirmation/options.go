package confirmation

import (
	"slices"

	"kortisto/customer"
	"kortisto/importer"
)

// makeSelects makes the options of the import as selects.
func (v *View) makeSelects() {
	o := v.Options
	add := func(name, label string, choices []selectEntry) {
		v.Selects = append(v.Selects, selectView{Name: name, Label: v.words.Text(label), Choices: choices})
	}
	add("unknown_numbers", "import.option-unknown", v.selectEntries(string(o.UnknownNumbers),
		"", "import.option-unknown-error", "create", "import.option-unknown-create", "ignore", "import.option-unknown-ignore"))
	add("create", "import.option-create", v.selectEntries(string(o.Create),
		"", "import.option-create-default", "yes", "import.option-create-yes", "no", "import.option-create-no"))
	add("existing", "import.option-existing", v.selectEntries(flag(o.SkipExisting, "skip"),
		"", "import.option-existing-change", "skip", "import.option-existing-skip"))
	add("kind", "import.option-kind", v.selectEntries(o.Kind,
		"", "import.option-kind-name", customer.Company, "import.option-kind-company", customer.Person, "import.option-kind-person"))
	add("repair", "import.option-repair", v.selectEntries(flag(o.NoRepair, "no"),
		"", "import.option-repair-yes", "no", "import.option-repair-no"))
	add("names", "import.option-names", v.selectEntries(flag(o.FirstNameFirst, "first"),
		"", "import.option-names-last", "first", "import.option-names-first"))
}

// changedValue returns what a form has in a field, and whether the user has
// changed it: against what the page had shown, else against what is stored.
func changedValue(form map[string]string, name, stored string) (value string, changed bool) {
	value, there := form[name]
	if !there {
		return stored, false
	}
	if was, said := form["was-"+name]; said {
		return value, value != was
	}
	return value, value != stored
}

// optionsOf applies the options that the user has changed.
func optionsOf(form map[string]string, options importer.Options) importer.Options {
	for _, option := range optionFields(&options) {
		if value, changed := changedValue(form, option.name, option.get()); changed {
			option.set(value)
		}
	}
	return options
}

// optionField is an option as a field of a form.
type optionField struct {
	name string
	get  func() string
	set  func(string)
}

// optionFields lists the options as fields of a form. A value that a field
// does not know is passed over.
func optionFields(o *importer.Options) []optionField {
	oneOf := func(name string, get func() string, set func(string), values ...string) optionField {
		return optionField{name, get, func(value string) {
			if slices.Contains(values, value) {
				set(value)
			}
		}}
	}
	toggle := func(name string, on *bool, word string) optionField {
		return oneOf(name, func() string { return flag(*on, word) }, func(value string) { *on = value == word }, "", word)
	}
	return []optionField{
		oneOf("unknown_numbers", func() string { return string(o.UnknownNumbers) }, func(v string) { o.UnknownNumbers = importer.UnknownNumbers(v) },
			string(importer.UnknownIsError), string(importer.UnknownCreates), string(importer.UnknownIgnored)),
		oneOf("create", func() string { return string(o.Create) }, func(v string) { o.Create = importer.Create(v) },
			string(importer.CreateDefault), string(importer.CreateYes), string(importer.CreateNo)),
		oneOf("kind", func() string { return o.Kind }, func(v string) { o.Kind = v }, "", customer.Company, customer.Person),
		toggle("existing", &o.SkipExisting, "skip"),
		toggle("repair", &o.NoRepair, "no"),
		toggle("names", &o.FirstNameFirst, "first"),
	}
}
