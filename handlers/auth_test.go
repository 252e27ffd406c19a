package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/handlers"
)

func TestSetup(t *testing.T) {
	s := siteIn(t, t.TempDir(), db.Options{})
	b := s.browser()
	b.leads(b.get("/login"), "/setup")
	b.want(b.get("/setup"), 200, "data-from-fragment", `name="token"`)
	token, err := s.accounts.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	form := func(token, name, password string) *answer {
		return b.post("/setup", "token", token, "name", name, "password", password)
	}
	b.want(form(token, "Liisa", "lyhyt"), 422, "Liisa", token, "too short")
	b.want(form(token, "  ", goodPassword), 422)
	b.want(form("WRONG", "Liisa", goodPassword), 422, "The set-up code is wrong")
	b.leads(form(" "+strings.ToLower(token), "Liisa", goodPassword), "/customers")
	b.want(b.get("/customers"), 200, "Welcome, Liisa.", "/users")
	b.want(b.get("/setup"), 404)
	b.want(form(token, "Matti", goodPassword), 404)
	if s.log.Lock(); strings.Contains(s.log.String(), token) {
		t.Error("the token stands in the log")
	}
	s.log.Unlock()
}

func TestSetupGuessesMustWait(t *testing.T) {
	s := siteIn(t, t.TempDir(), db.Options{Now: func() time.Time { return testTime }})
	b := s.browser()
	for range 5 {
		b.want(b.post("/setup", "token", "A", "name", "Liisa", "password", goodPassword), 422)
	}
	a := b.post("/setup", "token", "A", "name", "Liisa", "password", goodPassword)
	b.want(a, http.StatusTooManyRequests, "Too many attempts")
	if a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestLogIn(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	b.leads(b.get("/customers?q=a"), "/login?next=%2Fcustomers%3Fq%3Da")
	b.want(b.get("/login?next=%2Fcustomers%3Fq%3Da"), 200, `name="next" value="/customers?q=a"`)

	unknown := b.post("/login", "name", "nobody", "password", goodPassword)
	wrong := b.post("/login", "name", "viewer", "password", "wrong password")
	b.want(unknown, 422, "The user name or the password is wrong.")
	if strings.ReplaceAll(unknown.body, "nobody", "viewer") != wrong.body {
		t.Error("the answers tell who exists")
	}
	b.leads(b.post("/login", "name", "VIEWER", "password", goodPassword, "next", "/customers?q=a"), "/customers?q=a")
	b.want(b.get("/customers"), 200, "viewer", "Log out")
	b.leads(b.get("/login"), "/")
}

// TestSessions holds that a session has a new id at log-in, that an id which
// somebody has made up is nobody's, and that log-out ends it on the server.
func TestSessions(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	b.cookies["kortisto"] = "fixed-by-an-attacker"
	b.leads(b.post("/login", "name", "editor", "password", goodPassword), "/")
	first := b.cookies["kortisto"]
	if first == "fixed-by-an-attacker" || len(first) < 43 {
		t.Errorf("session %q", first)
	}
	b.leads(b.post("/login", "name", "editor", "password", goodPassword), "/")
	if b.cookies["kortisto"] == first {
		t.Error("the id stays at a second log-in")
	}
	for name, id := range map[string]string{
		"fixed": "fixed-by-an-attacker", "before the second log-in": first, "changed": b.cookies["kortisto"][1:] + "A", "empty": "",
	} {
		other := s.browser()
		other.cookies["kortisto"] = id
		if a := other.get("/customers"); a.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: status %d", name, a.StatusCode)
		}
	}
	last := b.cookies["kortisto"]
	b.leads(b.post("/logout"), "/login")
	b.want(b.get("/login"), 200, "You have logged out.")
	b.cookies["kortisto"] = last
	b.leads(b.get("/customers"), "/login?next=%2Fcustomers")
}

func TestDisabledUserIsOut(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	if err := s.accounts.DisableUser(t.Context(), db.Actor{}, "editor"); err != nil {
		t.Fatal(err)
	}
	b.leads(b.get("/customers"), "/login?next=%2Fcustomers")
	b.leads(b.post("/groups", "name", "x"), "/login")
	a := b.htmx().get("/customers?q=ab")
	b.want(a, 401, "!<form")
	if a.Header.Get("HX-Redirect") != "" {
		t.Errorf("the page is left for %s, with what is typed in it", a.Header.Get("HX-Redirect"))
	}
	b.want(b.post("/login", "name", "editor", "password", goodPassword), 422)
}

// TestSessionIsAskedFor holds that an open page can ask who is logged in.
func TestSessionIsAskedFor(t *testing.T) {
	s := newSite(t)
	s.browser().want(s.browser().get("/session"), 401, "!user")
	b := s.as(db.Editor)
	b.want(b.get("/session"), 200, `{"user":"editor"}`)
	b.leads(b.post("/logout"), "/login")
	b.want(b.get("/session"), 401, "!editor")
}

