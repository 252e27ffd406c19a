package sheet_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"kortisto/sheet"
)

// TestReadRowsAboveHeader is read-header: no filled row above the header is
// passed over without a word. Data of the header's columns is read as rows;
// what may be data is counted, and read where that is asked for.
func TestReadRowsAboveHeader(t *testing.T) {
	words := []string{"Asiakasnumero", "Nimi", "Katuosoite", "Postinumero", "Postitoimipaikka", "Lisatiedot", "Sähköposti"}
	known := func(name string) bool { return slices.Contains(words, name) }
	file := func(name string) string {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var many strings.Builder // more rows than those among which headers usually stand
	for i := range 40 {
		fmt.Fprintf(&many, "%d;Asiakas %d;Tie %d\n", 1001+i, i, i)
	}
	sorted := []int{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12}
	for _, c := range []struct {
		name, file  string
		options     sheet.Options
		header      int
		lines       []int
		above, left int
	}{
		{"sorted with its header", file("sorted-with-header.csv"), sheet.Options{}, 9, sorted, 8, 0},
		{"sorted workbook", file("sorted-with-header.xlsx"), sheet.Options{}, 9, sorted, 8, 0},
		{"its header chosen", file("sorted-with-header.csv"), sheet.Options{HeaderRow: 9}, 9, sorted, 8, 0},
		{"joined below others", file("rows-above-header.csv"), sheet.Options{}, 3, []int{1, 2, 4}, 2, 0},
		{"header far down", many.String() + "Asiakasnumero;Nimi;Katuosoite\n2001;Viimeinen;Tie 9\n", sheet.Options{}, 41, nil, 40, 0},
		{"header at the end", "1002;B;Tie 2\n1001;A;Tie 1\nAsiakasnumero;Nimi;Katuosoite\n", sheet.Options{}, 3, []int{1, 2}, 2, 0},
		{"rows with gaps", "1001;A;\n;B;Tie 2\n1003;;Tie 3\nAsiakasnumero;Nimi;Katuosoite\n1004;D;Tie 4\n", sheet.Options{}, 4, []int{1, 2, 3, 5}, 3, 0},
		{"words alone", "Aalto;Oulu\nBerg;Espoo\nNimi;Postitoimipaikka\nKoski;Turku\n", sheet.Options{}, 3, []int{4}, 0, 2},
		{"words alone, asked for", "Aalto;Oulu\nBerg;Espoo\nNimi;Postitoimipaikka\nKoski;Turku\n", sheet.Options{Above: true}, 3, []int{1, 2, 4}, 2, 2},
		{"a name before rows", "Aalto;;\n;B;Tie 2\nAsiakasnumero;Nimi;Katuosoite\n1004;D;Tie 4\n", sheet.Options{}, 3, []int{2, 4}, 1, 1},
		{"e-mail addresses", "A;a@b.fi\nNimi;Sähköposti\nB;b@c.fi\n", sheet.Options{}, 2, []int{1, 3}, 1, 0},

		{"a title", "Asiakkaat 2024;;\nAsiakasnumero;Nimi;Katuosoite\n1001;A;Tie 1\n", sheet.Options{}, 2, []int{3}, 0, 0},
		{"a title and a date", "Tulostettu;1.12.2024;;;;\n\nAsiakasnumero;Nimi;Katuosoite;Postinumero;Postitoimipaikka\n1001;A;Tie 1;00100;OULU\n", sheet.Options{}, 3, []int{4}, 0, 0},
		{"title, number and date", "Lista;7\nPvm;1.12.2024\nNimi;Postinumero;Postitoimipaikka;Lisatiedot;Asiakasnumero\nA;00100;OULU;x;1001\n", sheet.Options{}, 3, []int{4}, 0, 0},
		{"headings of groups", "Perus;;Osoite;;\nAsiakasnumero;Nimi;Katuosoite;Postinumero;Postitoimipaikka\n1001;A;Tie 1;00100;OULU\n", sheet.Options{}, 2, []int{3}, 0, 0},
		{"header first", "Asiakasnumero;Nimi\n1001;A\n", sheet.Options{}, 1, []int{2}, 0, 0},
		{"nothing but a title and a header", "Lista;1.12.2024\nNimi;Katuosoite\nA;Tie 1\n", sheet.Options{}, 2, []int{3}, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Known = known
			read, err := sheet.Read([]byte(c.file), c.options)
			if err != nil {
				t.Fatal(err)
			}
			var lines []int
			for _, row := range read.Rows {
				lines = append(lines, row.Line)
			}
			if read.HeaderRow != c.header || read.RowsAbove != c.above || read.LeftAbove != c.left || c.lines != nil && !slices.Equal(lines, c.lines) {
				t.Errorf("header %d, lines %v, %d above, %d left; want %d, %v, %d, %d",
					read.HeaderRow, lines, read.RowsAbove, read.LeftAbove, c.header, c.lines, c.above, c.left)
			}
			if c.name == "header far down" && len(read.Rows) != 41 {
				t.Errorf("%d rows", len(read.Rows))
			}
		})
	}
}
