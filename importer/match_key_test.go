package importer_test

import (
	"testing"

	"kortisto/importer"
)

// TestMatchKey holds match-key, and match-compare for how keys are written.
func TestMatchKey(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "company by Business ID", file: "Nimi|Y-tunnus\nUusi nimi Oy|20774740", want: "2 modified 1001 business_id name: Åströmin Sähkö Oy → Uusi nimi Oy"},
		{name: "eight digits of another country", file: "Nimi|Y-tunnus|Maa\nDansk ApS|20774740|DK", want: "2 new company"},
		{name: "repaired Business ID", file: "Y-tunnus|Maksuehto\n112038-9|14\n201256-6|21", want: "2 excluded !not-created\n3 unchanged [1006 1007]"},
		{name: "person by name", file: "Nimi|Puhelin\nVIRTANEN MATTI|0451234567", want: "2 unchanged 1003 name"},
		{name: "turned names are not the same", file: "Nimi\nMatti Virtanen", want: "2 new person !similar-customer"},
		{name: "new person", file: "Etunimi|Sukunimi\nLiisa|Laine", want: "2 new person"},
		{name: "foreign company by name", file: "Nimi|Maksuehto\nnordvind ab|14", want: "2 modified 1002 name payment_terms: 30 → 14"},
		{name: "no name", file: "Nimi|Puhelin\n|040 999 1234", want: "2 error !name-missing"},
		{name: "name not mapped", file: "Y-tunnus|Puhelin\n2077474-0|0401234567\n1572860-0|040 1", want: "2 unchanged 1001 business_id\n3 excluded !not-created"},
	})
}

func TestMatchShadow(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "name of a company that has an ID", file: "Nimi|Maksuehto\nÅströmin Sähkö Oy|30", want: "2 undecided [1001] !shadow"},
		{name: "unless the row says person", file: "Tyyppi|Nimi\nHenkilö|Åströmin Sähkö Oy", want: "2 new person"},
		{name: "unknown ID, name of a company without one", file: "Nimi|Y-tunnus\nNordvind AB|1572860-0", want: "2 undecided [1002] !shadow"},
		{name: "a wrong ID comes first", file: "Nimi|Y-tunnus\nNordvind AB|1572860-1", want: "2 error !business-id-invalid"},
	})
}

func TestMatchNameOnly(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "nothing agrees", file: "Nimi|Sähköposti|Puhelin\nVirtanen Matti|toinen@posti.example|050 999 8888", want: "2 undecided [1003] !name-only"},
		{name: "one differs, alone", file: "Nimi|Sähköposti\nVirtanen Matti|toinen@posti.example", want: "2 modified 1003 name email: matti@virtanen.example → toinen@posti.example"},
		{name: "one agrees", file: "Nimi|Sähköposti|Puhelin\nVirtanen Matti|toinen@posti.example|045-1234567", want: "2 modified 1003 name email: matti@virtanen.example → toinen@posti.example"},
	})
}

func TestMatchAmbiguous(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "two of a name", file: "Nimi|Maksuehto\nKorhonen Anna|30", want: "2 undecided [1004 1005] !ambiguous"},
		{name: "match-no-op", file: "Nimi|Puhelin\nKorhonen Anna|050 333 4444", want: "2 unchanged 1005 name"},
		{name: "match-shared", file: "Y-tunnus|Sähköposti\n0201256-6|uusi@hel.example\n0201256-6|koulut@hel.example", want: "2 undecided [1006 1007] !ambiguous\n3 unchanged 1007 business_id"},
		{name: "a change elsewhere makes the other fit too",
			file: "Asiakasnumero|Nimi|Puhelin\n|Korhonen Anna|050 333 4444\n1004|Korhonen Anna|050 333 4444",
			want: "2 unchanged 1005 name\n3 modified 1004 number phone: 050 111 2222 → 050 333 4444"},
		{name: "new with another's ID", file: "Asiakasnumero|Nimi|Y-tunnus\n2000|Osasto Oy|2077474-0", options: importer.Options{UnknownNumbers: importer.UnknownCreates}, want: "2 new 2000 company !business-id-shared"},
	})
}

// TestOwnBusinessIDIsNotShared holds that match-shared warns of others alone: a
// customer whose foreign Business ID is written in another way shares it with nobody.
func TestOwnBusinessIDIsNotShared(t *testing.T) {
	register := stored(t, "number | kind | name | business_id | country\n1001 | company | Nordvind AB | 556677-8899 | SE")
	got := told(build(t, register, input(t, "Asiakasnumero|Y-tunnus\n1001|5566778899")))
	if want := "2 modified 1001 number business_id: 556677-8899 → 5566778899\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
}
