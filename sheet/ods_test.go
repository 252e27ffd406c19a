package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kortisto/sheet/table"
)

const (
	odsHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c" office:version="1.3">` +
		`<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>` +
		`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>` +
		`<office:body><office:spreadsheet>`
	odsTail = `</office:spreadsheet></office:body></office:document-content>`
)

// Parts of an OpenDocument archive, by the names in which errors give them.
const (
	odsContent  = "content.xml"
	odsManifest = "meta-inf/manifest.xml"
)

// odsParts gives an OpenDocument spreadsheet with worksheets of these rows,
// named Taulukko1 and so on.
func odsParts(sheets ...string) parts {
	var b strings.Builder
	for i, rows := range sheets {
		fmt.Fprintf(&b, `<table:table table:name="Taulukko%d" table:style-name="ta1"><table:table-column/>%s</table:table>`, i+1, rows)
	}
	return parts{
		"mimetype":              "application/vnd.oasis.opendocument.spreadsheet",
		"META-INF/manifest.xml": `<manifest:manifest><manifest:file-entry manifest:full-path="/"/><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>`,
		odsContent:              odsHead + b.String() + odsTail,
	}
}

// odsRow gives a row of cells.
func odsRow(cells string) string { return `<table:table-row>` + cells + `</table:table-row>` }

// odsTexts gives rows of text cells: rows parted by line ends, cells by |.
func odsTexts(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(`<table:table-row>`)
		for _, cell := range strings.Split(line, "|") {
			fmt.Fprintf(&b, `<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>%s</text:p></table:table-cell>`, cell)
		}
		b.WriteString(`</table:table-row>`)
	}
	return b.String()
}

