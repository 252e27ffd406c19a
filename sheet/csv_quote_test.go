package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"kortisto/sheet/table"

	"pgregory.net/rapid"
)

// TestReadRaggedNotes holds that quoted cells which hold lists are cells,
// although their lines look like records.
func TestReadRaggedNotes(t *testing.T) {
	list := strings.Repeat("tuote 1, 1 kpl, a\n", 12)
	list = list[:len(list)-1]
	pairs := strings.Repeat("tuote, 1\n", 12)
	record := strings.Repeat("2,Liisa,x\n", 40)
	tests := map[string]struct {
		header, row string // its last cell comes on top
		note        string
	}{
		"three columns":           {"Nimi,Puhelin,Lisätiedot", "Matti,040", list},
		"two columns":             {"Nimi,Lisätiedot", "Matti", pairs},
		"two columns, one ending": {"Nimi,Lisätiedot", "Matti", "tilaus:\n" + pairs},
		"just like records":       {"Numero,Nimi,Lisätiedot", "1,Matti", "x\n" + record + "9,Kalle,y"},
		"first of the columns":    {"Lisätiedot", "", list},
	}
	for name, test := range tests {
		for ending, lineEnd := range map[string]string{"LF": "\n", "CR LF": "\r\n"} {
			t.Run(name+" "+ending, func(t *testing.T) {
				text := test.header + "\n"
				for range 3 {
					text += strings.TrimPrefix(test.row+",\"", ",") + test.note + "\"\n"
				}
				s := mustRead(t, []byte(strings.ReplaceAll(text, "\n", lineEnd)), Options{})
				want := strings.TrimPrefix(strings.ReplaceAll(test.row, ",", "|")+"|"+test.note, "|")
				equal(t, "rows", cellsOf(s), []string{want, want, want})
			})
		}
	}
}

// TestReadNoteOfShortRow holds that a note of two lines is a cell also in a row that
// leaves out its last cells: so few delimiters are no records.
func TestReadNoteOfShortRow(t *testing.T) {
	s := mustRead(t, []byte("Nimi;Lisätiedot;Maa\nMatti;\"eka; ja\ntoka; viimeinen\"\nLiisa;x;FI\n"), Options{})
	equal(t, "rows", cellsOf(s), []string{"Matti|eka; ja\ntoka; viimeinen", "Liisa|x|FI"})
}

// TestReadAcceptsStrictCSV holds that what a strict reader reads, and has as
// many cells in each record as in the header, is read the same.
func TestReadAcceptsStrictCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		delimiter := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "delimiter")
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		line := "x" + strings.Repeat(delimiter+"y", columns-1) + "\n"
		cell := rapid.OneOf(anyText, rapid.Map(rapid.IntRange(1, 20), func(n int) string {
			return strings.Repeat(line, n) + "x"
		}), rapid.SampledFrom([]string{"a" + strings.Repeat(delimiter+"b\n", 10), "\"\n\"" + delimiter, "5\" putki"}))
		var header []string
		for i := range columns {
			header = append(header, fmt.Sprint("nimi", i))
		}
		table := [][]string{header}
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			row := rapid.SliceOfN(cell, columns, columns).Draw(t, "row")
			row[0] = "x" + row[0] // no blank rows, no formulas, no header
			for j := range row {
				row[j] = Protect(row[j])
			}
			table = append(table, row)
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = rune(delimiter[0])
		w.UseCRLF = rapid.Bool().Draw(t, "CR LF")
		if err := w.WriteAll(table); err != nil {
			t.Fatal(err)
		}
		s, err := Read(b.Bytes(), Options{Delimiter: delimiter, HeaderRow: 1})
		if err != nil {
			t.Fatal(err)
		}
		checkRoundTrip(t, s, table[1:], func(cell string) string { return cell })
	})
}

// TestReadFormulaOfText holds that a cell whose formula is a text is that text,
// quoted or not.
func TestReadFormulaOfText(t *testing.T) {
	s := mustRead(t, []byte("=\"Nimi\";\"=\"\"Numero\"\"\";Maa\nÅke;\"=\"\"0;1\"\"\";=\"FI\"\n"), Options{})
	equal(t, "header", s.Header, []string{"Nimi", "Numero", "Maa"})
	equal(t, "rows", cellsOf(s), []string{"Åke|0;1|FI"})
}

// TestTextOfFormulaSparesOwnFiles holds that what this package writes is never
// taken for a formula's text.
func TestTextOfFormulaSparesOwnFiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(anyText, rapid.Map(anyText, func(text string) string { return `="` + text + `"` })).Draw(t, "text")
		if safe := Protect(text); table.TextOfFormula(safe) != safe {
			t.Fatalf("%q became %q", safe, table.TextOfFormula(safe))
		}
		s, err := Read(asCSV(t, [][]string{{"x", text}}), Options{HeaderRow: NoHeader})
		if err != nil {
			t.Fatal(err)
		}
		checkRoundTrip(t, s, [][]string{{"x", text}}, unprotected)
	})
}
