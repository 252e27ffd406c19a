package importer_test

import (
	"testing"
	"time"

	"kortisto/importer"
	"kortisto/importer/importertest"
)

// TestRemovedCustomers holds match-removed: a row whose number was a customer's
// who has been removed says so, whatever becomes of it.
func TestRemovedCustomers(t *testing.T) {
	removal := importer.Removal{Who: "Liisa", At: time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		name, file, want string
		options          importer.Options
	}{
		{"an unknown number", "Asiakasnumero|Nimi\n1004|Korhonen Anna\n1000|Toinen Oy", "2 error !unknown-number !customer-removed\n3 error !unknown-number\n", importer.Options{}},
		{"made again", "Asiakasnumero|Nimi\n1004|Korhonen Anna", "2 new 1004 person !customer-removed\n", importer.Options{UnknownNumbers: importer.UnknownCreates}},
		{"found by name", "Asiakasnumero|Nimi\n1004|Virtanen Matti", "2 unchanged 1003 name !customer-removed\n", importer.Options{UnknownNumbers: importer.UnknownIgnored}},
		{"a number above all", "Asiakasnumero|Nimi\n9004|Virtanen Matti", "2 error !unknown-number\n", importer.Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			memory := stored(t, "number | kind | name\n1003 | person | Virtanen Matti\n1010 | company | Alfa Oy")
			memory.Forget(1004, removal)
			memory.Forget(9004, removal) // such a number was never given
			in := input(t, c.file)
			in.Options = c.options
			if got := told(build(t, memory, in)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
	memory := importertest.NewRegister(nil, nil, 1004)
	memory.Forget(1004, removal)
	if got, want := told(build(t, memory, input(t, "Asiakasnumero|Nimi\n1004|Korhonen Anna"))), "2 error !unknown-number !customer-removed\n"; got != want {
		t.Errorf("with nobody stored: got %swant %s", got, want)
	}
}