// TestReadODSWhole holds that a register saved by a spreadsheet program is read
// without the loss of a letter.
func TestReadODSWhole(t *testing.T) {
	want := mustRead(t, sampleFile(t, "original.csv"), Options{})
	got := mustRead(t, sampleFile(t, "text.ods"), Options{})
	equal(t, "header", got.Header, want.Header)
	for i, row := range want.Rows {
		equal(t, "row", padded(got.Rows[i].Cells, len(want.Header)), padded(row.Cells, len(want.Header)))
	}
	equal(t, "worksheet", got.Name, "original")
	equal(t, "lines", linesOf(got), []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
}

// TestReadODSValues holds what a cell says.
func TestReadODSValues(t *testing.T) {
	tests := []struct{ name, attributes, content, want string }{
		{"text", `office:value-type="string"`, `<text:p>Åke &amp; Öhman</text:p>`, "Åke & Öhman"},
		{"paragraphs", `office:value-type="string"`, `<text:p>a</text:p><text:p/><text:p>b</text:p>`, "a\n\nb"},
		{"spaces, tab and line break", `office:value-type="string"`, `<text:p>a <text:s text:c="2"/>b<text:s/>c<text:tab/>d<text:line-break/>e</text:p>`, "a   b c\td\ne"},
		{"white space for looks", `office:value-type="string"`, "<text:p>\n\t Matti \n  Virtanen\t</text:p>\n <text:p>\n</text:p><text:p>\t x\r\n</text:p>", "Matti Virtanen\n\nx"},
		{"white space across fonts", `office:value-type="string"`, "<text:p>\n <text:span> a \n</text:span>\n <text:span>\n b</text:span> <text:span/>\n c\n</text:p>", "a b c"},
		{"white space beside exact one", `office:value-type="string"`, "<text:p>\n <text:s/>a\n <text:s text:c=\"2\"/>b<text:tab/>\nc <text:line-break/> d<text:s/>\n</text:p>", " a   b\t c \n d "},
		{"white space as LibreOffice writes it, of several lines too", `office:value-type="string"`, `<text:p><text:s/>a <text:s/>b </text:p><text:p>c <text:s/></text:p><text:p>  d  e</text:p><text:p><text:s/></text:p>`, " a  b \nc  \n  d  e\n "},
		{"spaces that do not break", `office:value-type="string"`, "<text:p>1\u00a0\u00a0234</text:p>", "1\u00a0\u00a0234"},
		{"fonts and links", `office:value-type="string"`, `<text:p>a<text:span>b<text:span>c</text:span></text:span><text:a xlink:href="x">d@e.example</text:a>f</text:p>`, "abcd@e.examplef"},
		{"list", `office:value-type="string"`, `<text:list><text:list-item><text:p>a</text:p></text:list-item><text:list-item><text:p>b</text:p></text:list-item></text:list>`, "a\nb"},
		{"note beside the cell", `office:value-type="string"`, `<office:annotation><dc:creator>Liisa</dc:creator><text:p>vanha</text:p></office:annotation><text:p>uusi</text:p>`, "uusi"},
		{"note in the text", `office:value-type="string"`, `<text:p>a<office:annotation><text:p>ei</text:p></office:annotation>b</text:p>`, "ab"},
		{"picture on the cell", `office:value-type="string"`, `<draw:frame><draw:text-box><text:p>kuva</text:p></draw:text-box></draw:frame><text:p>a</text:p>`, "a"},
		{"hint for the pronunciation", `office:value-type="string"`, `<text:p><text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>トウキョウ</text:ruby-text></text:ruby></text:p>`, "東京"},
		{"text without a paragraph", `office:value-type="string" office:string-value="arvo"`, ``, "arvo"},
		{"text without a kind", ``, `<text:p>a</text:p>`, "a"},
		{"formula's text", `table:formula="of:=[.A1]" office:value-type="string" office:string-value="tulos"`, `<text:p>tulos</text:p>`, "tulos"},

		{"number", `office:value-type="float" office:value="401234567" calcext:value-type="float"`, `<text:p>401234567</text:p>`, "401234567"},
		{"number without a text", `office:value-type="float" office:value="1001"`, ``, "1001"},
		{"number without a value", `office:value-type="float"`, `<text:p>1 001</text:p>`, "1 001"},
		{"exponent shown", `office:value-type="float" office:value="100000"`, `<text:p>1.00E+05</text:p>`, "100000"},
		{"more than 15 digits", `office:value-type="float" office:value="1.23456789012346E+016"`, `<text:p>1.23456789012346E+016</text:p>`, "1.23456789012346E+16"},
		{"rounded", `office:value-type="float" office:value="1001.256"`, `<text:p>1 001,3</text:p>`, "1001.256"},
		{"thousands", `office:value-type="float" office:value="1001"`, "<text:p>1\u00a0001</text:p>", "1001"},
		{"too narrow a column", `office:value-type="float" office:value="358401234567"`, `<text:p>###</text:p>`, "358401234567"},
		{"hidden by its format", `office:value-type="float" office:value="14"`, `<text:p/>`, "14"},
		{"leading zeros by format", `office:value-type="float" office:value="100"`, `<text:p>00100</text:p>`, "00100"},
		{"zeros alone", `office:value-type="float" office:value="0"`, `<text:p>00000</text:p>`, "00000"},
		{"hyphen by format", `office:value-type="float" office:value="7375462"`, `<text:p>0737546-2</text:p>`, "0737546-2"},
		{"hyphen alone by format", `office:value-type="float" office:value="20774740"`, `<text:p>2077474-0</text:p>`, "2077474-0"},
		{"groups by format", `office:value-type="float" office:value="401234567"`, `<text:p>040 123 4567</text:p>`, "040 123 4567"},
		{"negative", `office:value-type="float" office:value="-5"`, `<text:p>-5</text:p>`, "-5"},
		{"letters by format", `office:value-type="float" office:value="14"`, `<text:p>14 pv</text:p>`, "14"},
		{"currency", `office:value-type="currency" office:currency="EUR" office:value="1234.5"`, `<text:p>1 234,50 €</text:p>`, "1234.5"},
		{"percent", `office:value-type="percentage" office:value="0.255"`, `<text:p>26 %</text:p>`, "25.5%"},
		{"formula's number", `table:formula="of:=1+1" office:value-type="float" office:value="2"`, `<text:p>2</text:p>`, "2"},

		{"date", `office:value-type="date" office:date-value="2024-05-12"`, `<text:p>12.5.2024</text:p>`, "12.5.2024"},
		{"month's name", `office:value-type="date" office:date-value="2024-05-12"`, `<text:p>12. toukokuuta 2024</text:p>`, "12. toukokuuta 2024"},
		{"two-digit year", `office:value-type="date" office:date-value="2024-05-12"`, `<text:p>05/12/24</text:p>`, "05/12/2024"},
		{"two-digit year that may be the day", `office:value-type="date" office:date-value="2012-05-12"`, `<text:p>12.5.12</text:p>`, "12.5.2012"},
		{"two-digit year first", `office:value-type="date" office:date-value="2005-05-12"`, `<text:p>05-05-12</text:p>`, "2005-05-12"},
		{"two-digit year and time", `office:value-type="date" office:date-value="2024-05-12T12:24:00"`, `<text:p>12.5.24 12:24</text:p>`, "12.5.2024 12:24"},
		{"two-digit year and month's name", `office:value-type="date" office:date-value="1924-05-12"`, `<text:p>12. touko 24</text:p>`, "12. touko 1924"},
		{"day and month", `office:value-type="date" office:date-value="2024-05-24"`, `<text:p>24.5.</text:p>`, "24.5."},
		{"date without a text", `office:value-type="date" office:date-value="2024-05-12T18:00:00"`, ``, "2024-05-12 18:00:00"},
		{"date in too narrow a column", `office:value-type="date" office:date-value="2024-05-12"`, `<text:p>###</text:p>`, "2024-05-12"},
		{"time", `office:value-type="time" office:time-value="PT12H30M00S"`, `<text:p>12:30</text:p>`, "12:30"},
		{"time without a text", `office:value-type="time" office:time-value="PT36H05M00S"`, ``, "36:05:00"},
		{"truth", `office:value-type="boolean" office:boolean-value="true"`, `<text:p>TOSI</text:p>`, "TOSI"},
		{"falsehood without a text", `office:value-type="boolean" office:boolean-value="false"`, ``, "FALSE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := odsParts(odsRow(`<table:table-cell `+test.attributes+`>`+test.content+`</table:table-cell>`) + odsTexts("loppu")).pack(t)
			s := mustRead(t, data, Options{HeaderRow: NoHeader})
			equal(t, "cell", s.Rows[0].Cells[0], test.want)
			equal(t, "errors", s.ErrorCells, 0)
		})
	}
}

