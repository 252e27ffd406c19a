package sheet

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/sheet/sheettest"
	"kortisto/sheet/table"
)

// fuzzLimits are small, so that limits are met.
var fuzzLimits = Limits{Bytes: 1 << 20, Rows: 50, Columns: 20, CellChars: 200, Cells: 400, UnzippedBytes: 1 << 20, Sheets: 4, Entries: 20}

// checkSheet holds what is true of everything that Read gives.
func checkSheet(t *testing.T, s *Sheet, err error) {
	t.Helper()
	if err != nil {
		var e *Error
		if !errors.As(err, &e) || e.Error() == (&Error{}).Error() {
			t.Fatalf("an error without a code: %v", err)
		}
		return
	}
	if len(s.Rows) == 0 || len(s.Rows) > fuzzLimits.Rows {
		t.Fatalf("%d rows", len(s.Rows))
	}
	line := 0
	for _, row := range s.Rows {
		if row.Line <= line || row.Line == s.HeaderRow {
			t.Fatalf("line %d after line %d", row.Line, line)
		}
		line = row.Line
		if len(row.Cells) > fuzzLimits.Columns || strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
			t.Fatalf("row %q", row.Cells)
		}
		for _, cell := range row.Cells {
			if !utf8.ValidString(cell) || strings.ContainsAny(cell, "\x00\r") || table.IsLonger(cell, fuzzLimits.CellChars) {
				t.Fatalf("cell %q", cell)
			}
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, name := range []string{"original.csv", "damaged-comma.csv", "damaged-utf16.txt", "damaged-windows1252.csv", "damaged-macroman.csv"} {
		f.Add(sampleFile(f, name), "", "")
	}
	f.Add([]byte("sep=;\na;\"b\nc\"\n1;\"\"\"\"\n"), ",", "utf-8")
	f.Add([]byte("\"a;b\n1;2\n3\";4"), "", "latin1")
	f.Add([]byte("\"Numero;Nimi;Maa\",\n\"18;Åbo \"\"A;b\"\"\",\" x;FI\"\n"), "", "")
	f.Fuzz(func(t *testing.T, data []byte, delimiter, charset string) {
		s, err := Read(data, Options{Delimiter: delimiter, Charset: charset, Known: knownColumn, Mend: true, Limits: fuzzLimits})
		checkSheet(t, s, err)
		s, err = Read(data, Options{Delimiter: delimiter, Charset: charset, Limits: fuzzLimits})
		checkSheet(t, s, err)
		if err != nil || s.Format != FormatCSV {
			return
		}
		// What was read can be written, and is then read the same.
		var table [][]string
		for _, row := range s.Rows {
			for j, cell := range row.Cells {
				row.Cells[j] = kept(cell)
			}
			if strings.TrimSpace(strings.Join(row.Cells, "")) != "" {
				table = append(table, row.Cells)
			}
		}
		if table == nil {
			return
		}
		again := mustRead(t, asCSV(t, table), Options{HeaderRow: NoHeader})
		equal(t, "number of rows", len(again.Rows), len(table))
		for i, row := range again.Rows {
			for j, cell := range padded(row.Cells, len(table[i])) {
				if j >= len(table[i]) || unprotected(cell) != table[i][j] {
					t.Fatalf("row %d: %q became %q", i, table[i], row.Cells)
				}
			}
		}
	})
}

// FuzzReadXLSX changes the XML inside a workbook whose archive is whole: where
// it is read at all, as many rows come as another way of reading counts.
func FuzzReadXLSX(f *testing.F) {
	const head, tail = `<worksheet><sheetData>`, `</sheetData></worksheet>`
	f.Add(head+inlineRows(3, 2)+tail, "<si><t>a</t></si>", "00000")
	f.Add(head+`<row r="2" hidden="1"><c r="A2" t="s"><v>0</v></c><c r="C2" s="1"><v>45424</v></c></row>`+tail, "<si><r><t>a</t></r></si>", "d.m.yyyy")
	f.Add(head+`<row><c t="b"><v>1</v></c><c t="str"><f>A1</f><v>x_x000D_</v></c></row><row r="9"/>`+tail, "", "[h]:mm;@")
	f.Add(head+inlineRows(3, 3)+`</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, "", "General")
	f.Add(head+`<row r="1"><c t="d" s="1"><v>2024-05-12T18:00:00</v></c><c><f>A1</f></c><c><is><t>a</t></is></c></row>`+tail, "", "yyyy")
	f.Fuzz(func(t *testing.T, worksheet, texts, format string) {
		p := workbookParts([]string{texts}, []string{format}, "")
		p["xl/worksheets/sheet1.xml"] = worksheet
		s, err := Read(p.pack(t), Options{HeaderRow: NoHeader, Limits: fuzzLimits})
		checkSheet(t, s, err)
		if err != nil {
			return
		}
		if want := countRows(worksheet); len(s.Rows) > want {
			t.Fatalf("%d rows of %d", len(s.Rows), want)
		}
	})
}

// FuzzReadODS changes the XML inside an OpenDocument spreadsheet whose archive
// is whole: where it is read at all, as many rows come as another way of reading
// counts.
func FuzzReadODS(f *testing.F) {
	for _, rows := range []string{
		odsTexts("Nimi|Maa\nMatti|FI\n|"),
		`<table:table-header-rows>` + odsTexts("a") + `</table:table-header-rows><table:table-row-group table:display="false">` + odsTexts("b") + `</table:table-row-group>`,
		`<table:table-row table:number-rows-repeated="3" table:visibility="filter"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1E5"><text:p>1,00E+05</text:p></table:table-cell></table:table-row>`,
		odsRow(`<table:table-cell office:value-type="date" office:date-value="2024-05-12"><text:p>12.5.24<text:s text:c="2"/><text:line-break/></text:p></table:table-cell><table:covered-table-cell/><table:table-cell table:formula="of:=x"><office:annotation><text:p>a</text:p></office:annotation></table:table-cell>`),
		`</table:table><table:table table:name="'f'#a"><table:table-row/></table:table><table:table table:style-name="ta2">` + odsTexts("c"),
	} {
		f.Add(odsParts(rows)[odsContent])
	}
	f.Fuzz(func(t *testing.T, content string) {
		s, err := Read(parts{odsContent: content}.pack(t), Options{HeaderRow: NoHeader, Limits: fuzzLimits})
		checkSheet(t, s, err)
		if err != nil {
			return
		}
		if want := countODSRows(content); len(s.Rows) > want {
			t.Fatalf("%d rows of %d", len(s.Rows), want)
		}
	})
}

// countODSRows counts the rows that have a cell, with those that repeat them.
func countODSRows(content string) int {
	decoder := xml.NewDecoder(strings.NewReader(content))
	rows, times := 0, 0
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return rows
		}
		e, ok := token.(xml.StartElement)
		switch {
		case ok && e.Name.Local == "table-row":
			times = 1
			for _, a := range e.Attr {
				if a.Name.Local == "number-rows-repeated" {
					times, _ = strconv.Atoi(a.Value)
				}
			}
		case ok && e.Name.Local == "table-cell":
			rows += times
			times = 0
		}
	}
}

