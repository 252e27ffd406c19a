package handlers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/backups"
	"kortisto/handlers"
)

// TestErasurePage holds erasure on the page: who sees it, that it says what goes,
// that it is confirmed by naming the customer, and what the page says afterwards.
func TestErasurePage(t *testing.T) {
	s := newSite(t)
	s.add(customer.Kind, customer.Person, customer.Name, "Korhonen Anna", customer.Email, "anna@example.fi")
	s.add(customer.Name, "Alfa Oy")
	editor, b := s.as(db.Editor), s.as(db.Admin)
	editor.want(editor.get("/customers/1001"), 200, "!/erase")
	editor.want(editor.get("/customers/1001/erase"), 403)
	editor.want(editor.post("/customers/1001/erase", "confirm", "1001"), 403)
	b.want(b.get("/customers/1001"), 200, `/customers/1001/erase`)
	b.want(b.get("/customers/1001/erase"), 200, "Erase for good: Korhonen Anna", "This cannot be undone.", "no backups", "No stored file and no unfinished import mentions the customer.")
	if _, err := s.db.Backup(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	b.want(b.get("/customers/1001/erase"), 200, "still stands in 1 backup")
	b.want(b.post("/customers/1001/erase", "confirm", "1002", "reason", "request 12"), 422, "Nothing was erased.", `value="request 12"`, `value="1002"`)
	b.want(b.post("/customers/1001/erase", "confirm", "1001", "reason", "asked by anna@example.fi"), 422, "personal data")
	if s.stored(1001).Values[customer.Name] == "" {
		t.Fatal("erased all the same")
	}
	answer := b.post("/customers/1001/erase", "confirm", " korhonen  anna ", "reason", "request 12")
	if answer.StatusCode != 303 || !strings.HasPrefix(answer.Header.Get("Location"), "/imports/-") {
		t.Fatalf("%d %s", answer.StatusCode, answer.body)
	}
	b.want(b.get(answer.Header.Get("Location")), 200, "Data of customer 1001 erased for good", "request 12", "The data of customer 1001 has been erased for good.", "!Korhonen", "!Undo")
	b.want(b.get("/imports?kind=erasures"), 200, "Data of customer 1001 erased for good", "!Korhonen")
	b.want(b.get("/customers/1001/erase"), 410)
	b.want(b.post("/customers/1001/restore"), 410, "cannot be undone")
	b.want(b.get("/customers/removed"), 200, "!Korhonen")
	if strings.Contains(s.log.Buffer.String(), "Korhonen") || strings.Contains(s.log.Buffer.String(), "anna@") {
		t.Error("the log tells of the customer")
	}

	// A customer in the bin, by number.
	b.leads(b.post("/customers/1002/remove", "revision", "1"), "/customers")
	b.want(b.get("/customers/removed"), 200, "/customers/1002/erase")
	b.post("/customers/1002/erase", "confirm", "1002")
	b.want(b.get("/customers/removed"), 200, "!Alfa Oy")
}

// TestErasureTold holds that the page of an erasure tells, before it is pressed, how
// many files, drafts and names of files go, and until when backups hold the data;
// and that afterwards nothing of the customer is left in the directory of the data:
// neither the name of a file, nor what was searched for.
func TestErasureTold(t *testing.T) {
	s, clock := newClockedSite(t, func(c *handlers.Config) {
		c.Backups = backups.New(c.DB, backups.Options{Hour: 3, Keep: 14, Now: func() time.Time { return testTime }})
	})
	b, editor := s.as(db.Admin), s.as(db.Editor)
	b.upload("Kanarialintu tilaukset.csv", "Nimi;Laji;Sähköposti;Asiakasryhmä\nKanarialintu Keltanokka;henkilö;keltanokka@example.fi;Kanarialaiset\nMuu Oy;yritys;;Muut\n")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	editor.upload("kesken.csv", "Nimi;Puhelin\nKanarialintu Keltanokka;09 123\n")
	editor.upload("Keltanokan muistio.csv", "Nimi;Puhelin\nMuu Oy;09 123\n")
	b.want(b.get("/customers?q=kanarialintu"), 200, "Keltanokka")
	for range 2 {
		if _, err := s.db.Backup(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		clock.move(time.Hour)
	}
	page := b.get("/customers/1001/erase")
	b.want(page, 200, "Erase for good: Kanarialintu Keltanokka", "1 stored file that mentions", "1 unfinished or discarded import that mentions", "name of the file of 1 import", "1 group with its name (“Kanarialaiset”)", "!“Muut”",
		"in 2 backups (the oldest 23 Nov 2026, 14:12, the newest 23 Nov 2026, 15:12)", "the ones that exist now are gone on 7 Dec 2026 at the latest")
	answer := b.post("/customers/1001/erase", "confirm", "1001")
	entry := answer.Header.Get("Location")
	b.want(b.get(entry), 200, "has been erased for good")
	b.want(b.get("/imports"), 200, "(file name erased)", "!Kanaria", "!kesken.csv")
	b.want(b.get("/imports/1"), 200, "(file name erased)", "!Kanaria", "!Keltanokka")
	editor.want(editor.get("/imports/3"), 200, "(file name erased)", "Muu Oy")
	s.accesses(accesslog.Query{})
	s.close()
	for _, name := range []string{"kortisto.db", "kortisto.db-wal"} {
		data, err := os.ReadFile(filepath.Join(s.dir, name))
		if err != nil && name == "kortisto.db" {
			t.Fatal(err)
		}
		if folded := strings.ToLower(string(data)); strings.Contains(folded, "kanaria") || strings.Contains(folded, "keltanok") {
			t.Errorf("%s holds the customer", name)
		}
	}
}

// TestErasedByHand holds erased-known for the form of a new customer: it comes back
// once with a warning, and is meant as it stands when it is sent again.
func TestErasedByHand(t *testing.T) {
	s := newSite(t)
	s.add(customer.Kind, customer.Person, customer.Name, "Korhonen Anna", customer.Email, "anna@example.fi")
	if _, err := s.db.Erase(t.Context(), db.EraseRequest{Number: 1001}); err != nil {
		t.Fatal(err)
	}
	b := s.as(db.Editor)
	form := []string{"kind", customer.Person, "name", "A. Korhonen", "email", "ANNA@example.fi"}
	b.want(b.post("/customers", form...), 409, "was erased for good before", "A. Korhonen", `name="warned-of" value="erased"`)
	b.leads(b.post("/customers", append(form, "warned-of", "erased")...), "/customers/1002")
	b.want(b.post("/customers", "kind", customer.Person, "name", "Anna Korhonen"), 409, "of the same name was erased")
	b.leads(b.post("/customers", "kind", customer.Person, "name", "Kaisa Korhonen"), "/customers/1003")

	// A customer who is there becomes the erased one by a change, of the whole form or
	// of one field where it is read.
	b.want(b.post("/customers/1003", "revision", "1", "email", "anna@example.fi"), 409, "that of a person whose data was erased for good", "Save only if", `name="warned-of" value="1002 erased"`)
	one := sentFields(t, b.htmx().get("/customers/1003/edit?field=name"), "one-field")
	a := b.sendForm("/customers/1003", one, "name", "Anna Korhonen")
	b.want(a, 409, "of the same name was erased", "Save only if", "Save anyway")
	b.leads(b.sendForm("/customers/1003", formFields(t, a)), "/customers/1003")
	b.leads(b.post("/customers/1003", "revision", "2", "city", "Oulu"), "/customers/1003") // which has the name by now
}

// TestRetentionPage holds that administrators see and change how long what is kept,
// and that the pages tell the times that hold.
func TestRetentionPage(t *testing.T) {
	s, clock := newClockedSite(t)
	b := s.as(db.Admin)
	b.want(b.get("/settings"), 200, `href="/settings/retention"`)
	b.want(b.get("/settings/retention"), 200, `name="files" value="30"`, `name="journal" value="730"`, `name="idle" value="1095"`)
	form := []string{"files", "10", "drafts", "5", "bin", "12", "journal", "365", "access", "90", "idle", "400"}
	b.want(b.post("/settings/retention", append([]string{"files", "x"}, form[2:]...)...), 422, "whole number of days", `<a href="#files"`, `value="x"`, `value="12"`)
	b.leads(b.post("/settings/retention", form...), "/settings/retention")
	b.want(b.get("/settings/retention"), 200, "have been saved", `name="bin" value="12"`)
	b.want(b.get("/customers/removed"), 200, "for 12 days")
	editor := s.as(db.Editor)
	editor.want(editor.get("/settings/retention"), 403)

	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu")
	b.want(b.get("/customers/idle"), 200, "changed more recently")
	clock.move(401 * 24 * time.Hour)
	b = s.as(db.Admin)
	b.want(b.get("/customers/idle"), 200, "1001 Alfa Oy", "Oulu", "400 days")
	if did, _, err := accesslog.RetainDue(t.Context(), s.db); err != nil || !did.Nothing() {
		t.Errorf("%+v, %v", did, err)
	}
	b.want(b.get("/access"), 200, "kept for 90 days")
	b.want(b.get("/customers/1001/everything"), 200, "kept for 90 days")
}

// TestTooOldToUndo holds that a change whose values are not kept any more is shown
// as one that cannot be undone.
func TestTooOldToUndo(t *testing.T) {
	s, clock := newClockedSite(t)
	one := s.add(customer.Name, "Alfa Oy", customer.City, "Oulu")
	one.Values[customer.City] = "Salo"
	if _, err := s.db.UpdateCustomer(t.Context(), db.Actor{Name: "editor"}, 1001, 1, one.Values); err != nil {
		t.Fatal(err)
	}
	clock.move(800 * 24 * time.Hour)
	if _, err := s.db.Retain(t.Context(), db.Actor{Name: db.Automatic}, false); err != nil {
		t.Fatal(err)
	}
	b := s.as(db.Editor)
	b.want(b.get("/imports"), 200, "Edited: 1001 Alfa Oy", "Data past its retention time removed", "automatic")
	b.want(b.get("/imports/-2"), 200, "can no longer be undone", "Changed: City. The values are no longer kept.", `!name="undo"`)
	b.want(b.post("/imports/-2/undo", "fingerprint", "x"), 422, "can no longer be undone")
	b.want(b.get("/imports/-3"), 200, "1 value from the history", "cannot be undone")
	b.want(b.get("/customers/1001"), 200, "The values are no longer kept.")
}
