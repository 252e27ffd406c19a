package db

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"kortisto/customer"
	"kortisto/importer"
)

// canary is a customer each of whose values tells by itself, by field.
func canary() customer.Values {
	var v customer.Values
	v[customer.Kind] = customer.Person
	v[customer.Name] = "Kanarialintu Keltanokka"
	v[customer.Contact] = "Yhteiskanaria Ykkönen"
	v[customer.Street] = "Kanariankuja 1"
	v[customer.Postcode] = "00100"
	v[customer.City] = "Kanariala"
	v[customer.Country] = "FI"
	v[customer.Email] = "kanaria@kanarialintu.example"
	v[customer.Phone] = "040 987 6543"
	v[customer.EInvoiceAddress] = "KANARIAVERKKO77"
	v[customer.EInvoiceOperator] = "KANARIAOP"
	v[customer.Reference] = "Kanariaviite 4711"
	v[customer.Notes] = "Kanarian lisätieto"
	v[customer.NameDetail] = "Kanariaosasto"
	v[customer.DeliveryName] = "Kanarian varasto"
	v[customer.DeliveryStreet] = "Kanarianraitti 2"
	v[customer.DeliveryCity] = "Kanariasatama"
	v.Complete()
	return v
}

// canaryTexts are what must not be found any more.
var canaryTexts = []string{"Kanaria", "kanaria", "KANARIA", "040 987 6543", "9876543", "Keltanokka", "keltanokka", "Toinenlintu"}

// foundIn lists the files below a directory in which one of some texts stands, in
// UTF-8 or UTF-16.
func foundIn(t *testing.T, dir string, texts []string) []string {
	t.Helper()
	var forms [][]byte
	for _, text := range texts {
		forms = append(forms, []byte(text), []byte(strings.ToLower(text)))
		var little, big []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			little, big = append(little, byte(unit), byte(unit>>8)), append(big, byte(unit>>8), byte(unit))
		}
		forms = append(forms, little, big)
	}
	var found []string
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for i, form := range forms {
			if bytes.Contains(data, form) {
				found = append(found, filepath.Base(path)+": "+texts[i/4])
			}
		}
		return err
	}))
	return found
}

// eraseCanary makes a register in which a customer has left traces everywhere,
// makes a backup of it, and erases that customer.
func eraseCanary(t *testing.T) (db *DB, number int, request SaveRequest, backup string) {
	t.Helper()
	db = openTest(t)
	fill(t, db, 300)
	values := canary()
	values[customer.Group] = "Kanarialaiset" // in which nobody else is
	file := csvOf(customer.Customer{Values: values}, customer.Customer{Values: sample(901)})
	request = upload(t, db, "Liisa", "Kanarialintu Keltanokka.csv", file, nil)
	saveDraft(t, db, request)
	number = 1301
	if c, err := db.Customer(t.Context(), number); err != nil || c.Values != values {
		t.Fatalf("%+v, %v", c, err)
	}
	edit(t, db, number, customer.Notes, strings.Repeat("Kanarian pitkä lisätieto. ", 300)) // which moves its neighbours
	edit(t, db, number, customer.Email, "toinenlintu@kanarialintu.example")
	change := saveDraft(t, db, upload(t, db, "Liisa", "Keltanokan muutos.csv", "Asiakasnumero;Kaupunki\n1301;Kanariasaari\n1002;Salo\n", func(choices *Choices) {
		choices.Reading.Sheet = "Keltanokka"
	}))
	edit(t, db, number, customer.City, "Kanarialaituri")
	mustUndo(t, db, change.Import) // of which the city stays, and is named in the history
	// Drafts of two people: one speaks of the customer by its telephone alone, one in what was decided.
	upload(t, db, "Matti", "puhelimet.csv", "Nimi;Puhelin\nJoku Muu;+358 40 9876543\n", nil)
	upload(t, db, "Matti", "korjaus.csv", "Nimi;Kaupunki\nKolmas Oy;Salo\n", func(choices *Choices) {
		choices.Decisions = importer.Decisions{Values: map[int][]importer.ValueDecision{0: {{From: "Kolmas Oy", To: "Kanarialintu Keltanokka"}}}}
	})
	upload(t, db, "Matti", "keltanokka_muut.csv", "Nimi;Kaupunki\nAivan Muu Oy;Salo\n", nil)
	c, err := db.Customer(t.Context(), number)
	must(t, err)
	must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Matti"}, number, c.Revision))
	_, err = db.RestoreCustomer(t.Context(), Actor{Name: "Matti"}, number)
	must(t, err)
	backup = mustBackUp(t, db, t.TempDir()+"/").Path
	if len(foundIn(t, db.dir, canaryTexts)) == 0 {
		t.Fatal("the customer is found nowhere even before")
	}
	told, err := db.Erasable(t.Context(), number)
	must(t, err)
	erased, err := db.Erase(t.Context(), EraseRequest{Actor: Actor{Name: "Ylläpitäjä"}, Number: number, Reason: "pyyntö 12/2026"})
	must(t, err)
	if want := (Traces{Files: 2, Drafts: 2, Names: 2}); erased.Traces != want || told.Traces != want || erased.Values == 0 || erased.Unpurged {
		t.Errorf("%+v, and before %+v", erased, told)
	}
	if len(told.Groups) != 1 || told.Groups[0] != "Kanarialaiset" || erased.Groups != 1 {
		t.Errorf("the groups %v, and then %d", told.Groups, erased.Groups)
	}
	return db, number, request, backup
}
