package sheet

import (
	"strings"
	"testing"

	"kortisto/sheet/table"
)

// TestReadWorkbookOfOthers reads one table as programs write it that aren't
// spreadsheets, or aren't Excel.
func TestReadWorkbookOfOthers(t *testing.T) {
	const sheet1, book, links = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>14</v></c></row>`
	whole := workbookParts([]string{"<t>Nimi</t>", "<t>Maksuehto</t>", "<t>Åke</t>"}, nil, rows, "")
	replacer := func(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
	same := func(x string) string { return x }
	tests := map[string]struct {
		part   string
		change func(string) string
	}{
		"as Excel does":          {sheet1, same},
		"no references":          {sheet1, replacer(` r="1"`, "", ` r="2"`, "", ` r="A1"`, "", ` r="B1"`, "", ` r="A2"`, "", ` r="B2"`, "")},
		"references in rows":     {sheet1, replacer(` r="A1"`, "", ` r="B1"`, "", ` r="A2"`, "", ` r="B2"`, "")},
		"small references":       {sheet1, replacer("A1", "a1", "B2", "b2")},
		"prefixes":               {sheet1, replacer("xmlns=", "xmlns:x=", "<worksheet", "<x:worksheet", "</worksheet", "</x:worksheet", "<sheetData", "<x:sheetData", "</sheetData", "</x:sheetData", "<row", "<x:row", "</row", "</x:row", "<c ", "<x:c ", "</c>", "</x:c>", "<v>", "<x:v>", "</v>", "</x:v>")},
		"a wrong dimension":      {sheet1, replacer("<sheetData>", `<dimension ref="A1"/><sheetData>`)},
		"hidden columns":         {sheet1, replacer("<sheetData>", `<cols><col min="1" max="2" hidden="1" width="0"/></cols><sheetData>`)},
		"laid out":               {sheet1, replacer("<row", "\r\n  <row", "<c ", "\n\t<c ", "<v>", " <v> ", "</v>", " </v> ")},
		"comments":               {sheet1, replacer("<row", "<!-- rivi --><row", "<v>", "<!-- x --><v><?x y?>", "</worksheet>", "</worksheet><!-- loppu -->\n")},
		"a byte order mark":      {sheet1, func(x string) string { return "\xEF\xBB\xBF" + x }},
		"no declaration":         {sheet1, replacer(xmlHead, "")},
		"texts of another name":  {links, replacer("sharedStrings.xml", "muut/Texts.XML")},
		"absolute paths":         {links, replacer(`"worksheets/`, `"/xl/worksheets/`)},
		"backslashes":            {links, replacer(`"worksheets/`, `".\worksheets\`)},
		"no styles":              {links, replacer(link("f", "styles", "/xl/styles.xml"), "")},
		"strict":                 {links, replacer(typeBase, "http://purl.oclc.org/ooxml/officeDocument/relationships/")},
		"strict namespaces":      {sheet1, replacer(nsMain, `xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" conformance="strict"`)},
		"listed in other order":  {book, replacer("Sheet1", "Sheet2", "Sheet2", "Sheet1", `"w1"`, `"w2"`, `"w2"`, `"w1"`)},
		"macros":                 {"xl/vbaProject.bin", func(string) string { return "\xD0\xCF\x11\xE0" }},
		"a folder":               {"xl/worksheets/", same},
		"a drawing and its text": {"xl/drawings/drawing1.xml", func(string) string { return "<not well-formed" }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := whole.with(test.part, test.change)
			p["xl/muut/texts.xml"] = p["xl/sharedStrings.xml"]
			s := mustRead(t, p.pack(t), Options{})
			equal(t, "header", s.Header, []string{"Nimi", "Maksuehto"})
			equal(t, "rows", cellsOf(s), []string{"Åke|14"})
			equal(t, "lines", linesOf(s), []int{2})
			equal(t, "worksheet", s.Name, "Sheet1")
		})
	}
}

