package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/handlers"
	"kortisto/handlers/pagetest"
)

const betterPassword = "neljä sanaa aivan peräkkäin"

var invitation = regexp.MustCompile(`^(.*)/invite#([A-Z2-7]{26})$`)

// linkIn returns the address and the token of the link that a page shows.
func linkIn(t *testing.T, a *answer) (address, token string) {
	t.Helper()
	for _, value := range pagetest.Values(a.tree(), "input", "value") {
		if found := invitation.FindStringSubmatch(value); found != nil {
			return found[1], found[2]
		}
	}
	t.Fatalf("no link in\n%s", a.body)
	return "", ""
}

// TestInvited holds that a user who is added chooses the password by the link,
// once, and that the link is shown once and logged nowhere.
func TestInvited(t *testing.T) {
	s := newSite(t)
	admin, guest := s.as(db.Admin), s.browser()
	a := admin.post("/users", "name", "Liisa", "role", "editor")
	admin.want(a, 200, "Give this link to Liisa", "72 hours")
	address, token := linkIn(t, a)
	if address != "http://example.com" {
		t.Errorf("the link leads to %s", address)
	}
	admin.want(admin.get("/users"), 200, "has not chosen a password yet", "!"+token)
	guest.want(guest.post("/login", "name", "Liisa", "password", ""), 422)

	guest.want(guest.get("/invite"), 200, "data-from-fragment", "Choose a password")
	guest.want(guest.post("/invite", "token", token, "password", "short"), 422, "too short", token)
	guest.want(guest.post("/invite", "token", token, "password", "Liisa-2026"), 422, "must not be the user")
	guest.want(guest.post("/invite", "token", "WRONG", "password", goodPassword), 422, "The link is not valid")
	guest.leads(guest.post("/invite", "token", strings.ToLower(token), "password", goodPassword), "/customers")
	guest.want(guest.get("/customers"), 200, "Welcome, Liisa.")
	guest.want(guest.get("/users"), 403)
	other := s.browser()
	other.want(other.post("/invite", "token", token, "password", betterPassword), 422, "The link is not valid")
	other.leads(other.post("/login", "name", "Liisa", "password", goodPassword), "/")
	admin.want(admin.get("/users"), 200, "!has not chosen a password yet")
	admin.want(admin.post("/users", "name", "liisa", "role", "editor"), 422, "already a user with that name", `value="liisa"`)
	s.log.Lock()
	defer s.log.Unlock()
	if strings.Contains(s.log.String(), token) {
		t.Error("the token stands in the log")
	}
}

// TestForgottenPassword holds that a link replaces a forgotten password, ends
// the sessions that there were, and is void by a newer one and by disabling.
func TestForgottenPassword(t *testing.T) {
	s, clock := newClockedSite(t, func(c *handlers.Config) { c.BaseURL = "http://register.example/a/" })
	admin, user, guest := s.as(db.Admin), s.as(db.Editor), s.browser()
	guest.want(guest.get("/a/login"), 200, "Forgotten your password? Ask an administrator for a new link.")
	link := func() string {
		t.Helper()
		a := admin.post("/a/users/link", "name", "editor")
		admin.want(a, 200)
		address, token := linkIn(t, a)
		if address != "http://register.example/a" {
			t.Errorf("the link leads to %s", address)
		}
		return token
	}
	choose := func(token string) *answer { return guest.post("/a/invite", "token", token, "password", betterPassword) }
	first, second := link(), link()
	guest.want(choose(first), 422)
	user.want(user.get("/a/customers"), 200) // all is as it was until the link is used
	guest.leads(choose(second), "/a/customers")
	user.leads(user.get("/a/customers"), "/a/login?next=%2Fcustomers")
	guest.want(guest.get("/a/customers"), 200, "Welcome, editor.")

	third := link()
	admin.leads(admin.post("/a/users/disable", "name", "editor"), "/a/users")
	admin.want(admin.post("/a/users/link", "name", "editor"), 422, "Enable the user first")
	admin.leads(admin.post("/a/users/enable", "name", "editor"), "/a/users")
	guest.want(choose(third), 422)
	fourth := link()
	clock.move(accounts.LinkLife)
	guest.want(choose(fourth), 422)
	admin = s.as(db.Admin)
	admin.want(admin.post("/a/users/link", "name", "Nobody"), 404)
	clock.move(time.Hour)
	last := link()
	clock.move(accounts.LinkLife - time.Second)
	guest.leads(choose(last), "/a/customers")
}

