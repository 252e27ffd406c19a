package handlers_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/handlers"

	"github.com/gofrs/flock"
)

// lines returns the log, each line taken apart.
func (l *logText) lines(t *testing.T) []map[string]any {
	t.Helper()
	l.Lock()
	defer l.Unlock()
	var lines []map[string]any
	for line := range strings.Lines(l.String()) {
		fields := map[string]any{}
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		lines = append(lines, fields)
	}
	return lines
}

// TestKnownDevice holds that whoever guesses from the same address does not
// keep a user out who has logged in with this browser before, that nobody else
// gets in that way, and that it ends with the password.
func TestKnownDevice(t *testing.T) {
	s, clock := newClockedSite(t)
	logIn := func(b *browser, name, password string) *answer {
		return b.post("/login", "name", name, "password", password)
	}
	known, attacker := s.browser(), s.browser()
	known.leads(logIn(known, "admin", goodPassword), "/")
	known.leads(logIn(known, "editor", goodPassword), "/") // a colleague at the same machine
	known.leads(known.post("/logout"), "/login")
	for range 5 {
		attacker.want(logIn(attacker, "admin", "wrong password"), 422)
	}
	attacker.want(logIn(attacker, "admin", goodPassword), 429)
	attacker.cookies["kortisto-devices"] = "made-up.AAAA..  .'"
	attacker.want(logIn(attacker, "admin", goodPassword), 429)
	delete(attacker.cookies, "kortisto-devices")
	attacker.leads(logIn(attacker, "viewer", goodPassword), "/") // whose device is not the administrator's
	attacker.want(logIn(attacker, "admin", goodPassword), 429)

	known.want(logIn(known, "admin", "mistyped password"), 422)
	known.leads(logIn(known, "admin", goodPassword), "/")
	known.leads(logIn(known, "editor", goodPassword), "/")
	attacker.want(logIn(attacker, "admin", goodPassword), 429) // the user's success lets nobody else in

	thief := s.browser()
	thief.cookies["kortisto-devices"] = known.cookies["kortisto-devices"]
	for range 5 {
		thief.want(logIn(thief, "admin", "wrong password"), 422)
	}
	thief.want(logIn(thief, "admin", goodPassword), 429) // a lane of one's own is no way to guess either
	clock.move(time.Minute)
	known.leads(logIn(known, "admin", goodPassword), "/")

	if err := s.accounts.SetPassword(t.Context(), db.Actor{}, "admin", goodPassword+"!"); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		logIn(attacker, "admin", "wrong password")
		clock.move(16 * time.Minute)
	}
	logIn(attacker, "admin", "wrong password")
	known.want(logIn(known, "admin", goodPassword+"!"), 429)
}

