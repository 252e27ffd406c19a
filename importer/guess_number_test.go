package importer_test

import (
	"context"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestMapStoredNumbers holds map-guess for a column headed Nro beside headings of
// another program: it is the number where it holds stored ones.
func TestMapStoredNumbers(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       bool
	}{
		{"stored numbers", "Nro|Yritys|Katu\n1001|Åströmin Sähkö Oy|Merikatu 1\n1002|Nordvind AB|Sveavägen 44\n|Uusi Oy|", true},
		{"nobody's numbers", "Nro|Yritys|Katu\n7|Åströmin Sähkö Oy|Merikatu 1\n9|Nordvind AB|Sveavägen 44", false},
		{"few stored numbers", "Nro|Yritys|Katu\n1001|A|x\n7|B|y\n9|C|z", false},
		{"a count of the rows", "Nro|Yritys|Katu\n1|A|x\n2|B|y", false},
		{"another column is the number", "Nro|Asiakasnumero|Katu\n1001|1002|x\n1002|1001|y", false},
		{"no numbers", "Nro|Yritys\nA|B\nC|D", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.file)
			in.Mapping = importer.Suggest(in.Sheet, customer.Standard())
			if err := importer.MapStoredNumbers(context.Background(), in.Sheet, in.Mapping, stored(t, register)); err != nil {
				t.Fatal(err)
			}
			if got := in.Mapping[0] == customer.Number; got != c.want {
				t.Errorf("mapped: %t", got)
			}
		})
	}
}
