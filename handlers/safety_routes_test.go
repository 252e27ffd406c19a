package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
)

// wantSafeHeaders checks the headers that keep a browser safe.
func wantSafeHeaders(t *testing.T, what string, a *http.Response, https bool) {
	t.Helper()
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "",
	} {
		if got := a.Header.Get(header); got == "" || !strings.Contains(got, want) {
			t.Errorf("%s: %s is %q", what, header, got)
		}
	}
	if policy := a.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("%s: the policy is %s", what, policy)
	}
	if got := a.Header.Get("Strict-Transport-Security"); https != (got == "max-age=31536000") {
		t.Errorf("%s: Strict-Transport-Security is %q", what, got)
	}
	if a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%s: another site may read it", what)
	}
}

// TestHeadersOfEveryRoute holds that no answer goes out without the headers
// that keep a browser safe, to a user or to nobody, and by https with the one
// that keeps it there: not even where something is wrong.
func TestHeadersOfEveryRoute(t *testing.T) {
	for _, https := range []bool{false, true} {
		s := newSite(t, withBroken, func(c *handlers.Config) {
			if https {
				c.BaseURL = "https://register.example"
			}
		})
		user := s.as(db.Viewer)
		if https {
			user.cookies["__Host-kortisto"] = user.cookies["kortisto"]
		}
		for who, b := range map[string]*browser{"nobody": s.browser(), "a user": user} {
			for _, route := range append(s.routes(), "GET /nowhere", "PUT /login") {
				if route == "POST /logout" {
					continue
				}
				a := b.send(routeRequest(route, 1))
				wantSafeHeaders(t, route+" for "+who, a.Response, https)
				if kept := a.Header.Get("Cache-Control"); kept != "no-store" && route != "GET /static/*" {
					t.Errorf("%s for %s may be kept: %q", route, who, kept)
				}
			}
		}
		wantSafeHeaders(t, "a file", user.get("/static/htmx.min.js").Response, https)
		wantSafeHeaders(t, "no file", user.get("/static/none.js").Response, https)
		address := s.listen(100)
		for wanted, lines := range map[int][]string{
			400: {"GET / HTTP/1.1", "Host: a", "Content-Length: x", ""},
			413: {"POST /login HTTP/1.1", "Host: a", "Content-Length: 99999999", ""},
			415: {"POST /login HTTP/1.1", "Host: a", "Content-Encoding: gzip", "Content-Length: 0", ""},
			431: {"GET / HTTP/1.1", "Host: a", "X-Long: " + strings.Repeat("x", 64<<10), ""},
		} {
			response, _ := s.dial(address).say(lines...).answer()
			if response.StatusCode != wanted {
				t.Errorf("%d, want %d", response.StatusCode, wanted)
			}
			wantSafeHeaders(t, fmt.Sprint(wanted), response, https)
		}
		s.close()
		failed := user.get("/customers")
		user.want(failed, 500)
		wantSafeHeaders(t, "500", failed.Response, https)
	}
}

// TestHTMXWithoutSession holds that after the end of a session no fragment is
// answered with a page or a form to put in its place, and leaves no page where
// something is typed: it is told that it must log in, whatever was asked for.
func TestHTMXWithoutSession(t *testing.T) {
	s := newSite(t, withBroken)
	draft := s.draftOf(db.Editor)
	ended := s.as(db.Editor)
	id := ended.cookies["kortisto"]
	ended.leads(ended.post("/logout"), "/login")
	table := handlers.RouteRoles()
	for who, b := range map[string]*browser{"ended": ended, "disabled": s.disabled(), "nobody": s.browser()} {
		if who == "ended" {
			b.cookies["kortisto"] = id
		}
		for _, route := range s.routes() {
			if table[route] == "" {
				continue
			}
			a := b.htmx().send(routeRequest(route, draft))
			if a.StatusCode != http.StatusUnauthorized || a.Header.Get("HX-Redirect") != "" || !strings.Contains(a.body, "Log in again") || strings.Contains(a.body, "<") {
				t.Errorf("%s as %s: %d, leads to %q\n%s", route, who, a.StatusCode, a.Header.Get("HX-Redirect"), a.body)
			}
		}
	}
}

// TestLogInjection holds that no text of a request begins a line of the log.
func TestLogInjection(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	const forged = "x\n{\"level\":\"ERROR\",\"msg\":\"forged\"}\x1b[31m"
	b.post("/login", "name", forged, "password", forged)
	b.post("/users", "name", forged, "password", goodPassword, "role", "viewer")
	b.upload("x%0A{.csv", forged)
	b.upload(forged+".csv", "Nimi\n\""+strings.ReplaceAll(forged, `"`, `""`)+"\"\n")
	number := s.add(customer.Name, forged, customer.Group, forged).Number
	b.post(fmt.Sprintf("/customers/%d", number), "revision", "99", "name", forged+"!")
	b.post(fmt.Sprintf("/customers/%d/remove", number), "revision", "99")
	b.post("/groups", "name", forged)
	b.get("/customers?q=" + url.QueryEscape(forged))
	b.get("/" + url.PathEscape(forged))
	request := routeRequest("GET /customers", 1)
	request.Header = http.Header{"X-Request-Id": {`x"}{"level":"ERROR"`}}
	b.send(request)
	s.log.Lock()
	defer s.log.Unlock()
	for line := range strings.Lines(s.log.String()) {
		if !strings.HasPrefix(line, `{"time":`) || strings.Contains(line, "\x1b") {
			t.Errorf("a forged line: %q", line)
		}
	}
}
