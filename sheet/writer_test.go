package sheet

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/sheet/sheettest"
	"kortisto/sheet/table"
)

func TestProtect(t *testing.T) {
	tests := map[string]string{
		"":                  "",
		"Matti":             "Matti",
		"=1+1":              "'=1+1",
		"@home":             "'@home",
		"\tx":               "'\tx",
		"\rx":               "'\rx",
		"+358 40 123 4567":  "+358 40 123 4567",
		"+358 (0)40-123":    "+358 (0)40-123",
		"+358-alkuiset":     "'+358-alkuiset",
		"-5":                "-5",
		"-5,5":              "'-5,5",
		"-alv 0 %":          "'-alv 0 %",
		"+":                 "+",
		"-":                 "-",
		"a=b":               "a=b",
		" =1":               " '=1",
		"\"=1":              "\"'=1",
		"＝1":                "'＝1",
		"＋358 40":           "'＋358 40",
		"'=1":               "''=1",
		"''@":               "'''@",
		"'s-Hertogenbosch":  "'s-Hertogenbosch",
		"'+358 40 123 4567": "'+358 40 123 4567",
		"'":                 "'",

		"a,=1+1,b":                 "a,'=1+1,b",
		"a;@b\t=c|=d":              "a;'@b\t'=c|'=d",
		"a\n=1":                    "a\n'=1",
		"a\u2028=1":                "a\u2028'=1",
		"a, =1":                    "a, '=1",
		"a,\u00a0=1":               "a,\u00a0'=1",
		"a,\"=1\"":                 "a,\"'=1\"",
		"a; \" =1":                 "a; \" '=1",
		"=1;=2":                    "'=1;'=2",
		"\t=1":                     "'\t'=1",
		"a;＝1":                     "a;'＝1",
		"a,'=1":                    "a,''=1",
		"a, ''=1":                  "a, '''=1",
		"a,' =1":                   "a,' =1",
		"a,\tb":                    "a,\tb",
		"- kahvi\n- tee":           "'- kahvi\n'- tee",
		"a,+1":                     "a,'+1",
		"040 1, +358 40 1":         "040 1, +358 40 1",
		"040 1, +358 40 1, -2":     "040 1, +358 40 1, -2",
		"040 1, +358 40 1\n050 2":  "040 1, +358 40 1\n050 2",
		"040 1, '+358 40 1":        "040 1, '+358 40 1",
		"040 1, +358 40 1; 2":      "040 1, '+358 40 1; 2",
		"040 1, +358 40 (":         "040 1, '+358 40 (",
		"040 1, +":                 "040 1, '+",
		"040 1,+358 40 1":          "040 1,'+358 40 1",
		"040 1, \"+358 40 1":       "040 1, \"'+358 40 1",
		"040 1, +358 40 1 (koti)":  "040 1, '+358 40 1 (koti)",
		"+358 40 1, +358 40 2":     "'+358 40 1, +358 40 2",
		"a@b.example, c@d.example": "a@b.example, c@d.example",
	}
	for text, want := range tests {
		equal(t, "protected", Protect(text), want)
		back, changed := Unprotect(want)
		equal(t, "unprotected", back, text)
		equal(t, "whether "+text+" changed", changed, text != want)
	}
}

