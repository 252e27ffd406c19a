package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// errorTexts are what Excel, LibreOffice and Google Sheets show in English,
// Finnish, Swedish and German where they have no value.
var errorTexts = []string{
	"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#ERROR!", "#FIELD!", "#BLOCKED!",
	"#PUUTTUU!", "#PUUTTUU", "#ARVO!", "#VIITTAUS!", "#NIMI?", "#JAKO/0!", "#LUKU!", "#TYHJÄ!", "#LEVIÄMINEN!", "#VIRHE!",
	"#SAKNAS!", "#SAKNAS", "#VÄRDEFEL!", "#REFERENS!", "#NAMN?", "#DIVISION/0!", "#OGILTIGT!", "#SKÄRNING!", "#FEL!",
	"#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!", "#FEHLER!",
	"Err:502", "Virhe:508", "Fel:522", "Fehler:509", "#####", "###", " #N/A ", "Loading...",
}

// TestReadErrors is read-errors: what stands for no value is read as empty and
// counted, in every format.
func TestReadErrors(t *testing.T) {
	for _, text := range errorTexts {
		rows := [][]string{{"Nimi", "Maa"}, {"Matti", text}, {text, text}, {"Liisa", "FI"}}
		html := "<table>"
		for _, row := range rows {
			html += fmt.Sprintf("<tr><td>%s</td><td>%s</td></tr>", row[0], row[1])
		}
		ods := odsParts(odsTexts("Nimi|Maa\nMatti|" + text + "\n" + text + "|" + text + "\nLiisa|FI")).pack(t)
		for format, data := range map[Format][]byte{
			FormatCSV: asCSV(t, rows), FormatXLSX: asXLSX(t, rows), FormatHTML: []byte(html + "</table>"), FormatODS: ods,
		} {
			s := mustRead(t, data, Options{HeaderRow: 1})
			equal(t, fmt.Sprintf("rows of %s as %s", text, format), cellsOf(s), []string{"Matti|", "Liisa|FI"})
			equal(t, fmt.Sprintf("errors of %s as %s", text, format), s.ErrorCells, 3)
		}
	}
}

// TestReadErrorsOnlyWhole holds that texts which hold or resemble an error are
// values.
func TestReadErrorsOnlyWhole(t *testing.T) {
	for _, text := range []string{
		"#1 Kahvila", "#", "#A!", "#N/A Oy", "C#", "#hashtag!", "#Oy!", "Fel", "Virhe: 502", "Err:50", "Fel:1234", "N/A", "NV", "Loading Oy", "! #REF!", "#2024!",
	} {
		s := mustRead(t, asCSV(t, [][]string{{"Nimi", "Maa"}, {"Matti", text}}), Options{})
		if got := cellsOf(s)[0]; got != "Matti|"+text || s.ErrorCells != 0 {
			t.Errorf("%q is read as %q, %d errors", text, got, s.ErrorCells)
		}
	}
}

// TestReadErrorsOfFinnishFile reads the errors that a Finnish Excel wrote into a
// CSV file.
func TestReadErrorsOfFinnishFile(t *testing.T) {
	s := mustRead(t, sampleFile(t, "errors-fi.csv"), Options{})
	equal(t, "rows", strings.Join(cellsOf(s), "\n"), `1005|Virtanen Matti|matti.virtanen@posti.example|||OULU
1006||liisa.virtanen@posti.example|||
1007|||||JYVÄSKYLÄ
||uusi@posti.example|||`)
	equal(t, "errors", s.ErrorCells, 11)
}
