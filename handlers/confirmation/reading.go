package confirmation

import (
	"strconv"
	"strings"

	"kortisto/handlers/wording"
	"kortisto/sheet"
	"kortisto/sheet/charset"
)

// FileLine says what the file was found to be.
func (v *View) FileLine() string {
	if v.Import.Choices.Selection {
		return v.words.Text("selection.customers", "count", len(v.Sheet.Rows))
	}
	facts := []string{v.words.Text("import.format-" + string(v.Sheet.Format))}
	for _, fact := range []string{v.Sheet.Name, v.Sheet.Charset, v.delimiterName(v.Sheet.Delimiter)} {
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

// delimiterName is a delimiter as it can be read.
func (v *View) delimiterName(delimiter string) string {
	if delimiter == "\t" {
		return v.words.Text("import.tab")
	}
	return delimiter
}

// ReadingSelects are the ways to read the file.
func (v *View) ReadingSelects() []selectView {
	selects := v.formatSelects()
	if v.Sheet.Garbled.Cells > 0 {
		selects = append(selects, selectView{Name: "mend", Label: v.words.Text("import.mend"), Choices: v.selectEntries(flag(v.Sheet.Garbled.Mended, "yes"),
			"", "import.mend-no", "yes", "import.mend-yes")})
	}
	if v.Sheet.LeftAbove > 0 {
		selects = append(selects, selectView{Name: "above", Label: v.words.Text("import.above"), Choices: v.selectEntries(flag(v.Import.Choices.Reading.Above, "yes"),
			"", "import.above-no", "yes", "import.read-above")})
	}
	return selects
}

// delimiters are those that a file can be read with.
var delimiters = []string{";", ",", "\t", "|"}

// formatSelects are the ways to read a file of its format.
func (v *View) formatSelects() []selectView {
	if len(v.Sheet.Names) > 0 {
		var names []selectEntry
		for _, name := range v.Sheet.Names {
			names = append(names, selectEntry{name, name, name == v.Sheet.Name})
		}
		return []selectView{{Name: "sheet", Label: v.words.Text("import.worksheet"), Choices: names}}
	}
	reading := v.Import.Choices.Reading
	charsets := []selectEntry{v.asFound(reading.Charset)}
	for _, name := range charset.Names() {
		charsets = append(charsets, selectEntry{name, name, name == reading.Charset})
	}
	selects := []selectView{{Name: "charset", Label: v.words.Text("import.charset"), Choices: charsets}}
	if v.Sheet.Format != sheet.FormatCSV {
		return selects
	}
	separators := []selectEntry{v.asFound(reading.Delimiter)}
	for _, delimiter := range delimiters {
		separators = append(separators, selectEntry{delimiter, v.delimiterName(delimiter), delimiter == reading.Delimiter})
	}
	return append(selects, selectView{Name: "delimiter", Label: v.words.Text("import.delimiter"), Choices: separators})
}

// asFound is the choice that leaves a way to read the file to the program.
func (v *View) asFound(chosen string) selectEntry {
	return selectEntry{"", v.words.Text("import.as-found"), chosen == ""}
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

// readingAlarms tell of what may have gone wrong when the file was made or read.
func (v *View) readingAlarms() []alarm {
	var alarms []alarm
	warn := func(id string, count int) {
		if count > 0 {
			alarms = append(alarms, alarm{Warn: true, Text: v.words.Text(id, "count", count)})
		}
	}
	warn("import.rows-above", v.Sheet.RowsAbove)
	if n := v.Sheet.LeftAbove; n > 0 && !v.Import.Choices.Reading.Above {
		alarms = append(alarms, alarm{
			Warn: true, Text: v.words.Text("import.left-above", "count", n),
			Button: v.words.Text("import.read-above"), Decide: "above",
		})
	}
	warn("import.merged-cells", v.Sheet.MergedCells)
	warn("import.error-cells", v.Sheet.ErrorCells)
	warn("import.unknown-cells", v.Sheet.UnknownCells)
	if v.Sheet.Rejoined {
		alarms = append(alarms, alarm{Warn: true, Text: v.words.Text("import.rejoined", "delimiter", v.delimiterName(v.Sheet.Delimiter))})
	}
	return append(alarms, v.garbledAlarms()...)
}

// garbledAlarms tell of letters that were read in a wrong charset before the
// file was made; one press mends them.
func (v *View) garbledAlarms() []alarm {
	garbled := v.Sheet.Garbled
	switch {
	case garbled.Cells == 0:
		return nil
	case garbled.Mended:
		return []alarm{{Text: v.words.Text("import.mended", "count", garbled.Cells)}}
	}
	return []alarm{{
		Warn: true, Button: v.words.Text("import.mend-button"), Decide: "mend",
		Text: v.words.Text("import.garbled", "count", garbled.Cells, "text", wording.ShortName(garbled.Text), "right", wording.ShortName(garbled.Right)),
	}}
}

// readAbove has the file read again with the rows above its header.
func readAbove(d *deciding, _ []string) bool {
	d.choices.Reading.Above = true
	return true
}

// mend has the file read again with its garbled letters mended.
func mend(d *deciding, _ []string) bool {
	d.choices.Reading.Mend = true
	return true
}
