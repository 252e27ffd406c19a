package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/handlers"
)

// routes lists the routes of the application, each once, but for HEAD and middleware.
func (s *site) routes() []string {
	var routes []string
	for _, route := range s.app.GetRoutes(true) {
		name := route.Method + " " + route.Path
		if route.Method != http.MethodHead && !slices.Contains(routes, name) {
			routes = append(routes, name)
		}
	}
	return routes
}

// routeRequest makes a request for a route, about an import or whatever else has a number.
func routeRequest(route string, number int64) *http.Request {
	method, path, _ := strings.Cut(route, " ")
	id := strconv.FormatInt(number, 10)
	path = strings.NewReplacer(":number<int>", id, ":id<int>", id, ":format", "csv", "/static/*", "/static/app.css").Replace(path)
	return httptest.NewRequest(method, path, nil)
}

// draftOf makes a draft of a user's, of one row.
func (s *site) draftOf(role db.Role) int64 {
	s.Helper()
	id, err := s.db.CreateDraft(s.Context(), db.Actor{Name: string(role)}, "rivi.csv", []byte("Nimi;Laji\nAlfa Oy;yritys\n"), db.Choices{})
	if err != nil {
		s.Fatal(err)
	}
	return id
}

// discard gives a draft up, so that its maker has room for others.
func (s *site) discard(id int64) {
	s.Helper()
	draft, err := s.db.Draft(s.Context(), id)
	if err == nil && draft.State == db.StateDraft {
		err = s.db.DiscardDraft(s.Context(), db.Actor{Name: draft.Owner()}, id)
	}
	if err != nil {
		s.Fatal(err)
	}
}

// disabled returns the browser of an administrator who has lost the right to
// log in since, and still has the cookie.
func (s *site) disabled() *browser {
	s.Helper()
	const name = "poistunut"
	user, err := s.accounts.CreateUser(s.Context(), db.Actor{}, name, goodPassword, db.Admin)
	if err != nil {
		s.Fatal(err)
	}
	b := s.loggedIn(user)
	b.want(b.get("/users"), 200)
	if err := s.accounts.DisableUser(s.Context(), db.Actor{}, name); err != nil {
		s.Fatal(err)
	}
	return b
}

// TestRouteTable holds that every route that the application knows has a row in
// the table of who may do what, that the table makes no change open to those
// who may only read, and that each row is obeyed: by everybody, about drafts of
// their own and of others.
func TestRouteTable(t *testing.T) {
	s := newSite(t, withBroken)
	table := handlers.RouteRoles()
	browsers := map[string]*browser{"nobody": s.browser(), "disabled": s.disabled()}
	for _, role := range db.Roles {
		browsers[string(role)] = s.as(role)
	}
	// What readers and people without a user may send: it concerns themselves alone.
	own := []string{"POST /setup", "POST /invite", "POST /login", "POST /logout", "POST /language", "POST /settings/preferences", "POST /customers/columns", "POST /settings/password", "POST /settings/sessions"}
	for _, route := range s.routes() {
		wanted, known := table[route]
		switch {
		case !known:
			t.Errorf("%s: who may do it?", route)
			continue
		case !strings.HasPrefix(route, "GET ") && (wanted == "" || wanted == db.Viewer) && !slices.Contains(own, route):
			t.Errorf("%s: open to readers", route)
		case strings.Contains(route, "/users") && wanted != db.Admin:
			t.Errorf("%s: open to others than administrators", route)
		case route == "POST /logout": // would end the sessions of this test
			continue
		}
		makers, aboutDraft := []db.Role{db.Editor}, strings.Contains(route, "/imports/:id<int>")
		if aboutDraft {
			makers = append(makers, db.Admin)
		}
		for _, maker := range makers {
			for who, b := range browsers {
				number := int64(987654)
				if aboutDraft {
					number = s.draftOf(maker)
				}
				got := b.send(routeRequest(route, number))
				if aboutDraft {
					s.discard(number)
				}
				if route == "POST /backups" && wanted == db.Role(who) {
					b.backedUp()
				}
				toLogin := got.StatusCode == http.StatusSeeOther && strings.HasPrefix(got.Header.Get("Location"), "/login")
				place := slices.Index(db.Roles, db.Role(who))
				switch {
				case wanted != "" && place < 0:
					if !toLogin {
						t.Errorf("%s as %s: %d", route, who, got.StatusCode)
					}
				case wanted != "" && place > slices.Index(db.Roles, wanted):
					if got.StatusCode != http.StatusForbidden {
						t.Errorf("%s as %s: %d", route, who, got.StatusCode)
					}
				case aboutDraft && !strings.HasPrefix(route, "GET ") && who != string(maker):
					// There is nothing to undo of a draft, whosever it is.
					if got.StatusCode != http.StatusConflict && got.StatusCode != http.StatusNotFound {
						t.Errorf("%s as %s on a draft of %s: %d", route, who, maker, got.StatusCode)
					}
				case toLogin && strings.HasPrefix(route, "GET ") || got.StatusCode == http.StatusForbidden || got.StatusCode >= 500:
					t.Errorf("%s as %s on a draft of %s: %d", route, who, maker, got.StatusCode)
				}
			}
		}
	}
}

