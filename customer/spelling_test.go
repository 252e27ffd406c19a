package customer_test

import (
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
)

func TestSpellingsThatMayBeOne(t *testing.T) {
	for _, test := range []struct{ a, b string }{
		{"Vakioasiakas", "Vakioasiakkaat"},
		{"Vakioasiakas", "Vakio-asiakas"},
		{"Vakioasiakas", "Vakio-asiakkaat"},
		{"Vakioasiakas", "Vakio asiakas"},
		{"Vakioasiakkaat", "Vakioasiakaat"},
		{"Vakioasiakkaat", "Vakioaisakkaat"},
		{"Jälleenmyyjät", "Jalleenmyyjat"},
		{"Jälleenmyyjät", "Jälleenmyyjä"},
		{"Yritys", "Yritykset"},
		{"Yksityinen", "Yksityiset"},
		{"Myynti", "Mynti"},
		{"A1", "A 1"},
		{"Kunder", "Kund"},
		{"Medlem", "Medlemmar"},
		{"Company", "Companies"},
		{"Messut 2026", "Mesut 2026"},
		{"Vakioasiakas Turku", "Vakioasiakkaat Turku"},
		{"Sopimus (vanha)", "Sopimus vanha"},
	} {
		a, b := customer.NewSpelling(test.a), customer.NewSpelling(test.b)
		if !a.Near(b) || !b.Near(a) {
			t.Errorf("%s and %s are told apart", test.a, test.b)
		}
	}
}

func TestSpellingsThatAreTwo(t *testing.T) {
	for _, test := range []struct{ a, b string }{
		{"A1", "A2"},
		{"A", "B"},
		{"A", "A+"},
		{"A", "A-"},
		{"A-", "A+"},
		{"2026", "2027"},
		{"Vakio 2026", "Vakio 2027"},
		{"Messut 2026", "Messut"},
		{"Tukku A", "Tukku B"},
		{"Alue I", "Alue II"},
		{"Helsinki", "Helsinki Y"},
		{"Jäsen", "Ei jäsen"},
		{"Active", "Inactive"},
		{"Aktiiviset", "Inaktiiviset"},
		{"Itä", "Etelä"},
		{"Kulta", "Hopea"},
		{"VIP", "VAP"},
		{"Talo", "Talvet"},
		{"1 11", "11 1"},
		{"+", "-"},
		{"", "a"},
		{"Turku", "Turku Itä"},
		{"Kunder butiker", "Kund butik"},
	} {
		a, b := customer.NewSpelling(test.a), customer.NewSpelling(test.b)
		if a.Near(b) || b.Near(a) {
			t.Errorf("%s and %s are taken for one", test.a, test.b)
		}
	}
}

// TestNearIsMutual holds that it does not matter which of two names came first,
// and that no name is too odd to be looked at.
func TestNearIsMutual(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("aäAsktT -+1.2é")), 0, 14, -1)
	rapid.Check(t, func(t *rapid.T) {
		names := [2]string{}
		for i := range names {
			names[i] = rapid.OneOf(letters, rapid.String()).Draw(t, "name")
		}
		a, b := customer.NewSpelling(names[0]), customer.NewSpelling(names[1])
		if a.Near(b) != b.Near(a) {
			t.Fatalf("%q and %q", names[0], names[1])
		}
	})
}
