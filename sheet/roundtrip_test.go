package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"kortisto/sheet/damage"
	"kortisto/sheet/table"

	"pgregory.net/rapid"
)

// hostile are pieces of text that some reader or writer trips over.
var hostile = []string{
	"", " ", "\t", "\n", "\"", "\"\"", "'", ";", ",", "|", "=", "+", "-", "@", "sep=;", "sep=,", "ID", "_x000D_", "_x0041_", "_x005F_", "_x", "x0041_",
	"<html>", "<", ">", "&", "&amp;", "]]>", "\u00a0", "\u2028", "\ufeff", "\ufffd", "\ufffe", "\uffff", "😀", "ä", "a\u0308", "Åke", "1", "0401234567",
	"+358 40 123", "1E5", "TRUE", "#N/A", "=1+1", `="00100"`, `=""`, `="`, "a;b;c;d;e;f;g;h;i\n", "a;b\n", "x\ny", "\\", "{", "%", "(1)",
	"＝", "＋", "－", "＠", ",=1+1,", ";+A1", "\n- x", ", +358 40 1", "|@x", "'=1", ", ''=1",
}

// anyText draws texts that a register can hold: valid UTF-8 without control
// characters other than line feed and tab. What spreadsheets show where they
// have no value is no text (read-errors).
var anyText = rapid.Custom(func(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom(hostile),
		rapid.StringN(0, 6, -1),
		rapid.Map(rapid.Uint16(), func(u uint16) string { return string(rune(u)) }),
	), 0, 5).Draw(t, "pieces")
	text := kept(strings.ToValidUTF8(strings.Join(pieces, ""), ""))
	if damage.IsPlaceholder(strings.TrimSpace(text)) {
		text += "x"
	}
	return text
})

// kept takes out of a text what no register keeps.
func kept(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// anyTable draws a table in which no row is blank: blank rows aren't read.
var anyTable = rapid.Custom(func(t *rapid.T) [][]string {
	columns := rapid.IntRange(1, 6).Draw(t, "columns")
	rows := rapid.IntRange(1, 6).Draw(t, "rows")
	table := make([][]string, rows)
	for i := range table {
		table[i] = rapid.SliceOfN(anyText, columns, columns).Draw(t, "row")
		if strings.TrimSpace(strings.Join(table[i], "")) == "" {
			table[i][rapid.IntRange(0, columns-1).Draw(t, "filled")] = "x"
		}
	}
	return table
})

// padded gives a row's cells in n columns.
func padded(cells []string, n int) []string {
	return append(append([]string{}, cells...), make([]string, max(0, n-len(cells)))...)
}

func checkRoundTrip(t *rapid.T, s *Sheet, table [][]string, restore func(string) string) {
	if len(s.Rows) != len(table) {
		t.Fatalf("%d rows were written, %d read", len(table), len(s.Rows))
	}
	for i, row := range s.Rows {
		for j, cell := range padded(row.Cells, len(table[i])) {
			if got := restore(cell); j >= len(table[i]) || got != table[i][j] {
				t.Fatalf("row %d column %d: %q was written, %q read", i, j, table[i][min(j, len(table[i])-1)], got)
			}
		}
	}
}

func unprotected(cell string) string {
	text, _ := Unprotect(cell)
	return text
}

// TestCSVRoundTrip holds that every table comes back from CSV, with its first
// row as header or without one, and with nothing told about the file.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable.Draw(t, "table")
		s, err := Read(asCSV(t, table), Options{HeaderRow: NoHeader})
		if err != nil {
			t.Fatal(err)
		}
		if s.Delimiter != ";" || s.Charset != "utf-8" {
			t.Fatalf("read as %s with %q", s.Charset, s.Delimiter)
		}
		checkRoundTrip(t, s, table, unprotected)
	})
}

func TestXLSXRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable.Draw(t, "table")
		s, err := Read(asXLSX(t, table), Options{HeaderRow: NoHeader})
		if err != nil {
			t.Fatal(err)
		}
		if s.Name != "Asiakkaat & muut" {
			t.Fatalf("the worksheet's name is %q", s.Name)
		}
		checkRoundTrip(t, s, table, func(cell string) string { return cell })
	})
}

// TestRoundTripWithHeader holds that rows below a header of known names keep
// their values.
func TestRoundTripWithHeader(t *testing.T) {
	header := []string{"Asiakasnumero", "Nimi", "Lisätiedot"}
	known := func(name string) bool { return strings.Contains(strings.Join(header, ";"), name) }
	rapid.Check(t, func(t *rapid.T) {
		var table [][]string
		for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
			table = append(table, []string{fmt.Sprint(1001 + i), anyText.Draw(t, "name"), anyText.Draw(t, "note")})
		}
		for _, encode := range []func(fataler, [][]string) []byte{asCSV, asXLSX} {
			data := encode(t, append([][]string{header}, table...))
			s, err := Read(data, Options{Known: known})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Join(s.Header, ";") != strings.Join(header, ";") {
				t.Fatalf("header is %q", s.Header)
			}
			restore := func(cell string) string { return cell }
			if s.Format == FormatCSV {
				restore = unprotected
			}
			checkRoundTrip(t, s, table, restore)
		}
	})
}

// TestRoundTripLong holds the longest text that a register keeps, and that a
// longer one than a worksheet holds is refused rather than cut.
func TestRoundTripLong(t *testing.T) {
	for _, long := range []string{strings.Repeat("ä", 32_000), strings.Repeat("😀", 16_000), strings.Repeat("_x0041_", 4_500), strings.Repeat("\n\"", 16_000)} {
		table := [][]string{{"Nimi"}, {long}}
		for _, data := range [][]byte{asCSV(t, table), asXLSX(t, table)} {
			s := mustRead(t, data, Options{})
			if s.Rows[0].Cells[0] != long {
				t.Errorf("%s: a long text came back changed", s.Format)
			}
		}
	}
	const longest = 32_767 // UTF-16 units
	w, err := NewXLSXWriter(&bytes.Buffer{}, "T")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]string{"Nimi", strings.Repeat("ä", longest)}); err != nil {
		t.Error(err)
	}
	expectError(t, w.Write([]string{"", strings.Repeat("😀", longest/2+1)}), table.CellTooLong, map[string]any{"line": 2, "column": 2})
}