// TestReadODSErrors holds that a cell's error never becomes a text, and is
// counted, as is a formula without a result.
func TestReadODSErrors(t *testing.T) {
	rows := odsTexts("Nimi|Maa\nMatti|FI")
	want := []string{"Matti|FI"}
	for _, cell := range []string{
		`table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#JAKO/0!</text:p>`,
		`table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>`,
		`table:formula="of:=NA()" office:value-type="float" office:value="0"><text:p>#N/A</text:p>`,
		`table:formula="of:=x" office:value-type="string"><text:p>#NIMI?</text:p>`,
		`table:formula="of:=x" office:value-type="float" office:value="0"><text:p>Err:502</text:p>`,
		`table:formula="of:=x" office:value-type="string"><text:p>Virhe:508</text:p>`,
	} {
		rows += odsRow(`<table:table-cell office:value-type="string"><text:p>Liisa</text:p></table:table-cell><table:table-cell ` + cell + `</table:table-cell>`)
		want = append(want, "Liisa")
	}
	rows += odsRow(`<table:table-cell table:formula="of:=1+1"/>`) +
		odsRow(`<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""><text:p/></table:table-cell>`)
	s := mustRead(t, odsParts(rows).pack(t), Options{})
	equal(t, "rows", cellsOf(s), want)
	equal(t, "errors", s.ErrorCells, 6)
	equal(t, "formulas without a result", s.UnknownCells, 1)
}

