package sheet

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"kortisto/sheet/table"
)

func TestReadWorkbookValues(t *testing.T) {
	formats := []string{
		"#14", "#22", "mm/dd/yy", "d.m.yyyy", "yyyy-mm-dd hh:mm", "[h]:mm", "00000", `0000000\-0`, "#,##0.00", "0.00E+00", "0%",
		`"d" 0`, "@", ";;;", `[Red]#,##0\ "mk"`, "[$-40B]d. mmmm yyyy", "General", `_-* #,##0\ _€_-;-* #,##0\ _€_-`, "#21", "#12", strings.Repeat("d", 2000), "(0-)", "(-0)",
	}
	tests := []struct{ name, cell, want string }{
		{"shared text", `<c r="A2" t="s"><v>0</v></c>`, "Åke Öhman"},
		{"rich text", `<c r="A2" t="s"><v>1</v></c>`, "lihava ja ohut"},
		{"phonetic hints", `<c r="A2" t="s"><v>2</v></c>`, "東京"},
		{"escaped text", `<c r="A2" t="s"><v>3</v></c>`, "a\nb_x0041_ A"},
		{"halves of a character", `<c r="A2" t="s"><v>4</v></c>`, "😀 _xD83D_"},
		{"inline text", `<c r="A2" t="inlineStr"><is><r><t>a </t></r><r><t xml:space="preserve"> b</t></r></is></c>`, "a  b"},
		{"line breaks", "<c r=\"A2\" t=\"inlineStr\"><is><t>a\r\nb&#13;c&#13;&#10;d</t></is></c>", "a\nb\nc\nd"},
		{"character data", `<c r="A2" t="inlineStr"><is><t>a<![CDATA[<b>]]>&amp;</t></is></c>`, "a<b>&"},
		{"formula's text", `<c r="A2" t="str"><f>A1&amp;"x"</f><v>tulos</v></c>`, "tulos"},
		{"formula's number", `<c r="A2"><f>1+1</f><v>2</v></c>`, "2"},
		{"truth", `<c r="A2" t="b"><v>1</v></c>`, "TRUE"},
		{"falsehood", `<c r="A2" t="b"><v>0</v></c>`, "FALSE"},
		{"inline text as a value", `<c r="A2" t="inlineStr"><v>teksti</v></c>`, "teksti"},
		{"inline text of no kind", `<c r="A2"><is><t>teksti</t></is></c>`, "teksti"},
		{"value laid out", "<c r=\"A2\" t=\"s\">\n<v>\n0\n</v>\n</c>", "Åke Öhman"},
		{"date as text", `<c r="A2" t="d"><v>2024-05-12</v></c>`, "2024-05-12"},
		{"date as text, shown", `<c r="A2" t="d" s="1"><v>2024-05-12</v></c>`, "12.5.2024"},
		{"date and time as text, shown", `<c r="A2" t="d" s="5"><v>2024-05-12T18:00:00.000Z</v></c>`, "2024-05-12 18:00"},
		{"time as text, shown", `<c r="A2" t="d" s="19"><v>T12:00:00</v></c>`, "12:00:00"},
		{"old date as text", `<c r="A2" t="d" s="1"><v>1850-05-12</v></c>`, "1850-05-12"},
		{"no date", `<c r="A2" t="d" s="1"><v>eilen</v></c>`, "eilen"},

		{"number", `<c r="A2"><v>401234567</v></c>`, "401234567"},
		{"15 digits", `<c r="A2" t="n"><v>123456789012345</v></c>`, "123456789012345"},
		{"15 digits with an exponent", `<c r="A2"><v>1.23456789012345E+14</v></c>`, "123456789012345"},
		{"more than 15 digits", `<c r="A2"><v>12345678901234600</v></c>`, "1.23456789012346E+16"},
		{"more digits than a spreadsheet keeps", `<c r="A2"><v>12345678901234567</v></c>`, "12345678901234567"},
		{"as many with a format", `<c r="A2" s="9"><v>8857900000000418</v></c>`, "8857900000000418"},
		{"16 digits", `<c r="A2"><v>1000000000000000</v></c>`, "1E+15"},
		{"decimals", `<c r="A2"><v>1234.5</v></c>`, "1234.5"},
		{"binary rubbish", `<c r="A2"><v>0.30000000000000004</v></c>`, "0.3"},
		{"negative", `<c r="A2"><v>-14.000000000000002</v></c>`, "-14"},
		{"small", `<c r="A2"><v>1.0000000000000001E-5</v></c>`, "0.00001"},
		{"very small", `<c r="A2"><v>1.5E-12</v></c>`, "1.5E-12"},
		{"leading zeros", `<c r="A2"><v>007</v></c>`, "7"},
		{"minus zero", `<c r="A2"><v>-0</v></c>`, "0"},
		{"no number", `<c r="A2"><v>n/a</v></c>`, "n/a"},
		{"too large a number", `<c r="A2"><v>1E999</v></c>`, "1E999"},
		{"style that is not there", `<c r="A2" s="99"><v>5</v></c>`, "5"},

		{"hyphen behind the digits", `<c r="A2" s="22"><v>12345</v></c>`, "12345"},
		{"hyphen before the digits", `<c r="A2" s="23"><v>12345</v></c>`, "12345"},

		{"short date", `<c r="A2" s="1"><v>45424</v></c>`, "12.5.2024"},
		{"date and time", `<c r="A2" s="2"><v>45424.5</v></c>`, "12.5.2024 12:00"},
		{"two-digit year", `<c r="A2" s="3"><v>45424</v></c>`, "05/12/2024"},
		{"own date", `<c r="A2" s="4"><v>45424</v></c>`, "12.5.2024"},
		{"own date and time", `<c r="A2" s="5"><v>45424.75</v></c>`, "2024-05-12 18:00"},
		{"elapsed time", `<c r="A2" s="6"><v>1.5</v></c>`, "36:00"},
		{"leading zeros by format", `<c r="A2" s="7"><v>100</v></c>`, "00100"},
		{"hyphen by format", `<c r="A2" s="8"><v>7375462</v></c>`, "0737546-2"},
		{"decimals by format", `<c r="A2" s="9"><v>1001.256</v></c>`, "1001.256"},
		{"exponent by format", `<c r="A2" s="10"><v>358401234567</v></c>`, "358401234567"},
		{"percent", `<c r="A2" s="11"><v>0.255</v></c>`, "25.5%"},
		{"literal letters", `<c r="A2" s="12"><v>14</v></c>`, "14"},
		{"text format", `<c r="A2" s="13"><v>401234567</v></c>`, "401234567"},
		{"hidden number", `<c r="A2" s="14"><v>14</v></c>`, "14"},
		{"currency", `<c r="A2" s="15"><v>1234567</v></c>`, "1234567"},
		{"month's name", `<c r="A2" s="16"><v>45424</v></c>`, "12. toukokuu 2024"},
		{"general", `<c r="A2" s="17"><v>100000</v></c>`, "100000"},
		{"accounting", `<c r="A2" s="18"><v>100000</v></c>`, "100000"},
		{"time", `<c r="A2" s="19"><v>0.5</v></c>`, "12:00:00"},
		{"fraction", `<c r="A2" s="20"><v>0.5</v></c>`, "0.5"},
		{"last date", `<c r="A2" s="1"><v>2958465</v></c>`, "31.12.9999"},
		{"beyond all dates", `<c r="A2" s="1"><v>2958466</v></c>`, "2958466"},
		{"before all dates", `<c r="A2" s="1"><v>-1</v></c>`, "-1"},
		{"too large for a code", `<c r="A2" s="7"><v>1E100</v></c>`, "1E+100"},
		{"endless format", `<c r="A2" s="21"><v>5</v></c>`, "5"},
	}
	texts := []string{
		`<t>Åke Öhman</t>`, `<r><rPr><b/></rPr><t>lihava</t></r><r><t xml:space="preserve"> ja ohut</t></r>`,
		`<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>`, `<t>a_x000D_` + "\n" + `b_x005F_x0041_ _x0041_</t>`,
		`<t>_xD83D__xDE00_ _xD83D_</t>`,
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := workbookParts(texts, formats, `<row r="2">`+test.cell+`</row>`).pack(t)
			s := mustRead(t, data, Options{HeaderRow: NoHeader})
			equal(t, "cell", s.Rows[0].Cells[0], test.want)
		})
	}
}

