package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// changingRoutes are what changes a draft, with what a form could send.
var changingRoutes = map[string][]string{
	"/mapping":   {"column-1", ""},
	"/reading":   {"header_row", "none"},
	"/decisions": {"decide", "exclude:2"},
	"/fill":      {"fill-rows", "all", "fill-language", "fi"},
	"/save":      {"save", "1"},
	"/discard":   nil,
}

// TestEveryRouteOfADraftIsItsOwners holds that the routes above are all that
// there are: a new one must say whether it is for the owner alone.
func TestEveryRouteOfADraftIsItsOwners(t *testing.T) {
	others := map[string]string{"/take": "gives it to another", "/restore": "of a discarded import, its owner's alone", "/undo": "of a saved import", "/groups/remove": "of a saved import"}
	for _, route := range newSite(t).routes() {
		action, found := strings.CutPrefix(route, "POST /imports/:id<int>")
		if _, owners := changingRoutes[action]; found && !owners && others[action] == "" {
			t.Errorf("%s: for whom?", route)
		}
	}
}

// TestDraftsBelongToTheirMakers holds that others, administrators too, may look
// at a draft and change nothing, on the page and on the server, until they take
// it over; then it is the maker who may look.
func TestDraftsBelongToTheirMakers(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	maker := s.as(db.Editor)
	maker.leads(maker.upload("lista.csv", "Asiakasnumero;Nimi;Katuosoite\n1001;Alfa Oy;Tie 1\n;Beeta Oy;Tie 2\n"), "/imports/1")
	saved := fingerprint(maker.get("/imports/1"))
	before, err := s.db.Draft(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	looks := func(name string, b *browser, forms ...string) {
		t.Helper()
		for _, query := range []string{"", "?status=all&open=2", "?values=2"} {
			page := b.get("/imports/1" + query)
			b.want(page, 200, `class="whose"`, "!form=\"decide\"", "!name=\"save\"")
			var got []string
			for node := range pagetest.All(page.tree(), "", "") {
				for _, a := range node.Attr {
					if action, of := strings.CutPrefix(a.Val, "/imports/1/"); of && (a.Key == "action" || a.Key == "hx-post") {
						got = append(got, action)
					}
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(forms) {
				t.Errorf("%s has the forms %v, want %v", name, got, forms)
			}
		}
		b.want(b.get("/imports/1/errors.csv"), 200)
		b.want(b.get("/imports/1/missing"), 200)
		b.want(b.htmx().get("/imports/1?status=new"), 200, "!form=\"decide\"", "!name=\"save\"")
	}
	refused := func(name string, b *browser, status int, words string) {
		t.Helper()
		for action, form := range changingRoutes {
			form := append(form, "fingerprint", saved)
			b.want(b.post("/imports/1"+action, form...), status, words)
			b.want(b.htmx().post("/imports/1"+action, form...), status, words, "!<html")
		}
	}
	admin, viewer := s.as(db.Admin), s.as(db.Viewer)
	looks("an administrator", admin, "take")
	looks("a viewer", viewer, "take")
	viewer.want(viewer.get("/imports/1"), 200, "!name=\"take\"")
	refused("an administrator", admin, 409, "editor is working on this import")
	refused("a viewer", viewer, 403, "")
	admin.want(admin.post("/imports/1/discard"), 409, `href="/imports/1">Open the import`)
	viewer.want(viewer.post("/imports/1/take", "from", "editor"), 403)
	admin.want(admin.get("/imports"), 200, `id="others-drafts"`, "lista.csv", "editor", "!/discard")
	if now, err := s.db.Draft(t.Context(), 1); err != nil || fmt.Sprint(now.Choices) != fmt.Sprint(before.Choices) || now.State != db.StateDraft {
		t.Errorf("changed by others: %+v, %v", now, err)
	}

	admin.want(admin.post("/imports/1/take", "from", "viewer"), 409) // the page was an older one
	admin.leads(admin.post("/imports/1/take", "from", "editor"), "/imports/1")
	admin.want(admin.get("/imports/1"), 200, "is now yours", "!class=\"whose\"", `name="save"`)
	admin.leads(admin.post("/imports/1/take", "from", "editor"), "/imports/1") // pressed twice
	looks("the maker", maker, "take")
	maker.want(maker.get("/imports/1"), 200, "admin took this import over from you")
	maker.want(maker.get("/imports"), 200, "admin took this import over from you", "!/discard")
	refused("the maker", maker, 409, "admin is working on this import")
	admin.leads(admin.post("/imports/1/decisions", "decide", "exclude:3"), "/imports/1")
	admin.leads(admin.post("/imports/1/save", "fingerprint", fingerprint(admin.get("/imports/1"))), "/imports/1")
	maker.want(maker.get("/imports/1"), 200, "!name=\"take\"")
	maker.want(maker.post("/imports/1/take", "from", "admin"), 409)
}

// TestDraftsOfDisabledUsersCanBeTaken holds that what somebody has left who may
// not log in any more is not lost.
func TestDraftsOfDisabledUsersCanBeTaken(t *testing.T) {
	s := newSite(t)
	maker, admin := s.as(db.Editor), s.as(db.Admin)
	maker.upload("lista.csv", "Nimi\nAlfa Oy\n")
	if err := s.accounts.DisableUser(t.Context(), db.Actor{}, "editor"); err != nil {
		t.Fatal(err)
	}
	admin.leads(admin.post("/imports/1/take", "from", "editor"), "/imports/1")
	admin.leads(admin.post("/imports/1/save", "fingerprint", fingerprint(admin.get("/imports/1"))), "/imports/1")
}

// TestDraftQuota holds that a user is told before an upload that there is little
// room for more drafts, or none, that none is made then, whose file or pasted
// text stays, and that to take over another's draft needs room as well.
func TestDraftQuota(t *testing.T) {
	s := newSite(t)
	b, admin := s.as(db.Editor), s.as(db.Admin)
	make := func(user string, n int) {
		t.Helper()
		for range n {
			if _, err := s.db.CreateDraft(t.Context(), db.Actor{Name: user}, "vanha.csv", []byte("Nimi\nAlfa Oy\n"), db.Choices{Unread: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	make("editor", db.MaxDrafts-5)
	b.want(b.get("/imports/new"), 200, "!id=\"drafts\"")
	make("editor", 4)
	b.want(b.get("/imports/new"), 200, `id="drafts"`, "You have 19 unfinished imports", `href="/imports"`, "!role=\"alert\" id=\"problem\"")
	b.want(b.get("/imports/new"), 200, "!There is no room for more")
	b.upload("viimeinen.csv", "Nimi\nAlfa Oy\n")
	b.want(b.get("/imports/new"), 200, "You have 20 unfinished imports", "There is no room for more")
	b.want(b.post("/imports", "text", "Nimi\nPitkä teksti Oy\n"), 409, "You have 20 unfinished imports", "Pitkä teksti Oy", `role="alert"`)
	b.want(b.htmx().post("/imports", "text", "Nimi\nAlfa Oy\n"), 409, "You have 20 unfinished imports", "!<")
	admin.leads(admin.upload("toinen.csv", "Nimi\nAlfa Oy\n"), "/imports/21")
	b.want(b.post("/imports/21/take", "from", "admin"), 409, "Too many unfinished imports", "You have 20", `href="/imports">Unfinished imports`)
	b.leads(b.post("/imports/1/discard"), "/imports")
	b.leads(b.post("/imports/21/take", "from", "admin"), "/imports/21")
	b.want(b.post("/imports", "text", "Nimi\nAlfa Oy\n"), 409)
	if use, err := s.db.DraftUse(t.Context(), "admin"); err != nil || use.Drafts != 0 {
		t.Errorf("what was taken over counts for its maker: %+v, %v", use, err)
	}
}