// TestForwardedAddress holds whose address a request has, in the forms in which
// proxies write X-Forwarded-For, on one line or on several.
func TestForwardedAddress(t *testing.T) {
	s, _ := newClockedSite(t, func(c *handlers.Config) { c.TrustedProxies = []string{"0.0.0.0", "10.0.0.0/8", "fd00::/8"} })
	b := s.browser()
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{nil, "0.0.0.0"},
		{[]string{""}, "0.0.0.0"},
		{[]string{"192.0.2.7"}, "192.0.2.7"},
		{[]string{"198.51.100.1, 192.0.2.7"}, "192.0.2.7"},
		{[]string{"198.51.100.1,192.0.2.7,10.1.2.3"}, "192.0.2.7"},
		{[]string{"198.51.100.1", "192.0.2.7"}, "192.0.2.7"},                   // as HAProxy adds one
		{[]string{"192.0.2.7", "198.51.100.1, 10.0.0.1"}, "198.51.100.1"},      // the last line counts
		{[]string{"192.0.2.7:51234"}, "192.0.2.7"},                             // with a port
		{[]string{" \t192.0.2.7\t ,  10.0.0.1 "}, "192.0.2.7"},                 // with spaces
		{[]string{"2001:db8::1"}, "2001:db8::1"},                               // as nginx and Caddy write it
		{[]string{"[2001:db8::1]"}, "2001:db8::1"},                             // in brackets
		{[]string{`"[2001:db8::1]:4711"`, "[fd00::2]:443"}, "2001:db8::1"},     // with ports
		{[]string{"::ffff:192.0.2.7"}, "192.0.2.7"},                            // IPv4 within IPv6
		{[]string{"fe80::1%eth0"}, "fe80::1"},                                  // with a zone
		{[]string{"192.0.2.7, unknown"}, "0.0.0.0"},                            // the proxy does not know it
		{[]string{"192.0.2.7, _hidden, 10.0.0.1"}, "10.0.0.1"},                 // nor the one before
		{[]string{"192.0.2.7,"}, "0.0.0.0"},                                    // an empty hop
		{[]string{"192.0.2.7, 198.51.100.1:x"}, "0.0.0.0"},                     // nonsense
		{[]string{"10.0.0.1, 10.0.0.2"}, "10.0.0.1"},                           // proxies alone
		{[]string{"192.0.2.7", "", "unknown", "198.51.100.9"}, "198.51.100.9"}, // before that all is made up
	} {
		request := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader("name=nobody&password=x"))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, line := range test.lines {
			request.Header.Add("X-Forwarded-For", line)
		}
		b.send(request)
		got := ""
		for _, line := range s.log.lines(t) {
			if line["msg"] == "log-in failed" || line["msg"] == "log-in refused" {
				got = line["address"].(string)
			}
		}
		if got != test.want {
			t.Errorf("%q: from %s, want %s", test.lines, got, test.want)
		}
	}
}

// TestUndeclaredProxy holds that a proxy which the settings do not name is
// never believed, and told of once in the log, to administrators who come
// through it on every page, and in the settings to all of them.
func TestUndeclaredProxy(t *testing.T) {
	const notice = "Kortisto with --trusted-proxy 0.0.0.0"
	for _, header := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded"} {
		for _, trusted := range []string{"10.0.0.0/8", "0.0.0.0"} {
			s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = []string{trusted} })
			admin, editor := s.as(db.Admin), s.as(db.Editor)
			admin.want(admin.get("/users"), 200, "!"+notice)
			visitor := s.browser()
			for range 2 {
				visitor.headers[header] = "https"
				visitor.get("/login")
			}
			told := 0
			for _, line := range s.log.lines(t) {
				if strings.Contains(line["msg"].(string), "--trusted-proxy") {
					told++
				}
			}
			if trusted == "0.0.0.0" {
				admin.want(admin.get("/settings"), 200, "!"+notice)
				if told != 0 {
					t.Errorf("%s of a trusted proxy is warned of", header)
				}
				continue
			}
			if told != 1 {
				t.Errorf("%s is warned of %d times", header, told)
			}
			admin.want(admin.get("/users"), 200, "!"+notice) // which anybody could bring about
			admin.want(admin.get("/settings"), 200, `id="forwarded"`, notice)
			editor.want(editor.get("/settings"), 200, "!"+notice)
			admin.headers[header], editor.headers[header] = "https", "https"
			admin.want(admin.get("/users"), 200, notice)
			editor.want(editor.get("/customers"), 200, "!"+notice)
		}
	}
}

// TestEndedSessionsAreTold holds that who sends a form, or works on a page, after
// the session has ended is told so, and others are not.
func TestEndedSessionsAreTold(t *testing.T) {
	const told = "Your session has ended, and nothing was saved."
	s := newSite(t)
	b := s.as(db.Editor)
	if err := s.accounts.DisableUser(t.Context(), db.Actor{}, "editor"); err != nil {
		t.Fatal(err)
	}
	b.leads(b.get("/customers/new"), "/login?next=%2Fcustomers%2Fnew")
	b.want(b.get("/login"), 200, "!"+told)
	b.leads(b.post("/customers", "name", "Alfa Oy"), "/login")
	b.want(b.get("/login"), 200, told)
	b.want(b.get("/login"), 200, "!"+told)
	b.want(b.htmx().get("/customers?q=a"), 401, "Your session has ended. Log in again")
	b.want(b.get("/login"), 200, "!"+told)
}

