package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/dbtest"
	"kortisto/handlers/pagetest"
)

const userPassword = "kolme sanaa peräkkäin"

// logIn logs in at the log-in page.
func (c *client) logIn(name string) *http.Response {
	c.Helper()
	form := url.Values{"name": {name}, "password": {userPassword}}
	response, _ := c.send(http.MethodPost, "/login", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	for _, cookie := range response.Cookies() {
		if cookie.Name == "kortisto" {
			c.session = cookie.Value
		}
	}
	return response
}

// status is that of a page.
func (c *client) status(path string) int {
	c.Helper()
	response, _ := c.send(http.MethodGet, path, "", nil)
	return response.StatusCode
}

// TestDisabledByCommand holds that a user whom a command disables is out of a
// server that runs meanwhile, at once, and that the others stay in.
func TestDisabledByCommand(t *testing.T) {
	dir := t.TempDir()
	newSession(t, dir) // Liisa's, who stays
	run := func(args ...string) {
		t.Helper()
		command := program(t.Context(), append(args, "--data", dir)...)
		command.Stdin = strings.NewReader(userPassword + "\n")
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, output)
		}
	}
	run("user", "add", "Matti", "--role", "editor", "--password-stdin")
	server := startServer(t, dir, "")
	stays, goes := &client{T: t, address: server.address}, &client{T: t, address: server.address}
	for name, c := range map[string]*client{"Liisa": stays, "Matti": goes} {
		if response := c.logIn(name); response.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d", name, response.StatusCode)
		}
		if status := c.status("/customers"); status != http.StatusOK {
			t.Fatalf("%s: %d", name, status)
		}
	}
	run("user", "disable", "Matti")
	if status := goes.status("/customers"); status != http.StatusSeeOther {
		t.Errorf("the disabled user: %d", status)
	}
	if response := goes.logIn("Matti"); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the disabled user logs in: %d", response.StatusCode)
	}
	if status := stays.status("/customers"); status != http.StatusOK {
		t.Errorf("another user: %d", status)
	}
	server.stop(t)
}

// TestLinkOfACommand holds that a link which a command prints is good at a server
// that runs meanwhile, once, and that a user whom a command logs out or deletes
// is out of it at once.
func TestLinkOfACommand(t *testing.T) {
	dir := t.TempDir()
	newSession(t, dir)
	server := startServer(t, dir, "")
	run := func(args ...string) string {
		t.Helper()
		output, err := program(t.Context(), append(args, "--data", dir, "--base-url", server.address)...).Output()
		if err != nil {
			t.Fatalf("%q: %v\n%s", args, err, output)
		}
		return strings.TrimSpace(string(output))
	}
	c := &client{T: t, address: server.address}
	choose := func(link string) int {
		t.Helper()
		path, token, found := strings.Cut(strings.TrimPrefix(link, server.address), "#")
		if path != "/invite" || !found {
			t.Fatal(link)
		}
		form := url.Values{"token": {token}, "password": {userPassword}}
		response, _ := c.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		return response.StatusCode
	}
	link := run("user", "add", "Matti", "--role", "editor", "--link")
	if first, second := choose(link), choose(link); first != http.StatusSeeOther || second != http.StatusUnprocessableEntity {
		t.Errorf("used twice: %d, %d", first, second)
	}
	for _, verb := range []string{"logout", "delete"} {
		if response := c.logIn("Matti"); response.StatusCode != http.StatusSeeOther || c.status("/customers") != http.StatusOK {
			t.Fatalf("%s: log-in: %d", verb, response.StatusCode)
		}
		command := program(t.Context(), "user", verb, "Matti", "--data", dir)
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", verb, err, output)
		}
		if status := c.status("/customers"); status != http.StatusSeeOther {
			t.Errorf("%s: %d", verb, status)
		}
	}
	server.stop(t)
}

