package sheet

import (
	"slices"
	"strings"
	"testing"
)

// TestReadQuotes is read-quotes: quotes that don't enclose their cell are a
// dialect where the whole file agrees on one, else their row is marked. Quotes
// that are plainly letters are neither.
func TestReadQuotes(t *testing.T) {
	known := func(name string) bool {
		return slices.Contains([]string{"Asiakasnumero", "Nimi", "Katuosoite", "Postitoimipaikka", "Lisätiedot"}, strings.Trim(name, `"' `))
	}
	sample := func(name string) string { return string(sampleFile(t, name)) }
	for _, c := range []struct {
		name, file string
		rows       []string
		odd        []int // lines
	}{
		{"space before a quote", sample("space-before-quote.csv"), []string{"Mäkelä Oy|Katu 1, 2. krs|HELSINKI|", "Virtanen Matti|Tie 2|ESPOO|x"}, nil},
		{"space before a quote, semicolons", "Nimi; Katuosoite\n\"A; B\"; \"Tie 1; C\"\nC;  \"Tie \"\"2\"\"\"\n", []string{"A; B|Tie 1; C", `C|Tie "2"`}, nil},
		{"backslash before a quote", sample("quotes-backslash.csv"), []string{
			`1001|Kuusenmäen Sähkö Oy|sanoi "ei" ja lähti`, `1005|Virtanen Matti|polku C:\asiakkaat\`, "1006|Virtanen Liisa|tavallinen"}, nil},
		{"backslashes escaped", `"Nimi";"Lisätiedot"` + "\n" + `"A \"B\" Oy";"C:\\x\\"` + "\n" + `"D";"e; \"f\""` + "\n", []string{`A "B" Oy|C:\x\`, `D|e; "f"`}, nil},
		{"backslash and delimiter", `"Nimi","Lisätiedot"` + "\n" + `"sanoi \"ei\", ja","x"` + "\n", []string{`sanoi "ei", ja|x`}, nil},
		{"backslash and line break", `"Nimi","Lisätiedot"` + "\n" + `"A","\"x\"` + "\n" + `y"` + "\n" + `"B","z"` + "\n", []string{"A|\"x\"\ny", "B|z"}, nil},
		{"apostrophes", "'Nimi';'Katuosoite'\n'Kalle; Ville Oy';'Tie 1'\n'D''Arcy';'Tie 2'\n", []string{"Kalle; Ville Oy|Tie 1", "D'Arcy|Tie 2"}, nil},
		{"apostrophes below bare names", "Asiakasnumero;Nimi;Katuosoite\n1001;'Kalle; Ville Oy';'Tie 1'\n\n1002;'D''Arcy';\n", []string{"1001|Kalle; Ville Oy|Tie 1", "1002|D'Arcy|"}, nil},
		{"text behind a quote", sample("quote-then-text.csv"), []string{`"Kalle| Ville" Oy|Katu 1|HELSINKI`, "Mäkelä Oy|Tie 2|ESPOO|x"}, []int{2}},
		{"text before a quote", "Nimi;Katuosoite;Lisätiedot\nOy \"Kalle; Ville\";Tie 1\nB;Tie 2;x\n", []string{`Oy "Kalle| Ville"|Tie 1`, "B|Tie 2|x"}, []int{2}},
		{"no dialect agrees", "Nimi, Lisätiedot\nA, \"x, y\"\nB, \"z\" q\n", []string{`A| "x| y"`, `B| "z" q`}, []int{2, 3}},
		{"unescaped", sample("quotes-unescaped.csv"), nil, []int{4, 5}},

		{"inches", "Nimi;Lisätiedot\nA;putki 1/2 \" sisäkierre\n5\" putki;6\" putki\n24\" näyttö ja 3\" putki;x\n", []string{"A|putki 1/2 \" sisäkierre", `5" putki|6" putki`, `24" näyttö ja 3" putki|x`}, nil},
		{"a name in quotes", "Nimi;Lisätiedot\nApilan \"Huolto\" Oy;kutsumanimi \"Apila\"\n\"A \"\"B\"\"\";\"c\"\n", []string{`Apilan "Huolto" Oy|kutsumanimi "Apila"`, `A "B"|c`}, nil},
		{"a path", "\"Nimi\";\"Lisätiedot\"\n\"A\";\"C:\\dir\\\"\n", []string{`A|C:\dir\`}, nil},
		{"apostrophes that are letters", "Nimi;Lisätiedot\n'24-117;x\n'A';y\n", []string{"'24-117|x", "'A'|y"}, nil},
		{"a name in apostrophes", "Asiakasnumero;Nimi\n1001;'A'\n", []string{"1001|'A'"}, nil},
		{"names of which one has no apostrophes", "Asiakasnumero;Nimi\n1001;'A'\n1002;'B'\n1003;C\n", []string{"1001|'A'", "1002|'B'", "1003|C"}, nil},
		{"a record without a text", "Asiakasnumero;Nimi\n1001;'A'\n1002;'B'\n1003;\n", []string{"1001|'A'", "1002|'B'", "1003|"}, nil},
		{"one name in apostrophes", "'Nimi';Lisätiedot\n'A';y\n", []string{"'A'|y"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := mustRead(t, []byte(c.file), Options{Known: known})
			if c.rows != nil {
				equal(t, "rows", cellsOf(s), c.rows)
			}
			var odd []int
			for _, row := range s.Rows {
				if row.OddQuotes {
					odd = append(odd, row.Line)
				}
			}
			equal(t, "odd lines", odd, c.odd)
		})
	}
}
