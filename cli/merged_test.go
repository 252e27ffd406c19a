package cli_test

import (
	"strings"
	"testing"

	"kortisto/db"
)

// TestImportTellsOfMerged holds that a row with the number of a customer who was
// merged into another one says so, in the text and in JSON, and concerns that one
// (match-merged).
func TestImportTellsOfMerged(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("a.csv", "Nimi;Postitoimipaikka\nAlfa Oy;Turku\nBeeta Oy;Turku\n"), "--save", "--as", "Liisa")
	register, err := db.Open(t.Context(), b.path("data"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := register.Customer(t.Context(), 1001)
	if err != nil {
		t.Fatal(err)
	}
	_, err = register.MergeCustomers(t.Context(), db.Actor{Name: "Liisa"}, db.Merge{Kept: 1001, KeptRevision: 1, Merged: 1002, MergedRevision: 1, Values: kept.Values})
	if err != nil {
		t.Fatal(err)
	}
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
	path := b.write("b.csv", "Asiakasnumero;Postitoimipaikka\n1002;Oulu\n")
	for lang, want := range map[string]string{"fi": "Numero 1002 johtaa asiakkaaseen 1001", "sv": "Numret 1002 leder till kunden 1001", "en": "Number 1002 leads to customer 1001"} {
		if out := b.must("import", path, "--lang", lang).stdout; !strings.Contains(out, want) {
			t.Errorf("%s: no word of the merge in\n%s", lang, out)
		}
	}
	row := b.plan(path).Rows[0]
	if row.Customer != 1001 || row.Status != "modified" || len(row.Problems) != 1 || row.Problems[0].Code != "merged-number" || !strings.Contains(row.Problems[0].Message, "Liisa") {
		t.Errorf("%+v", row)
	}
}