// TestReadODSRows holds that rows go by the spreadsheet's own numbers, however
// they are written.
func TestReadODSRows(t *testing.T) {
	text := func(attributes, text string) string {
		return `<table:table-cell office:value-type="string" ` + attributes + `><text:p>` + text + `</text:p></table:table-cell>`
	}
	rows := `<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
		`<table:table-header-rows>` + odsRow(text("", "Nimi")+`<table:table-cell/>`+text("", "Maa")) + `</table:table-header-rows>` +
		`<table:table-row-group><text:soft-page-break/>` + odsRow(text(`table:number-columns-repeated="3"`, "a")) +
		`<table:table-row-group table:display="false">` + odsRow(text("", "b")) + `</table:table-row-group>` + odsRow(text("", "c")) + `</table:table-row-group>` +
		`<table:table-rows><table:table-row table:visibility="filter">` + text("", "d") + `</table:table-row></table:table-rows>` +
		`<table:table-row table:visibility="collapse" table:number-rows-repeated="2"><table:table-cell/>` + text("", "e") + `</table:table-row>` +
		`<table:table-row table:visibility="visible">` + text(`table:number-columns-spanned="2" table:number-rows-spanned="2"`, "f") +
		`<table:covered-table-cell office:value-type="string"><text:p>alla</text:p></table:covered-table-cell>` + text("", "g") + `</table:table-row>` +
		odsRow(`<table:covered-table-cell table:number-columns-repeated="2"/>`+text("", "h")) +
		`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="2000000000"><table:table-cell table:number-columns-repeated="2000000000"/></table:table-row>`
	s := mustRead(t, odsParts(rows).pack(t), Options{})
	equal(t, "header row", s.HeaderRow, 3)
	equal(t, "header", s.Header, []string{"Nimi", "", "Maa"})
	equal(t, "lines", linesOf(s), []int{4, 5, 6, 7, 8, 9, 10, 11})
	equal(t, "rows", cellsOf(s), []string{"a|a|a", "b", "c", "d", "|e", "|e", "f||g", "f||h"})
	var hidden []bool
	for _, row := range s.Rows {
		hidden = append(hidden, row.Hidden)
	}
	equal(t, "hidden", hidden, []bool{false, true, false, true, true, true, false, false})
}

// TestReadODSRepeatedRows holds that a row which stands several times has cells of its
// own each time, so that each is mended and counted.
func TestReadODSRepeatedRows(t *testing.T) {
	rows := odsRow(`<table:table-cell office:value-type="string"><text:p>Nimi</text:p></table:table-cell>`) +
		`<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="string"><text:p>MÃ¤kelÃ¤</text:p></table:table-cell></table:table-row>`
	s := mustRead(t, odsParts(rows).pack(t), Options{Mend: true, HeaderRow: 1})
	equal(t, "rows", cellsOf(s), []string{"Mäkelä", "Mäkelä", "Mäkelä"})
	equal(t, "mended cells", s.Garbled.Cells, 3)
}

// TestReadODSSheets holds which worksheet is read.
func TestReadODSSheets(t *testing.T) {
	p := odsParts(odsTexts("Koodi|Selite\nA|Vakio"), odsTexts("Ohje"), odsTexts("Nimi|Maa\nMatti|FI"), odsTexts("Nimi|Maa\nLiisa|SE\nÅke|AX"))
	p = p.with(odsContent, func(x string) string {
		x = strings.Replace(x, `table:name="Taulukko1" table:style-name="ta1"`, `table:name="Taulukko1" table:style-name="ta2"`, 1)
		return strings.Replace(x, `<table:table table:name="Taulukko2"`, `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell><text:p>vanha</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>`+
			`<table:table table:name="'file:///c:/x.ods'#Taul1" table:style-name="ta_extref"><table:table-row><table:table-cell><text:p>Nimi</text:p></table:table-cell></table:table-row></table:table><table:table table:name="Taulukko2"`, 1)
	})
	data := p.pack(t)
	known := func(header string) bool { return header == "Nimi" || header == "Maa" }
	s := mustRead(t, data, Options{Known: known})
	equal(t, "format", s.Format, FormatODS)
	equal(t, "first visible one with rows", s.Name, "Taulukko3")
	equal(t, "names", s.Names, []string{"Taulukko1", "Taulukko2", "Taulukko3", "Taulukko4"})
	s = mustRead(t, data, Options{Sheet: " taulukko4 "})
	equal(t, "by name", s.Name, "Taulukko4")
	equal(t, "rows", cellsOf(s), []string{"Liisa|SE", "Åke|AX"})
	equal(t, "hidden, by name", mustRead(t, data, Options{Sheet: "Taulukko1"}).Name, "Taulukko1")

	_, err := Read(data, Options{Sheet: "Taul1"})
	expectError(t, err, table.SheetUnknown, map[string]any{"sheet": "Taul1", "names": s.Names})
	_, err = Read(data, Options{Sheet: "Taulukko2"})
	expectError(t, err, table.NoRows, map[string]any{"names": s.Names})
	_, err = Read(odsParts("").pack(t), Options{})
	expectError(t, err, table.NoRows, nil)

	alike := odsParts(odsTexts("a\nb"), odsTexts("c\nd"))[odsContent]
	alike = strings.NewReplacer("Taulukko1", "NIMI", "Taulukko2", "Nimi").Replace(alike)
	equal(t, "letter by letter", mustRead(t, parts{odsContent: alike}.pack(t), Options{Sheet: "Nimi"}).Name, "Nimi")
}

// TestReadODSKinds tells what is no spreadsheet, whatever it is called, and
// what is one.
func TestReadODSKinds(t *testing.T) {
	whole := odsParts(odsTexts("Nimi|Maa\nMatti|FI"))
	content := whole[odsContent]
	flat := strings.Replace(strings.Replace(content, "<office:document-content", `<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"`, 1), "</office:document-content>", "</office:document>", 1)
	for name, data := range map[string][]byte{
		"template":          whole.with("mimetype", func(x string) string { return x + "-template" }).pack(t),
		"wrong mimetype":    whole.with("mimetype", func(string) string { return "application/vnd.oasis.opendocument.text" }).pack(t),
		"no mimetype":       parts{odsContent: content}.pack(t),
		"one XML file":      []byte(flat),
		"with a byte mark":  []byte("\xEF\xBB\xBF" + flat),
		"other prefixes":    parts{odsContent: strings.NewReplacer("<table:", "<t:", "</table:", "</t:", "office:", "o:", "text:p", "p").Replace(content)}.pack(t),
		"without encodings": parts{odsContent: content[slices.Index([]byte(content), '\n'):]}.pack(t),
	} {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, data, Options{})
			equal(t, "format", s.Format, FormatODS)
			equal(t, "rows", cellsOf(s), []string{"Matti|FI"})
		})
	}
	for kind, found := range map[string]string{"text": "odt", "presentation": "odp", "drawing": "odg", "image": "odi", "chart": "odc", "database": "odb", "table": "sxc"} {
		data := whole.with(odsContent, func(x string) string { return strings.ReplaceAll(x, "office:spreadsheet", "office:"+kind) }).pack(t)
		_, err := Read(data, Options{})
		expectError(t, err, table.FormatUnsupported, map[string]any{"found": found})
	}
	_, err := Read(parts{odsContent: "<package/>"}.pack(t), Options{})
	expectError(t, err, table.FormatUnsupported, map[string]any{"found": "zip"})

	locked := whole.with("META-INF/manifest.xml", func(x string) string {
		return strings.Replace(x, `"content.xml"/>`, `"content.xml"><manifest:encryption-data/></manifest:file-entry>`, 1)
	}).with(odsContent, func(string) string { return "\x93\x00\xff" })
	_, err = Read(locked.pack(t), Options{})
	expectError(t, err, table.Encrypted, nil)
	_, err = Read(parts{"mimetype": "x", "encrypted-package": "\x00"}.pack(t), Options{})
	expectError(t, err, table.Encrypted, nil)
}
