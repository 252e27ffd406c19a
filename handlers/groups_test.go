package handlers_test

import (
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

func TestGroups(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "A & B")
	b := s.as(db.Editor)
	b.leads(b.post("/groups", "name", " Uudet "), "/groups")
	b.want(b.get("/groups"), 200, "Group Uudet has been created.", `href="/customers?group=A&#43;%26&#43;B"`)
	b.want(b.post("/groups", "name", "uudet"), 422, "already a group with that name", `value="uudet"`)
	b.want(b.post("/groups", "name", " "), 422, "Give the group a name.")
	groups, err := s.db.Groups(t.Context())
	if err != nil || len(groups) != 2 {
		t.Fatalf("%v %v", groups, err)
	}
	full, empty := "/groups/"+strconv.FormatInt(groups[0].ID, 10), "/groups/"+strconv.FormatInt(groups[1].ID, 10)
	b.want(b.post(full, "name", "UUDET"), 422, `value="UUDET"`, "already a group with that name", "<details class=\"menu\" open>")
	b.leads(b.post(full, "name", "C"), "/groups")
	b.want(b.post(full+"/remove"), 422, "Only an empty group")
	b.leads(b.post(empty+"/remove"), "/groups")
	b.want(b.get("/groups"), 200, "The group has been removed.", "!Uudet")
	b.want(b.post(empty+"/remove"), 404)
	b.want(b.post("/groups/99999999999999999999", "name", "x"), 404)
}

// TestGroupsJoined holds that a group can be joined to the one whose name it was to
// get: its customers are moved as selected ones are, and the empty group is offered
// for removal.
func TestGroupsJoined(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Vakio & co")
	s.add(customer.Name, "Beta Oy", customer.Group, "Vakio & co", customer.Active, customer.No)
	s.add(customer.Name, "Gamma Oy", customer.Group, "Vakiot")
	b := s.as(db.Editor)
	groups, err := s.db.Groups(t.Context())
	if err != nil || len(groups) != 2 {
		t.Fatalf("%v %v", groups, err)
	}
	page := b.post("/groups/"+strconv.FormatInt(groups[0].ID, 10), "name", "vakiot")
	b.want(page, 422, "already a group with that name", "Move 2 customers to the group Vakiot")
	joined := b.sendForm("/customers/change", b.sentBy(page, "/customers/change"), "go", "1")
	path := joined.Header.Get("Location")
	draft := b.get(path)
	b.want(draft, 200, "Confirm the change", "2 customers change", "<ins>Vakiot</ins>")
	saved := b.saveShown(path, draft)
	b.want(saved, 200, "Vakio &amp; co", path+"/groups/remove")
	if got := s.stored(1002).Values[customer.Group]; got != "Vakiot" {
		t.Errorf("an inactive customer of the group is in %q", got)
	}
}

// TestLongGroupNames holds that no form makes a group with an endless name,
// and that one from an import is clipped where it is listed.
func TestLongGroupNames(t *testing.T) {
	s := newSite(t)
	endless, most := strings.Repeat("ä", 5000), strings.Repeat("ö", 100)
	b := s.as(db.Editor)
	const message = "The name of a group can have at most 100 characters."
	b.want(b.post("/groups", "name", most+"ö"), 422, message, `value="`+most+`ö"`)
	b.leads(b.post("/groups", "name", " "+most+" "), "/groups")
	groups, err := s.db.Groups(t.Context())
	if err != nil || len(groups) != 1 {
		t.Fatalf("%v %v", groups, err)
	}
	b.want(b.post("/groups/"+strconv.FormatInt(groups[0].ID, 10), "name", endless), 422, message)
	b.want(b.post("/customers", "name", "Alfa Oy", "kind", "company", "group", most+"ö"), 422,
		`id="group-wrong"`, "holds at most 100 characters", `value="`+most+`ö"`)

	s.add(customer.Name, "Alfa Oy", customer.Group, endless)
	s.add(customer.Name, "Beta Oy")
	b.want(b.post("/customers/1002", "revision", "1", "group", most+"ö"), 422, `id="group-wrong"`)
	b.leads(b.post("/customers/1002", "revision", "1", "group", strings.ToUpper(endless)), "/customers/1002")
	clipped := strings.Repeat("ä", 59) + "…"
	b.want(b.get("/groups"), 200, `title="`+endless+`">`+clipped+`</a>`, "!>"+endless)
	b.want(b.get("/customers"), 200, `<td data-field="group" title="`+endless+`">`+clipped+`</td>`,
		`<option value="#2" title="`+endless+`">`+clipped+`</option>`, "!>"+endless)
	// Its name does not fit into an address.
	b.want(b.get("/groups"), 200, `href="/customers?group=%232"`)
	b.want(b.get("/customers?group=%232"), 200, "2 customers found", `<option selected>`+clipped, "export.csv?group=%232")
	b.want(b.get("/customers/export.csv?group=%232"), 200, "Alfa Oy", "Beta Oy")
	b.want(b.get("/customers?group=%237"), 200, "The search found no customers")
	s.add(customer.Name, "Gamma Oy", customer.Group, "#2")
	b.want(b.get("/customers?group=%232"), 200, "1 customer found", "Gamma Oy")
}
