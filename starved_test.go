//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"kortisto/db"
)

// A starved server is one that may open few files.
type starved struct {
	*testing.T
	address string
	session string // of a user
}

// starve starts a server that may open so many files.
func starve(t *testing.T, files int) *starved {
	t.Helper()
	s := &starved{T: t}
	dir := t.TempDir()
	s.session = newSession(t, dir)
	server := startServer(t, dir, fmt.Sprintf("ulimit -n %d", files))
	t.Cleanup(func() {
		said := server.stop(t)
		if lines := strings.Count(said, `"level":"WARN"`); lines > 5 || strings.Contains(said, `"level":"ERROR"`) {
			t.Errorf("%d warnings in the log:\n%.2000s", lines, said)
		}
	})
	s.address = strings.TrimPrefix(server.address, "http://")
	return s
}

// newSession makes a user in a new register, and a session.
func newSession(t *testing.T, dir string) string {
	t.Helper()
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	user, err := register.CreateUser(context.Background(), db.Actor{}, "Liisa", "kolme sanaa peräkkäin", db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	id, err := register.CreateSession(context.Background(), user.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// dial makes a connection that ends with the test.
func (s *starved) dial() net.Conn {
	s.Helper()
	connection, err := net.Dial("tcp", s.address)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = connection.Close() })
	return connection
}

// asks sends one request on a connection and wants an answer.
func (s *starved) asks(connection net.Conn, path string) {
	s.Helper()
	if _, err := fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: a\r\nCookie: kortisto=%s\r\n\r\n", path, s.session); err != nil {
		s.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		s.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		s.Errorf("%s: %d", path, response.StatusCode)
	}
}

// TestManyConnections holds that a server that may open few files goes on
// however many connections are held, silent or with requests that never end,
// and that users are served all the while: on the connection that they have,
// and on new ones.
func TestManyConnections(t *testing.T) {
	for _, files := range []int{64, 256} {
		t.Run(fmt.Sprint(files), func(t *testing.T) {
			s := starve(t, files)
			user := s.dial()
			s.asks(user, "/customers")
			held := 5000
			if testing.Short() {
				held = 1000
			}
			for i := range held {
				connection := s.dial()
				if i%10 == 0 { // one in ten begins a request and never ends it
					_, _ = io.WriteString(connection, "GET / HTTP/1.1\r\nX-Slow: ")
				}
				if i%500 == 0 {
					s.asks(user, "/customers")
				}
			}
			for range 20 {
				s.asks(s.dial(), "/customers")
				s.asks(s.dial(), "/healthz")
				s.asks(user, "/customers")
			}
		})
	}
}