func TestThrottledLogIn(t *testing.T) {
	s, _ := newClockedSite(t, func(c *handlers.Config) { c.TrustedProxies = []string{"10.0.0.0/8"} })
	b := s.browser()
	for i := range 5 {
		b.headers["X-Forwarded-For"] = "192.0.2." + string(rune('1'+i)) // made up: nobody trusts it
		b.want(b.post("/login", "name", "editor", "password", "wrong password"), 422)
	}
	a := b.post("/login", "name", " EDITOR ", "password", goodPassword)
	b.want(a, http.StatusTooManyRequests, "Too many attempts", `value=" EDITOR "`)
	if a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	b.leads(b.post("/login", "name", "viewer", "password", goodPassword), "/")
}

// TestNoLockout holds that an outsider who fails all the time does not keep
// the right user out, who comes from another address.
func TestNoLockout(t *testing.T) {
	s, _ := newClockedSite(t, func(c *handlers.Config) { c.TrustedProxies = []string{"0.0.0.0"} })
	outsider, user := s.browser(), s.browser()
	refused := 0
	for i := range 40 {
		outsider.headers["X-Forwarded-For"] = fmt.Sprintf("198.51.100.%d", i%5)
		if outsider.post("/login", "name", "editor", "password", "wrong password").StatusCode == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("the outsider never has to wait")
	}
	user.headers["X-Forwarded-For"] = "192.0.2.7"
	user.leads(user.post("/login", "name", "editor", "password", goodPassword), "/")
}

// TestTrustedProxy holds that a proxy that is trusted tells where a request
// comes from, and how: by the last address that is not a proxy's.
func TestTrustedProxy(t *testing.T) {
	s, _ := newClockedSite(t, func(c *handlers.Config) { c.TrustedProxies = []string{"0.0.0.0", "10.0.0.0/8"} })
	b := s.browser()
	b.headers["X-Forwarded-Proto"] = "https"
	for i := range 5 {
		b.headers["X-Forwarded-For"] = "198.51.100." + string(rune('1'+i)) + ", 192.0.2.7, 10.1.2.3"
		b.want(b.post("/login", "name", "viewer", "password", "wrong password"), 422)
	}
	b.want(b.post("/login", "name", "viewer", "password", goodPassword), http.StatusTooManyRequests)
	b.headers["X-Forwarded-For"] = "192.0.2.8"
	a := b.post("/login", "name", "viewer", "password", goodPassword)
	b.leads(a, "/")
	if b.cookies["__Host-kortisto"] == "" || a.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("cookies %v", a.Cookies())
	}
}

func TestCookies(t *testing.T) {
	for base, test := range map[string]struct{ prefix, path string }{
		"":                           {"", "/"},
		"http://register.example":    {"", "/"},
		"https://register.example":   {"__Host-", "/"},
		"https://register.example/a": {"__Secure-", "/a"},
	} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, func(c *handlers.Config) { c.BaseURL = base })
			prefix := strings.TrimSuffix(test.path, "/")
			a := s.browser().post(prefix+"/login", "name", "viewer", "password", goodPassword, "next", "/groups")
			if got := a.Header.Get("Location"); got != prefix+"/groups" {
				t.Errorf("leads to %q", got)
			}
			secure := strings.HasPrefix(base, "https")
			lives := map[string]int{test.prefix + "kortisto": 0, test.prefix + "kortisto-devices": int(accounts.DeviceLife.Seconds())}
			for _, cookie := range a.Cookies() {
				if life, ok := lives[cookie.Name]; !ok || cookie.MaxAge != life || cookie.Path != test.path || cookie.Secure != secure || !cookie.HttpOnly ||
					cookie.SameSite != http.SameSiteLaxMode || cookie.Domain != "" {
					t.Errorf("cookie %v", cookie)
				}
			}
			if len(a.Cookies()) != len(lives) {
				t.Errorf("%d cookies", len(a.Cookies()))
			}
			if hsts := a.Header.Get("Strict-Transport-Security"); (hsts != "") != secure {
				t.Errorf("HSTS %q", hsts)
			}
		})
	}
}

// TestOpenRedirect holds that neither log-in nor the choice of a language
// leads to another site.
func TestOpenRedirect(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Viewer)
	for _, path := range []string{"//evil.example", `/\evil.example`, "https:evil.example", "https://evil.example", "evil.example",
		"/%2f%2fevil.example", "%2f%2fevil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example", "/%5cevil.example",
		"///evil.example", "javascript:alert(1)", "", "/%09/evil.example", "/\x7f/evil.example", "/%zz"} {
		b.leads(b.post("/language", "language", "fi", "return", path), "/")
		b.leads(b.get("/login?next="+url.QueryEscape(path)), "/")
	}
	for _, path := range []string{"/customers?q=a+b&page=2", "/groups", "/customers?q=https%3A%2F%2Fevil.example"} {
		b.leads(b.post("/language", "language", "fi", "return", path), path)
	}
}

