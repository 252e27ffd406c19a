package importer_test

import (
	"testing"

	"kortisto/importer"
)

// TestReadTotal holds that a total is left out unless the user takes it in, and
// that no customer of such a name is passed over.
func TestReadTotal(t *testing.T) {
	creates := importer.Options{UnknownNumbers: importer.UnknownCreates}
	runCases(t, []ruleCase{
		{name: "by its name", file: "Nimi|Maksuehto\nYhteensä|14", want: "2 excluded !total-row"},
		{name: "whatever its sums are", file: "Asiakasnumero|Nimi|Maksuehto\n|TOTALT|-1", options: creates, want: "2 excluded !total-row"},
		{name: "but not with a number of its own", file: "Asiakasnumero|Nimi\n7007|Summa", options: creates, want: "2 new 7007 person"},
		{name: "with words of what is counted", file: "Nimi|Maksuehto\nYhteensä 600 kpl|\nAsiakkaita yhteensä|\nTOTAL (2):|28\nSumma 12|\nKunder totalt:|",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 excluded !total-row\n5 excluded !total-row\n6 excluded !total-row"},
		{name: "in the words of spreadsheets and other programs", file: "Nimi|Maksuehto\nGrand Total|\nSubtotal:|\nTotalsumma|\nLOPPUSUMMA|14\nYht. 3 kpl|\nVälisumma|\nSlutsumma|\nVäli Summanen|\nLopez Grand|",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 excluded !total-row\n5 excluded !total-row\n6 excluded !total-row\n7 excluded !total-row\n8 excluded !total-row\n9 new person\n10 new person"},
		{name: "with what is counted in another column", file: "Nimi|Postitoimipaikka|Katuosoite\nYhteensä|3 kpl|\nTotalt||12", want: "2 excluded !total-row\n3 excluded !total-row"},
		{name: "of a printout", file: "Nimi|Maksuehto\nSivu 1/2|\nPage 2 of 3|\nTulostettu 1.11.2026 klo|\nUtskriven 2026-11-01|\nSida 4|",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 new person\n5 excluded !total-row\n6 excluded !total-row"},
		{name: "the header in other letters, in part", file: "Nimi|Postitoimipaikka|Maksuehto\nNIMI|POSTITOIMIPAIKKA|\nnimi||\nNiminen Oulu||",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 new person"},
		{name: "customers that are called so", file: "Nimi|Postitoimipaikka\nSumma Liisa|\nKahvila Summa|\nTotal Kiinteistöt Oy|\nSumma|Oulu\nYhteensä Oy|\nSivu 5 Oy|\nTotal 24 Design|",
			want: "2 new person\n3 new person\n4 new company\n5 new person\n6 new company\n7 new company\n8 new person"},
		{name: "in place of a number", file: "Asiakasnumero|Nimi|Maksuehto\nYhteensä||99\nyhdeksän||14\n1001||14", want: "2 excluded !total-row\n3 error !number-invalid\n4 unchanged 1001 number"},
		{name: "in a column that is not imported", file: "Numero|Nimi|Hinta|Väri\n7|Laine Liisa|5|\nYhteensä|3|15|\nSumma||15|\nTotal:|2 asiakasta||\n|1|Totalt 15|",
			want: "2 new person\n3 excluded !total-row\n4 excluded !total-row\n5 excluded !total-row\n6 excluded !total-row"},
		{name: "such a word beside a customer", file: "Nimi|Toimittaja|Merkki|Puhelin\nLaine Liisa|Total||\n112|Total||040 999 4567\nSummanen Sami|Summa|Total|",
			want: "2 new person\n3 new person\n4 new person"},
		{name: "no total", file: "Nimi\nTotal Energies Oy\nSumma Oy", want: "2 new company\n3 new company"},
		{name: "of a stored customer", file: "Asiakasnumero|Nimi\n1001|Summa", want: "2 modified 1001 number name: Åströmin Sähkö Oy → Summa !total-row"},
	})
	appended := appending(t, "Numero|Nimi\nYhteensä|3", "Numero")
	if got := told(build(t, stored(t, register), appended)); got != "2 excluded !total-row\n" {
		t.Errorf("in a column that is appended to the notes: %s", got)
	}
	for _, take := range []importer.RowDecision{{Include: true}, {Create: true}} {
		for _, file := range []string{"Nimi|Maksuehto\nYhteensä|14", "Numero|Nimi|Hinta\nYhteensä|3|15"} {
			in := input(t, file)
			take.Hash = importer.RowHash(&in.Sheet.Rows[0])
			in.Decisions.SetRow(2, take)
			if got := told(build(t, stored(t, register), in)); got != "2 new person\n" {
				t.Errorf("taken in: %s", got)
			}
		}
	}
}
