package handlers_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// sentAtOnce are the forms whose choices are sent by themselves.
var sentAtOnce = map[string]bool{"mapping": true, "decide": true, "correct-values": true}

// TestFormsAskBeforeTheyAreLeft holds that whatever can be typed or chosen on a page
// and is sent by a button is asked about before the page is left.
func TestFormsAskBeforeTheyAreLeft(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"Alfa Oy", "Beeta Oy"} {
		s.add(customer.Name, name, customer.City, "Oulu")
	}
	b := s.as(db.Admin)
	b.upload("x.csv", "Nimi;Sähköposti\nGamma Oy;ei osoite\n")
	for path, want := range map[string]int{ // how many forms take input there
		"/imports/1?status=all&open=2": 3, "/imports/new": 1, "/customers/new": 1, "/customers/1001/edit": 1, "/customers/columns": 1,
		"/customers/merge?first=1001&second=1002": 1, "/customers/1001/erase": 1, "/settings": 2, "/settings/retention": 1,
		"/settings/fields": 1, "/groups": 1, "/users": 5,
	} {
		page, found := b.page(path), 0
		for form := range pagetest.All(page, "form", "method") {
			if sentAtOnce[pagetest.Attribute(form, "id")] || pagetest.Attribute(form, "method") != "post" || !takesInput(page, form) {
				continue
			}
			found++
			if !pagetest.HasAttribute(form, "data-guarded") {
				t.Errorf("%s: nobody asks before what is typed for %s is lost", path, pagetest.Attribute(form, "action"))
			}
		}
		if found != want {
			t.Errorf("%s has %d forms that take input", path, found)
		}
	}
	change := b.post("/customers/change", "what", "set", "number", "1001", "field", "city").tree()
	if form := pagetest.First(change, "form", "action", "/customers/change"); form == nil || !pagetest.HasAttribute(form, "data-guarded") {
		t.Error("nobody asks before the value for selected customers is lost")
	}
}

// takesInput reports whether a form has something that is typed, chosen or ticked.
func takesInput(page, form *html.Node) bool {
	for node := range pagetest.All(page, "", "name") {
		switch {
		case node.Data != "input" && node.Data != "textarea" && node.Data != "select", pagetest.Attribute(node, "type") == "hidden":
			continue
		case pagetest.HasAttribute(node, "form"):
			if pagetest.Attribute(node, "form") == pagetest.Attribute(form, "id") {
				return true
			}
		case isWithin(node, form):
			return true
		}
	}
	return false
}

func isWithin(node, outer *html.Node) bool {
	for ; node != nil; node = node.Parent {
		if node == outer {
			return true
		}
	}
	return false
}
