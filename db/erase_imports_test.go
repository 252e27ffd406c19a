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
		"behind a dot":                  {customer.Person, "Lista 1.11.2026 Matti Meikäläinen", true},
		"with a dot between":            {customer.Person, "Matti.Meikäläinen", true},
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

// TestUndoneCausesErased holds that the name of a file goes, too, where an undo has
// noted that its import was why something stayed.
func TestUndoneCausesErased(t *testing.T) {
	for name, own := range map[string]bool{"of the customer": true, "of another one": false} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 3)
			first, second := "Asiakasnumero;Kaupunki\n1001;Turku 2\n1002;Turku 2\n", "Asiakasnumero;Kaupunki\n1001;Salo\n"
			if own {
				first, second = csvOf(customer.Customer{Values: canary()}, customer.Customer{Values: sample(77)}), "Asiakasnumero;Kaupunki\n1004;Salo\n"
			} else {
				createCanary(t, db) // 1004
			}
			undone := saveDraft(t, db, upload(t, db, "Liisa", "eka.csv", first, nil))
			saveDraft(t, db, upload(t, db, "Liisa", "Kanarialintu Keltanokka.csv", second, nil))
			undo := mustUndo(t, db, undone.Import)
			mustErase(t, db, 1004)
			mustBeClean(t, db)
			entry, err := db.Draft(t.Context(), undo.Undo)
			must(t, err)
			if stayed := entry.Undo.Stayed; !own && (len(stayed) != 1 || stayed[0].Fields[0].Cause.File != "….csv") {
				t.Errorf("%+v", stayed)
			}
		})
	}
}

// TestLeftOutErased holds that what is listed of a row that a save left out goes where
// the row was one of the customer, though its values tell nobody.
func TestLeftOutErased(t *testing.T) {
	db := openTest(t)
	fill(t, db, 2)
	erased := createCanary(t, db)
	saved, err := db.Save(t.Context(), file(t, db, readCSV(t, "Asiakasnumero;Sähköposti;Kaupunki\n1003;kanaria@@kanarialintu;Salo\n1002;;Turku 2\n")))
	must(t, err)
	mustErase(t, db, erased)
	mustBeClean(t, db)
	entry, err := db.Draft(t.Context(), saved.Import)
	if err != nil || len(entry.LeftOut) != 1 {
		t.Errorf("%+v, %v", entry.LeftOut, err)
	}
}

// TestReasonErased holds that the reason of an earlier erasure goes where it names the
// customer.
func TestReasonErased(t *testing.T) {
	db := openTest(t)
	fill(t, db, 2)
	erased := createCanary(t, db)
	for number, reason := range map[int]string{1001: "pyyntö: Kanarialintu Keltanokka", 1002: "kuten Kanarialinnun"} {
		_, err := db.Erase(t.Context(), EraseRequest{Number: number, Reason: reason})
		must(t, err)
	}
	mustErase(t, db, erased)
	mustBeClean(t, db)
}
