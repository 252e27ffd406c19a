package sheet

import (
	"errors"
	"strings"
	"testing"

	"kortisto/sheet/htmltable"
	"kortisto/sheet/table"

	"pgregory.net/rapid"
)

func TestReadHTML(t *testing.T) {
	const page = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<style>td {mso-number-format:"\@";}</style><title>Asiakkaat</title></head><body>`
	tests := map[string]struct {
		data, charset string
		header        []string
		rows          []string
		lines         []int
	}{
		"as a web program writes it": {page + "<table border=1><tr><th>Nimi</th><th>Maa</th></tr><tr><td>M\xe4ki &amp; Pojat</td><td style='mso-number-format:\"\\@\"'>00100</td></tr></table></body></html>",
			"windows-1252", []string{"Nimi", "Maa"}, []string{"Mäki & Pojat|00100"}, []int{2}},
		"utf-8":             {"<table><tr><th>Nimi<th>Maa<tr><td>Åke &auml;&#228;&euro;<td>FI</table>", "utf-8", []string{"Nimi", "Maa"}, []string{"Åke ää€|FI"}, []int{2}},
		"a named charset":   {"<meta charset='macintosh'><table><tr><th>Nimi<th>Maa<tr><td>\xa5 1<td>FI</table>", "macintosh", []string{"Nimi", "Maa"}, []string{"• 1|FI"}, []int{2}},
		"a wrong name":      {"<meta charset='utf-8'><table><tr><th>Nimi<th>Maa<tr><td>M\xe4ki<td>FI</table>", "windows-1252", []string{"Nimi", "Maa"}, []string{"Mäki|FI"}, []int{2}},
		"UTF-16":            {"\xFF\xFE" + string(utf16Bytes("<html><table><tr><td>Nimi<td>Maa<tr><td>Matti<td>FI</table>")), "utf-16le", []string{"Nimi", "Maa"}, []string{"Matti|FI"}, []int{2}},
		"white space":       {"<table>\n<tr>\n<th> Nimi\n<th>Lisä\n</tr>\n<tr><td>\n  Matti \t\n Virtanen </td><td>eka<br>\n toka<p>kolmas</p><div>neljäs</div></td></tr></table>", "utf-8", []string{"Nimi", "Lisä"}, []string{"Matti Virtanen|eka\ntoka\nkolmas\nneljäs"}, []int{2}},
		"spans":             {"<table><tr><th colspan=2>Nimi<th>Maa<tr><td rowspan=2>Matti<td>a<td>FI<tr><td>b<td>SE<tr><td>Liisa<td>c<td>NO</table>", "utf-8", []string{"Nimi", "", "Maa"}, []string{"Matti|a|FI", "Matti|b|SE", "Liisa|c|NO"}, []int{2, 3, 4}},
		"a table for looks": {"<table><tr><td>Valikko<td>x<tr><td>a<td><table><tr><th>Nimi<th>Maa<tr><td>Matti<td>FI</table></table>", "utf-8", []string{"Nimi", "Maa"}, []string{"Matti|FI"}, []int{2}},
		"a table of links":  {"<table><tr><td>Etusivu<td>Haku<td>Ohje<tr><td>1<td>2<td>3<tr><td>1<td>2<td>3</table><table><tr><th>Nimi<th>Maa<tr><td>Matti<td>FI</table>", "utf-8", []string{"Nimi", "Maa"}, []string{"Matti|FI"}, []int{2}},
		"blank cells":       {"<table><tr><th>Nimi<th>Maa<tr><td>&nbsp;<td> <tr><td>Matti<td>&nbsp;</table>", "utf-8", []string{"Nimi", "Maa"}, []string{"Matti"}, []int{3}},
		"XHTML":             {"<?xml version=\"1.0\"?>\n<!-- x --><!DOCTYPE html PUBLIC \"x\"><html><table><tr><th>Nimi</th><th>Maa</th></tr><tr><td>Matti</td><td>=\"00100\"</td></tr></table></html>", "utf-8", []string{"Nimi", "Maa"}, []string{"Matti|00100"}, []int{2}},
		"scripts":           {"<table><tr><th>Nimi<th>Maa<tr><td>Matti<script>x()</script><td><select><option>FI<option>SE</select>FI</table>", "utf-8", []string{"Nimi", "Maa"}, []string{"Matti|FI"}, []int{2}},
		"a list left open":  {"<table><tr><th>Nimi<th>Maa<tr><td><select><option>A</td><td>FI<tr><td>Liisa<td>SE</table>", "utf-8", []string{"Nimi", "Maa"}, []string{"|FI", "Liisa|SE"}, []int{2, 3}},
		"a template":        {"<html><template><table><tr><td>x<td>y</table></template><table><tr><th>Nimi<th>Maa<tr><td>Matti<td>FI</table>", "utf-8", []string{"Nimi", "Maa"}, []string{"Matti|FI"}, []int{2}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, []byte(test.data), Options{Known: knownColumn})
			equal(t, "format", s.Format, FormatHTML)
			equal(t, "charset", s.Charset, test.charset)
			equal(t, "header", s.Header, test.header)
			equal(t, "rows", cellsOf(s), test.rows)
			equal(t, "lines", linesOf(s), test.lines)
		})
	}
	s := mustRead(t, []byte("<table><tr><th>Nimi<th>Maa<tr style='display: none'><td>Matti<td>FI<tr><td>M&Atilde;&curren;ki<td>SE</table>"), Options{})
	if !s.Rows[0].Hidden || s.Rows[1].Hidden {
		t.Error("hidden rows")
	}
	equal(t, "garbled", s.Garbled, Garbled{Cells: 1, Text: "MÃ¤ki", Right: "Mäki"})
}

func TestReadHTMLWithinLimits(t *testing.T) {
	row := "<tr><td>a<td>b"
	for name, test := range map[string]struct {
		data, code string
		args       map[string]any
	}{
		"rows":       {"<table>" + strings.Repeat(row, 30) + "</table>", table.TooManyRows, map[string]any{"limit": 4}},
		"columns":    {"<table>" + row + "<tr><td>a<td>b<td>c<td>d</table>", table.TooManyColumns, map[string]any{"line": 2, "limit": 3}},
		"cells":      {strings.Repeat("<table>"+strings.Repeat(row, 20)+"</table>", 10), table.TooManyCells, nil},
		"cell":       {"<table>" + row + "<tr><td>a<td>" + strings.Repeat("å", 11) + "</table>", table.CellTooLong, map[string]any{"line": 2, "column": 2}},
		"a long one": {"<table>" + row + "<tr><td>a<td>" + strings.Repeat("b", 10_000) + "</table>", table.CellTooLong, map[string]any{"line": 2, "column": 2}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(test.data), Options{Limits: Limits{Rows: 4, Columns: 3, CellChars: 10, Cells: 100}})
			expectError(t, err, test.code, test.args)
		})
	}
	s := mustRead(t, []byte("<table>"+row+"<td colspan=999999999 rowspan=999999999>"+strings.Repeat("<tr><td>1<td>2", 3)+"</table>"), Options{Limits: Limits{Columns: 3}})
	equal(t, "columns", len(s.Header), 2)
	deep := strings.Repeat("<table><tr><td>", 10_000) + "x" + strings.Repeat("</table>", 10_000)
	if _, err := Read([]byte(deep), Options{}); !errors.Is(err, &Error{Code: table.NoRows}) {
		t.Errorf("tables in tables: %v", err)
	}
}

// TestReadHTMLCutOff holds that of a page which ends inside a table no half row
// is read: its last cell may be half a name.
func TestReadHTMLCutOff(t *testing.T) {
	const page = "<html><body><table><tr><th>Numero</th><th>Nimi</th></tr><tr><td>1</td><td>Matti</td></tr><tr><td>2</td><td>Torsti</td></tr></table></body></html>"
	last := strings.Index(page, "</table>") + len("</table>")
	for end := strings.Index(page, "Matti"); end < last; end++ {
		_, err := Read([]byte(page[:end]), Options{Known: knownColumn})
		if end < strings.Index(page, "</tr><tr><td>2") {
			expectError(t, err, table.FileTruncated, map[string]any{"line": 2})
		} else if !errors.Is(err, &Error{Code: table.FileTruncated}) {
			t.Errorf("%q: %v", page[:end], err)
		}
	}
	for end := last; end < len(page); end++ {
		equal(t, "rows", cellsOf(mustRead(t, []byte(page[:end]), Options{Known: knownColumn})), []string{"1|Matti", "2|Torsti"})
	}
	_, err := Read([]byte("<table><tr><td>Nimi<td>Maa<tr><td>Matti<td><select><option>FI</table><table><tr><td>a<td>b<tr><td>c<td>d"), Options{})
	expectError(t, err, table.FileTruncated, nil)
}

// TestFoldSpaces holds that what a page keeps of a text equals what FoldSpaces
// says it keeps.
func TestFoldSpaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "x" + rapid.StringOf(rapid.RuneFrom([]rune(" \t\u00a0\nabä"))).Draw(t, "text") + "x"
		page := "<table><tr><td>Nimi<td>Maa<tr><td>" + strings.ReplaceAll(text, "\n", "<br>") + "<td>FI</table>"
		s, err := Read([]byte(page), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := htmltable.FoldSpaces(s.Rows[0].Cells[0]), htmltable.FoldSpaces(text); got != want {
			t.Fatalf("%q came as %q, not %q", text, got, want)
		}
		if folded := htmltable.FoldSpaces(text); htmltable.FoldSpaces(folded) != folded {
			t.Fatalf("%q is not folded", folded)
		}
	})
}

func FuzzReadHTML(f *testing.F) {
	for _, table := range []string{
		"<tr><th>Nimi<th>Maa<tr><td>Matti<br>x<td>&auml;</table>",
		"<tr><td colspan=2 rowspan=3>a<td>b<tr><td><table><tr><td>c</table>",
		"</td></tr></table></table><tr><td>&#0;&#xD800;&#13;",
	} {
		f.Add("<table>" + table)
	}
	f.Fuzz(func(t *testing.T, page string) {
		s, err := Read([]byte("<html>"+page), Options{Known: knownColumn, Limits: fuzzLimits})
		checkSheet(t, s, err)
	})
}