// countRows counts the rows that have a cell with text, shared or not.
func countRows(worksheet string) int {
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Value  *string   `xml:"v"`
				Inline *struct{} `xml:"is"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if xml.Unmarshal([]byte(worksheet), &sheet) != nil {
		return 0
	}
	rows := 0
	for _, row := range sheet.Rows {
		for _, cell := range row.Cells {
			if cell.Value != nil || cell.Inline != nil {
				rows++
				break
			}
		}
	}
	return rows
}

func FuzzProtect(f *testing.F) {
	for _, text := range append(hostile, "'=1", "''+a", "'s-Hertogenbosch", "-5", "+358 (0)40-1", "\r", "'",
		"a,=1+1,b", "a;'+b", "a, +358 40 1", "a\n\"=1", "a\u2028@b", "a|＝1", "\"+", "\"-5", "\u00a0+", " -", "a, +358 40 1\u2028") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		safe := Protect(text)
		if cell := sheettest.Formula(asCSV(t, [][]string{{"x", text}})); cell != "" {
			t.Fatalf("%q is written as %q, in which %q is a formula", text, safe, cell)
		}
		back, changed := Unprotect(safe)
		if back != text || changed != (safe != text) {
			t.Fatalf("%q became %q and came back as %q", text, safe, back)
		}
	})
}
