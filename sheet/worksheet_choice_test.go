package sheet

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/sheet/table"
)

// textRows gives rows of a worksheet with inline texts: rows parted by line
// ends, cells by |.
func textRows(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for _, cell := range strings.Split(line, "|") {
			fmt.Fprintf(&b, `<c t="inlineStr"><is><t>%s</t></is></c>`, cell)
		}
		b.WriteString("</row>")
	}
	return b.String()
}

// TestReadWorkbookChoosesSheet holds which worksheet is read where none is
// asked for.
func TestReadWorkbookChoosesSheet(t *testing.T) {
	known := func(header string) bool { return header == "Nimi" || header == "Maa" }
	const table, other = "Nimi|Maa\nMatti|FI", "Koodi|Selite\nA|Vakio"
	tests := map[string]struct {
		sheets       []string
		plain, known string
	}{
		"first":                       {[]string{table, table}, "Sheet1", "Sheet1"},
		"after one line":              {[]string{"Ohje", table}, "Sheet2", "Sheet2"},
		"after instructions":          {[]string{"Ohje\nTäytä\nLähetä", table}, "Sheet2", "Sheet2"},
		"after names of columns":      {[]string{"Nimi\nMaa\nPuhelin", table}, "Sheet2", "Sheet2"},
		"after a header alone":        {[]string{"Nimi|Maa", table}, "Sheet2", "Sheet2"},
		"after its repeated header":   {[]string{"Nimi|Maa\nNimi|Maa", table}, "Sheet2", "Sheet2"},
		"after another table":         {[]string{other, table}, "Sheet1", "Sheet2"},
		"known one-column list first": {[]string{"Nimi\nMatti", other}, "Sheet2", "Sheet1"},
		"nothing known":               {[]string{"Ohje", other, other}, "Sheet2", "Sheet2"},
		"no header":                   {[]string{"1001|Matti\n1002|Liisa", "Ohje\nTäytä"}, "Sheet1", "Sheet1"},
		"one column each":             {[]string{"a\nb", "c\nd"}, "Sheet1", "Sheet1"},
		"too large another table":     {[]string{other + strings.Repeat("\nB|C", 30), table}, "", "Sheet2"},
		"too wide another table":      {[]string{"a|b|c|d", table}, "", "Sheet2"},
		"too wide below its header":   {[]string{"Nimi|Koodi\na|b|c|d", table}, "", "Sheet2"},
		"too large after the table":   {[]string{table, table + strings.Repeat("\nB|C", 30)}, "Sheet1", "Sheet1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var sheets []string
			for _, text := range test.sheets {
				sheets = append(sheets, textRows(text))
			}
			data := workbookParts(nil, nil, sheets...).pack(t)
			for _, o := range []Options{{}, {HeaderRow: NoHeader}, {HeaderRow: 1}, {Known: known}, {Known: known, HeaderRow: NoHeader}} {
				want := test.plain
				if o.Known != nil {
					want = test.known
				}
				o.Limits = Limits{Rows: 4, Columns: 3}
				s, err := Read(data, o)
				switch {
				case want == "" && err == nil:
					t.Errorf("%s was read", s.Name)
				case want != "" && err != nil:
					t.Error(err)
				case want != "":
					equal(t, "worksheet", s.Name, want)
				}
			}
		})
	}
}

func TestReadWorkbookNoRows(t *testing.T) {
	names := map[string]any{"names": []string{"Sheet1", "Sheet2"}}
	for name, test := range map[string]struct {
		sheets []string
		o      Options
		args   map[string]any
	}{
		"one worksheet":   {[]string{textRows("Nimi|Maa")}, Options{}, map[string]any{"names": nil}},
		"nothing at all":  {[]string{"", ""}, Options{}, names},
		"headers alone":   {[]string{textRows("Ohje"), textRows("Nimi|Maa")}, Options{}, names},
		"the asked one":   {[]string{textRows("Ohje"), textRows("Nimi|Maa\nMatti|FI")}, Options{Sheet: "Sheet1"}, names},
		"nothing in it":   {[]string{"", textRows("Nimi|Maa\nMatti|FI")}, Options{Sheet: "Sheet1"}, names},
		"errors and none": {[]string{`<row r="1"><c t="e"><v>#N/A</v></c></row>`, ""}, Options{}, names},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(workbookParts(nil, nil, test.sheets...).pack(t), test.o)
			expectError(t, err, table.NoRows, test.args)
		})
	}
}

// TestReadWorkbookErrors holds that a cell's error never becomes a text, and
// is counted.
func TestReadWorkbookErrors(t *testing.T) {
	rows := textRows("Nimi|Maa|Ryhmä\nMatti|FI|Vakio")
	want := []string{"Matti|FI|Vakio"}
	errors := []string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "Err:508"}
	for i, text := range errors {
		rows += fmt.Sprintf(`<row r="%d"><c t="inlineStr"><is><t>Liisa</t></is></c><c t="e"><f>A1</f><v>%s</v></c><c><v>%d</v></c></row>`, i+3, text, i)
		want = append(want, fmt.Sprintf("Liisa||%d", i))
	}
	rows += `<row r="20"><c t="e"><v>#N/A</v></c></row><row r="21"><c t="e"/></row>`
	s := mustRead(t, workbookParts(nil, nil, rows, `<row r="1"><c t="e"><v>#N/A</v></c></row>`).pack(t), Options{})
	equal(t, "rows", cellsOf(s), want)
	equal(t, "errors", s.ErrorCells, len(errors)+1)
}
