package handlers_test

import (
	"regexp"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// entryAddress is that of an entry of the history.
var entryAddress = regexp.MustCompile(`^/imports/-?\d+$`)

// newest is the address of the newest entry of the history, as its page lists it.
func (b *browser) newest() string {
	b.Helper()
	for _, address := range pagetest.Values(b.page("/imports"), "a", "href") {
		if entryAddress.MatchString(address) {
			return address
		}
	}
	b.Fatal("the history is empty")
	return ""
}

// undoShown undoes what a page of the history shows.
func (b *browser) undoShown(path string) *answer {
	b.Helper()
	a := b.post(path+"/undo", "fingerprint", fingerprint(b.get(path)))
	if a.StatusCode != 303 {
		b.Fatalf("status %d\n%s", a.StatusCode, a.body)
	}
	return b.get(a.Header.Get("Location"))
}

// TestHandChangesInHistory holds that what is changed by hand stands in the history
// beside imports, each with a page of its own on which it is undone and the undo
// undone in turn.
func TestHandChangesInHistory(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu")
	b := s.as(db.Editor)
	s.change(1001, customer.City, "Turku")
	edited := b.newest()
	b.want(b.get("/imports"), 200, "Edited: 1001 Alfa Oy", "New customer: 1001 Alfa Oy", `data-entry="update"`, `<span data-what="modified">■</span>`)
	b.want(b.get(edited), 200, "<h1", "Edited: 1001 Alfa Oy", "Undo the change", "1 customer gets back what it had before", "What changed", "Turku")
	undone := b.undoShown(edited)
	b.want(undone, 200, "Change undone", "1 customer got back what it had before", "Show the change", "Bring the change back")
	if city := s.stored(1001).Values[customer.City]; city != "Oulu" {
		t.Errorf("city %q", city)
	}
	b.want(b.get(edited), 200, "This was undone")
	b.want(b.get("/customers/1001"), 200, "undo of a change")
	b.want(b.undoShown(b.newest()), 200, "Change brought back")
	if city := s.stored(1001).Values[customer.City]; city != "Turku" {
		t.Errorf("city %q", city)
	}
	b.post("/groups", "name", "Vanha nimi")
	b.post("/groups/1", "name", "Uusi nimi")
	b.want(b.get("/imports"), 200, "Name of a customer group: Vanha nimi → Uusi nimi", "New customer group: Vanha nimi")
	b.want(b.get(b.newest()), 200, "The customer group Uusi nimi gets back the name Vanha nimi.", "!What changed")
	b.undoShown(b.newest())
	if groups, err := s.db.Groups(t.Context()); err != nil || groups[0].Name != "Vanha nimi" {
		t.Errorf("%+v, %v", groups, err)
	}
	viewer := s.as(db.Viewer)
	viewer.want(viewer.get(edited), 200, "!Undo the change")
	viewer.want(viewer.post(edited+"/undo"), 403)
}

// TestHistoryFiltered holds that the history is filtered by kind, author and day.
func TestHistoryFiltered(t *testing.T) {
	s, clock := newClockedSite(t)
	b := s.as(db.Editor)
	b.leads(b.post("/customers", "name", "Alfa Oy", "kind", "company"), "/customers/1001")
	clock.move(24 * time.Hour)
	b = s.as(db.Admin)
	b.leads(b.post("/groups", "name", "Uudet"), "/groups")
	b.get("/groups") // which says so once
	for query, want := range map[string][]string{
		"":                              {"Alfa Oy", "Uudet"},
		"kind=groups":                   {"!Alfa Oy", "Uudet", `<option value="groups" selected>`},
		"kind=edits":                    {"Alfa Oy", "!Uudet"},
		"kind=nonsense":                 {"Alfa Oy", "Uudet"},
		"by=editor":                     {"Alfa Oy", "!Uudet"},
		"from=2026-11-24":               {"!Alfa Oy", "Uudet", `value="2026-11-24"`},
		"to=2026-11-23":                 {"Alfa Oy", "!Uudet"},
		"from=2026-11-23&to=2026-11-24": {"Alfa Oy", "Uudet"},
		"from=yesterday":                {"Alfa Oy", "Uudet"},
		"kind=undos":                    {"No change fits the filter.", "!Alfa Oy"},
	} {
		b.want(b.get("/imports?"+query), 200, want...)
	}
}

// TestBin holds that a removed customer is found in the bin and comes back from it.
func TestBin(t *testing.T) {
	s := newSite(t)
	one := s.add(customer.Name, "Alfa Oy", customer.City, "Oulu", customer.Group, "Vakiot")
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, `href="/customers/removed"`)
	b.want(b.get("/customers/removed"), 200, "The bin is empty.")
	b.leads(b.post("/customers/1001/remove", "revision", "1"), "/customers")
	b.want(b.get("/customers"), 200, "bring it back from the bin")
	b.want(b.get("/customers/removed"), 200, "1001 Alfa Oy", "Oulu", "editor", "/customers/1001/restore")
	b.want(b.get("/imports"), 200, "Removed: 1001 Alfa Oy")
	viewer := s.as(db.Viewer)
	viewer.want(viewer.get("/customers/removed"), 200, "1001 Alfa Oy", "!/restore")
	viewer.want(viewer.post("/customers/1001/restore"), 403)
	b.leads(b.post("/customers/1001/restore"), "/customers/1001")
	b.want(b.get("/customers/1001"), 200, "Alfa Oy is back.", "Vakiot")
	if got := s.stored(1001); got.Values != one.Values {
		t.Errorf("%+v", got)
	}
	b.want(b.post("/customers/1001/restore"), 404)
	b.want(b.get("/customers/removed"), 200, "The bin is empty.")
	b.want(b.get("/imports"), 200, "Brought back from the bin: 1001 Alfa Oy")
}
