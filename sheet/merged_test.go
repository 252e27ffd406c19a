package sheet

import (
	"strings"
	"testing"
)

// TestReadMerged is read-merged: the value of a cell that is merged over several
// rows counts for all of them that hold something, in every format, and it is
// counted. Headings and cells beside one another stay as they are.
func TestReadMerged(t *testing.T) {
	want := []string{"1001|A|Kanta", "1002|B|Kanta", "1003|C|Kanta", "1004|D|"}
	xlsx := workbookParts(nil, nil, textRows("Numero|Nimi|Ryhmä\n1001|A|Kanta\n1002|B\n1003|C\n1004|D")).with("xl/worksheets/sheet1.xml", func(x string) string {
		return strings.Replace(x, "</sheetData>", `</sheetData><mergeCells><mergeCell ref="C2:C4"/></mergeCells>`, 1)
	})
	ods := odsTexts("Numero|Nimi|Ryhmä\n1001|A|Kanta\n1002|B\n1003|C\n1004|D")
	at := strings.Index(ods, "<text:p>Kanta")
	cell := strings.LastIndex(ods[:at], "<table:table-cell")
	ods = ods[:cell] + strings.Replace(ods[cell:], "<table:table-cell", `<table:table-cell table:number-rows-spanned="3" table:number-columns-spanned="1"`, 1)
	html := "<table><tr><td>Numero<td>Nimi<td>Ryhmä<tr><td>1001<td>A<td rowspan=3>Kanta<tr><td>1002<td>B<tr><td>1003<td>C<tr><td>1004<td>D</table>"
	for format, data := range map[Format][]byte{FormatXLSX: xlsx.pack(t), FormatODS: odsParts(ods).pack(t), FormatHTML: []byte(html)} {
		s := mustRead(t, data, Options{HeaderRow: 1})
		var rows []string
		for _, row := range s.Rows {
			rows = append(rows, strings.Join(padded(row.Cells, 3), "|"))
		}
		equal(t, string(format), rows, want)
		equal(t, string(format)+", cells", s.MergedCells, 2)
	}
	for name, page := range map[string]string{
		"a heading":          "<table><tr><td rowspan=2>Numero<td colspan=2>Asiakas<tr><td>Nimi<td>Maa<tr><td>1<td>A<td>FI</table>",
		"beside one another": "<table><tr><td>Numero<td>Nimi<td>Maa<tr><td>1<td colspan=2>A</table>",
		"no other row":       "<table><tr><td>Numero<td>Nimi<td>Maa<tr><td>1<td rowspan=2>A<td>FI<tr></table>",
	} {
		equal(t, name, mustRead(t, []byte(page), Options{}).MergedCells, 0)
	}
}