// TestLogInOutlivesRestart holds that whoever logged in just before a server
// stops is still logged in when it has started again, and whoever logged out is not.
func TestLogInOutlivesRestart(t *testing.T) {
	dir := t.TempDir()
	newSession(t, dir)
	server := startServer(t, dir, "")
	in, out := &client{T: t, address: server.address}, &client{T: t, address: server.address}
	for _, c := range []*client{in, out} {
		if response := c.logIn("Liisa"); response.StatusCode != http.StatusSeeOther {
			t.Fatal(response.StatusCode)
		}
	}
	if response, _ := out.send(http.MethodPost, "/logout", "", nil); response.StatusCode != http.StatusSeeOther {
		t.Fatal(response.StatusCode)
	}
	server.stop(t)
	server = startServer(t, dir, "")
	in.address, out.address = server.address, server.address
	if status := in.status("/customers"); status != http.StatusOK {
		t.Errorf("logged in before: %d", status)
	}
	if status := out.status("/customers"); status != http.StatusSeeOther {
		t.Errorf("logged out before: %d", status)
	}
	server.stop(t)
}

// fingerprint waits for the plan of a draft.
func (c *client) fingerprint(draft string) string {
	c.Helper()
	page := c.whenDone(draft)
	found := pagetest.First(pagetest.Read(page), "input", "name", "fingerprint")
	if found == nil {
		c.Fatalf("no plan in %s", page)
	}
	return pagetest.Attribute(found, "value")
}

// whenDone is the page of an import once no work on it is under way: until then
// it shows how far that is, and leads to itself where it ends just now.
func (c *client) whenDone(path string) string {
	c.Helper()
	for {
		response, page := c.send(http.MethodGet, path, "", nil)
		endsNow := response.StatusCode == http.StatusSeeOther && strings.HasSuffix(response.Header.Get("Location"), path)
		if !endsNow && !strings.Contains(page, `id="working"`) {
			return page
		}
		time.Sleep(10 * time.Millisecond) // as the page does
	}
}

// TestStopWhileWriting ends a server that is in the middle of a large save: it
// ends in time and well, and the file is saved whole or not at all.
func TestStopWhileWriting(t *testing.T) {
	for range dbtest.Rounds(t, 1) {
		stopWhileWriting(t)
	}
}

func stopWhileWriting(t *testing.T) {
	dir := t.TempDir()
	session := newSession(t, dir)
	server := startServer(t, dir, "")
	user := &client{t, server.address, session}
	const rows = 30_000
	var file strings.Builder
	file.WriteString("Nimi;Laji;Katuosoite\n")
	for i := range rows {
		fmt.Fprintf(&file, "Yritys %d Oy;yritys;Rantatie %d\n", i, i)
	}
	draft := user.upload(file.String()).Header.Get("Location")
	fingerprint := user.fingerprint(draft)
	over := make(chan struct{})
	go func() {
		defer close(over)
		request, err := http.NewRequest(http.MethodPost, server.address+draft+"/save", strings.NewReader("fingerprint="+fingerprint))
		if err != nil {
			t.Error(err)
			return
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.AddCookie(&http.Cookie{Name: "kortisto", Value: session})
		if response, err := http.DefaultTransport.RoundTrip(request); err == nil { // the server may end before it answers
			_ = response.Body.Close()
		}
	}()
	for writing := false; !writing; {
		kind, err := os.ReadFile(filepath.Join(dir, "write.lock"))
		writing = err == nil && string(kind) == "import"
		select {
		case <-over: // missed: it is saved whole
			writing = true
		case <-time.After(time.Millisecond):
		}
	}
	said := server.stop(t)
	<-over
	register, err := db.Open(context.WithoutCancel(t.Context()), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	_, total, err := register.Customers(t.Context(), db.Filter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := register.Drafts(t.Context(), "Liisa")
	if err != nil {
		t.Fatal(err)
	}
	if saved := total == rows && len(drafts) == 0; !saved && (total != 0 || len(drafts) != 1) {
		t.Errorf("%d customers, %d drafts\n%s", total, len(drafts), said)
	}
}
