package demo_test

import (
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/demo"
	"kortisto/importer"
	"kortisto/sheet"
	"kortisto/sheet/damage"
)

func TestDamage(t *testing.T) {
	for text, want := range map[string]string{
		"00100": "100", "0401234567": "401234567", "+3581234567": "3581234567", "003723327487": "3723327487", "1001": "1001", "-05": "-5", "000": "0",
		"+358401234567": "3,58401E+11", "00372332748712345": "3,72333E+14", "00885790000000418": "8,8579E+14", "100000000000": "1E+11", "12345678901": "12345678901",
		"1E5": "1,00E+05", "15e3": "1,50E+04", "1234,50": "1234,5", "007,00": "7", "1-2": "1.helmi", "3/4": "3.huhti", "01/10": "1.loka",
		"TRUE": "TOSI", "false": "EPÄTOSI",

		"": "", "0112038-9": "0112038-9", "FI2112345600000785": "FI2112345600000785", "+358 40 123 4567": "+358 40 123 4567", "040 123 4567": "040 123 4567",
		"14 pv": "14 pv", "Kotitie 3-4": "Kotitie 3-4", "31/2": "31/2", "1-13": "1-13", "0-1": "0-1", "111 34": "111 34", "True Oy": "True Oy", "+": "+", "-": "-",
		"'=1+1": "'=1+1",
	} {
		got := demo.Damage(text)
		if got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if got != text && damage.Of(text, got, 0) == "" {
			t.Errorf("nobody would know %q for %q", got, text)
		}
	}
}

// exported is what an export of the made-up customers gives.
func exported(lang string) [][]string {
	export := importer.NewExporter(customer.Standard(), lang, []byte("demo"))
	rows := [][]string{export.Header()}
	for i, values := range demo.Customers() {
		cells := export.Cells(&customer.Customer{Number: 1001 + i, Revision: 1, Values: values})
		for j := range cells {
			cells[j] = sheet.Protect(cells[j])
		}
		rows = append(rows, cells)
	}
	return rows
}

// TestBroken holds that every cell of the broken file is either what it was or
// what a spreadsheet makes of it, but for one; and that there is plenty to see.
func TestBroken(t *testing.T) {
	for _, lang := range customer.Languages {
		rows := exported(lang)
		before := slices.Clone(rows[1])
		read, err := sheet.Read(demo.Broken(rows), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(rows[1], before) {
			t.Error("the export itself was changed")
		}
		if read.Charset != "windows-1252" || read.Delimiter != ";" || len(read.Rows) != len(rows)-1 || !slices.Equal(read.Header, rows[0]) {
			t.Fatalf("%s %q, %d rows, header %q", read.Charset, read.Delimiter, len(read.Rows), read.Header)
		}
		damaged := make(map[damage.Kind]int)
		var edits []string
		for i, row := range read.Rows {
			for j, text := range rows[i+1] {
				cell := ""
				if j < len(row.Cells) {
					cell = row.Cells[j]
				}
				if kind := damage.Of(text, cell, 0); kind != "" {
					damaged[kind]++
				} else if cell != text {
					edits = append(edits, read.Header[j]+": "+text+" → "+cell)
				}
			}
		}
		if want := customer.Standard().Label(customer.PaymentTerms, lang) + ": 14 → 30"; !slices.Equal(edits, []string{want}) {
			t.Errorf("edits %q, want %s", edits, want)
		}
		if damaged[damage.Number] < 50 || damaged[damage.Date] < 5 || damaged[damage.Letters] < 1 {
			t.Errorf("damaged are %v", damaged)
		}
	}
}

func TestBrokenEdge(t *testing.T) {
	for want, rows := range map[string][][]string{
		"":                                     nil,
		"Nimi\r\n":                             {{"Nimi"}},
		"Nimi;Maksuehto\r\nA;14 pv\r\n":        {{"Nimi", "Maksuehto"}, {"A", "14 pv"}},
		"Nimi;Maksuehto\r\nA;30\r\nB\r\n":      {{"Nimi", "Maksuehto"}, {"A", "14"}, {"B"}},
		"Nimi\r\n\"a;\"\"b\"\"\n?apek €\"\r\n": {{"Nimi"}, {"a;\"b\"\nČapek €"}},
	} {
		if got := string(demo.Broken(rows)); got != strings.ReplaceAll(want, "€", "\x80") {
			t.Errorf("%q becomes %q, want %q", rows, got, want)
		}
	}
}