// TestNoRoute holds that what has no row in the table is refused, and that only
// users learn that there is nothing.
func TestNoRoute(t *testing.T) {
	s := newSite(t)
	nobody, user := s.browser(), s.as(db.Admin)
	for _, route := range []string{"GET /nowhere", "POST /nowhere", "DELETE /customers", "PUT /login", "POST /imports/x/save", "TRACE /"} {
		if got := nobody.send(routeRequest(route, 1)); got.StatusCode != http.StatusSeeOther {
			t.Errorf("%s without a user: %d", route, got.StatusCode)
		}
		if got := user.send(routeRequest(route, 1)); got.StatusCode != 404 && got.StatusCode != 405 {
			t.Errorf("%s: %d", route, got.StatusCode)
		}
	}
}

// TestFormsLeadToTheirPages holds that an address that takes a form alone, where
// a browser stands after one that was refused, leads to the page of that form.
func TestFormsLeadToTheirPages(t *testing.T) {
	s := newSite(t, withBroken)
	b := s.as(db.Admin)
	routes := s.routes()
	for form, page := range map[string]string{
		"/imports/7/save": "/imports/7", "/imports/7/mapping": "/imports/7", "/imports/7/groups/remove": "/imports/7", "/imports/demo": "/imports",
		"/groups/3": "/groups", "/groups/3/remove": "/groups", "/users/role": "/users", "/users/delete": "/users", "/settings/preferences": "/settings", "/settings/password": "/settings", "/language": "/", "/logout": "/",
	} {
		b.leads(b.get(form), page)
	}
	for _, route := range routes {
		if path, takesForm := strings.CutPrefix(route, "POST "); takesForm && !slices.Contains(routes, "GET "+path) {
			t.Errorf("%s: nothing is there to read", path)
		}
	}
}

// TestCrossOrigin holds that no form of another site is taken, whatever the
// route, and that no GET changes anything.
func TestCrossOrigin(t *testing.T) {
	s := newSite(t, withBroken)
	b := s.as(db.Admin)
	draft := s.draftOf(db.Admin)
	before, err := s.db.WriteCounter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range s.routes() {
		if strings.HasPrefix(route, "GET ") {
			b.send(routeRequest(route, draft))
			continue
		}
		for name, headers := range map[string][2]string{
			"cross-site":       {"Sec-Fetch-Site", "cross-site"},
			"same-site":        {"Sec-Fetch-Site", "same-site"},
			"another origin":   {"Origin", "https://evil.example"},
			"no origin":        {"Origin", "null"},
			"another port":     {"Origin", "http://example.com:8081"},
			"a longer name":    {"Origin", "http://example.com.evil.example"},
			"a name before it": {"Origin", "http://evil.example.com"},
			"a user's name":    {"Origin", "http://example.com@evil.example"},
			"nonsense":         {"Origin", "example.com"},
		} {
			request := routeRequest(route, draft)
			request.Header.Set(headers[0], headers[1])
			if got := b.send(request); got.StatusCode != http.StatusForbidden {
				t.Errorf("%s, %s: %d", route, name, got.StatusCode)
			}
		}
	}
	if after, err := s.db.WriteCounter(t.Context()); err != nil || after != before {
		t.Errorf("the register was written: %d, %d, %v", before, after, err)
	}
	b.want(b.get("/customers"), 200) // and nobody was logged out
}
