package sheet_test

import (
	"fmt"
	"slices"
	"testing"

	"kortisto/sheet"
)

// TestReadHeaderOfTwoLines holds what is made of a line above the header's
// names: headings of groups, and names whose cells are merged over both lines.
func TestReadHeaderOfTwoLines(t *testing.T) {
	words := []string{"Numero", "Nimi", "Osoite", "Kaupunki", "Puhelin"}
	known := func(name string) bool { return slices.Contains(words, name) }
	for _, c := range []struct {
		name, file string
		options    sheet.Options
		want       string // the header's row, its names, what is above, rows
	}{
		{"groups", "Perus;;Postitus;\nNumero;Nimi;Osoite;Kaupunki\n1;A;B;C\n", sheet.Options{},
			`2 ["Numero" "Nimi" "Osoite" "Kaupunki"] ["Perus" "Perus" "Postitus" "Postitus"] 1`},
		{"merged", "Numero;Nimi;Postitus;;Puhelin\n;;Osoite;Kaupunki;\n1;A;B;C;D\n", sheet.Options{},
			`2 ["Numero" "Nimi" "Osoite" "Kaupunki" "Puhelin"] ["" "" "Postitus" "Postitus" ""] 1`},
		{"merged, by its row", "Numero;Nimi;Postitus;;Puhelin\n;;Osoite;Kaupunki;\n1;A;B;C;D\n", sheet.Options{HeaderRow: 2},
			`2 ["Numero" "Nimi" "Osoite" "Kaupunki" "Puhelin"] ["" "" "Postitus" "Postitus" ""] 1`},
		{"the upper one, by its row", "Numero;Nimi;Postitus;\n;;Osoite;Kaupunki\n1;A;B;C\n", sheet.Options{HeaderRow: 1},
			`1 ["Numero" "Nimi" "Postitus" ""] [] 2`},
		{"no line above", "Numero;Nimi\n1;A\n", sheet.Options{}, `1 ["Numero" "Nimi"] [] 1`},
		{"a title apart", "Postitus\n\nNumero;Nimi\n1;A\n", sheet.Options{}, `3 ["Numero" "Nimi"] [] 1`},
		{"a row of known words", "Numero;Nimi;Muu\nNimi;Osoite;Puhelin\n", sheet.Options{HeaderRow: 1}, `1 ["Numero" "Nimi" "Muu"] [] 1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Known = known
			read, err := sheet.Read([]byte(c.file), c.options)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%d %q %q %d", read.HeaderRow, read.Header, read.Above, len(read.Rows)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
