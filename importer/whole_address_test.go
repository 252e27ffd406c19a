package importer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
)

const addressRegister = `
number | kind | name | street | postcode | city | country
1001 | person | Virtanen Matti | Koivukuja 3 | 90100 | OULU |
1002 | person | Laine Liisa | | | |
1003 | person | Koski Eeva | Testikatu 1, 00100 Helsinki | 33100 | Tampere |
1004 | company | Berlin GmbH | | | | DE`

// TestValueSplit holds value-split: a whole address in one cell is split where
// every part is certain and has room, else warned of; what is stored whole stays.
func TestValueSplit(t *testing.T) {
	for _, c := range []ruleCase{
		{name: "a whole address", file: "Asiakasnumero|Katuosoite\n1002|Testikatu 1, 00100 Helsinki\n1001|Koivukuja 3, 90100 Oulu",
			want: "2 modified 1002 number street:  → Testikatu 1 postcode:  → 00100 city:  → Helsinki repaired street\n3 modified 1001 number city: OULU → Oulu repaired street"},
		{name: "as it is stored", file: "Asiakasnumero|Katuosoite\n1001|Koivukuja 3, 90100 OULU\n1003|Testikatu 1, 00100 Helsinki", want: "2 unchanged 1001 number repaired street\n3 unchanged 1003 number"},
		{name: "empty columns of the parts", file: "Asiakasnumero|Katuosoite|Postinumero|Postitoimipaikka\n1002|Testikatu 1, 00100 Helsinki||",
			want: "2 modified 1002 number street:  → Testikatu 1 postcode:  → 00100 city:  → Helsinki repaired street"},
		{name: "columns that say the same", file: "Asiakasnumero|Postitoimipaikka|Postinumero|Katuosoite\n1002|HELSINKI|00100|Testikatu 1, 00100 Helsinki",
			want: "2 modified 1002 number street:  → Testikatu 1 postcode:  → 00100 city:  → HELSINKI repaired street"},
		{name: "columns that say something else", file: "Asiakasnumero|Katuosoite|Postinumero\n1002|Testikatu 1, 00100 Helsinki|33100",
			want: "2 modified 1002 number street:  → Testikatu 1, 00100 Helsinki postcode:  → 33100 !address-whole"},
		{name: "a city that is another one", file: "Asiakasnumero|Katuosoite|Postitoimipaikka\n1002|Testikatu 1, 00100 Helsinki|Espoo",
			want: "2 modified 1002 number street:  → Testikatu 1, 00100 Helsinki city:  → Espoo !address-whole"},
		{name: "not certain", file: "Asiakasnumero|Katuosoite\n1002|Testikatu 1 00100 Rivitalo", want: "2 modified 1002 number street:  → Testikatu 1 00100 Rivitalo !address-whole"},
		{name: "no repairs", file: "Asiakasnumero|Katuosoite\n1002|Testikatu 1, 00100 Helsinki", options: importer.Options{NoRepair: true},
			want: "2 modified 1002 number street:  → Testikatu 1, 00100 Helsinki !address-whole"},
		{name: "abroad", file: "Asiakasnumero|Katuosoite\n1004|Weg 1, 00100 Helsinki", want: "2 modified 1004 number street:  → Weg 1, 00100 Helsinki !address-whole"},
		{name: "abroad, of a customer without a country", file: "Asiakasnumero|Katuosoite\n1002|Storgatan 5, 123 45 Stockholm", want: "2 modified 1002 number street:  → Storgatan 5, 123 45 Stockholm !address-whole"},
		{name: "a postal code and a city in one cell", file: "Asiakasnumero|Postitoimipaikka\n1002|90100 OULU\n1001|90100 OULU\n1003|Pori",
			want: "2 modified 1002 number postcode:  → 90100 city:  → OULU repaired city\n3 unchanged 1001 number repaired city\n4 modified 1003 number city: Tampere → Pori"},
		{name: "on several lines", file: "Asiakasnumero|Katuosoite\n1002|Testikatu 1\v00100 Helsinki\n1001|Alfa Oy\vTestikatu 1\v00100 Helsinki",
			want: "2 modified 1002 number street:  → Testikatu 1 postcode:  → 00100 city:  → Helsinki repaired street\n3 modified 1001 number street: Koivukuja 3 → Alfa Oy\nTestikatu 1\n00100 Helsinki !address-whole"},
		{name: "a street alone", file: "Asiakasnumero|Katuosoite\n1002|Testikatu 12345 A", want: "2 modified 1002 number street:  → Testikatu 12345 A"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.file)
			in.Options = c.options
			if got, want := strings.TrimSpace(told(build(t, stored(t, addressRegister), in))), strings.TrimSpace(c.want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestValueSplitThreeWay holds three-way for the parts of a whole address: what was
// exported so says nothing, and what a colleague has changed since is asked about
// and settled by the cell that says it.
func TestValueSplitThreeWay(t *testing.T) {
	now := customer.Customer{Number: 1001, Revision: 2}
	now.Values[customer.Kind], now.Values[customer.Name] = customer.Person, "Virtanen Matti"
	now.Values[customer.Street], now.Values[customer.Postcode], now.Values[customer.City] = "Koivukuja 3", "33100", "Tampere"
	then := now.Values
	then[customer.Postcode], then[customer.City] = "90100", "Oulu"
	register := importertest.NewRegister([]customer.Customer{now}, nil, 1001)
	register.Remember(importer.Exported{Number: 1001, Revision: 1}, &importer.Since{Base: then,
		Later: []importer.Write{{Field: customer.Postcode, Who: "liisa"}, {Field: customer.City, Who: "liisa"}}})
	for _, c := range []struct {
		name, street, want string
		side               importer.Side
	}{
		{"as exported", "Koivukuja 3, 90100 Oulu", "2 unchanged 1001 number repaired street", ""},
		{"another street", "Koivukuja 5, 90100 Oulu", "2 modified 1001 number street: Koivukuja 3 → Koivukuja 5 repaired street", ""},
		{"another place", "Koivukuja 3, 00100 Helsinki", "2 undecided 1001 number repaired street !conflict !conflict", ""},
		{"another place, the file's", "Koivukuja 3, 00100 Helsinki", "2 modified 1001 number postcode: 33100 → 00100 city: Tampere → Helsinki repaired street", importer.FromFile},
		{"another place, the register's", "Koivukuja 3, 00100 Helsinki", "2 unchanged 1001 number repaired street", importer.FromRegister},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, "Asiakasnumero|Katuosoite|Versio\n1001|"+c.street+"|"+memoryMark(1001, 1))
			if column, ok := in.Mapping.Holding(customer.Postcode); !ok || column != 1 {
				t.Fatalf("the postal code stands in column %d, %t", column, ok)
			}
			if c.side != "" {
				in.Decisions.SetCell(2, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 1, Side: c.side})
			}
			if got := strings.TrimSpace(told(build(t, register, in))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestValueSplitColumn holds value-split for a file in which nearly every cell of a
// column is a postal code with its city: no second street, and nothing is lost.
func TestValueSplitColumn(t *testing.T) {
	plan := build(t, stored(t, addressRegister), fileOf(t, "headings", "postiosoite.csv"))
	want := "2 modified 1001 name street: Koivukuja 3 → Koivukuja 5 repaired city\n3 new person repaired city\n4 new person repaired city\n"
	if got := told(plan); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for f, want := range map[customer.Field]string{customer.Street: "Koivukuja 5", customer.Postcode: "90100", customer.City: "OULU"} {
		if change, _ := plan.Rows[1].Changes.Of(f); change.New != want {
			t.Errorf("%s is %q, want %q", f, change.New, want)
		}
	}
}