func TestReadWorkbookDatesFrom1904(t *testing.T) {
	p := workbookParts(nil, []string{"#14"}, `<row r="1"><c r="A1" s="1"><v>43962</v></c></row>`)
	p = p.with("xl/workbook.xml", func(x string) string { return strings.Replace(x, "<workbookPr/>", `<workbookPr date1904="1"/>`, 1) })
	equal(t, "date", mustRead(t, p.pack(t), Options{HeaderRow: NoHeader}).Rows[0].Cells[0], "12.5.2024")
	p = p.with("xl/workbook.xml", func(x string) string {
		return strings.Replace(x, "</workbook>", `<extLst><ext uri="{79F54976-1DA5-4618-B147-4CDE4B953A38}"><x14:workbookPr xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" defaultImageDpi="32767"/></ext></extLst></workbook>`, 1)
	})
	equal(t, "date of a Mac's workbook", mustRead(t, p.pack(t), Options{HeaderRow: NoHeader}).Rows[0].Cells[0], "12.5.2024")
}

// TestReadWorkbookOfOddState holds that only sheets that say so are hidden.
func TestReadWorkbookOfOddState(t *testing.T) {
	for state, read := range map[string]int{"show": 0, "visible": 0, "hidden": 1, "veryHidden": 1} {
		p := workbookParts(nil, nil, inlineRows(4, 2), inlineRows(4, 2))
		p = p.with("xl/workbook.xml", func(x string) string { return strings.Replace(x, "<sheet ", `<sheet state="`+state+`" `, 1) })
		s := mustRead(t, p.pack(t), Options{})
		equal(t, state, s.Name, s.Names[read])
	}
}

