package importer_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestDefaultOptions holds match-unknown-number: the first import into a register
// brings its own numbers, which are compared with nobody's.
func TestDefaultOptions(t *testing.T) {
	numbered, bare := importer.Mapping{customer.Name, customer.Number}, importer.Mapping{customer.Name, customer.None}
	for _, c := range []struct {
		empty   bool
		mapping importer.Mapping
		want    importer.UnknownNumbers
	}{{true, numbered, importer.UnknownCreates}, {true, bare, importer.UnknownIsError}, {false, numbered, importer.UnknownIsError}} {
		if got := importer.DefaultOptions(c.empty, c.mapping); got != (importer.Options{UnknownNumbers: c.want}) {
			t.Errorf("empty %v, %v: %+v", c.empty, c.mapping, got)
		}
	}
	in := input(t, "Asiakasnumero|Nimi\n900000|Uusi Oy\n12|Toinen Oy")
	in.Options = importer.DefaultOptions(true, in.Mapping)
	if got, want := told(build(t, stored(t, "number | name"), in)), "2 new 900000 company\n3 new 12 company\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOptions(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "no-create", file: "Nimi|Maksuehto\nLaine Liisa|14\nVirtanen Matti|30", options: importer.Options{Create: importer.CreateNo}, want: "2 excluded !not-created\n3 modified 1003 name payment_terms: 14 → 30"},
		{name: "skip existing", file: "Nimi|Maksuehto\nLaine Liisa|14\nVirtanen Matti|30", options: importer.Options{SkipExisting: true}, want: "2 new person\n3 excluded 1003 name"},
		{name: "no repair", file: "Nimi|Y-tunnus\nA Oy|112038-9", options: importer.Options{NoRepair: true}, want: "2 error !business-id-invalid"},
		{name: "repair", file: "Nimi|Y-tunnus\nA Oy|112038-9", want: "2 new company repaired business_id"},
		{name: "first name first", file: "Etunimi|Sukunimi|Puhelin\nMatti|Virtanen|1", options: importer.Options{FirstNameFirst: true}, want: "2 error !phone-invalid"},
	})
}
