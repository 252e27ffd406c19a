package importer_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

const numbersRegister = register + `
5 | person | Laine Liisa
12 | person | Laine Lauri
100 | person | Salo Sanna
120 | person | Salo Sami
100101 | person | Niemi Niina
100102 | person | Niemi Niilo
451112222 | person | Aalto Aino
451112223 | person | Aalto Arto`

// TestMapStoredNumbers holds map-guess for a column headed Nro beside headings of
// another program, or with values that look like others': it is the number where it
// holds stored ones.
func TestMapStoredNumbers(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       int // the column that is the number, -1 for none
	}{
		{"stored numbers", "Nro|Yritys|Katu\n1001|Åströmin Sähkö Oy|Merikatu 1\n1002|Nordvind AB|Sveavägen 44\n|Uusi Oy|", 0},
		{"nobody's numbers", "Nro|Yritys|Katu\n7|Åströmin Sähkö Oy|Merikatu 1\n9|Nordvind AB|Sveavägen 44", -1},
		{"few stored numbers", "Nro|Yritys|Katu\n1001|A|x\n7|B|y\n9|C|z", -1},
		{"a count of the rows", "Nro|Yritys|Katu\n1|A|x\n2|B|y", -1},
		{"another column is the number", "Nro|Asiakasnumero|Katu\n1001|1002|x\n1002|1001|y", 1},
		{"no numbers", "Nro|Yritys\nA|B\nC|D", -1},
		{"another word for it", "Number|Company|Road\n1001|A|x\n1002|B|y", 0},
		{"behind a column that counts the rows", "Nro|Yritys|Numero\n1|A|1001\n2|B|1002", 2},
		{"with a total below", "Nro|Yritys\n1001|A\n1002|B\nYhteensä|2", 0},
		{"behind telephone numbers", "Numero|Nimi|Nro\n0401234567|A|1001\n0507654321|B|1002", 2},
		{"with a zero before it, as a telephone number", "Nro|Nimi\n0100101|A\n0100102|B", 0},
		{"as long as a telephone number", "Nro|Nimi\n451112222|A\n451112223|B", 0},
		{"of telephones that nobody has as a number", "Nro|Nimi\n0100103|A\n451112224|B", -1},
		{"behind a street", "Nimi|Katuosoite|Nro\nA|Tie 1|1001\nB|Tie 2|1002", 2},
		{"of houses", "Nimi|Katuosoite|Nro\nA|Tie|12|\nB|Kuja|5", -1},
		{"with zeros before it, as a postal code", "Nro|Nimi\n00100|A\n00120|B", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.file)
			in.Mapping = importer.Suggest(in.Sheet, customer.Standard())
			if err := importer.MapStoredNumbers(context.Background(), in.Sheet, in.Mapping, nil, stored(t, numbersRegister)); err != nil {
				t.Fatal(err)
			}
			if got := slices.Index(in.Mapping, customer.Number); got != c.want {
				t.Errorf("the number is column %d, not %d", got, c.want)
			}
		})
	}
}

// TestMapBareNumber holds map-guess for headings that say number and not of what,
// beside our own in three languages: such a column is the number where it may hold
// those of customers, and it is never taken without a word where it counts the rows
// or holds telephone or house numbers.
func TestMapBareNumber(t *testing.T) {
	lists := map[string]struct {
		headings []string
		beside   string // another heading of ours
	}{
		"fi": {[]string{"Numero", "Nro", "Nro.", "NUMERO"}, "Nimi"},
		"sv": {[]string{"Nummer", "Nr", "nummer"}, "Namn"},
		"en": {[]string{"Number", "No", "No."}, "Name"},
	}
	columns := []struct {
		name  string
		cells []string
		want  bool
	}{
		{"of customers", []string{"1001", "1002", "1007"}, true},
		{"of customers, out of order", []string{"3", "1", "2"}, true},
		{"of customers, with zeros before them", []string{"0001001", "0001002", "0001007"}, true},
		{"of customers, with a total below", []string{"1001", "1002", "Yhteensä"}, true},
		{"counting the rows", []string{"1", "2", "3"}, false},
		{"counting the rows, with a total below", []string{"1", "2", "Summa"}, false},
		{"of telephones", []string{"0401234567", "050 765 4321", "093101641"}, false},
		{"of telephones without their zero", []string{"401234567", "507654321", "451112222"}, false},
		{"of telephones abroad", []string{"+46812345", "358401234567", "0401234567"}, false},
		{"of something that repeats", []string{"7", "7", "12"}, false},
		{"words", []string{"A", "B", "C"}, false},
	}
	for lang, list := range lists {
		for _, heading := range list.headings {
			for _, column := range columns {
				t.Run(lang+" "+heading+" "+column.name, func(t *testing.T) {
					file := heading + "|" + list.beside
					for _, cell := range column.cells {
						file += "\n" + cell + "|Matti Virtanen"
					}
					if got := input(t, file).Mapping[0] == customer.Number; got != column.want {
						t.Errorf("mapped: %t", got)
					}
				})
			}
		}
	}
	own := customer.WithOwn([]customer.OwnField{{Field: customer.Own1, Name: "Numero", Type: customer.TypeNumber}})
	if got := importer.Suggest(input(t, "Numero|Nimi\n1001|A\n1002|B").Sheet, own)[0]; got != customer.Own1 {
		t.Errorf("a field of the firm that is called so is mapped %s", got)
	}
	for file, want := range map[string]string{
		"Nimi|Katuosoite|Numero|Postitoimipaikka\nA|Tie|12|Oulu\nB|Kuja|5|Oulu":  "[name street  city]",
		"Namn|Nummer|Gatuadress|Postort\nA|12|Gatan 1|Ekenäs\nB|5|Vägen 2|Hangö": "[name number street city]",
		"Numero|Nimi|Hinta|Väri\n1001|A|5|sininen\n1002|B|6|punainen":            "[ name  ]",
		"Nro|Numero|Nimi\n1|1001|A\n2|1002|B":                                    "[ number name]",
		"Numero|Asiakasnumero|Nimi\n1001|2001|A\n1002|2002|B":                    "[ number name]",
	} {
		if got := fmt.Sprint(input(t, file).Mapping); got != want {
			t.Errorf("%s\nis mapped %s, not %s", file, got, want)
		}
	}
}
