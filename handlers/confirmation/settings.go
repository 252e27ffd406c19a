package confirmation

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
	"kortisto/sheet/charset"
)

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

// flag is the value of an option that is on or off.
func flag(on bool, value string) string {
	if on {
		return value
	}
	return ""
}

// fillSelects makes the options of the import as selects.
func (v *View) fillSelects() {
	o := v.Options
	add := func(name, label string, choices []choice) {
		v.Selects = append(v.Selects, selectView{Name: name, Label: v.words.Text(label), Choices: choices})
	}
	add("unknown_numbers", "import.option-unknown", v.choices(string(o.UnknownNumbers),
		"", "import.option-unknown-error", "create", "import.option-unknown-create", "ignore", "import.option-unknown-ignore"))
	add("create", "import.option-create", v.choices(string(o.Create),
		"", "import.option-create-default", "yes", "import.option-create-yes", "no", "import.option-create-no"))
	add("existing", "import.option-existing", v.choices(flag(o.SkipExisting, "skip"),
		"", "import.option-existing-change", "skip", "import.option-existing-skip"))
	add("kind", "import.option-kind", v.choices(o.Kind,
		"", "import.option-kind-name", customer.Company, "import.option-kind-company", customer.Person, "import.option-kind-person"))
	add("repair", "import.option-repair", v.choices(flag(o.NoRepair, "no"),
		"", "import.option-repair-yes", "no", "import.option-repair-no"))
	add("names", "import.option-names", v.choices(flag(o.FirstNameFirst, "first"),
		"", "import.option-names-last", "first", "import.option-names-first"))
}

// OptionsChosen reports whether an option is other than usual.
func (v *View) OptionsChosen() bool { return v.Options != importer.Options{} }

// ReadingSelects are the ways to read the file.
func (v *View) ReadingSelects() []selectView {
	selects := v.formatSelects()
	if v.Sheet.Garbled.Cells > 0 {
		selects = append(selects, selectView{Name: "mend", Label: v.words.Text("import.mend"), Choices: v.choices(flag(v.Sheet.Garbled.Mended, "yes"),
			"", "import.mend-no", "yes", "import.mend-yes")})
	}
	if v.Sheet.LeftAbove > 0 {
		selects = append(selects, selectView{Name: "above", Label: v.words.Text("import.above"), Choices: v.choices(flag(v.Import.Choices.Reading.Above, "yes"),
			"", "import.above-no", "yes", "import.read-above")})
	}
	return selects
}

// formatSelects are those that the file's format has.
func (v *View) formatSelects() []selectView {
	reading := v.Import.Choices.Reading
	if len(v.Sheet.Names) > 0 {
		names := make([]choice, 0, len(v.Sheet.Names))
		for _, name := range v.Sheet.Names {
			names = append(names, choice{name, name, name == v.Sheet.Name})
		}
		return []selectView{{Name: "sheet", Label: v.words.Text("import.worksheet"), Choices: names}}
	}
	found := choice{"", v.words.Text("import.as-found"), reading.Charset == ""}
	encodings := []choice{found}
	for _, name := range charset.Names() {
		encodings = append(encodings, choice{name, name, name == reading.Charset})
	}
	selects := []selectView{{Name: "charset", Label: v.words.Text("import.charset"), Choices: encodings}}
	if v.Sheet.Format != sheet.FormatCSV {
		return selects
	}
	delimiters := []choice{{"", v.words.Text("import.as-found"), reading.Delimiter == ""}}
	for _, d := range []string{";", ",", "\t", "|"} {
		label := d
		if d == "\t" {
			label = v.words.Text("import.tab")
		}
		delimiters = append(delimiters, choice{d, label, d == reading.Delimiter})
	}
	return append(selects, selectView{Name: "delimiter", Label: v.words.Text("import.delimiter"), Choices: delimiters})
}

// NoHeader reports whether the file is read as one without a header.
func (v *View) NoHeader() bool { return v.Sheet.HeaderRow == 0 }

// HeaderRowValue is what the field for the header's row holds.
func (v *View) HeaderRowValue() string {
	if v.NoHeader() {
		return ""
	}
	return strconv.Itoa(v.Sheet.HeaderRow)
}

// columnSelect is the select of one column.
type columnSelect struct {
	Column
	Label    string
	NoImport string
	Targets  []choice
	Fixed    bool // the user may not change it
}

// Select makes the select of a column.
func (v *View) Select(column Column) columnSelect {
	view := columnSelect{Column: column, Fixed: !v.CanEdit() || v.Import.Choices.Selection, NoImport: v.words.Text("import.do-not-import"),
		Label: v.words.Text("import.column-label", "column", column.Letter, "header", column.Header)}
	view.Targets = slices.Clone(v.Targets)
	for i := range view.Targets {
		view.Targets[i].Selected = view.Targets[i].Value == column.Field.Key()
	}
	return view
}

// meterView is the meter of one column with its text.
type meterView struct {
	meter
	Index int
	Text  string

	ValuesAt   string // address that shows the column's values, "" where there are too many
	ValuesGet  string // the same for a page that says itself what else it shows
	ValuesText string
	ValuesOf   string
}

// Meter makes the meter of a column.
func (v *View) Meter(column Column) meterView {
	view := meterView{meter: column.meter, Index: column.Index}
	if v.words.Table.Of(column.Field).FewValued {
		show := v.Showing
		show.Values = column.Index + 1
		view.ValuesAt, view.ValuesGet = v.Action()+show.Query(), v.Action()+Showing{Values: show.Values}.Query()
		view.ValuesText, view.ValuesOf = v.words.Text("import.values"), v.words.Text("import.values-of", "field", v.words.Label(column.Field))
	}
	switch {
	case column.Errors > 0 && column.Changes > 0:
		view.Text = v.words.Text("import.meter-both", "changes", v.words.Text("summary.modified", "count", column.Changes), "errors", v.words.Text("import.meter-errors", "count", column.Errors))
	case column.Errors > 0:
		view.Text = v.words.Text("import.meter-errors", "count", column.Errors)
	case column.Changes > 0:
		view.Text = v.words.Text("summary.modified", "count", column.Changes)
	}
	return view
}

// FileLine says what the file was found to be.
func (v *View) FileLine() string {
	if v.Import.Choices.Selection {
		return v.words.Text("selection.customers", "count", len(v.Sheet.Rows))
	}
	facts := []string{v.words.Text("import.format-" + string(v.Sheet.Format))}
	for _, fact := range []string{v.Sheet.Name, v.Sheet.Charset, v.delimiterName()} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	switch v.Sheet.HeaderRow {
	case 0:
		facts = append(facts, v.words.Text("import.header-none"))
	case 1:
	default:
		facts = append(facts, v.words.Text("import.header-on", "line", v.Sheet.HeaderRow))
	}
	return strings.Join(append(facts, v.words.Text("summary.rows", "count", len(v.Sheet.Rows))), " · ")
}

// delimiterName is the delimiter as it can be read.
func (v *View) delimiterName() string {
	if v.Sheet.Delimiter == "\t" {
		return v.words.Text("import.tab")
	}
	return v.Sheet.Delimiter
}