// TestReadWorkbookMerged holds that merged cells say what their first one says.
func TestReadWorkbookMerged(t *testing.T) {
	rows := textRows("Nimi|Maa|Ryhmä\nMatti|FI|a\nalla|SE|b\nLiisa|c|d\nalla|e|f\nalla|alla|alla\nalla|alla|")
	p := workbookParts(nil, nil, rows).with("xl/worksheets/sheet1.xml", func(x string) string {
		return strings.Replace(x, "</sheetData>", `</sheetData><mergeCells count="4"><mergeCell ref="A2:A3"/><mergeCell ref="A4:B5"/>`+
			`<mergeCell ref="C5:XFD6"/><mergeCell ref="A6:B1048576"/></mergeCells>`, 1)
	})
	s := mustRead(t, p.pack(t), Options{})
	equal(t, "rows", cellsOf(s), []string{"Matti|FI|a", "Matti|SE|b", "Liisa||d", "Liisa||f", "alla||f"})
	equal(t, "lines", linesOf(s), []int{2, 3, 4, 5, 6})
}

// TestReadWorkbookUnknownCells holds that formulas are counted of which the
// file has no result.
func TestReadWorkbookUnknownCells(t *testing.T) {
	rows := textRows("Nimi|Maa") + `<row r="2"><c t="str"><f>A1</f><v>Matti</v></c><c t="str"><f>""</f><v></v></c></row>` +
		`<row r="3"><c><f>A1</f></c><c t="inlineStr"><is><t>FI</t></is></c></row><row r="4"><c><f>A1</f></c></row>` +
		`<row r="5"><c><f>Muu!A1</f><v></v></c><c t="b"><f>A1</f><v/></c></row><row r="6"><c t="s"><f>A1</f><v> </v></c><c><v></v></c></row><row r="7"><c><f>A1</f><v>0</v></c></row>`
	s := mustRead(t, workbookParts(nil, nil, rows).pack(t), Options{})
	equal(t, "rows", cellsOf(s), []string{"Matti", "|FI", "0"})
	equal(t, "cells", s.UnknownCells, 5)
}

// TestReadWorkbookWithoutItsStyles holds that a workbook whose styles are
// missing is read where no number needs them, and refused where one does.
func TestReadWorkbookWithoutItsStyles(t *testing.T) {
	const header = `<row r="1"><c r="A1" s="3" t="inlineStr"><is><t>Nimi</t></is></c><c r="B1" t="inlineStr"><is><t>Maksuehto</t></is></c></row>`
	read := func(rows ...string) (*Sheet, error) {
		p := workbookParts(nil, []string{"d.m.yyyy"}, rows...)
		delete(p, "xl/styles.xml")
		return Read(p.pack(t), Options{})
	}
	s, err := read(header + `<row r="2"><c r="A2" s="1" t="str"><v>Åke</v></c><c r="B2"><v>14</v></c></row><row r="3"><c r="A3" s="2"/><c r="B3" s="0"><v>7</v></c></row>`)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "rows", cellsOf(s), []string{"Åke|14", "|7"})
	for name, rows := range map[string][]string{
		"number":               {header + `<row r="2"><c r="B2" s="1"><v>45424</v></c></row>`},
		"date as text":         {header + `<row r="2"><c r="B2" s="1" t="d"><v>2024-05-12</v></c></row>`},
		"in another worksheet": {header + `<row r="2"><c r="B2"><v>14</v></c></row>`, `<row r="1"><c r="A1" s="1"><v>1</v></c></row>`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(rows...)
			expectError(t, err, table.WorkbookBroken, map[string]any{"reason": table.ReasonMissing, "part": "xl/styles.xml"})
		})
	}
}

// TestReadHiddenByDefault holds that rows which a worksheet hides unless they
// are written out are those that it does not write: each row of a file says by
// itself whether it is hidden.
func TestReadHiddenByDefault(t *testing.T) {
	rows := textRows("Nimi|Maa\nMatti|FI\nLiisa|SE")
	rows = strings.Replace(rows, `<row r="3"`, `<row r="3" hidden="1"`, 1)
	p := workbookParts(nil, nil, rows).with("xl/worksheets/sheet1.xml", func(x string) string {
		return strings.Replace(x, "<sheetData>", `<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/><sheetData>`, 1)
	})
	s := mustRead(t, p.pack(t), Options{})
	equal(t, "rows", len(s.Rows), 2)
	if s.Rows[0].Hidden || !s.Rows[1].Hidden {
		t.Error("hidden rows")
	}
}
