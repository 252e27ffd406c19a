package importer_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

func TestMatchKind(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "by its number a person becomes a company", file: "Asiakasnumero|Tyyppi\n1003|Yritys", want: "2 modified 1003 number kind: person → company"},
		{name: "not a person with a Business ID", file: "Asiakasnumero|Tyyppi\n1001|Henkilö", want: "2 error 1001 number !kind-fixed"},
		{name: "found by Business ID", file: "Y-tunnus|Tyyppi\n2077474-0|Henkilö", want: "2 error 1001 business_id !kind-fixed"},
		{name: "no Business ID for a person", file: "Asiakasnumero|Y-tunnus\n1003|1572860-0", want: "2 error 1003 number !kind-fixed"},
		{name: "both", file: "Asiakasnumero|Tyyppi|Y-tunnus\n1003|Yritys|1572860-0", want: "2 modified 1003 number kind: person → company business_id:  → 1572860-0"},
		{name: "guessed by the name", file: "Nimi\nAs Oy Keski-Vista\nLämpösäätiö\nKoskela Aino\nPuutarha T:mi Laine", want: "2 new company\n3 new company\n4 new person\n5 new company"},
		{name: "all persons", file: "Nimi\nAs Oy Keski-Vista", options: importer.Options{Kind: customer.Person}, want: "2 new person"},
		{name: "unknown word", file: "Tyyppi|Nimi\nseura|Ystävät", want: "2 error !kind-unknown"},
	})
	for file, want := range map[string]customer.Field{
		"Asiakasnumero|Y-tunnus\n1003|1572860-0": customer.BusinessID,
		"Asiakasnumero|Tyyppi\n1001|Henkilö":     customer.Kind,
	} {
		if got := build(t, stored(t, register), input(t, file)).Rows[0].Problems[0].Field; got != want {
			t.Errorf("%s is a problem of %s, not of %s", file, got, want)
		}
	}
}
