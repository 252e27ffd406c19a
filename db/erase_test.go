package db

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
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

// readFile reads a file as a draft of it would, maps it and plans it.
func readCSV(t *testing.T, content string) importer.Input {
	t.Helper()
	read, err := sheet.Read([]byte(content), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	must(t, err)
	return importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())}
}

// upload makes a draft of a file.
func upload(t *testing.T, db *DB, user, name, content string, choose func(*Choices)) SaveRequest {
	t.Helper()
	input := readCSV(t, content)
	choices := Choices{Mapping: input.Mapping}
	if choose != nil {
		choose(&choices)
		input.Decisions = choices.Decisions
	}
	id, err := db.CreateDraft(t.Context(), Actor{Name: user}, name, []byte(content), choices)
	must(t, err)
	return SaveRequest{Actor: Actor{Name: user}, Import: id, Input: input}
}

// saveDraft saves a draft as it is planned now.
func saveDraft(t *testing.T, db *DB, request SaveRequest) Saved {
	t.Helper()
	request.Fingerprint = fingerprint(t, db, request.Input)
	return mustSave(t, db, request)
}

// csvOf is a file of customers, numbered or not.
func csvOf(customers ...customer.Customer) string {
	fields := customer.Standard().Exported()
	var b strings.Builder
	header := []string{"Asiakasnumero"}
	for _, f := range fields {
		if f != customer.Number {
			header = append(header, customer.Standard().Label(f, "fi"))
		}
	}
	b.WriteString(strings.Join(header, ";") + "\n")
	for i := range customers {
		c := &customers[i]
		cells := []string{c.Get(customer.Number)}
		for _, f := range fields {
			if f != customer.Number {
				cells = append(cells, f.Display(c.Values[f], "fi"))
			}
		}
		b.WriteString(strings.Join(cells, ";") + "\n")
	}
	return b.String()
}

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

// canaryTexts are what must not be found any more.
var canaryTexts = []string{"Kanaria", "kanaria", "KANARIA", "040 987 6543", "9876543", "Keltanokka", "keltanokka", "Toinenlintu"}

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
	mustUndo(t, db, change.Import) // of which the city stays, and is told in the history
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
	return db, number, request, backup
}