func TestCSVWriter(t *testing.T) {
	tests := map[string]struct {
		table [][]string
		want  string
	}{
		"nothing":            {nil, ""},
		"plain":              {[][]string{{"Nimi", "Osoite"}, {"Åke", ""}}, "Nimi;Osoite\r\nÅke;\r\n"},
		"quoted":             {[][]string{{"a;b", "a\"b", "a\nb", " a", "a ", "a,b", "a b"}}, "\"a;b\";\"a\"\"b\";\"a\nb\";\" a\";\"a \";\"a,b\";a b\r\n"},
		"protected":          {[][]string{{"=1", "+358 40"}, {"@a;", "\t"}}, "'=1;+358 40\r\n\"'@a;\";\"'\t\"\r\n"},
		"empty in a column":  {[][]string{{"a"}, {""}, {"b"}}, "a\r\n\"\"\r\nb\r\n"},
		"no link to another": {[][]string{{"ID", "ID"}, {"ID", "x"}}, "\"ID\";ID\r\nID;x\r\n"},
		"like a sep line":    {[][]string{{"sep=;"}, {"sep=;"}}, "sep=;\r\n\"sep=;\"\r\n\"sep=;\"\r\n"},
		"like markup":        {[][]string{{"<html>"}}, "\"<html>\"\r\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			equal(t, "file", string(asCSV(t, test.table)), "\xEF\xBB\xBF"+test.want)
		})
	}
}

// TestCSVWriterSample writes the sample register again: byte by byte the same
// where nothing has to be protected.
func TestCSVWriterSample(t *testing.T) {
	data := sampleFile(t, "original.csv")
	s := mustRead(t, data, Options{})
	table := [][]string{s.Header}
	for _, row := range s.Rows {
		table = append(table, row.Cells)
	}
	want := string(data)
	for _, cell := range []string{"=SUM(A1:A2)", "-alv 0 %", "@Work Oy", "+358-alkuiset"} {
		want = strings.Replace(want, ";"+cell, ";'"+cell, 1)
	}
	equal(t, "file", string(asCSV(t, table)), want)
}

// TestCSVHoldsNoFormula holds that no spreadsheet finds a formula in a written
// file, whatever separator it reads with and whether it honours quotes.
func TestCSVHoldsNoFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := asCSV(t, anyTable.Draw(t, "table"))
		if cell := sheettest.Formula(file); cell != "" {
			t.Fatalf("%q is a formula in\n%s", cell, file)
		}
	})
}

func TestXLSXWriterNames(t *testing.T) {
	for _, name := range []string{"", " ", "a/b", "a[1]", "'a", strings.Repeat("x", 32), "\xFF"} {
		if _, err := NewXLSXWriter(&bytes.Buffer{}, name); err == nil {
			t.Errorf("%q names a worksheet", name)
		}
	}
}

func TestXLSXWriterSizes(t *testing.T) {
	const columns = 16_384
	var b bytes.Buffer
	w, err := NewXLSXWriter(&b, "T")
	if err != nil {
		t.Fatal(err)
	}
	expectError(t, w.Write(make([]string, columns+1)), table.TooManyColumns, map[string]any{"line": 1, "limit": columns})
	wide := make([]string, columns)
	wide[columns-1] = "x"
	if err := errors.Join(w.Write(wide), w.Close()); err != nil {
		t.Fatal(err)
	}
	s := mustRead(t, b.Bytes(), Options{HeaderRow: NoHeader, Limits: Limits{Columns: columns}})
	if !slices.Equal(s.Rows[0].Cells, wide) {
		t.Error("the last cell of the widest row is not where it was written")
	}
}

// fullDisk takes a number of bytes and then fails.
type fullDisk struct{ left int }

var errFull = errors.New("disk full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestWritersFail holds that a write which fails anywhere is reported by Close
// at the latest.
func TestWritersFail(t *testing.T) {
	table := customers(2000)
	for _, left := range []int{0, 10, 1000, 20_000} {
		c := NewCSVWriter(&fullDisk{left})
		x, err := NewXLSXWriter(&fullDisk{left}, "T")
		if err != nil && !errors.Is(err, errFull) {
			t.Fatal(err)
		}
		for _, row := range table {
			_ = c.Write(row)
			if x != nil && err == nil {
				_ = x.Write(row)
			}
		}
		if closed := c.Close(); !errors.Is(closed, errFull) {
			t.Errorf("CSV after %d bytes: %v", left, closed)
		}
		if err == nil {
			if closed := x.Close(); !errors.Is(closed, errFull) {
				t.Errorf("XLSX after %d bytes: %v", left, closed)
			}
		}
	}
}
