package customer

import "testing"

// TestCompareNames holds match-second-form: which names are one in two spellings,
// which are only alike, and that names that are either have the same sum.
func TestCompareNames(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		persons bool
		want    Likeness
	}{
		{"O'Brien Seán", "O’Brien Seán", true, SameName},
		{"O'Brien Seán", "OBRIEN SEÁN", true, SameName},
		{"von der Öhe-Åkerlund Märta", "von der Öhe–Åkerlund Märta", true, SameName},
		{"Virtanen Matti", "Virtanen, Matti", true, SameName},
		{"Matti Virtanen", "Virtanen, Matti", true, SameName},
		{"Virtanen Matti", "Virtanen  Matti.", true, SameName},
		{"Virtanen Matti", "Matti Virtanen", true, AlikeName},
		{"Virtanen Matti Juhani", "Matti Juhani Virtanen", true, SameName},
		{"Alfa Beeta Gamma", "Gamma Alfa Beeta", false, Unlike},
		{"Virtanen Matti", "Virtanen Liisa", true, Unlike},
		{"Virtanen Matti", "Virtanen Matti Juhani", true, Unlike},
		{"Rantakylän Kyläyhdistys ry", "Rantakylän Kyläyhdistys r.y.", false, SameName},
		{"Rantakylän Kyläyhdistys ry", "Rantakylän kyläyhdistys RY", false, SameName},
		{"Laine Oy", "Oy Laine", false, SameName},
		{"Laine Oy", "Laine Osakeyhtiö", false, SameName},
		{"Laine Oy", "Laine, Oy", false, SameName},
		{"Laine O/Y", "Laine Oy", false, SameName},
		{"Nordvind Ab", "Nordvind Aktiebolag", false, SameName},
		{"Siivous Laine Tmi", "T:mi Siivous Laine", false, SameName},
		{"Asunto Oy Kuusi", "As. Oy Kuusi", false, SameName},
		{"Kiinteistö Oy Kuusi", "KOy Kuusi", false, SameName},
		{"Praha Obchod s.r.o.", "Praha Obchod SRO", false, SameName},
		{"Smith & Sons Ltd", "Smith Sons Limited", false, SameName},
		{"Laine Oy", "Laine Ky", false, AlikeName},
		{"Laine Oy", "Laine", false, AlikeName},
		{"Laine Oy", "Laine Ab", false, AlikeName},
		{"Laine Oy", "Kahvila Laine Oy", false, Unlike},
		{"Yritys 5 Oy", "Yritys 7 Oy", false, Unlike},
		{"Oy", "Ab", false, Unlike},
		{"...", "!!!", false, Unlike},
		{"Петров Олег", "Петров, Олег", true, SameName},
		{"Čapek Jiří", "Čapek, Jiří", true, SameName},
		{"Großmann Eva", "GROSSMANN Eva", true, SameName},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := CompareNames(pair[0], pair[1], c.persons); got != c.want {
				t.Errorf("%q and %q: %d, want %d", pair[0], pair[1], got, c.want)
			}
		}
		if c.want != Unlike && NameSum(c.a) != NameSum(c.b) {
			t.Errorf("%q and %q have different sums", c.a, c.b)
		}
	}
	if NameSum("Virtanen Matti") == NameSum("Virtanen Liisa") {
		t.Error("the sum tells nobody apart")
	}
}

// TestNameSumAllocates holds that the sum, which is made of every name of the
// register, takes no memory.
func TestNameSumAllocates(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() { NameSum("Rantakylän Kyläyhdistys r.y.") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
