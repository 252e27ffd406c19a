package importer_test

import (
	"fmt"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestRememberedMapping holds what of an earlier mapping is taken for a file with the same
// header.
func TestRememberedMapping(t *testing.T) {
	in := input(t, "Asnro|Muuta|Versio|Nimi\n1001|x|v|A Oy")
	key := importer.HeaderKey(in.Sheet)
	same := input(t, "ASNRO| muuta|versio|nimi\n1|y|v|B")
	if len(key) != 64 || importer.HeaderKey(same.Sheet) != key {
		t.Error("another header")
	}
	for _, other := range []string{"Asnro|Versio|Muuta|Nimi", "Asnro|Muuta|Versio", "AsnroMuuta|Versio|Nimi|"} {
		if importer.HeaderKey(input(t, other+"\n1").Sheet) == key {
			t.Errorf("%s is the same", other)
		}
	}
	in.Sheet.HeaderRow = 0
	if importer.HeaderKey(in.Sheet) != "" {
		t.Error("a file without a header is known by it")
	}
	earlier := importer.Mapping{customer.Number, customer.Notes, customer.None, customer.Name}
	if got := fmt.Sprint(importer.RememberedMapping(same.Sheet, customer.Standard(), earlier)); got != "[number notes version name]" {
		t.Error(got)
	}
	text := input(t, "Asnro|Muuta|Versio|Nimi\nA1|y|v|B")
	if got := fmt.Sprint(importer.RememberedMapping(text.Sheet, customer.Standard(), earlier)); got != "[ notes version name]" {
		t.Error("no numbers:", got)
	}
	earlier = importer.Mapping{customer.Number, customer.Version, customer.None, customer.Name}
	if got := fmt.Sprint(importer.RememberedMapping(same.Sheet, customer.Standard(), earlier)); got != "[number  version name]" {
		t.Error("another version:", got)
	}
}

// TestLastingOptions holds which options are remembered with a mapping (map-remember),
// and that what settles the rows of one file is neither remembered nor lost.
func TestLastingOptions(t *testing.T) {
	chosen := importer.Options{UnknownNumbers: importer.UnknownCreates, Create: importer.CreateNo, SkipExisting: true, NoRepair: true,
		TakeDamaged: true, Kind: customer.Person, FirstNameFirst: true, OnConflict: importer.FromFile}
	lasting := importer.Options{Create: importer.CreateNo, SkipExisting: true, NoRepair: true, Kind: customer.Person, FirstNameFirst: true}
	if got := chosen.Lasting(); got != lasting {
		t.Errorf("%+v lasts", got)
	}
	if got := (importer.Options{UnknownNumbers: importer.UnknownIgnored}).Lasting(); got.UnknownNumbers != importer.UnknownIgnored {
		t.Errorf("that unknown numbers are passed over does not last: %+v", got)
	}
	own := importer.Options{UnknownNumbers: importer.UnknownCreates, TakeDamaged: true, OnConflict: importer.FromRegister}
	want := lasting
	want.UnknownNumbers, want.TakeDamaged, want.OnConflict = own.UnknownNumbers, own.TakeDamaged, own.OnConflict
	if got := own.WithLasting(chosen); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
