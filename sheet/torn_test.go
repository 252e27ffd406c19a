package sheet

import (
	"slices"
	"testing"
)

// TestReadTorn is read-torn: the parts of a row that a line break in a cell
// without quotes has torn are marked. Rows that are short since empty cells were
// left out are not.
func TestReadTorn(t *testing.T) {
	known := func(name string) bool { return slices.Contains([]string{"Asiakasnumero", "Nimi", "Puhelin"}, name) }
	const header = "Asiakasnumero;Nimi;Lisätiedot;Puhelin\n"
	for _, c := range []struct {
		name, file string
		torn       []int // lines
	}{
		{"in two", string(sampleFile(t, "torn-row.csv")), []int{2, 3}},
		{"in three", header + "1005;Virtanen;eka\ntoka\nkolmas;040 777 0001\n1006;Laine;x;040 777 0002\n", []int{2, 3, 4}},
		{"with an empty line", header + "1005;Virtanen;eka\n\ntoka;040 777 0001\n1006;Laine;x;040 777 0002\n", []int{2, 4}},
		{"two of them", header + "1005;Virtanen;eka\ntoka;040 777 0001\n1006;Laine;x;040 777 0002\n1007;Koski;a\nb;040 777 0003\n", []int{2, 3, 5, 6}},
		{"in the name", header + "1005;Virtanen\nMatti;x;040 777 0001\n1006;Laine;y;040 777 0002\n", []int{2, 3}},
		{"a plain line break", "Nimi;Katuosoite;Postinumero;Puhelin\nA Oy;Tie 1;00100;\nB Oy;Tie 2\n3. krs;00200;040 1\nC Oy;Tie 3;00300;040 2\n", []int{3, 4}},

		{"in the last column", "Asiakasnumero;Nimi;Lisätiedot\n1005;Virtanen;eka\ntoka\n1006;Laine;x\n", []int{2, 3}},
		{"in the last column, in three, of the last row", "Asiakasnumero;Nimi;Lisätiedot\n1006;Laine;x\n1005;Virtanen;eka\ntoka\nkolmas 3\n", []int{3, 4, 5}},
		{"in the last column, behind names", "Nimi;Puhelin;Lisätiedot\nVirtanen;040 1;eka\ntoka\nLaine;040 2;\n", []int{2, 3}},
		{"names alone", "Nimi;Puhelin;Lisätiedot\nVirtanen;040 1;eka\nSalo\nLaine;040 2;x\n", nil},
		{"headings within the table", "Asiakasnumero;Nimi;Lisätiedot\n1005;Virtanen;x\nHelsinki\n1006;Laine;y\nTampere\n1007;Koski;z\nTurku\n1008;Salo;å\nOulu\n", nil},
		{"a total below", "Asiakasnumero;Nimi;Lisätiedot\n1005;Virtanen;x\n1006;Laine;y\nYhteensä 2\n", nil},
		{"a page number below", "Asiakasnumero;Nimi;Lisätiedot\n1005;Virtanen;x\n1006;Laine;y\nSivu 1/2\n", nil},
		{"number alone behind a number", "Asiakasnumero;Nimi;Lisätiedot\n1005;Virtanen;x\n1007\n1006;Laine;y\n", nil},

		{"whole rows", header + "1005;Virtanen;eka;040 777 0001\n1006;Laine;;\n", nil},
		{"empty cells left out", "Nimi;Katuosoite;Postinumero\nA;Tie 1\nB;Tie 2\nC;Tie 3;00100\n", nil},
		{"numbers alone", header + "1005;Virtanen\n1006;Laine;x\n1007;Koski;y;040 1\n", nil},
		{"numbers and notes", header + "1005;A;x\n1006;B\n1007;C;y;040 777 0001\n", nil},
		{"short at the end", header + "1005;Virtanen;x;040 777 0001\nYhteensä;1\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var torn []int
			for _, row := range mustRead(t, []byte(c.file), Options{Known: known, HeaderRow: 1}).Rows {
				if row.Torn {
					torn = append(torn, row.Line)
				}
			}
			equal(t, "torn lines", torn, c.torn)
		})
	}
}