// TestErasure holds erasure: after it nothing of the customer is found in any file
// of the register, nor in a fresh backup; that it was done stays in the history,
// and the register is sound.
func TestErasure(t *testing.T) {
	db, number, request, _ := eraseCanary(t)
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	mustBackUp(t, db, fresh)
	if found := foundIn(t, filepath.Dir(fresh), canaryTexts); len(found) > 0 {
		t.Errorf("a fresh backup: %v", found)
	}
	var words int
	must(t, db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM search_words WHERE term LIKE '%kanaria%' OR term LIKE '%9876543%'`).Scan(&words))
	if words > 0 {
		t.Errorf("%d words of the search", words)
	}
	checkRegister(t, db)
	if flaws, err := db.Check(t.Context()); err != nil || len(flaws) > 0 {
		t.Error(flaws, err)
	}
	if _, err := db.Customer(t.Context(), number); !errors.Is(err, ErrErased) {
		t.Error(err)
	}
	history, _, err := db.CustomerHistory(t.Context(), number, 0, 50)
	if err != nil || len(history) < 6 || history[0].Action != ActionErase || history[0].What != WhatErased || history[0].By != "Ylläpitäjä" {
		t.Errorf("%+v, %v", history, err)
	}
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryErasures, Limit: 10})
	if err != nil || len(entries) != 1 || entries[0].Reason != "pyyntö 12/2026" || entries[0].Removed != 1 || entries[0].Customer != number {
		t.Errorf("%+v, %v", entries, err)
	}
	saved, err := db.Draft(t.Context(), request.Import)
	if err != nil || !saved.Emptied || saved.FileName != "….csv" || saved.Counts[importer.New] != 2 {
		t.Errorf("its import: %+v, %v", saved, err)
	}
	if drafts, err := db.Drafts(t.Context(), "Matti"); err != nil || len(drafts) != 1 || drafts[0].FileName != "….csv" {
		t.Errorf("drafts that say nothing of it: %+v, %v", drafts, err)
	}
	if _, err := db.Erase(t.Context(), EraseRequest{Number: number}); !errors.Is(err, ErrErased) {
		t.Error("once more:", err)
	}
	if _, err := db.Erase(t.Context(), EraseRequest{Number: 9999}); !errors.Is(err, ErrNotFound) {
		t.Error("nobody:", err)
	}
}

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

// TestErasedStaysErased holds erased-known in the register: neither the old file,
// nor an undo, nor the bin, nor a form bring the customer back unnoticed, its
// number goes to nobody, and an undo leaves the erased out.
func TestErasedStaysErased(t *testing.T) {
	db, number, request, _ := eraseCanary(t)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	plan, err := importer.Build(t.Context(), readCSV(t, csvOf(customer.Customer{Number: number, Values: canary()})), snapshot)
	must(t, err)
	if row := plan.Rows[0]; plan.Erased != 1 || row.Status != importer.Undecided || row.Problems[0].Code != importer.ErasedPerson {
		t.Errorf("by number: %+v", row)
	}
	plan, err = importer.Build(t.Context(), request.Input, snapshot)
	must(t, err)
	if row := plan.Rows[0]; plan.Erased != 1 || row.Status != importer.Undecided || plan.Rows[1].Status != importer.Unchanged {
		t.Errorf("the old file: %+v, %+v", row, plan.Rows[1])
	}
	must(t, snapshot.Close())

	undo, customers := undoPlan(t, db, request.Import)
	if len(customers) != 2 || customers[0].Reason != ReasonErased || customers[1].Effect != EffectRemoved || undo.Counts.Removed != 1 {
		t.Errorf("%+v", customers)
	}
	mustUndo(t, db, request.Import)
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryErasures, Limit: 1})
	must(t, err)
	if plan, _ := undoPlan(t, db, entries[0].ID); !plan.Nothing() {
		t.Errorf("the erasure can be undone: %+v", plan)
	}
	removals, err := db.History(t.Context(), HistoryFilter{Kind: HistoryRemovals, Limit: 9})
	must(t, err)
	for _, entry := range removals {
		if entry.Undone || entry.Customer != number {
			continue
		}
		if plan, _ := undoPlan(t, db, entry.ID); !plan.Nothing() {
			t.Errorf("%s can be undone: %+v", entry.Action, plan)
		}
	}
	if removed, _, err := db.Bin(t.Context(), 10, 0); err != nil || slices.ContainsFunc(removed, func(c RemovedCustomer) bool { return c.Number == number }) {
		t.Errorf("%+v, %v", removed, err)
	}
	if _, err := db.RestoreCustomer(t.Context(), Actor{}, number); !errors.Is(err, ErrErased) {
		t.Error("from the bin:", err)
	}
	for name, want := range map[string]Recognition{"Keltanokka Kanarialintu": RecognisedByName, "Joku Muu": NotRecognised} {
		values := customer.Values{}
		values[customer.Kind], values[customer.Name] = customer.Person, name
		if got, err := db.ErasedBefore(t.Context(), customer.Values{}, values); err != nil || got != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		values[customer.Email] = "Toinenlintu@kanarialintu.example" // of an earlier day
		if got, err := db.ErasedBefore(t.Context(), customer.Values{}, values); err != nil || got != Recognised {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if got, err := db.ErasedBefore(t.Context(), values, values); err != nil || got != NotRecognised {
			t.Errorf("%s, who had it before: %v, %v", name, got, err)
		}
	}
	err = db.writeRegister(t.Context(), Actor{}, ActionCreate, func(_ context.Context, w *writer) error {
		return w.create(&customer.Customer{Number: number, Values: sample(1)})
	})
	if !errors.Is(err, ErrErased) {
		t.Error("its number:", err)
	}
}

// TestErasedInRestoredBackup holds that a restore brings nobody back whom the
// register has erased since the backup was made, and keeps the tombstones.
func TestErasedInRestoredBackup(t *testing.T) {
	db, number, request, backup := eraseCanary(t)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	must(t, err)
	if restored.Erased != 1 || len(restored.Flaws) > 0 {
		t.Errorf("%+v", restored)
	}
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Errorf("found in %v", found)
	}
	again := openDir(t, db.dir, testOptions())
	if _, err := again.Customer(t.Context(), number); !errors.Is(err, ErrErased) {
		t.Error(err)
	}
	snapshot, err := again.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	if plan, err := importer.Build(t.Context(), request.Input, snapshot); err != nil || plan.Erased != 1 {
		t.Errorf("the old file: %+v, %v", plan, err)
	}
}

// TestForeignBackupIsNotErased holds that a backup of another register keeps the
// customer who happens to have the number of an erased one.
func TestForeignBackupIsNotErased(t *testing.T) {
	other := openTest(t)
	fill(t, other, 310)
	backup := mustBackUp(t, other, t.TempDir()+"/").Path
	db, number, _, _ := eraseCanary(t)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	if err != nil || restored.Erased != 0 || restored.Customers != 310 {
		t.Errorf("%+v, %v", restored, err)
	}
	again := openDir(t, db.dir, testOptions())
	if c, err := again.Customer(t.Context(), number); err != nil || c.Values != sample(300) {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestErasureIsFinishedLater holds that an erasure whose last step could not be
// done, since somebody reads the register for long, is finished by the next look.
func TestErasureIsFinishedLater(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	edit(t, db, 1002, customer.Notes, "Kanarian lisätieto")
	must(t, db.Write(t.Context(), Purpose{}, db.noteUnpurged))
	fill(t, db, 1)
	must(t, db.Close())

	again := openDir(t, db.dir, testOptions())
	if due, err := again.purgeIsDue(t.Context()); err != nil || due != fileUnpurged {
		t.Fatal(due, err)
	}
	if _, _, err := again.RetainDue(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if due, err := again.purgeIsDue(t.Context()); err != nil || due != purged {
		t.Error(due, err)
	}
	checkRegister(t, again)
	if log, err := os.Stat(again.path() + "-wal"); err == nil && log.Size() > 64<<10 {
		t.Errorf("the log has %d bytes", log.Size())
	}
}

// TestPurgeBesideReaders holds that readers see the register as it is while it is
// written over itself, and that one who reads for long only defers the end.
func TestPurgeBesideReaders(t *testing.T) {
	db := openTest(t)
	fill(t, db, 500)
	before := content(t, db)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	must(t, db.Write(t.Context(), Purpose{}, db.noteUnpurged))
	for range 2 { // the second time only the log is left
		if err := db.Purge(t.Context()); !errors.Is(err, ErrUnpurged) {
			t.Errorf("with a reader: %v", err)
		}
		if due, err := db.purgeIsDue(t.Context()); err != nil || due != logUnpurged {
			t.Error(due, err)
		}
	}
	if empty, err := snapshot.Empty(t.Context()); err != nil || empty {
		t.Error("the reader sees nothing:", err)
	}
	must(t, snapshot.Close())
	must(t, db.Purge(t.Context()))
	if content(t, db) != before {
		t.Error("the register is another one")
	}
	edit(t, db, 1003, customer.City, "Salo")
	checkRegister(t, db)
	if _, err := os.Stat(filepath.Join(db.dir, purgedFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a copy is left:", err)
	}
}

// TestPurgeOverwritesGaps holds that what SQLite leaves of deleted values in the
// gaps of its pages, where it had moved rows, is gone after a purge.
func TestPurgeOverwritesGaps(t *testing.T) {
	db := openTest(t)
	fill(t, db, 1000)
	random := rand.New(rand.NewPCG(1, 2))
	must(t, db.Write(t.Context(), Purpose{}, func(ctx context.Context, tx bun.Tx) error {
		for range 6 {
			for _, n := range random.Perm(1000) {
				notes := strings.Repeat("Kanaria ", random.IntN(60))
				if _, err := tx.Tx.ExecContext(ctx, `UPDATE customers SET notes = ? WHERE number = ?`, notes, firstGiven+n); err != nil {
					return err
				}
			}
		}
		if _, err := tx.Tx.ExecContext(ctx, `UPDATE customers SET notes = ''`); err != nil {
			return err
		}
		return db.noteUnpurged(ctx, tx)
	}))
	must(t, db.emptyLog(t.Context()))
	texts := []string{"Kanaria"}
	if len(foundIn(t, db.dir, texts)) == 0 {
		t.Fatal("nothing is left even before")
	}
	must(t, db.Purge(t.Context()))
	if found := foundIn(t, db.dir, texts); len(found) > 0 {
		t.Error(found)
	}
}

// TestEraseBesideAnother holds that another process which has the register open, as
// the server beside a command, goes on after an erasure: it reads, searches and
// writes.
func TestEraseBesideAnother(t *testing.T) {
	db := openTest(t)
	fill(t, db, 300)
	other := openDir(t, db.dir, testOptions())
	search := func(query string) int {
		t.Helper()
		_, total, err := other.Customers(t.Context(), Filter{Query: query, Limit: 10})
		must(t, err)
		return total
	}
	edit(t, other, 1002, customer.Reference, "Kanariaviite")
	if search("kanariaviite") != 1 || search(sample(50)[customer.BusinessID]) != 1 {
		t.Fatal("not found even before:", search("kanariaviite"), search(sample(50)[customer.BusinessID]), sample(50)[customer.BusinessID])
	}
	erased, err := db.Erase(t.Context(), EraseRequest{Number: 1002})
	if err != nil || erased.Unpurged {
		t.Fatalf("%+v, %v", erased, err)
	}
	if search("kanariaviite") != 0 || search(sample(50)[customer.BusinessID]) != 1 {
		t.Error("the search")
	}
	edit(t, other, 1003, customer.Reference, "Toinen viite")
	fill(t, other, 5)
	if search("toinen viite") != 1 {
		t.Error("the search after a write")
	}
	checkRegister(t, other)
	if found := foundIn(t, db.dir, []string{"Kanaria", "kanaria"}); len(found) > 0 {
		t.Error(found)
	}
}

// eraseAndDie is the task of a process that is killed at a stage of an erasure.
func eraseAndDie(dir, stage string) error {
	db, err := openToDie(dir, stage)
	if err != nil {
		return err
	}
	_, err = db.Erase(context.Background(), EraseRequest{Number: 1002})
	return err
}

// TestErasureKilled kills a process at each stage of an erasure: it is done, or not
// begun, and what is left of one that is done is finished by the next look.
func TestErasureKilled(t *testing.T) {
	for _, stage := range []struct {
		name   string
		erased bool
	}{{"erasing", false}, {"erased", true}, {"purge copied", true}, {"purge written", true}} {
		t.Run(stage.name, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 300)
			edit(t, db, 1002, customer.Notes, "Kanarian lisätieto")
			must(t, db.Close())
			runToDeath(t, "erase "+stage.name, db.dir, "")

			again := openDir(t, db.dir, testOptions())
			checkRegister(t, again)
			_, err := again.Customer(t.Context(), 1002)
			if gone := errors.Is(err, ErrErased); gone != stage.erased {
				t.Errorf("erased: %v, want %v", gone, stage.erased)
			}
			if _, _, err := again.RetainDue(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if found := foundIn(t, db.dir, []string{"Kanaria"}); len(found) > 0 && stage.erased {
				t.Error(found)
			}
		})
	}
}

// TestErasureOfMerged holds that a customer is erased with those who were merged
// into it, by the number of any of them.
func TestErasureOfMerged(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	other, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	kept, err := db.Customer(t.Context(), 1002)
	must(t, err)
	values := kept.Values
	values[customer.Email] = canary()[customer.Email]
	_, err = db.MergeCustomers(t.Context(), Actor{}, Merge{Kept: 1002, KeptRevision: kept.Revision, Merged: other.Number, MergedRevision: other.Revision, Values: values})
	must(t, err)
	erased, err := db.Erase(t.Context(), EraseRequest{Number: other.Number})
	if err != nil || erased.Number != 1002 {
		t.Fatalf("%+v, %v", erased, err)
	}
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Error(found)
	}
	checkRegister(t, db)
	for _, number := range []int{1002, other.Number} {
		if _, err := db.Erasable(t.Context(), number); !errors.Is(err, ErrErased) {
			t.Errorf("%d: %v", number, err)
		}
	}
	entries, err := db.History(t.Context(), HistoryFilter{Kind: HistoryMerges, Limit: 1})
	must(t, err)
	if plan, _ := undoPlan(t, db, entries[0].ID); !plan.Nothing() {
		t.Errorf("the merge can be undone: %+v", plan)
	}
}
