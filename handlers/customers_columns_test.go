package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// columns lists the columns of the list.
func (b *browser) columns() string {
	b.Helper()
	return strings.Join(pagetest.Values(pagetest.First(b.page("/customers"), "thead", "", ""), "th", "data-field"), " ")
}

// TestChosenColumns (list-columns) holds that a user chooses the columns of the list and their
// order by a plain form, finds them in every browser and in an export, that number
// and name are always there, and that nobody else's list changes.
func TestChosenColumns(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Katu 1", customer.City, "Oulu", customer.Notes, "Soita\nensin")
	b := s.as(db.Viewer)
	const usual = "number name business_id city phone email group"
	if got := b.columns(); got != usual {
		t.Errorf("at first: %s", got)
	}
	asked := b.get("/customers/columns?q=alfa&sort=-name")
	b.want(asked, 200, `value="city" checked`, `value="street"`, `!value="street" checked`, `!value="name"`, `!value="number"`, `name="place-business_id"`, `value="q=alfa&amp;sort=-name"`)
	b.leads(b.post("/customers/columns", "filter", "q=alfa&sort=-name", "show", "city", "show", "street", "show", "notes", "show", "nonsense",
		"place-city", "3", "place-street", "1", "place-notes", "x", "place-email", "1"), "/customers?q=alfa&sort=-name")
	elsewhere := s.as(db.Viewer)
	if got := elsewhere.columns(); got != "number name street city notes" {
		t.Errorf("chosen: %s", got)
	}
	elsewhere.want(elsewhere.get("/customers"), 200, "Katu 1", `class="frame chosen"`, `field-names-en.css`)
	elsewhere.want(elsewhere.get("/customers/columns"), 200,
		fmt.Sprintf(`name="place-street" type="number" min="1" max="%d" value="1"`, len(customer.Standard().Values())-1)) // all but the name
	b.headers["Accept-Language"] = "fi"
	if got := headerOf(b.get("/customers/export.csv?columns=shown")); got != "Asiakasnumero;Nimi;Katuosoite;Postitoimipaikka;Lisätiedot;Versio" {
		t.Errorf("exported: %s", got)
	}
	other := s.as(db.Editor)
	if got := other.columns(); got != usual {
		t.Errorf("somebody else's: %s", got)
	}
	b.leads(b.post("/customers/columns"), "/customers")
	if got := b.columns(); got != "number name" {
		t.Errorf("none chosen: %s", got)
	}
	b.leads(b.post("/customers/columns", "show", "street", "reset", "1"), "/customers")
	if got := b.columns(); got != usual {
		t.Errorf("restored: %s", got)
	}
}
