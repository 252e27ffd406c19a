package importer_test

import (
	"testing"

	"kortisto/importer"
)

// TestMatchNumber holds match-number, and change-fields: only what is mapped and
// differs is a change.
func TestMatchNumber(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "name of a company", file: "Asiakasnumero|Nimi\n1001|Uusi Sähkö Oy", want: "2 modified 1001 number name: Åströmin Sähkö Oy → Uusi Sähkö Oy"},
		{name: "Business ID of a company", file: "Asiakasnumero|Nimi|Y-tunnus\n1001|Åströmin Sähkö Oy|1572860-0", want: "2 modified 1001 number business_id: 2077474-0 → 1572860-0"},
		{name: "name of a person", file: "Asiakasnumero|Nimi|Sähköposti\n1003|Lahtinen Matti|matti@virtanen.example", want: "2 modified 1003 number name: Virtanen Matti → Lahtinen Matti"},
		{name: "written as a spreadsheet does", file: "Asiakasnumero|Puhelin\n1001,0|1\n1 003|045-123 4567", want: "2 error 1001 number !phone-invalid\n3 unchanged 1003 number"},
		{name: "unknown", file: "Asiakasnumero|Nimi\n4711|Uusi Oy", want: "2 error !unknown-number"},
		{name: "a personal identity code is none", file: "Asiakasnumero|Nimi\n131052-308T|A\n1002|Nordvind AB", want: "2 error !number-invalid !personal-id\n3 unchanged 1002 number"},
		{name: "no number", file: "Asiakasnumero|Nimi\n1001|Åströmin Sähkö Oy\nA12|Uusi Oy", want: "2 unchanged 1001 number\n3 error !number-invalid"},
		{name: "unknown creates", file: "Asiakasnumero|Nimi\n4711|Uusi Oy", options: importer.Options{UnknownNumbers: importer.UnknownCreates}, want: "2 new 4711 company"},
		{name: "far above the highest", file: "Asiakasnumero|Nimi\n900000|Uusi Oy", options: importer.Options{UnknownNumbers: importer.UnknownCreates}, want: "2 new 900000 company"},
		{name: "unknown ignored", file: "Asiakasnumero|Nimi\n4711|virtanen  matti", options: importer.Options{UnknownNumbers: importer.UnknownIgnored}, want: "2 unchanged 1003 name"},
		{name: "empty cell looks by key", file: "Asiakasnumero|Nimi\n|Virtanen Matti\n1002|Nordvind AB", want: "2 unchanged 1003 name\n3 unchanged 1002 number"},
	})
}

func TestMatchContradiction(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "another's Business ID", file: "Asiakasnumero|Y-tunnus\n1002|2077474-0", want: "2 undecided [1002 1001] !contradiction"},
		{name: "name and Business ID differ", file: "Asiakasnumero|Nimi|Y-tunnus\n1001|Toinen Oy|1572860-0", want: "2 undecided [1001] !contradiction"},
		{name: "a wrong check digit comes first", file: "Asiakasnumero|Nimi|Y-tunnus\n1001|Toinen Oy|1572860-1", want: "2 error !business-id-invalid"},
		{name: "person: name and all contacts differ", file: "Asiakasnumero|Nimi|Puhelin|Katuosoite\n1003|Laine Liisa|050 999 8888|Muualla 1", want: "2 undecided [1003] !contradiction"},
		{name: "person: one contact agrees", file: "Asiakasnumero|Nimi|Puhelin|Katuosoite\n1003|Laine Liisa|+358 45 1234567|Muualla 1", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa street: Rantatie 3 → Muualla 1 phone: 045 1234567 → +358 45 1234567"},
		{name: "the name alone", file: "Asiakasnumero|Nimi\n1003|Laine Liisa", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa"},
	})
}

// TestContradictionOfMarkedRow holds that a row which has a version is said to speak of
// nobody else for its name alone: its mark says whose it is (match-contradiction).
func TestContradictionOfMarkedRow(t *testing.T) {
	for mark, want := range map[string]string{
		"":                  "2 undecided [1003 1004 1005] !contradiction\n",
		memoryMark(1003, 1): "2 modified 1003 number name: Virtanen Matti → Korhonen Anna\n",
	} {
		if got := told(build(t, stored(t, register), input(t, "Asiakasnumero|Nimi|Versio\n1003|Korhonen Anna|"+mark))); got != want {
			t.Errorf("with the mark %q: got %swant %s", mark, got, want)
		}
	}
}