// TestReadWorkbookLines is read-lines for workbooks: rows go by the
// spreadsheet's own numbers, written or not.
func TestReadWorkbookLines(t *testing.T) {
	rows := `<row r="3"><c r="A3" t="inlineStr"><is><t>Nimi</t></is></c><c r="C3" t="inlineStr"><is><t>Maa</t></is></c></row>` +
		`<row r="4" spans="1:3"/><row r="5"><c r="A5" s="0"/></row>` +
		`<row r="7" hidden="1"><c r="B7"><v>2</v></c></row>` +
		`<row><c><v>3</v></c><c/><c><v>4</v></c><c><v>5</v></c></row>` +
		`<row hidden="true"><c r="C12"><v>6</v></c></row>`
	s := mustRead(t, workbookParts(nil, nil, rows).pack(t), Options{})
	equal(t, "header row", s.HeaderRow, 3)
	equal(t, "header", s.Header, []string{"Nimi", "", "Maa", ""})
	equal(t, "lines", linesOf(s), []int{7, 8, 12})
	equal(t, "rows", cellsOf(s), []string{"|2", "3||4|5", "||6"})
}

// TestReadHidden holds that rows which a filter hides are read and marked.
func TestReadHidden(t *testing.T) {
	rows := strings.Replace(inlineRows(4, 2), `<row r="3">`, `<row r="3" ht="0" hidden="1">`, 1)
	s := mustRead(t, workbookParts(nil, nil, rows).pack(t), Options{})
	var hidden []bool
	for _, row := range s.Rows {
		hidden = append(hidden, row.Hidden)
	}
	equal(t, "hidden", hidden, []bool{false, true, false})
}

