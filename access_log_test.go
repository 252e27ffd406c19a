package main

import (
	"net/http"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/db/accesslog"
)

// TestAccessOutlivesStop holds that what was done just before a server stops stands
// in the access log, and what a command did beside it.
func TestAccessOutlivesStop(t *testing.T) {
	dir := t.TempDir()
	newSession(t, dir)
	server := startServer(t, dir, "")
	c := &client{T: t, address: server.address}
	if response := c.logIn("Liisa"); response.StatusCode != http.StatusSeeOther {
		t.Fatal(response.StatusCode)
	}
	if status := c.status("/customers"); status != http.StatusOK {
		t.Fatal(status)
	}
	if output, err := program(t.Context(), "export", "--data", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	server.stop(t)
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	entries, err := accesslog.Entries(t.Context(), register, accesslog.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range entries {
		told = append(told, e.By+" "+string(e.Kind))
	}
	all := strings.Join(told, ", ")
	for _, want := range []string{"Liisa log-in", "Liisa list", "command line export"} {
		if strings.Count(all, want) != 1 {
			t.Errorf("%q is not once in %q", want, all)
		}
	}
}
