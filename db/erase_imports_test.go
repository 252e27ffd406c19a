package db

import (
	"testing"

	"kortisto/customer"
)

// TestNamesOfFilesErased holds which names of files go with a customer: of those
// that had the customer in them and of their undos, whatever they are called, and of
// all that have a part of a person's name in theirs.
func TestNamesOfFilesErased(t *testing.T) {
	for name, test := range map[string]struct {
		kind, file string
		goes       bool
	}{
		"a family name":                 {customer.Person, "Meikäläinen.xlsx", true},
		"in capitals, among others":     {customer.Person, "2026_MEIKÄLÄINEN_tiedot.csv", true},
		"inflected":                     {customer.Person, "Meikäläisen tilaukset.csv", true},
		"run together":                  {customer.Person, "mattimeikäläinen.csv", true},
		"another name":                  {customer.Person, "asiakkaat 2026.csv", false},
		"a part of the name of a firm":  {customer.Company, "Meikäläinen.xlsx", false},
		"the whole name of a firm":      {customer.Company, "Matti Meikäläinen.xlsx", true},
		"the whole name, the other way": {customer.Person, "meikäläinen, matti", true},
	} {
		s := seek([]int{1001}, []customer.Values{{customer.Kind: test.kind, customer.Name: "Matti Meikäläinen"}})
		if s.inFileName(test.file) != test.goes {
			t.Errorf("%s: %s goes: %v", name, test.file, !test.goes)
		}
	}
	db := openTest(t)
	fill(t, db, 2)
	saved := saveDraft(t, db, upload(t, db, "Liisa", "myymälä.csv", "Asiakasnumero;Kaupunki\n1001;Salo\n1002;Salo\n", nil))
	edit(t, db, 1001, customer.City, "Oulu") // which the undo leaves as it is
	mustUndo(t, db, saved.Import)
	other := saveDraft(t, db, upload(t, db, "Liisa", "toinen.csv", "Asiakasnumero;Kaupunki\n1002;Turku\n", nil))
	_, err := db.Erase(t.Context(), EraseRequest{Number: 1001})
	must(t, err)
	entries, err := db.History(t.Context(), HistoryFilter{Limit: 10})
	must(t, err)
	for _, entry := range entries {
		want := map[bool]string{true: "toinen.csv", false: "….csv"}[entry.ID == other.Import]
		if entry.Action == "" && entry.FileName != want {
			t.Errorf("entry %d: %q", entry.ID, entry.FileName)
		}
	}
}
