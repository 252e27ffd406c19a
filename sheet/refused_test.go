package sheet

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/sheet/table"
)

// TestReadRefusesByName holds that what is no table is refused as what it is.
func TestReadRefusesByName(t *testing.T) {
	name := "Liisa Virtanen"
	lock := string(rune(len(name))) + name + strings.Repeat(" ", 54-len(name)) + string(rune(len(name))) + "\x00" + string(utf16Bytes(name+strings.Repeat(" ", 54-len(name))))
	for _, c := range []struct {
		name, data, code string
		args             map[string]any
	}{
		{"a picture", "\x89PNG\r\n\x1a\n", table.NotATable, map[string]any{"what": "picture"}},
		{"a photo", "\xFF\xD8\xFF\xE0", table.NotATable, map[string]any{"what": "picture"}},
		{"a PDF", "%PDF-1.7", table.NotATable, map[string]any{"what": "pdf"}},
		{"a lock of Excel", lock, table.NotATable, map[string]any{"what": "lock"}},
		{"a lock of LibreOffice", ",Liisa,kone,01.12.2024 10:00,file:///home/liisa/.config/libreoffice/4;", table.NotATable, map[string]any{"what": "lock"}},
		{"a packed CSV file", string(parts{"asiakkaat.csv": "Nimi;Maa\n"}.pack(t)), table.FormatUnsupported, map[string]any{"what": "zip"}},
		{"an old workbook", string(magicOLE2) + string(utf16Bytes("BOOK")), table.XLSOld, nil},
	} {
		_, err := Read([]byte(c.data), Options{})
		expectError(t, err, c.code, c.args)
	}
	p := workbookParts(nil, nil, inlineRows(3, 2)).with("xl/workbook.xml", func(x string) string { return strings.Replace(x, "<sheet ", `<sheet state="hidden" `, 1) })
	_, err := Read(p.pack(t), Options{})
	expectError(t, err, table.SheetsHidden, nil)
}

// TestReadLongestWorksheet holds that of worksheets without known columns the
// first is read, unless another one is by far longer.
func TestReadLongestWorksheet(t *testing.T) {
	known := func(string) bool { return false }
	for lengths, want := range map[[2]int]int{{5, 100}: 1, {5, 12}: 0, {100, 5}: 0} {
		s := mustRead(t, workbookParts(nil, nil, inlineRows(lengths[0], 2), inlineRows(lengths[1], 2)).pack(t), Options{Known: known})
		equal(t, fmt.Sprint(lengths), s.Name, s.Names[want])
	}
}
