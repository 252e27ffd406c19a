package handlers_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
	"kortisto/sheet"
)

func TestTrustedOrigin(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.BaseURL = "https://register.example/sub" })
	for origin, status := range map[string]int{"https://register.example": 303, "https://evil.example": 403} {
		request := httptest.NewRequest(http.MethodPost, "http://internal:8080/sub/logout", nil)
		request.Header.Set("Origin", origin)
		if got := s.browser().send(request); got.StatusCode != status {
			t.Errorf("%s: %d", origin, got.StatusCode)
		}
	}
}

func TestHeaders(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Viewer)
	for name, request := range map[string]*http.Request{
		"page":      httptest.NewRequest(http.MethodGet, "/customers", nil),
		"export":    httptest.NewRequest(http.MethodGet, "/customers/export.csv", nil),
		"redirect":  httptest.NewRequest(http.MethodGet, "/", nil),
		"forbidden": httptest.NewRequest(http.MethodGet, "/users", nil),
		"not found": httptest.NewRequest(http.MethodGet, "/nowhere", nil),
		"static":    httptest.NewRequest(http.MethodGet, "/static/app.css", nil),
		"health":    httptest.NewRequest(http.MethodGet, "/healthz", nil),
		"evil":      httptest.NewRequest(http.MethodPut, "/customers", nil),
	} {
		a := b.send(request)
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "X-Request-Id": "", "Cache-Control": "no-",
		} {
			if got := a.Header.Get(header); got == "" || !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		if policy := a.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: %s", name, policy)
		}
		if a.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: another site may read it", name)
		}
	}
}

// TestTooLargeBody holds that what no handler ever sees has a polite answer
// with all headers too.
func TestTooLargeBody(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.Limits = sheet.Limits{Bytes: 1 << 20, Rows: 10, Columns: 10} })
	s.listen(10)
	a := s.as(db.Editor).upload("iso.csv", strings.Repeat("x", 10<<20))
	if a.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "at most 1 MB") || a.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v %s", a.StatusCode, a.Header, a.body)
	}
}

// TestHostileTexts shows texts that try to become markup wherever customers,
// groups, users and what was typed are shown.
func TestHostileTexts(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	tags := ourTags(t)
	for i, text := range hostileTexts {
		number := s.add(customer.Name, text, customer.Group, text, customer.Notes, text, customer.Email, text, customer.Country, "FI",
			customer.Invoicing, text, customer.City, text+"\n"+text).Number
		one := fmt.Sprintf("/customers/%d", number)
		pages := []*answer{
			b.get("/customers"), b.get("/customers?sort=-number&q=" + "x"), b.get(one), b.get(one + "/remove"), b.get("/groups"),
			b.get("/customers/new?group=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E"),
			b.get("/customers?q=%22%3E%3Csvg+onload%3Dalert(1)%3E&group=%3Cimg+src%3Dx%3E"),
			b.post(one, "revision", "99", "name", text+"!", "postcode", text),
			b.post(one, "revision", "99", "name", text+"!"),
			b.post("/groups", "name", text),
			b.post("/users", "name", text, "password", "x", "role", "editor"),
			b.post("/users/role", "name", text, "role", "editor"),
			b.post("/login", "name", text, "password", text, "next", text),
		}
		for _, a := range pages {
			for _, markup := range foreign(a.body, tags) {
				t.Errorf("text %d becomes markup in %s %s: %s", i, a.Request.Method, a.Request.URL, markup)
			}
			if a.StatusCode >= 500 {
				t.Errorf("%s %s: %d", a.Request.Method, a.Request.URL, a.StatusCode)
			}
		}
	}
}

func TestLogHoldsNothingPersonal(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	const canary = "Kanarialintu"
	s.add(customer.Name, canary, customer.Group, canary)
	b.get("/customers?q=" + canary)
	b.get("/customers/1001")
	b.post("/customers", "name", canary, "email", canary)
	b.post("/login", "name", canary, "password", canary)
	b.get("/" + canary)
	s.log.Lock()
	defer s.log.Unlock()
	if strings.Contains(s.log.String(), canary) || strings.Contains(s.log.String(), b.cookies["kortisto"]) {
		t.Error(s.log.String())
	}
	if !strings.Contains(s.log.String(), `"route":"/customers/:number<int>"`) {
		t.Errorf("no route in %s", s.log.String())
	}
}

func TestHostHeaderIsNotShown(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	for _, path := range []string{"/customers", "/", "/settings", "/nowhere"} {
		a := b.get("http://evil.example" + path)
		if strings.Contains(a.body, "evil") || strings.Contains(a.Header.Get("Location"), "evil") {
			t.Errorf("%s names the host", path)
		}
	}
}