// TestOwnSessions holds that users see their own sessions, where, since when and
// which is this one, and end one or all others: nobody else's.
func TestOwnSessions(t *testing.T) {
	s := newSite(t)
	logIn := func(name, agent string) *browser {
		b := s.browser()
		b.headers["User-Agent"] = agent
		b.leads(b.post("/login", "name", name, "password", goodPassword), "/")
		return b
	}
	const firefox, chrome = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36"
	here, there, elsewhere := logIn("editor", firefox), logIn("editor", chrome), logIn("editor", "<b>x")
	colleague, third := logIn("viewer", chrome), logIn("viewer", chrome)
	page := here.get("/settings")
	here.want(page, 200, "Firefox, Linux", "this session", "Chrome, Windows", "Unknown device", "!<b>", here.handleOf(page, "this session"))
	colleague.want(colleague.get("/settings"), 200, "!Firefox")

	foreign := pagetest.Attribute(pagetest.First(pagetest.First(colleague.page("/settings"), "table", "", ""), "button", "name", "session"), "value") // the third one's
	if len(foreign) != 64 {
		t.Fatalf("no session but %q", foreign)
	}
	here.leads(here.post("/settings/sessions", "session", foreign), "/settings")
	third.want(third.get("/customers"), 200)

	here.leads(here.post("/settings/sessions", "session", here.handleOf(page, "Chrome, Windows")), "/settings")
	here.want(here.get("/settings"), 200, "The session has been ended.", "!Chrome")
	there.leads(there.get("/customers"), "/login?next=%2Fcustomers")
	elsewhere.want(elsewhere.get("/customers"), 200)
	here.leads(here.post("/settings/sessions", "session", "others"), "/settings")
	here.want(here.get("/settings"), 200, "The other sessions have been ended.", "!Unknown device", "!End the other sessions")
	elsewhere.leads(elsewhere.get("/customers"), "/login?next=%2Fcustomers")

	admin := s.as(db.Admin)
	admin.leads(admin.post("/users/logout", "name", "viewer"), "/users")
	for _, b := range []*browser{colleague, third} {
		b.leads(b.get("/customers"), "/login?next=%2Fcustomers")
	}
	here.want(here.get("/customers"), 200)
}

// handleOf is what names the session in whose row of a page a text stands.
func (b *browser) handleOf(page *answer, text string) string {
	b.Helper()
	for row := range pagetest.All(page.tree(), "tr", "data-session") {
		if strings.Contains(pagetest.Text(row), text) {
			return pagetest.Attribute(row, "data-session")
		}
	}
	b.Fatalf("no session %s", text)
	return ""
}

// TestStayLoggedIn holds that who asks for it stays logged in for 30 days
// without a visit and for 90 in all, in a cookie that outlives the browser, also
// past a new password, and that others do not.
func TestStayLoggedIn(t *testing.T) {
	const day = 24 * time.Hour
	s, clock := newClockedSite(t)
	life := func(a *answer) int {
		t.Helper()
		for _, cookie := range a.Cookies() {
			if cookie.Name == "kortisto" && cookie.Value != "" {
				return cookie.MaxAge
			}
		}
		t.Fatal("no session")
		return 0
	}
	usual, kept := s.browser(), s.browser()
	kept.want(kept.get("/login"), 200, `name="keep"`, "Stay logged in on this device")
	kept.want(kept.post("/login", "name", "editor", "password", "wrong password", "keep", "yes"), 422, `value="yes" aria-describedby="keep-hint" checked`)
	if got := life(usual.post("/login", "name", "editor", "password", goodPassword)); got != 0 {
		t.Errorf("the usual cookie lives for %d", got)
	}
	if got := life(kept.post("/login", "name", "editor", "password", goodPassword, "keep", "yes")); got != int((90 * day).Seconds()) {
		t.Errorf("the cookie lives for %d", got)
	}
	clock.move(9 * time.Hour)
	usual.leads(usual.get("/settings"), "/login?next=%2Fsettings")
	kept.want(kept.get("/settings"), 200, "stays logged in")
	for range 3 {
		clock.move(29 * day)
		kept.want(kept.get("/settings"), 200)
	}
	clock.move(3 * day)
	kept.leads(kept.get("/settings"), "/login?next=%2Fsettings")

	kept.post("/login", "name", "editor", "password", goodPassword, "keep", "yes")
	changed := kept.post("/settings/password", "current", goodPassword, "password", betterPassword, "password-again", betterPassword)
	if got := life(changed); got != int((90 * day).Seconds()) {
		t.Errorf("the cookie after a new password lives for %d", got)
	}
	clock.move(30 * day)
	kept.leads(kept.get("/settings"), "/login?next=%2Fsettings")
}

