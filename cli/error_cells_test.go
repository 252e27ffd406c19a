package cli_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// workbook is a spreadsheet of one worksheet with these rows.
func workbook(t *testing.T, rows string) string {
	t.Helper()
	const (
		office   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		packages = "http://schemas.openxmlformats.org/package/2006/"
		main     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	)
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"/>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="w" Type="` + office +
			`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="A" sheetId="1" r:id="w"/></sheets></workbook>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + main + `"><sheetData>` + rows + `</sheetData></worksheet>`},
	} {
		w, err := archive.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// TestImportTellsOfErrorCells holds that cells which show a spreadsheet's error
// are not passed over in silence.
func TestImportTellsOfErrorCells(t *testing.T) {
	b := newBench(t)
	path := b.write("virheet.xlsx", workbook(t, `<row r="1"><c t="str"><v>Nimi</v></c><c t="str"><v>Katuosoite</v></c></row>`+
		`<row r="2"><c t="str"><v>Alfa Oy</v></c><c t="e"><v>#N/A</v></c></row>`))
	for lang, want := range map[string]string{
		"fi": "! 1 solussa on taulukkolaskennan virhe", "sv": "! 1 cell ", "en": "! 1 cell ",
	} {
		if out := b.must("import", path, "--lang", lang).stdout; !strings.Contains(out, want) || !strings.Contains(out, "#N/A") {
			t.Errorf("%s: no word of the cell in\n%s", lang, out)
		}
	}
	out := b.must("import", b.write("virheet.csv", "Asiakasnumero;Nimi;Maa\n;Beta Oy;#PUUTTUU!\n")).stdout
	if !strings.Contains(out, "! 1 solussa on taulukkolaskennan virhe") || strings.Contains(out, "NA") {
		t.Errorf("no word of the cell of a CSV file, or Namibia, in\n%s", out)
	}
	if out := b.must("import", "testdata/original.csv").stdout; strings.Contains(out, "#N/A") {
		t.Errorf("an error where there is none:\n%s", out)
	}
}

// TestImportTellsOfRowsAboveHeader holds that the command line tells of filled
// rows above the header, and which line the header is.
func TestImportTellsOfRowsAboveHeader(t *testing.T) {
	b := newBench(t)
	for want, file := range map[string]string{
		"! Otsikkorivin yläpuolella oli 1 rivi tietoja.":         "1001;Alfa Oy;Tie 1\nAsiakasnumero;Nimi;Katuosoite\n1002;Beta Oy;Tie 2\n",
		"! Otsikkorivin yläpuolella on 1 täytetty rivi, jota ei": "Aalto;Oulu\nNimi;Postitoimipaikka\nBerg;Espoo\n",
	} {
		path := b.write("lista.csv", file)
		if out := b.must("import", path).stdout; !strings.Contains(out, want) {
			t.Errorf("no word of %q in\n%s", want, out)
		}
		if out := b.must("import", path, "--json").stdout; !strings.Contains(out, `"header_row":2`) {
			t.Errorf("no line of the header in\n%s", out)
		}
	}
}