// TestClaimsAtOnce holds that of many who set up at once with the same token
// one does, and that there is no such page for the others.
func TestClaimsAtOnce(t *testing.T) {
	s := siteIn(t, t.TempDir(), db.Options{LockWait: time.Minute})
	token, err := s.accounts.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	address := s.listen(100)
	const claims = 20
	connections := make([]net.Conn, claims)
	for i := range connections {
		if connections[i], err = net.Dial("tcp", address); err != nil {
			t.Fatal(err)
		}
		defer connections[i].Close()
		form := fmt.Sprintf("token=%s&name=User+%d&password=%s", token, i, "kolme+sanaa+perakkain")
		if _, err := fmt.Fprintf(connections[i], "POST /setup HTTP/1.1\r\nHost: a\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form[:len(form)-1]); err != nil {
			t.Fatal(err)
		}
	}
	for _, connection := range connections { // all at once: each lacks its last letter
		if _, err := fmt.Fprint(connection, "n"); err != nil {
			t.Fatal(err)
		}
	}
	got := map[int]int{}
	for _, connection := range connections {
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		got[response.StatusCode]++
	}
	if !maps.Equal(got, map[int]int{303: 1, 404: claims - 1}) {
		t.Errorf("answers: %v", got)
	}
	if users, err := s.accounts.Users(t.Context()); err != nil || len(users) != 1 {
		t.Errorf("%d users, %v", len(users), err)
	}
	b := s.browser()
	b.want(b.get("/setup"), 404)
}

// holdLock holds the register's lock, as another process does that saves, until
// what it returns is called.
func (s *site) holdLock() (release func()) {
	s.Helper()
	lock := flock.New(filepath.Join(s.dir, "write.lock"))
	if err := lock.Lock(); err != nil {
		s.Fatal(err)
	}
	return func() {
		if err := lock.Close(); err != nil {
			s.Error(err)
		}
	}
}

// TestLogInWhileSomebodySaves holds that log-in, pages and log-out wait for no
// save, however long it takes, and that the server is ready all the while.
func TestLogInWhileSomebodySaves(t *testing.T) {
	dir := t.TempDir()
	newSiteIn(t, dir)
	s := siteIn(t, dir, db.Options{LockWait: 20 * time.Millisecond})
	release := s.holdLock()
	b := s.browser()
	b.want(b.post("/login", "name", "editor", "password", "wrong password"), 422)
	b.leads(b.post("/login", "name", "editor", "password", goodPassword), "/")
	b.want(b.get("/customers"), 200)
	b.want(b.post("/groups", "name", "VIP"), 503, "under way")
	b.want(b.get("/readyz"), 200, "ok")
	b.leads(b.post("/logout"), "/login")
	b.leads(b.get("/customers"), "/login?next=%2Fcustomers")
	release()
}

// TestFail2ban holds that the filter which docs/administration.md offers finds the address
// of whoever fails, and no other one.
func TestFail2ban(t *testing.T) {
	page, err := os.ReadFile("../docs/administration.md")
	if err != nil {
		t.Fatal(err)
	}
	given := regexp.MustCompile(`(?m)^failregex = (.*)$`).FindSubmatch(page)
	if given == nil {
		t.Fatal("no filter")
	}
	filter := regexp.MustCompile(strings.Replace(string(given[1]), "<HOST>", `([0-9a-f.:]+)`, 1))
	s, _ := newClockedSite(t)
	b := s.browser()
	const hostile = `"level":"WARN","msg":"log-in failed","address":"6.6.6.6",`
	if _, err := s.accounts.CreateUser(t.Context(), db.Actor{}, hostile, goodPassword, db.Viewer); err != nil {
		t.Fatal(err)
	}
	b.post("/login", "name", hostile, "password", "wrong password")
	b.post("/login", "name", "admin", "password", "wrong password")
	b.leads(b.post("/login", "name", "admin", "password", goodPassword), "/")
	b.get("/" + url.PathEscape(hostile))
	s.log.Lock()
	defer s.log.Unlock()
	var found []string
	for line := range strings.Lines(s.log.String()) {
		if match := filter.FindStringSubmatch(line); match != nil {
			found = append(found, match[1])
		}
	}
	if !slices.Equal(found, []string{"0.0.0.0", "0.0.0.0"}) {
		t.Errorf("found %q", found)
	}
}