// TestDeletedUserIsOut holds that a deleted user is out at once, that what the
// user did stays under the name, and that a new user of that name has none of
// the drafts.
func TestDeletedUserIsOut(t *testing.T) {
	s := newSite(t)
	admin, user := s.as(db.Admin), s.as(db.Editor)
	user.post("/customers", "name", "Alfa Oy", "kind", "company")
	draft := user.upload("jono.csv", "Nimi;Laji\nBeeta Oy;yritys\n").Header.Get("Location")
	admin.want(admin.get("/users"), 200, "What editor has done stays in the history.")
	admin.leads(admin.post("/users/delete", "name", "editor"), "/users")
	admin.want(admin.get("/users"), 200, "User editor has been deleted.")
	user.leads(user.get("/customers"), "/login?next=%2Fcustomers")
	user.want(user.post("/login", "name", "editor", "password", goodPassword), 422)
	admin.want(admin.get("/customers/1001"), 200, "editor")

	admin.leads(admin.post("/users", "name", "editor", "role", "editor", "password", goodPassword), "/users")
	namesake := s.as(db.Editor)
	namesake.want(namesake.get("/imports"), 200, "jono.csv", "editor (deleted user)")
	namesake.want(namesake.get(draft), 200, "editor (deleted user)", `name="from" value="removed user (editor)"`)
	namesake.want(namesake.post(draft+"/discard"), 409)
	namesake.leads(namesake.post(draft+"/take", "from", "removed user (editor)"), draft)
	namesake.leads(namesake.post(draft+"/discard"), "/imports")
	admin.want(admin.post("/users/delete", "name", "Nobody"), 404)
}

// TestLastAdminStays holds that no press takes the last administrator away, not
// even two at one time by two administrators about each other.
func TestLastAdminStays(t *testing.T) {
	s := newSite(t)
	admin := s.as(db.Admin)
	linkIn(t, admin.post("/users", "name", "Uusi", "role", "admin")) // who cannot log in yet
	for _, press := range [][]string{{"/users/delete"}, {"/users/disable"}, {"/users/role", "role", "viewer"}} {
		admin.want(admin.post(press[0], append([]string{"name", "admin"}, press[1:]...)...), 422, "The last active administrator")
	}
	admin.leads(admin.post("/users/password", "name", "Uusi", "password", betterPassword), "/users")
	other := s.browser()
	other.leads(other.post("/login", "name", "Uusi", "password", betterPassword), "/")
	var presses sync.WaitGroup
	for i, b := range []*browser{admin, other} {
		about := []string{"Uusi", "admin"}[i]
		presses.Go(func() { b.post("/users/delete", "name", about) })
	}
	presses.Wait()
	users, err := s.accounts.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	admins := 0
	for _, user := range users {
		if user.Role == db.Admin && user.Active {
			admins++
		}
	}
	if admins != 1 {
		t.Errorf("%d administrators", admins)
	}
}

// TestPasswordsCanBeShown holds that each field for a password has the button
// that shows it, which is hidden unless the script is there, and no script is inline.
func TestPasswordsCanBeShown(t *testing.T) {
	s := newSite(t)
	pages := map[string]*browser{"/login": s.browser(), "/invite": s.browser(), "/settings": s.as(db.Viewer), "/users": s.as(db.Admin)}
	for path, b := range pages {
		fields := 0
		for field := range pagetest.All(b.page(path), "input", "type") {
			if pagetest.Attribute(field, "type") != "password" {
				continue
			}
			fields++
			if beside := field.NextSibling; beside == nil || beside.Data != "button" || !strings.HasPrefix(pagetest.Attribute(beside, "class"), "reveal") || pagetest.Attribute(beside, "type") != "button" {
				t.Errorf("%s: no button beside %s", path, pagetest.Attribute(field, "name"))
			}
		}
		if fields == 0 {
			t.Errorf("%s: no field", path)
		}
	}
	b := s.browser()
	b.want(b.get("/static/app.css"), http.StatusOK, ":root:not(.scripted) .reveal { display: none; }")
}
