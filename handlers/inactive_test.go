package handlers_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestListActive holds list-active: inactive customers are left out of the list
// and of searches unless they are asked for, are counted, and are shown as such.
func TestListActive(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.City, "Oulu")
	s.add(customer.Name, "Beta Oy", customer.City, "Oulu", customer.Active, customer.No, customer.Restricted, customer.Yes)
	b := s.as(db.Editor)
	b.want(b.get("/customers"), 200, "Alfa Oy", "!Beta Oy", "1 customer", "1 inactive customer is not shown.", `href="/customers?inactive=1"`)
	b.want(b.get("/customers?q=oulu"), 200, "Alfa Oy", "!Beta Oy", "1 inactive customer is not shown.", `href="/customers?inactive=1&amp;q=oulu"`)
	b.want(b.get("/customers?q=oulu&inactive=1"), 200, "Alfa Oy", "Beta Oy", `<tr class="inactive"> <small>Inactive</small>`, `<tr class="inactive"> <small>Restriction of processing</small>`, "!not shown")
	b.want(b.get("/customers/1002"), 200, "<small>Inactive</small>", "<small>Restriction of processing</small>", "!<small>No direct marketing</small>")
	b.want(b.get("/customers/1001"), 200, "!<small>Inactive</small>", "!<small>Restriction of processing</small>")
	for query, want := range map[string]int{"": 2, "?q=oulu": 1, "?q=oulu&inactive=1": 2} {
		if got := strings.Count(b.get("/customers/export.csv"+query).body, "Oulu"); got != want {
			t.Errorf("the export %s has %d customers, want %d", query, got, want)
		}
	}
}

// TestDefaults holds that customers are active and have no marks where nothing
// else is said, by the form and by a file, and that a form can't empty them.
func TestDefaults(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.post("/customers", "kind", "company", "name", "Alfa Oy"), "/customers/1001")
	b.leads(b.post("/customers/1001", "revision", "1", "active", ""), "/customers/1001")
	path := b.upload("uudet.csv", "Nimi;Aktiivinen\nBeta Oy;\nGamma Oy;ei\n").Header.Get("Location")
	b.saveShown(path, b.get(path))
	for number, want := range map[int]string{1001: "yes no no", 1002: "yes no no", 1003: "no no no"} {
		values := s.stored(number).Values
		if got := values[customer.Active] + " " + values[customer.NoMarketing] + " " + values[customer.Restricted]; got != want {
			t.Errorf("%d: %s, want %s", number, got, want)
		}
	}
	b.want(b.get("/customers/new"), 200, `<option value="yes" selected>Yes</option>`, `<option value="no" selected>No</option>`)
}

// TestMarkAccepted holds that the page asks before a mark goes, and takes it away
// where that is accepted; and that selected customers can be made inactive.
func TestMarkAccepted(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.NoMarketing, customer.Yes)
	b := s.as(db.Editor)
	path := b.upload("muutos.csv", "Asiakasnumero;Suoramarkkinointikielto\n1001;ei\n").Header.Get("Location")
	b.want(b.get(path+"?open=2"), 200, `data-status="undecided"`, "The file would take away a mark", `value="overwrite:2:1"`, "!When exported")
	b.post(path+"/decisions", "decide", "overwrite:2:1")
	page := b.get(path)
	b.want(page, 200, `data-status="modified"`)
	b.saveShown(path, page)
	if got := s.stored(1001).Values[customer.NoMarketing]; got != customer.No {
		t.Errorf("the mark is %q", got)
	}
	path, page = b.change("number", "1001", "what", "set", "field", "active", "active", "no", "go", "1")
	b.saveShown(path, page)
	if s.stored(1001).Values[customer.Active] != customer.No {
		t.Error("the customer is active")
	}
	b.want(b.post("/customers/change", "number", "1001", "what", "clear"), 200, `value="email"`, `!value="active"`, `!value="no_marketing"`)
}