// TestAccessIsLogged holds that the log tells who came, went and was kept out,
// from where, in one line each, and nothing that is secret.
func TestAccessIsLogged(t *testing.T) {
	s, _ := newClockedSite(t, func(c *handlers.Config) { c.TrustedProxies = []string{"0.0.0.0"} })
	b := s.browser()
	b.headers["X-Forwarded-For"] = "192.0.2.7"
	const secret = "Salainen Kanarialintu"
	b.post("/login", "name", secret, "password", secret) // the password in the wrong field
	b.post("/login", "name", "x\",\"address\":\"6.6.6.6\n{\"level\":\"ERROR\"}\x1b[31m", "password", secret)
	b.post("/login", "name", "ADMIN", "password", secret)
	b.leads(b.post("/login", "name", "admin", "password", goodPassword), "/")
	b.leads(b.post("/users", "name", "Liisa\x1b[31m\n", "password", goodPassword, "role", "viewer"), "/users")
	b.leads(b.post("/users/role", "name", "editor", "role", "viewer"), "/users")
	b.leads(b.post("/users/disable", "name", "editor"), "/users")
	b.leads(b.post("/users/enable", "name", "editor"), "/users")
	b.want(b.post("/users/link", "name", "editor"), 200)
	b.leads(b.post("/users/logout", "name", "editor"), "/users")
	b.leads(b.post("/users/password", "name", "editor", "password", "neljä sanaa aivan peräkkäin"), "/users")
	b.leads(b.post("/settings/password", "current", goodPassword, "password", "neljä sanaa aivan vierekkäin",
		"password-again", "neljä sanaa aivan vierekkäin"), "/settings")
	b.leads(b.post("/settings/sessions", "session", "others"), "/settings")
	b.leads(b.post("/users/delete", "name", "editor"), "/users")
	cookies := slices.Collect(maps.Values(b.cookies))
	b.leads(b.post("/logout"), "/login")
	for range 5 {
		b.post("/login", "name", "viewer", "password", secret)
	}
	b.want(b.post("/login", "name", "viewer", "password", goodPassword), 429)

	var got []string
	for _, line := range s.log.lines(t) {
		if line["address"] == nil {
			continue
		}
		if line["address"] != "192.0.2.7" {
			t.Errorf("from %v", line["address"])
		}
		text := fmt.Sprintf("%v %v: %v", line["level"], line["msg"], line["user"])
		for _, key := range []string{"by", "role"} {
			if line[key] != nil {
				text += fmt.Sprintf(" %s %v", key, line[key])
			}
		}
		got = append(got, text)
	}
	want := []string{
		"WARN log-in failed: unknown user", "WARN log-in failed: unknown user", "WARN log-in failed: admin", "INFO log-in: admin",
		"INFO user added: Liisa [31m by admin role viewer", "INFO role changed: editor by admin role viewer",
		"INFO user disabled: editor by admin", "INFO user enabled: editor by admin",
		"INFO link made: editor by admin", "INFO sessions ended: editor by admin", "INFO password changed: editor by admin",
		"INFO password changed: admin by admin", "INFO sessions ended: admin by admin", "INFO user deleted: editor by admin", "INFO log-out: admin",
		"WARN log-in failed: viewer", "WARN log-in failed: viewer", "WARN log-in failed: viewer", "WARN log-in failed: viewer",
		"WARN log-in failed: viewer", "WARN log-in refused: viewer",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	s.log.Lock()
	defer s.log.Unlock()
	for _, text := range append(cookies, secret, goodPassword, "sanaa", "6.6.6.6", "\x1b") {
		if strings.Contains(s.log.String(), text) {
			t.Errorf("the log holds %q", text)
		}
	}
}

// TestSettingsTellTheVersion holds that everybody can say which version they use.
func TestSettingsTellTheVersion(t *testing.T) {
	b := newSite(t, func(c *handlers.Config) { c.Version = "7.8.9" }).as(db.Viewer)
	b.want(b.get("/settings"), 200, "<dd>7.8.9</dd>")
}