func TestSubPath(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.BaseURL = "http://register.example/a/b/" })
	b := s.as(db.Admin)
	s.add(customer.Name, "Alfa Oy", customer.Group, "Uudet")
	b.leads(b.get("/a/b"), "/a/b/customers")
	outside := regexp.MustCompile(`(href|src|action|hx-get)="(/[^a"]|/a/[^b])[^"]*"`)
	for _, path := range []string{"/customers", "/customers/1001", "/customers/new", "/groups", "/users", "/settings", "/nowhere"} {
		if link := outside.FindString(b.get("/a/b" + path).body); link != "" {
			t.Errorf("%s: %s", path, link)
		}
	}
	b.want(b.get("/a/b/healthz"), 200)
	b.want(b.get("/healthz"), 200, "ok")
	b.want(b.get("/customers"), 404)
	b.leads(b.post("/a/b/language", "language", "en", "return", "/groups"), "/a/b/groups")
}

func TestStatic(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	page := b.get("/login").body
	for _, name := range []string{"app.css", "app.js", "htmx.min.js", "icon.svg"} {
		address := regexp.MustCompile(`/static/` + name + `\?v=[0-9a-f]{12}`).FindString(page)
		a := b.get(address)
		if got := a.Header.Get("Cache-Control"); address == "" || got != "public, max-age=31536000, immutable" || a.StatusCode != 200 {
			t.Errorf("%s: %q, %d, %s", name, address, a.StatusCode, got)
		}
		if got := b.get("/static/" + name + "?v=old").Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s of another version: %s", name, got)
		}
	}
	for _, path := range []string{"/static/", "/static/none.css", "/static/../handlers/app.go", "/static/%2e%2e/embed.go"} {
		if a := b.get(path); a.StatusCode == 200 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
}

// TestHTMX holds that the library is what static/htmx.txt says.
func TestHTMX(t *testing.T) {
	library, err := os.ReadFile("../static/htmx.min.js")
	if err != nil {
		t.Fatal(err)
	}
	note, err := os.ReadFile("../static/htmx.txt")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(library)
	if !strings.Contains(string(note), hex.EncodeToString(sum[:])) || !strings.Contains(string(library), `version:"2.0.11"`) {
		t.Error("the library is another one")
	}
}

func TestScriptStaysSmall(t *testing.T) {
	script, err := os.ReadFile("../static/app.js")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(script), "\n"); lines >= 150 {
		t.Errorf("%d lines", lines)
	}
}

func TestNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|hx-on|<script(>|[^>]*>[^<])|href="javascript`)
	files, err := os.ReadDir("../views")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		page, err := os.ReadFile("../views/" + file.Name())
		if err == nil && inline.Match(page) {
			t.Errorf("%s: %s", file.Name(), inline.Find(page))
		}
	}
}

func TestHealth(t *testing.T) {
	now := testTime
	s := newSite(t, func(config *handlers.Config) { config.Now = func() time.Time { return now } })
	b := s.browser()
	b.want(b.get("/healthz"), 200, "ok")
	b.want(b.get("/readyz"), 200, "ok")
	s.close()
	b.want(b.get("/healthz"), 200)
	b.want(b.get("/readyz"), 200, "ok") // as was found a moment ago
	now = now.Add(5 * time.Second)
	b.want(b.get("/readyz"), 503, "!sql")
	now = now.Add(-time.Hour) // a clock that is put back hides nothing
	b.want(b.get("/readyz"), 503, "!sql")
	b.want(b.get("/customers"), 303)
	b.cookies["kortisto"] = "x"
	b.want(b.get("/customers"), 500, "give the administrator the code", "!sql")
}

// TestDamage holds that damage in the middle of the register's file, which is
// met where that part is read, is told in words wherever that is, and that the
// server is not ready from then on.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	s := newSiteIn(t, dir)
	for i := range 200 {
		s.add(customer.Name, fmt.Sprint("Nimi ", i), customer.Notes, strings.Repeat("x", 500))
	}
	user := s.as(db.Editor)
	draft := user.upload("x.csv", "Asiakasnumero;Nimi\n1100;Toinen\n").Header.Get("Location")
	s.close()
	damage(t, filepath.Join(dir, db.FileName), strings.Repeat("x", 500))
	for _, path := range []string{"/customers", "/customers?q=nimi", "/customers/1100", draft} {
		b := siteIn(t, dir, db.Options{}).browser()
		b.cookies = user.cookies
		b.want(b.get("/readyz"), 200, "ok")
		b.want(b.get(path), 503, "file is damaged", "backup", "!sql")
		b.want(b.get("/readyz"), 503, "!damage")
		b.want(b.get("/healthz"), 200)
	}
	b := siteIn(t, dir, db.Options{}).browser()
	b.cookies = user.cookies
	request := httptest.NewRequest(http.MethodGet, "/customers/export.csv", nil)
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if response, err := b.app.Test(request, -1); err == nil {
		if _, err := io.Copy(io.Discard, response.Body); err == nil {
			t.Error("an export that lacks customers was taken for whole")
		}
		_ = response.Body.Close()
	}
	b.want(b.get("/readyz"), 503)
}

// damage writes over those pages of a register's file that hold a text.
func damage(t *testing.T, path, text string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for at := 0; at+page <= len(data); at += page {
		if bytes.Contains(data[at:at+page], []byte(text)) {
			clear(data[at : at+page])
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