func TestReadWorkbookSheets(t *testing.T) {
	p := workbookParts(nil, nil, inlineRows(3, 1), "", inlineRows(4, 2), inlineRows(5, 3))
	p = p.with("xl/workbook.xml", func(x string) string {
		return strings.Replace(x, `<sheet name="Sheet1"`, `<sheet state="hidden" name="Sheet1"`, 1)
	})
	data := p.pack(t)
	s := mustRead(t, data, Options{})
	equal(t, "first visible one with rows", s.Name, "Sheet3")
	equal(t, "names", s.Names, []string{"Sheet1", "Sheet2", "Sheet3", "Sheet4"})
	s = mustRead(t, data, Options{Sheet: " sheet4 "})
	equal(t, "by name", s.Name, "Sheet4")
	equal(t, "rows", len(s.Rows), 4)
	equal(t, "hidden, by name", mustRead(t, data, Options{Sheet: "Sheet1"}).Name, "Sheet1")

	_, err := Read(data, Options{Sheet: "Taul1"})
	expectError(t, err, table.SheetUnknown, map[string]any{"sheet": "Taul1", "names": []string{"Sheet1", "Sheet2", "Sheet3", "Sheet4"}})
	_, err = Read(data, Options{Sheet: "Sheet2"})
	expectError(t, err, table.NoRows, nil)
	_, err = Read(workbookParts(nil, nil, "", "").pack(t), Options{})
	expectError(t, err, table.NoRows, nil)
}

// TestReadWorkbookElsewhere reads a workbook whose parts have other names,
// slashes and prefixes than usual.
func TestReadWorkbookElsewhere(t *testing.T) {
	p := parts{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships>` + link("a", "officeDocument", "/Book/Main.xml") + `</Relationships>`,
		"book/main.xml": `<x:workbook xmlns:x="m" xmlns:q="r"><x:sheets><x:sheet name="T" sheetId="1" q:id="z"/>` +
			`<x:sheet name="Kaavio" sheetId="2" q:id="y"/></x:sheets></x:workbook>`,
		`book\_rels\main.xml.rels`: `<Relationships>` + link("z", "worksheet", `..\S1.XML`) + link("y", "chartsheet", "c.xml") + `</Relationships>`,
		"s1.xml": `<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Nimi</x:t></x:is></x:c></x:row>` +
			`<x:row><x:c t="inlineStr"><x:is><x:t>Åke</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
	}
	s := mustRead(t, p.pack(t), Options{})
	equal(t, "rows", cellsOf(s), []string{"Åke"})
	equal(t, "names", s.Names, []string{"T"})
}

