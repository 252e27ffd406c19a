package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"kortisto/db"
)

// TestHeadersOfEveryRoute holds that no answer goes out without the headers
// that keep a browser safe, to a user or to nobody.
func TestHeadersOfEveryRoute(t *testing.T) {
	s := newSite(t, withBroken)
	for who, b := range map[string]*browser{"nobody": s.browser(), "a user": s.as(db.Viewer)} {
		for _, route := range s.routes() {
			if route == "POST /logout" {
				continue
			}
			a := b.send(routeRequest(route, 1))
			for header, want := range map[string]string{
				"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			} {
				if got := a.Header.Get(header); !strings.Contains(got, want) {
					t.Errorf("%s for %s: %s is %q", route, who, header, got)
				}
			}
			if a.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s for %s: another site may read it", route, who)
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