func TestLanguage(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Viewer)
	delete(b.headers, "Accept-Language")
	b.want(b.get("/groups?x=1"), 200, `<html lang="fi">`, "Asiakasryhmiä ei vielä ole.", `name="return" value="/groups?x=1"`)
	b.headers["Accept-Language"] = "sv-FI,sv;q=0.9,en;q=0.8"
	b.want(b.get("/groups"), 200, `<html lang="sv">`)
	b.leads(b.post("/language", "language", "en", "return", "/groups"), "/groups")
	b.want(b.get("/groups"), 200, `<html lang="en">`)
	b.leads(b.post("/language", "language", "xx", "return", "/groups"), "/groups")
	b.want(b.get("/groups"), 200, `<html lang="en">`)
}

func TestChangePassword(t *testing.T) {
	s := newSite(t)
	b, elsewhere := s.as(db.Viewer), s.as(db.Viewer)
	form := func(current, password, again string) *answer {
		return b.post("/settings/password", "current", current, "password", password, "password-again", again)
	}
	const better = "neljä sanaa aivan peräkkäin"
	b.want(b.get("/settings"), 200, "50 MB", "200,000", "KORTISTO_MAX_ROWS")
	b.want(form("wrong password", better, better), 422, "The current password is wrong.")
	b.want(form(goodPassword, better, "jotakin muuta"), 422)
	b.want(form(goodPassword, "password1", "password1"), 422, "too common")
	b.leads(form(goodPassword, better, better), "/settings")
	b.want(b.get("/settings"), 200, "The password has been changed.")
	elsewhere.leads(elsewhere.get("/settings"), "/login?next=%2Fsettings")
}

func TestUsers(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	b.leads(b.post("/users", "name", "Liisa", "password", goodPassword, "role", "editor"), "/users")
	b.want(b.get("/users"), 200, "User Liisa has been added.", "editor")
	b.want(b.post("/users", "name", "liisa", "password", goodPassword, "role", "editor"), 422, "already a user with that name", `value="liisa"`)
	b.want(b.post("/users", "name", "Matti", "password", "lyhyt", "role", "viewer"), 422, "too short", `value="viewer" checked`)
	b.want(b.post("/users", "name", "Matti", "password", goodPassword, "role", "owner"), 400)
	b.leads(b.post("/users/role", "name", "Liisa", "role", "admin"), "/users")
	b.leads(b.post("/users/password", "name", "Liisa", "password", "neljä sanaa aivan peräkkäin"), "/users")
	b.want(b.post("/users/password", "name", "Liisa", "password", "lyhyt"), 422, "too short", `<details class="menu" open>`)
	b.leads(b.post("/users/disable", "name", "Liisa"), "/users")
	b.want(b.get("/users"), 200, "User Liisa has been disabled.", `class="off"`)
	b.want(b.post("/users/disable", "name", "admin"), 422, "The last active administrator")
	b.leads(b.post("/users/enable", "name", "Liisa"), "/users")
	b.want(b.post("/users/enable", "name", "Nobody"), 404)
}

func TestAdministratorsSeeThatTheConnectionIsPlain(t *testing.T) {
	s := newSite(t)
	admin, editor := s.as(db.Admin), s.as(db.Editor)
	const notice = "The connection is not encrypted"
	admin.want(admin.get("http://register.office/users"), 200, notice)
	admin.want(admin.get("http://127.0.0.1:8080/users"), 200, "!"+notice)
	editor.want(editor.get("http://register.office/customers"), 200, "!"+notice)
}

func TestDemo(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.Demo = true })
	b := s.as(db.Viewer)
	s.add(customer.Name, "Alfa Oy")
	for _, path := range []string{"/customers", "/customers/1001", "/groups", "/settings", "/nowhere"} {
		if a := b.get(path); !strings.Contains(a.body, "This is a demonstration.") {
			t.Errorf("%s does not say so", path)
		}
	}
}

// TestSessionEnds holds that a session ends when it is not used for 8 hours, and
// after 30 days however often it is used.
func TestSessionEnds(t *testing.T) {
	s, clock := newClockedSite(t)
	b := s.as(db.Viewer)
	for range 3 {
		clock.move(7 * time.Hour)
		b.want(b.get("/customers"), 200)
	}
	clock.move(9 * time.Hour)
	b.leads(b.get("/customers"), "/login?next=%2Fcustomers")

	b = s.as(db.Viewer)
	for range 29 * 4 {
		clock.move(6 * time.Hour)
		b.want(b.get("/settings"), 200)
	}
	for range 4 {
		clock.move(6 * time.Hour)
		b.get("/settings")
	}
	b.leads(b.get("/customers"), "/login?next=%2Fcustomers")
}
