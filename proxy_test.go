package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/e2e/nginx"
	"kortisto/handlers/pagetest"
)

// TestBehindNginx holds that the recipe for nginx works below a path of another
// site: everything that a page names stays below it, and a log-in, an import, a
// save and an export go through.
func TestBehindNginx(t *testing.T) {
	const below = "/asiakkaat"
	site, address := nginx.Start(t, "docs/administration.md")
	dir := t.TempDir()
	newSession(t, dir)
	server := startServer(t, dir, "", "--addr", address, "--base-url", site+below, "--trusted-proxy", "127.0.0.1")
	user := &client{T: t, address: site + below}
	user.waitFor("/healthz")

	login := user.logIn("Liisa")
	if login.StatusCode != http.StatusSeeOther || login.Header.Get("Location") != below+"/" {
		t.Fatalf("log-in: %d, %s", login.StatusCode, login.Header.Get("Location"))
	}
	for _, cookie := range login.Cookies() {
		if cookie.Path != below {
			t.Errorf("the cookie %s is for %s", cookie.Name, cookie.Path)
		}
	}
	large := "Nimi;Tyyppi;Lisätiedot\nKoivu Oy;yritys;" + strings.Repeat("pitkä ", 4_000) + strings.Repeat("\n", 100_000) // more than nginx keeps in memory
	draft, inside := strings.CutPrefix(user.upload(large).Header.Get("Location"), below)
	if !inside {
		t.Fatalf("the upload leads to %q", draft)
	}
	if saved := user.save(draft); saved.StatusCode != http.StatusSeeOther || saved.Header.Get("Location") != below+draft {
		t.Errorf("saved: %d, %s", saved.StatusCode, saved.Header.Get("Location"))
	}
	user.whenDone(draft)
	if response, file := user.send(http.MethodGet, "/customers/export.csv", "", nil); response.StatusCode != http.StatusOK || !strings.Contains(file, "Koivu Oy") {
		t.Errorf("export: %d, %.200s", response.StatusCode, file)
	}
	user.followsLinks(below, "/customers", draft, "/imports", "/customers/1001", "/settings", "/users", "/backups")
	if response, _ := (&client{T: t, address: site}).send(http.MethodGet, "/customers", "", nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("outside the path: %d", response.StatusCode)
	}
	server.stop(t)
}

// waitFor waits until the server behind a proxy answers.
func (c *client) waitFor(path string) {
	c.Helper()
	for deadline := time.Now().Add(time.Minute); c.status(path) != http.StatusOK; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.Fatalf("%s%s: no answer", c.address, path)
		}
	}
}

// followsLinks opens pages and whatever they name, which must all be there and
// below a path.
func (c *client) followsLinks(below string, pages ...string) {
	c.Helper()
	var opened []string
	for _, page := range pages {
		_, body := c.send(http.MethodGet, page, "", nil)
		for _, address := range addressesIn(body) {
			path, inside := strings.CutPrefix(address, below)
			if !inside {
				c.Errorf("%s names %s", page, address)
				continue
			}
			if slices.Contains(opened, path) {
				continue
			}
			opened = append(opened, path)
			if status := c.status(path); status >= http.StatusBadRequest {
				c.Errorf("%s of %s: %d", path, page, status)
			}
		}
	}
	if !slices.ContainsFunc(opened, func(path string) bool { return strings.HasPrefix(path, "/static/") }) || len(opened) < 15 {
		c.Errorf("only %q", opened)
	}
}

// addressesIn are those that a page names, but for places on itself.
func addressesIn(body string) (addresses []string) {
	page := pagetest.Read(body)
	for _, name := range []string{"href", "src", "action", "hx-get", "hx-post"} {
		for _, value := range pagetest.Values(page, "", name) {
			if address, _, _ := strings.Cut(value, "#"); address != "" {
				addresses = append(addresses, address)
			}
		}
	}
	return addresses
}