// TestReadWorkbookDamaged holds that a damaged workbook is refused by name of
// the part, whatever was damaged, also in worksheets that aren't read.
func TestReadWorkbookDamaged(t *testing.T) {
	const sheet1, sheet2, shared = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
	whole := workbookParts([]string{"<t>a</t>"}, nil, inlineRows(200, 3), inlineRows(10, 3))
	replace := func(old, new string) func(string) string {
		return func(x string) string {
			if !strings.Contains(x, old) {
				t.Fatalf("%q is not there to replace", old)
			}
			return strings.Replace(x, old, new, 1)
		}
	}
	half := func(x string) string { return x[:len(x)/2] }
	tests := map[string]struct {
		part   string
		change func(string) string
		reason string
		line   any
	}{
		"truncated":                {sheet1, half, table.ReasonTruncated, nil},
		"truncated elsewhere":      {sheet2, half, table.ReasonTruncated, nil},
		"truncated texts":          {shared, half, table.ReasonTruncated, nil},
		"truncated workbook":       {"xl/workbook.xml", half, table.ReasonTruncated, nil},
		"empty":                    {sheet1, func(string) string { return "" }, table.ReasonTruncated, nil},
		"malformed":                {sheet1, replace(`<row r="150">`, `<row r="150"><c<`), table.ReasonXML, nil},
		"end tags crossed":         {sheet1, replace(`</t></is>`, `</is></t>`), table.ReasonXML, nil},
		"unknown entity":           {sheet1, replace("rivi 150", "&rivi; 150"), table.ReasonXML, nil},
		"bad utf-8":                {sheet1, replace("rivi 150", "rivi \xC3 150"), table.ReasonCharset, nil},
		"another charset":          {sheet1, replace("UTF-8", "ISO-8859-1"), table.ReasonCharset, nil},
		"doctype":                  {sheet1, replace("<worksheet", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet`), table.ReasonDoctype, nil},
		"doctype in texts":         {shared, replace("<sst", `<!DOCTYPE x><sst`), table.ReasonDoctype, nil},
		"doctype in workbook":      {"xl/workbook.xml", replace("<workbook", `<!DOCTYPE x><workbook`), table.ReasonDoctype, nil},
		"two roots":                {sheet1, replace("</worksheet>", "</worksheet><worksheet/>"), table.ReasonXML, nil},
		"reference beyond":         {sheet1, replace(`"B150"`, `"ZZZZZZ150"`), table.ReasonRef, 150},
		"reference of no column":   {sheet1, replace(`"B150"`, `"150"`), table.ReasonRef, 150},
		"reference of no row":      {sheet1, replace(`"B150"`, `"B"`), table.ReasonRef, 150},
		"another row's cell":       {sheet1, replace(`"B150"`, `"B151"`), table.ReasonRef, 150},
		"cells out of order":       {sheet1, replace(`"B150"`, `"A150"`), table.ReasonOrder, 150},
		"row twice":                {sheet1, replace(`<row r="150">`, `<row r="149">`), table.ReasonRef, 149},
		"row in a row":             {sheet1, replace(`<c r="B150"`, `<row/><c r="B150"`), table.ReasonXML, 150},
		"cell in a cell":           {sheet1, replace(`<is><t>rivi 150</t></is>`, `<c/>`), table.ReasonXML, 150},
		"cell of two values":       {sheet1, replace(`<is><t>rivi 150</t></is>`, `<v>1</v><v>2</v>`), table.ReasonXML, 150},
		"row 0":                    {sheet1, replace(`<row r="150">`, `<row r="0">`), table.ReasonRef, 150},
		"row beyond":               {sheet1, replace(`<row r="150">`, `<row r="1048577">`), table.ReasonRef, 150},
		"row of no number":         {sheet1, replace(`<row r="150">`, `<row r="x">`), table.ReasonRef, 150},
		"text that isn't there":    {sheet1, replace(`t="inlineStr"><is><t>rivi 150</t></is>`, `t="s"><v>1</v>`), table.ReasonSharedString, 150},
		"text -1":                  {sheet1, replace(`t="inlineStr"><is><t>rivi 150</t></is>`, `t="s"><v>-1</v>`), table.ReasonSharedString, 150},
		"text elsewhere":           {sheet2, replace(`t="inlineStr"><is><t>rivi 5</t></is>`, `t="s"><v>x</v>`), table.ReasonSharedString, 5},
		"sheet without a link":     {"xl/workbook.xml", replace(`r:id="w1"`, `r:id="w9"`), table.ReasonMissing, nil},
		"row again, cells before":  {sheet1, replace(`<row r="150"><c r="A150"`, `<row r="149"><c r="A149"`), table.ReasonOrder, 149},
		"merged cells of no range": {sheet1, replace("</sheetData>", `</sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells>`), table.ReasonRef, nil},
		"elements without end":     {sheet1, func(string) string { return strings.Repeat("<a>", 1000) }, table.ReasonXML, nil},
		"sheet missing":            {"xl/_rels/workbook.xml.rels", replace("sheet1.xml", "gone.xml"), table.ReasonMissing, nil},
		"part twice":               {"XL/Workbook.xml", func(string) string { return "x" }, table.ReasonDuplicate, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read(whole.with(test.part, test.change).pack(t), Options{})
			want := map[string]any{"reason": test.reason, "line": test.line}
			if test.reason != table.ReasonMissing && test.reason != table.ReasonDuplicate {
				want["part"] = strings.ToLower(test.part)
			}
			expectError(t, err, table.WorkbookBroken, want)
		})
	}
	data := whole.pack(t)
	if s := mustRead(t, data, Options{}); len(s.Rows) != 199 {
		t.Fatalf("the whole workbook gives %d rows", len(s.Rows))
	}
	_, err := Read(data[:len(data)-30], Options{})
	expectError(t, err, table.WorkbookBroken, map[string]any{"reason": table.ReasonZip})
}

// TestReadWorkbookBytesChanged flips bits all over a workbook: each time it is
// refused, or nothing that matters was hit and the rows are the same.
func TestReadWorkbookBytesChanged(t *testing.T) {
	data := asXLSX(t, customers(5))
	want := cellsOf(mustRead(t, data, Options{}))
	refused := 0
	for i := 0; i < len(data); i += 5 {
		changed := bytes.Clone(data)
		changed[i] ^= 1 << (i % 8)
		s, err := Read(changed, Options{})
		if err != nil {
			refused++
			continue
		}
		if s.Format == FormatXLSX {
			equal(t, "rows", cellsOf(s), want)
		}
	}
	if refused < len(data)/10 {
		t.Errorf("%d of %d changes were noticed", refused, len(data))
	}
}

// TestReadSmallWorkbookOfHighRatio is read-limits: a workbook that unpacks to little
// is let through, however small it is packed.
func TestReadSmallWorkbookOfHighRatio(t *testing.T) {
	const empty = 500_000
	data := workbookParts(nil, nil, inlineRows(2, 2)+strings.Repeat("<row/>", empty)).pack(t)
	if ratio := empty * len("<row/>") / len(data); int64(ratio) <= DefaultLimits().UnzippedRatio {
		t.Fatalf("it unpacks to %d times its size", ratio)
	}
	equal(t, "rows", len(mustRead(t, data, Options{Sheet: "Sheet1"}).Rows), 1)
}

// TestReadWorkbookLimits is read-limits for workbooks, bombs among them.
func TestReadWorkbookLimits(t *testing.T) {
	bomb := workbookParts(nil, nil, `<row r="1"><c r="A1" t="inlineStr"><is><t>`+strings.Repeat("a", 17<<20)+`</t></is></c></row>`).pack(t)
	wide := workbookParts(nil, nil, `<row r="1"><c r="A1"><v>1</v></c><c r="E1" t="inlineStr"><is><t> </t></is></c><c r="F1"><v>2</v></c></row>`).pack(t)
	small := workbookParts([]string{"<t>ääää</t>"}, nil, inlineRows(30, 2), inlineRows(2, 1)).pack(t)
	tests := map[string]struct {
		data   []byte
		limits Limits
		code   string
		args   map[string]any
	}{
		"ratio":             {bomb, Limits{}, table.WorkbookTooLarge, map[string]any{"what": "ratio"}},
		"bomb in a cell":    {bomb, Limits{UnzippedRatio: 1 << 20}, table.CellTooLong, map[string]any{"part": "xl/worksheets/sheet1.xml"}},
		"unpacked bytes":    {bomb, Limits{UnzippedBytes: 16 << 20}, table.WorkbookTooLarge, map[string]any{"what": "unzipped", "limit": int64(16 << 20)}},
		"entries":           {small, Limits{Entries: 3}, table.WorkbookTooLarge, map[string]any{"what": "entries"}},
		"sheets":            {small, Limits{Sheets: 1}, table.WorkbookTooLarge, map[string]any{"what": "sheets", "setting": "KORTISTO_MAX_SHEETS"}},
		"rows":              {small, Limits{Rows: 28}, table.TooManyRows, map[string]any{"setting": "KORTISTO_MAX_ROWS"}},
		"rows at once":      {small, Limits{Rows: 2}, table.TooManyRows, nil},
		"columns":           {wide, Limits{Columns: 4}, table.TooManyColumns, map[string]any{"line": 1, "setting": "KORTISTO_MAX_COLUMNS"}},
		"characters":        {small, Limits{CellChars: 6}, table.CellTooLong, map[string]any{"line": 10, "column": 1}},
		"shared characters": {small, Limits{CellChars: 3}, table.CellTooLong, map[string]any{"part": "xl/sharedstrings.xml"}},
		"cells":             {wide, Limits{Cells: 5}, table.TooManyCells, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read(test.data, Options{Limits: test.limits})
			expectError(t, err, test.code, test.args)
		})
	}
	mustRead(t, small, Options{Limits: Limits{Rows: 29, Columns: 2, CellChars: 7, Cells: 60, Sheets: 2}})
}

// TestReadWorkbookLies holds that sizes are believed only as far as they are
// met: an archive whose directory understates a part is refused.
func TestReadWorkbookLies(t *testing.T) {
	data := workbookParts(nil, nil, inlineRows(2000, 2)).pack(t)
	var size [4]byte
	at := bytes.Index(data, []byte("PK\x01\x02"))
	for at >= 0 {
		name := data[at+46 : at+46+int(binary.LittleEndian.Uint16(data[at+28:]))]
		if string(name) == "xl/worksheets/sheet1.xml" {
			binary.LittleEndian.PutUint32(size[:], 1000)
			copy(data[at+24:], size[:])
		}
		next := bytes.Index(data[at+4:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += 4 + next
	}
	_, err := Read(data, Options{})
	expectError(t, err, table.WorkbookBroken, map[string]any{"part": "xl/worksheets/sheet1.xml", "reason": table.ReasonSize})
}

func TestReadWorkbookKinds(t *testing.T) {
	for part, found := range map[string]string{
		"xl/workbook.bin": "xlsb", "word/document.xml": "docx", "ppt/presentation.xml": "pptx", "photo.jpg": "zip",
	} {
		_, err := Read(parts{part: "x"}.pack(t), Options{})
		expectError(t, err, table.FormatUnsupported, map[string]any{"found": found})
	}
	_, err := Read(parts{"[Content_Types].xml": "<Types/>"}.pack(t), Options{})
	expectError(t, err, table.WorkbookBroken, map[string]any{"reason": table.ReasonMissing})
	_, err = Read([]byte("PK\x03\x04 not really"), Options{})
	expectError(t, err, table.WorkbookBroken, map[string]any{"reason": table.ReasonZip})

	locked := workbookParts(nil, nil, inlineRows(2, 1)).pack(t)
	for at := 0; ; { // the flag of encryption, in each entry of the directory
		i := bytes.Index(locked[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		locked[at+i+8] |= 1
		at += i + 4
	}
	_, err = Read(locked, Options{})
	expectError(t, err, table.Encrypted, nil)
}

// TestReadTimestampsCheaply holds that many different moments take little more
// than the same numbers, where their format shows them in digits. Pieces of
// memory are counted, which no busy machine changes.
func TestReadTimestampsCheaply(t *testing.T) {
	allocations := func(format string) float64 {
		data := timestamps(t, 2_000, format)
		return testing.AllocsPerRun(1, func() { mustRead(t, data, Options{}) })
	}
	numbers := allocations("General")
	for _, format := range []string{"#14", "#22", "d.m.yyyy", "d.m.yyyy h:mm", `yyyy\-mm\-dd\ hh:mm:ss`, `dd/mm/yy\ hh:mm;@`, "hh:mm:ss",
		"m/d/yyyy h:mm AM/PM", "[$-409]m/d/yy h:mm AM/PM;@", "[$-409]h:mm:ss AM/PM", "mmmm d, yyyy h:mmAM/PM", "[$-409]d-mmm-yy", "#15", "#18", "#19", "[h]:mm:ss", "#46"} {
		if got := allocations(format); got > 3*numbers {
			t.Errorf("%s: %v allocations, %v of the numbers alone", format, got, numbers)
		}
	}
}
