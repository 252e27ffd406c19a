package sheet

import (
	"bytes"
	"strings"
	"testing"

	"kortisto/sheet/table"

	"github.com/xuri/excelize/v2"
)

// TestReadOddWorkbooks reads workbooks that programs write and Excel opens: a
// sheet of macros without a part, a table of texts that isn't there, merged whole
// columns, parts of UTF-16, a row in several elements.
func TestReadOddWorkbooks(t *testing.T) {
	want := []string{"Mäkelä Oy|Katu 1|00100|040 123 4567|a", "Virtanen Matti|Tie 2|02100|09 123456|b"}
	for _, name := range []string{"module-sheet", "shared-strings-dangling", "merge-whole-column", "utf16-part", "row-in-two-parts"} {
		equal(t, name, cellsOf(mustRead(t, sampleFile(t, name+".xlsx"), Options{})), want)
	}
	whole := workbookParts(nil, nil, inlineRows(3, 2))
	sheet1 := "xl/worksheets/sheet1.xml"
	rows := cellsOf(mustRead(t, whole.pack(t), Options{}))
	for name, change := range map[string]func(string) string{
		"UTF-16 with a mark": func(x string) string {
			return "\xFF\xFE" + string(utf16Bytes(strings.ReplaceAll(x, "UTF-8", "UTF-16")))
		},
		"UTF-16 without one":    func(x string) string { return string(utf16Bytes(x)) },
		"UTF-16, big end first": func(x string) string { return "\xFE\xFF\x00" + strings.TrimSuffix(string(utf16Bytes(x)), "\x00") },
		"whole rows merged": func(x string) string {
			return strings.Replace(x, "</sheetData>", `</sheetData><mergeCells><mergeCell ref="8:9"/></mergeCells>`, 1)
		},
		"a column merged": func(x string) string {
			return strings.Replace(x, "</sheetData>", `</sheetData><mergeCells><mergeCell ref="$B:$B"/></mergeCells>`, 1)
		},
		"each cell a row element": func(x string) string { return strings.ReplaceAll(x, `<c r="B2"`, `</row><row r="2"><c r="B2"`) },
	} {
		equal(t, name, cellsOf(mustRead(t, whole.with(sheet1, change).pack(t), Options{})), rows)
	}
}

// TestReadOddDates shows dates and times as spreadsheets do: elapsed time and
// early days counted from 1904, halves of a day, the years of built-in formats.
func TestReadOddDates(t *testing.T) {
	for name, want := range map[string][2]string{"1904": {"255:10:10", "1904-01-02"}, "date-formats": {"June 10, 2012 9:00PM", "19-Jan-1920"}} {
		rows := mustRead(t, sampleFile(t, name+".xlsx"), Options{}).Rows
		equal(t, name, [2]string{rows[0].Cells[4], rows[1].Cells[4]}, want)
	}
	for _, c := range []struct{ format, number, want, from1904 string }{
		{"#14", "1", "", "2.1.1904"}, {"#14", "0.5", "", "1.1.1904"}, {"#46", "1.5", "36:00:00", "36:00:00"}, {"[mm]:ss", "0.05", "72:00", "72:00"},
		{"[h]:mm", "100.25", "2406:00", "2406:00"}, {"h:mmAM/PM", "0.25", "6:00AM", "6:00AM"}, {"hh:mm AM/PM", "45000.5", "12:00 PM", "12:00 PM"},
		{"h:mm AM/PM", "45000.01", "12:14 AM", "12:14 AM"}, {"#17", "43962", "May-2020", "May-2024"}, {"#15", "43962", "11-May-2020", "12-May-2024"},
		{"[$-409]dddd, mmmm d, yyyy", "43962", "Monday, May 11, 2020", "Sunday, May 12, 2024"},
	} {
		p := workbookParts(nil, []string{c.format}, `<row r="1"><c r="A1" s="1"><v>`+c.number+`</v></c></row>`)
		if c.want != "" {
			equal(t, c.format+" of "+c.number, mustRead(t, p.pack(t), Options{HeaderRow: NoHeader}).Rows[0].Cells[0], c.want)
		}
		p = p.with("xl/workbook.xml", func(x string) string { return strings.Replace(x, "<workbookPr/>", `<workbookPr date1904="1"/>`, 1) })
		equal(t, c.format+" of "+c.number+" from 1904", mustRead(t, p.pack(t), Options{HeaderRow: NoHeader}).Rows[0].Cells[0], c.from1904)
	}
}

// TestReadEncrypted reads a workbook that Excel has encrypted with the password
// that it has built in, and refuses one with a password of its own.
func TestReadEncrypted(t *testing.T) {
	for password, read := range map[string]bool{"VelvetSweatshop": true, "salasana": false} {
		f := excelize.NewFile()
		for cell, text := range map[string]string{"A1": "Nimi", "B1": "Maa", "A2": "Matti", "B2": "FI"} {
			if err := f.SetCellValue("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b, excelize.Options{Password: password}); err != nil {
			t.Fatal(err)
		}
		s, err := Read(b.Bytes(), Options{})
		if read && err == nil {
			equal(t, "rows", cellsOf(s), []string{"Matti|FI"})
		} else {
			expectError(t, err, table.Encrypted, nil)
		}
	}
}

// TestReadHTMLComments holds that a comment is no part of its cell.
func TestReadHTMLComments(t *testing.T) {
	equal(t, "sample", cellsOf(mustRead(t, sampleFile(t, "comment.html"), Options{})), []string{"1001|Mäkelä Öljy Oy"})
	for cell, want := range map[string]string{
		"Matti<comment>Soita</comment>": "Matti", "<comment>a<b>b</b></comment>Matti": "Matti", "<comment>jäi auki": "",
		`Matti<a class="comment-indicator"></a><div class="comment">Soita</div>`: "Matti", `Matti<a class="msocomanchor">[1]</a>`: "Matti",
		`<div style="mso-element:comment">x<div>y</div></div>Matti`: "Matti", `<div class="comment">Lisätieto</div>`: "Lisätieto",
	} {
		page := "<table><tr><td>Nimi<td>Maa<tr><td>" + cell + "</td><td>FI</td></tr></table>"
		equal(t, cell, cellsOf(mustRead(t, []byte(page), Options{HeaderRow: 1})), []string{want + "|FI"})
	}
}
