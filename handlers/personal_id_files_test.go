package handlers_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"kortisto/sheet"
)

// filesOf is a table of cells as a file of each kind that is read, by the ends of
// their names: a worksheet has a name. Where a kind can write a text in pieces, each
// cell that can be cut is.
func filesOf(t *testing.T, name string, rows [][]string) map[string]string {
	t.Helper()
	var csv, page, ods strings.Builder
	for _, cells := range rows {
		csv.WriteString(strings.Join(cells, ";") + "\n")
		page.WriteString("<tr><td>" + strings.Join(cells, "</td><td>") + "</td></tr>\n")
		ods.WriteString("\n" + strings.Join(cells, "|"))
	}
	flat := spreadsheet(name, ods.String()[1:])
	content := strings.NewReplacer("<office:document ", "<office:document-content ", "</office:document>", "</office:document-content>").Replace(flat)
	return map[string]string{
		".csv":        csv.String(),
		".utf16.csv":  utf16Of(csv.String()),
		".xls":        "<table>" + page.String() + "</table>",
		".pieces.xls": "<table>" + piecesOf(rows, "<tr>", "</tr>", "<td>", "</td>", "<b>", "</b>") + "</table>",
		".xlsx":       inlineWorkbook(t, name, rows),
		".texts.xlsx": sharedWorkbook(t, name, rows),
		".fods":       flat,
		".ods": zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml",
			`<manifest:manifest><manifest:file-entry manifest:full-path="/"/><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>`, "content.xml", content),
		".pieces.fods": strings.Replace(spreadsheet(name, "x"), `<table:table-row table:visibility="visible"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>`,
			piecesOf(rows, "<table:table-row>", "</table:table-row>", `<table:table-cell office:value-type="string"><text:p>`, "</text:p></table:table-cell>", "<text:span>", "</text:span>"), 1),
	}
}

// piecesOf writes each cell as two pieces.
func piecesOf(rows [][]string, row, rowEnd, cell, cellEnd, piece, pieceEnd string) string {
	var b strings.Builder
	for _, cells := range rows {
		b.WriteString(row)
		for _, text := range cells {
			runes := []rune(text)
			half := len(runes) / 2
			b.WriteString(cell + piece + string(runes[:half]) + pieceEnd + piece + string(runes[half:]) + pieceEnd + cellEnd)
		}
		b.WriteString(rowEnd)
	}
	return b.String()
}

func utf16Of(text string) string {
	var b bytes.Buffer
	for _, unit := range append([]uint16{0xfeff}, utf16.Encode([]rune(text))...) {
		b.Write(binary.LittleEndian.AppendUint16(nil, unit))
	}
	return b.String()
}

// inlineWorkbook holds its texts in the cells.
func inlineWorkbook(t *testing.T, name string, rows [][]string) string {
	t.Helper()
	var workbook bytes.Buffer
	table, err := sheet.NewXLSXWriter(&workbook, name)
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range rows {
		if err := table.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	return workbook.String()
}

// sharedWorkbook holds its texts beside the worksheet, each in two runs as of two
// fonts.
func sharedWorkbook(t *testing.T, name string, rows [][]string) string {
	t.Helper()
	const (
		main  = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
		links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	)
	cells, n := "", 0
	for i, row := range rows {
		cells += fmt.Sprintf(`<row r="%d">`, i+1)
		for range row {
			cells += fmt.Sprintf(`<c t="s"><v>%d</v></c>`, n)
			n++
		}
		cells += "</row>"
	}
	return zipped(t,
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"xl/workbook.xml", `<workbook `+main+` xmlns:r="`+links+`"><workbookPr/><sheets><sheet name="`+name+`" sheetId="1" r:id="w1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
			`<Relationship Id="w1" Type="`+links+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s" Type="`+links+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet `+main+`><sheetData>`+cells+`</sheetData></worksheet>`,
		"xl/sharedStrings.xml", `<sst `+main+`>`+piecesOf(rows, "", "", "<si>", "</si>", `<r><t xml:space="preserve">`, "</t></r>")+`</sst>`)
}

// zipped is an archive of parts, given as names and contents in turn.
func zipped(t *testing.T, parts ...string) string {
	t.Helper()
	var archive bytes.Buffer
	pack := zip.NewWriter(&archive)
	for i := 0; i+1 < len(parts); i += 2 {
		part, err := pack.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.String()
}
