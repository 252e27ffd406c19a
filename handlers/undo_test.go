package handlers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// imported is a site with a customer that an import, number 1, has changed, and
// one that it has made in a group of its own.
func imported(t *testing.T) (*site, *browser) {
	t.Helper()
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Vanhakatu 1", customer.Phone, "09 1")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Nimi;Katuosoite;Puhelin;Asiakasryhmä\n1001;;Uusikatu 1;09 2;\n;Beta Oy;Rantatie 3;;Uudet\n")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	return s, b
}

func TestUndoPages(t *testing.T) {
	s, b := imported(t)
	page := b.get("/imports/1")
	b.want(page, 200, "Undo import", `action="/imports/1/undo"`, `name="undo"`, "If you undo: 1 customer gets back its details from before the import and 1 customer is removed from the register",
		"The customer group Uudet is removed.", `data-customer="1001" data-what="changed"`, `<li data-field="street">Street address Vanhakatu 1 → Uusikatu 1</li>`, "<del>Vanhakatu 1</del>", "<ins>Uusikatu 1</ins>", `data-customer="1002" data-what="created"`)
	b.leads(b.post("/imports/1/undo", "fingerprint", fingerprint(page)), "/imports/2")
	if got := s.stored(1001); got.Values[customer.Street] != "Vanhakatu 1" || got.Values[customer.Phone] != "09 1" {
		t.Errorf("stored %q", got.Values)
	}
	b.want(b.get("/customers/1002"), 404)
	b.want(b.get("/groups"), 200, "!Uudet")
	b.want(b.get("/imports/2"), 200, "Import undone", "1 customer got back its details from before the import and 1 customer was removed", "Undone by editor",
		`data-customer="1002" data-what="removed"`, "1002 Beta Oy", "Restore the import", `action="/imports/2/undo"`,
		"If you restore the import: 1 customer gets back the details from the import and 1 customer is restored")
	b.want(b.get("/imports/1"), 200, "This was undone", `href="/imports/2"`, `!name="undo"`, "1002 Beta Oy", "!/customers/1002")
	b.want(b.get("/imports"), 200, `<td class="state">undo</td>`, `<td class="state">undone</td>`, `data-label="Removed">1</td>`, "just now", `<time datetime^="20"`)
	b.leads(b.post("/imports/1/undo", "fingerprint", fingerprint(page)), "/imports/2")

	b.leads(b.post("/imports/2/undo", "fingerprint", fingerprint(b.get("/imports/2"))), "/imports/3")
	b.want(b.get("/imports/3"), 200, "Import restored", "1 customer got back the details from the import and 1 customer was restored", "What the restoring changed", "!Restore the import")
	b.want(b.get("/customers/1002"), 200, "Beta Oy", "Restored to the register", "restoring of lista.csv", "Removed from the register", "undo of lista.csv", "Created", `href="/imports/1"`, `href="/imports/3"`)
	b.want(b.get("/imports"), 200, `<td class="state">restoring</td>`, `<td class="state">undo, undone</td>`, `<td class="state">saved</td>`)
	b.want(b.get("/imports/2"), 200, "The import was restored on", `href="/imports/3"`, "Show the restoring")
	b.leads(b.post("/imports/1/undo", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/4")
}

// TestUndoWhatYouSaw holds that a plan that the user has not seen is shown, not done.
func TestUndoWhatYouSaw(t *testing.T) {
	s, b := imported(t)
	page := b.get("/imports/1")
	other := s.as(db.Admin)
	one := s.stored(1001)
	one.Values[customer.Phone] = "09 3"
	if _, err := s.db.UpdateCustomer(t.Context(), db.Actor{Name: "Maija <b>"}, 1001, one.Revision, one.Values); err != nil {
		t.Fatal(err)
	}
	answer := b.post("/imports/1/undo", "fingerprint", fingerprint(page))
	b.want(answer, 409, "The register has changed since you saw this page", "1 customer has been changed later", "09 3", "09 1", "Changed by Maija &lt;b&gt; on")
	if got := s.stored(1001).Values[customer.Street]; got != "Uusikatu 1" {
		t.Errorf("stored %q", got)
	}
	b.want(b.post("/imports/1/undo"), 409)
	other.leads(other.post("/imports/1/undo", "fingerprint", fingerprint(answer)), "/imports/2")
	if got := s.stored(1001).Values; got[customer.Street] != "Vanhakatu 1" || got[customer.Phone] != "09 3" {
		t.Errorf("stored %q", got)
	}
	b.want(b.get("/imports/2"), 200, "Some details of 1 customer were not undone", "Changed by Maija")
}

func TestUndoNothing(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n")
	b.want(b.post("/imports/1/undo"), 404)
	b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1")))
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{Name: "Maija"}, 1001, 2); err != nil {
		t.Fatal(err)
	}
	b.want(b.get("/imports/1"), 200, "There is nothing to undo", "1001 Alfa Oy", "Removed by Maija", `!name="undo"`)
	b.want(b.post("/imports/1/undo"), 422, "There is nothing to undo")
}

// TestUndoNamesTheCause holds that an undo names the import, or the undo, that
// changed a value since, and leads there.
func TestUndoNamesTheCause(t *testing.T) {
	_, b := imported(t)
	b.upload("toinen.csv", "Asiakasnumero;Katuosoite\n1001;Kolmaskatu 1\n")
	b.leads(b.post("/imports/2/save", "fingerprint", fingerprint(b.get("/imports/2"))), "/imports/2")
	b.want(b.get("/imports/1"), 200, "Changed by editor on", "(import toinen.csv)", `<td> <a href="/imports/2">Changed by editor`)
	b.leads(b.post("/imports/2/undo", "fingerprint", fingerprint(b.get("/imports/2"))), "/imports/3")
	b.leads(b.post("/imports/3/undo", "fingerprint", fingerprint(b.get("/imports/3"))), "/imports/4")
	b.want(b.get("/imports/1"), 200, "(restoring of toinen.csv)", `<td> <a href="/imports/4"`)
	b.want(b.get("/imports/2"), 200, "Undo import", "!Restore the import")
}

// TestUndoAtOnce presses the button twenty times at once.
func TestUndoAtOnce(t *testing.T) {
	s, b := imported(t)
	seen := fingerprint(b.get("/imports/1"))
	var presses sync.WaitGroup
	for range 20 {
		presses.Go(func() {
			b := s.as(db.Editor)
			b.leads(b.post("/imports/1/undo", "fingerprint", seen), "/imports/2")
		})
	}
	presses.Wait()
	if imports, err := s.db.Imports(t.Context(), 0, 0); err != nil || len(imports) != 2 {
		t.Errorf("%d entries, %v", len(imports), err)
	}
}

// TestUndoForViewers holds that who may not undo reads the history all the same.
func TestUndoForViewers(t *testing.T) {
	s, _ := imported(t)
	b := s.as(db.Viewer)
	b.want(b.get("/imports/1"), 200, "Uusikatu 1", `!name="undo"`, "!Undo import")
	b.want(b.get("/customers/1001"), 200, "History", "by hand", "import lista.csv")
	b.want(b.post("/imports/1/undo"), 403)
}

// TestUndoPaging turns the pages of a large import, of what stays of it, and of
// a long history.
func TestUndoPaging(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	var file strings.Builder
	file.WriteString("Nimi;Katuosoite\n")
	for i := range 250 {
		fmt.Fprintf(&file, "Yritys %03d Oy;Katu %d\n", i, i)
	}
	b.upload("lista.csv", file.String())
	b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1")))
	for i := range 120 {
		one := s.stored(1001 + i)
		one.Values[customer.City] = "Salo"
		if _, err := s.db.UpdateCustomer(t.Context(), db.Actor{Name: "Maija"}, one.Number, one.Revision, one.Values); err != nil {
			t.Fatal(err)
		}
	}
	b.want(b.get("/imports/1"), 200, "120 customers have been changed later", "1001 Yritys 000 Oy", `href="/imports/1?page=3#customers"`, `href="/imports/1?stays=3#undo"`, "!1101 Yritys")
	b.want(b.get("/imports/1?page=3"), 200, "1201 Yritys 200 Oy", "Page 3 of 3")
	b.want(b.get("/imports/1?stays=3&page=99"), 200, "1120 Yritys 119 Oy", "!1100 Yritys")
	b.want(b.get("/imports/1?stays=-1&page=x"), 200, "1001 Yritys 000 Oy")
	for i := range 30 {
		one := s.stored(1001)
		one.Values[customer.City] = fmt.Sprint("Kunta ", i)
		if _, err := s.db.UpdateCustomer(t.Context(), db.Actor{Name: "Maija"}, 1001, one.Revision, one.Values); err != nil {
			t.Fatal(err)
		}
	}
	b.want(b.get("/customers/1001"), 200, "Kunta 29", "!<ins>Kunta 2</ins>", "!<del>Kunta 2</del>", `href="/customers/1001?history=13#history"`)
	b.want(b.get("/customers/1001?history=13"), 200, "<ins>Kunta 2</ins>", "Created", "!Kunta 20", `href="/customers/1001#history"`, "!Older")
	b.want(b.get("/customers/1001?history=1"), 200, `data-field="name"`)
}
