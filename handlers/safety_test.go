package handlers_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
	"kortisto/handlers/pagetest"
	"kortisto/sheet"

	"github.com/valyala/fasthttp"
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
	for _, path := range []string{"/customers", "/customers/1001", "/customers/new", "/groups", "/users", "/settings", "/access?by=admin", "/customers/1001/everything", "/nowhere"} {
		page := b.get("/a/b" + path).tree()
		for name := range addresses {
			for _, address := range pagetest.Values(page, "", name) {
				if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "/a/b") {
					t.Errorf("%s: %s=%s", path, name, address)
				}
			}
		}
	}
	b.want(b.get("/a/b/healthz"), 200)
	b.want(b.get("/healthz"), 200, "ok")
	b.want(b.get("/customers"), 404)
	b.leads(b.post("/a/b/language", "language", "en", "return", "/groups"), "/a/b/groups")
}

// TestStatic holds that files are kept for a year by addresses that change with
// them, that scripts find each other below the same address, and that each file
// comes as small as the browser takes it.
func TestStatic(t *testing.T) {
	b := newSite(t).browser()
	page := b.page("/login")
	loaded := append(append(pagetest.Values(page, "link", "href"), pagetest.Values(page, "script", "src")...), pagetest.Values(page, "img", "src")...)
	base := regexp.MustCompile(`/static/[0-9a-f]{12}/`).FindString(strings.Join(loaded, " "))
	for _, name := range []string{"app.css", "app.js", "htmx.min.js", "icon.svg", "forms.js"} {
		if name != "forms.js" && !slices.Contains(loaded, base+name) {
			t.Errorf("the page does not load %s from %s", name, base)
		}
		file, err := os.ReadFile("../static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for path, caching := range map[string]string{
			base + name:                       "public, max-age=31536000, immutable",
			"/static/" + name:                 "no-cache",
			"/static/0123456789ab/" + name:    "no-cache",
			"/static/" + name + "?v=whatever": "no-cache",
		} {
			a := b.get(path)
			if got := a.Header.Get("Cache-Control"); got != caching || a.StatusCode != 200 || a.body != string(file) {
				t.Errorf("%s: %d, %s", path, a.StatusCode, got)
			}
		}
	}
	for _, path := range []string{"/static/", base, "/static/none.css", base + "none.css", "/static/../handlers/app.go", "/static/%2e%2e/embed.go"} {
		if a := b.get(path); a.StatusCode == 200 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
}

// TestHeadsBreak holds that the name of a field can break where words do.
func TestHeadsBreak(t *testing.T) {
	b := newSite(t).browser()
	b.want(b.get("/static/field-names-fi.css"), 200, `--label: "Yhteyshenkilö"; --head: "Yh\AD teys\AD hen\AD kilö";`,
		`--head: "Pos\AD ti\AD toi\AD mi\AD paikka";`, `--label: "Maa"; --head: "Maa";`)
	b.want(b.get("/static/field-names-sv.css"), 200, `--head: "Be\AD tal\AD nings\AD vill\AD kor";`)
}

// TestStaticIsPacked holds that a file is sent in the smallest form that the
// browser takes, and not at all where it has it.
func TestStaticIsPacked(t *testing.T) {
	b := newSite(t).browser()
	file, err := os.ReadFile("../static/htmx.min.js")
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[string]int{}
	for accepted, want := range map[string]string{
		"gzip, deflate, br": "br", "gzip, br;q=0": "gzip", "gzip": "gzip", "deflate": "", "identity": "", "": "",
	} {
		b.headers["Accept-Encoding"] = accepted
		a := b.get("/static/htmx.min.js")
		if got := a.Header.Get("Content-Encoding"); got != want || a.StatusCode != 200 || unpacked(t, got, a.body) != string(file) {
			t.Errorf("%q: %d, %q", accepted, a.StatusCode, got)
		}
		if !slices.Contains(strings.Split(a.Header.Get("Vary"), ", "), "Accept-Encoding") {
			t.Errorf("%q: it varies by %s", accepted, a.Header.Get("Vary"))
		}
		sizes[want] = len(a.body)

		b.headers["If-None-Match"] = a.Header.Get("ETag")
		if again := b.get("/static/htmx.min.js"); again.StatusCode != 304 || again.body != "" {
			t.Errorf("%q again: %d", accepted, again.StatusCode)
		}
		b.headers["If-None-Match"] = `"another"`
		if again := b.get("/static/htmx.min.js"); again.StatusCode != 200 {
			t.Errorf("%q of another content: %d", accepted, again.StatusCode)
		}
		delete(b.headers, "If-None-Match")
	}
	if sizes["br"] >= sizes["gzip"] || sizes["gzip"] >= sizes[""]/2 {
		t.Error(sizes)
	}
}

func unpacked(t *testing.T, encoding, body string) string {
	t.Helper()
	var content []byte
	var err error
	switch encoding {
	case "br":
		content, err = fasthttp.AppendUnbrotliBytes(nil, []byte(body))
	case "gzip":
		content, err = fasthttp.AppendGunzipBytes(nil, []byte(body))
	default:
		return body
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestReleasedLibraries holds that the libraries of the pages are what the notes
// beside them say.
func TestReleasedLibraries(t *testing.T) {
	for library, note := range map[string]string{"htmx.min.js": "htmx.txt", "idiomorph-ext.min.js": "idiomorph.txt"} {
		content, err := os.ReadFile("../static/" + library)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile("../static/" + note)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if !strings.Contains(string(text), "SHA-256 of "+library+": "+hex.EncodeToString(sum[:])) {
			t.Errorf("%s is another one than %s says", library, note)
		}
	}
}

func TestNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|hx-on|<script(>|[^>]*>[^<])|href="javascript`)
	err := fs.WalkDir(os.DirFS("../views"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		page, err := os.ReadFile("../views/" + name)
		if inline.Match(page) {
			t.Errorf("%s: %s", name, inline.Find(page))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
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
// met where that part is read, is put into words wherever that is, and that the
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
