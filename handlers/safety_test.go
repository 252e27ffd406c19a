package handlers_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
	"kortisto/sheet"
)

// minimumRole says for each route who may come in: "" is everybody. A route
// that has no line here fails the test.
var minimumRole = map[string]db.Role{
	"GET /healthz": "", "GET /readyz": "", "GET /static/*": "",
	"GET /setup": "", "POST /setup": "", "GET /login": "", "POST /login": "", "POST /logout": "", "POST /language": "",

	"GET /":                                db.Viewer,
	"GET /customers":                       db.Viewer,
	"POST /customers":                      db.Editor,
	"GET /customers/new":                   db.Editor,
	"GET /customers/export.csv":            db.Viewer,
	"GET /customers/export.xlsx":           db.Viewer,
	"GET /customers/:number<int>":          db.Viewer,
	"POST /customers/:number<int>":         db.Editor,
	"GET /customers/:number<int>/remove":   db.Editor,
	"POST /customers/:number<int>/remove":  db.Editor,
	"GET /groups":                          db.Viewer,
	"POST /groups":                         db.Editor,
	"POST /groups/:id<int>":                db.Editor,
	"POST /groups/:id<int>/remove":         db.Editor,
	"GET /imports":                         db.Viewer,
	"POST /imports":                        db.Editor,
	"GET /imports/new":                     db.Editor,
	"GET /imports/template.:format":        db.Editor,
	"POST /imports/demo":                   db.Editor,
	"GET /imports/:id<int>":                db.Viewer,
	"GET /imports/:id<int>/errors.csv":     db.Viewer,
	"POST /imports/:id<int>/reading":       db.Editor,
	"POST /imports/:id<int>/mapping":       db.Editor,
	"POST /imports/:id<int>/decisions":     db.Editor,
	"POST /imports/:id<int>/save":          db.Editor,
	"POST /imports/:id<int>/fill":          db.Editor,
	"GET /imports/:id<int>/missing":        db.Viewer,
	"GET /imports/:id<int>/missing.csv":    db.Viewer,
	"POST /imports/:id<int>/groups/remove": db.Editor,
	"POST /imports/:id<int>/discard":       db.Editor,
	"POST /imports/:id<int>/take":          db.Editor,
	"POST /imports/:id<int>/undo":          db.Editor,
	"GET /settings":                        db.Viewer,
	"POST /settings/password":              db.Viewer,
	"GET /users":                           db.Admin,
	"POST /users":                          db.Admin,
	"POST /users/role":                     db.Admin,
	"POST /users/password":                 db.Admin,
	"POST /users/disable":                  db.Admin,
	"POST /users/enable":                   db.Admin,
}

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

var parameter = regexp.MustCompile(`:(number|id)<int>`)

// request makes a request for a route.
func routeRequest(route string) *http.Request {
	method, path, _ := strings.Cut(route, " ")
	path = parameter.ReplaceAllString(strings.Replace(path, ":format", "csv", 1), "987654")
	return httptest.NewRequest(method, strings.Replace(path, "/static/*", "/static/app.css", 1), nil)
}

func TestRoles(t *testing.T) {
	s := newSite(t, withBroken)
	browsers := map[db.Role]*browser{db.Viewer: s.as(db.Viewer), db.Editor: s.as(db.Editor), db.Admin: s.as(db.Admin), "": s.browser()}
	for _, route := range s.routes() {
		wanted, known := minimumRole[route]
		if !known {
			t.Errorf("%s: who may do it?", route)
			continue
		}
		if route == "POST /logout" {
			continue
		}
		for role, b := range browsers {
			got := b.send(routeRequest(route))
			toLogin := got.StatusCode == http.StatusSeeOther && strings.HasPrefix(got.Header.Get("Location"), "/login")
			allowed := wanted == "" || role != "" && slices.Index(db.Roles, role) <= slices.Index(db.Roles, wanted)
			switch {
			case role == "" && wanted != "" && !toLogin:
				t.Errorf("%s without a user: %d", route, got.StatusCode)
			case role != "" && (got.StatusCode == http.StatusForbidden) == allowed:
				t.Errorf("%s as %s: %d", route, role, got.StatusCode)
			case allowed && (got.StatusCode == http.StatusInternalServerError || toLogin):
				t.Errorf("%s as %q: %d", route, role, got.StatusCode)
			}
		}
	}
	for _, route := range []string{"GET /nowhere", "POST /nowhere", "DELETE /customers"} {
		if got := browsers[""].send(routeRequest(route)); got.StatusCode != http.StatusSeeOther {
			t.Errorf("%s without a user: %d", route, got.StatusCode)
		}
		if got := browsers[db.Admin].send(routeRequest(route)); got.StatusCode != 404 && got.StatusCode != 405 {
			t.Errorf("%s: %d", route, got.StatusCode)
		}
	}
}

// TestCrossOrigin holds that no form of another site is taken, whatever the
// route, and that no GET changes anything.
func TestCrossOrigin(t *testing.T) {
	s := newSite(t, withBroken)
	b := s.as(db.Admin)
	before, err := s.db.WriteCounter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range s.routes() {
		if strings.HasPrefix(route, "GET ") {
			b.send(routeRequest(route))
			continue
		}
		for name, headers := range map[string][2]string{
			"cross-site":     {"Sec-Fetch-Site", "cross-site"},
			"same-site":      {"Sec-Fetch-Site", "same-site"},
			"another origin": {"Origin", "https://evil.example"},
			"no origin":      {"Origin", "null"},
			"another port":   {"Origin", "http://example.com:8081"},
		} {
			request := routeRequest(route)
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
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.app.Listener(listener) }()
	t.Cleanup(func() { _ = s.app.Shutdown() })
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, err = fmt.Fprintf(connection, "POST /imports HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\nContent-Length: %d\r\n\r\n", 10<<20)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(body), "at most 1 MB") ||
		response.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v %s", response.StatusCode, response.Header, body)
	}
}

// TestHostileTexts shows texts that try to become markup wherever customers,
// groups, users and what was typed are shown.
func TestHostileTexts(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	for i, text := range []string{`<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `{{.}}`, `javascript:alert(1)`,
		`' hx-get='/users' hx-trigger='load`, `</script><script>alert(1)</script>`, `</title></textarea><b>x`, "\u202egnp.exe"} {
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
			for _, markup := range []string{"<img", "<svg onload", "<script>", "' hx-get", "<b>x", `href="javascript`} {
				if strings.Contains(a.body, markup) {
					t.Errorf("text %d becomes markup in %s %s", i, a.Request.Method, a.Request.URL)
				}
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
	s := newSite(t)
	b := s.browser()
	b.want(b.get("/healthz"), 200, "ok")
	b.want(b.get("/readyz"), 200, "ok")
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	b.want(b.get("/healthz"), 200)
	b.want(b.get("/readyz"), 503, "!sql")
	b.want(b.get("/customers"), 303)
	b.cookies["kortisto"] = "x"
	b.want(b.get("/customers"), 500, "give the administrator the code", "!sql")
}
