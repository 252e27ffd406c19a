package cli_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestImportTellsOfWholeColumns holds that the command line tells of a column
// that was sorted by itself, and of a new group that is a slip away from another.
func TestImportTellsOfWholeColumns(t *testing.T) {
	b := newBench(t)
	first, second := "Nimi;Puhelin;Asiakasryhmä\n", "Asiakasnumero;Puhelin;Asiakasryhmä\n"
	for i := range 12 {
		first += fmt.Sprintf("Yritys %d Oy;040 55500%02d;Vakioasiakkaat\n", i, 7*i)
		second += fmt.Sprintf("%d;040 55500%02d;Vakioasiakas\n", 1001+i, 7*((i+5)%12))
	}
	b.must("import", b.write("a.csv", first), "--save")
	out := b.must("import", b.write("b.csv", second)).stdout
	for _, want := range []string{
		"! Puhelin: Puhelin muuttuisi 12 rivillä toisen asiakkaan tiedoksi.",
		"! Asiakasryhmä: Asiakasryhmä muuttuisi 12 rivillä 12 rivistä. Kaikki saavat saman arvon.",
		"! Uusi asiakasryhmä Vakioasiakas muistuttaa ryhmää Vakioasiakkaat.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no word of %q in\n%s", want, out)
		}
	}
}
