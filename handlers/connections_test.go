package handlers_test

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/handlers/web"
)

// withoutFiles is a listener for which the system has no files left, so many times.
type withoutFiles struct {
	net.Listener
	times atomic.Int32
}

func (l *withoutFiles) Accept() (net.Conn, error) {
	if l.times.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	}
	return l.Listener.Accept()
}

// TestAcceptGoesOn holds that the server outlives a time without files, says so
// once, and ends when it is told to even then.
func TestAcceptGoesOn(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	log := new(logText)
	scarce := &withoutFiles{Listener: inner}
	scarce.times.Store(4)
	listener := web.Listen(scarce, 10, slog.New(slog.NewJSONHandler(log, nil)))
	client, err := net.Dial("tcp", inner.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	accepted, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer accepted.Close()
	if lines := strings.Count(log.String(), "cannot be accepted"); lines != 1 {
		t.Errorf("%d lines in the log: %s", lines, log.String())
	}
	scarce.times.Store(1 << 30)
	ended := make(chan error)
	go func() {
		_, err := listener.Accept()
		ended <- err
	}()
	if err := listener.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("accepting ended with %v", err)
	}
}

// TestLeastMissedCloses holds which connection makes room for a new one: the
// oldest that never had a user, else the one of a user that has been unused for
// longest, and none on which a request is under way.
func TestLeastMissedCloses(t *testing.T) {
	s := newSite(t)
	address := s.listen(3)
	cookie := "Cookie: kortisto=" + s.as(db.Viewer).cookies["kortisto"]
	asks := func(w *wire, header string) *wire {
		t.Helper()
		w.say("GET /healthz HTTP/1.1", "Host: a", "").answer()
		if response, _ := w.say("GET /settings HTTP/1.1", "Host: a", header, "").answer(); header == cookie && response.StatusCode != http.StatusOK {
			t.Fatalf("%d", response.StatusCode)
		}
		return w
	}
	isClosed := func(w *wire) {
		t.Helper()
		if _, err := w.answers.ReadByte(); err == nil || errors.Is(err, io.ErrNoProgress) {
			t.Errorf("the connection is open: %v", err)
		}
	}
	user := asks(s.dial(address), cookie)
	strangers := []*wire{asks(s.dial(address), "X: 1"), asks(s.dial(address), "X: 1")}
	for i := range 6 {
		strangers = append(strangers, asks(s.dial(address), "X: 1"))
		isClosed(strangers[i])
	}
	asks(user, cookie)
	second := asks(s.dial(address), cookie)
	isClosed(strangers[6])
	third := asks(s.dial(address), cookie)
	isClosed(strangers[7])
	// A user's connection in the middle of a request stays, the next one goes.
	user.say("POST /imports HTTP/1.1", "Host: a", cookie, "Content-Length: 100", "", "begun")
	asks(second, cookie)
	fourth := asks(s.dial(address), cookie)
	isClosed(second)
	asks(third, cookie)
	asks(fourth, cookie)
	user.say(strings.Repeat("x", 91))
	if response, _ := user.answer(); response.StatusCode == 0 {
		t.Error("no answer")
	}
}

// TestSlowHeaders holds that a header which never ends is answered when its time
// is up, and its connection closed, however little of it has come; and that a
// connection on which nothing is asked ends too.
func TestSlowHeaders(t *testing.T) {
	s := newSite(t)
	server := s.app.Server()
	if server.ReadTimeout > 30*time.Second || server.IdleTimeout > 5*time.Minute || server.ReadTimeout == 0 || server.IdleTimeout == 0 {
		t.Errorf("headers may take %v, and nothing %v", server.ReadTimeout, server.IdleTimeout)
	}
	server.ReadTimeout, server.IdleTimeout = 200*time.Millisecond, 200*time.Millisecond
	address := s.listen(100)
	for _, begun := range []string{"G", "GET / HTTP/1.1\r\nHost: a\r\n", "POST /login HTTP/1.1\r\nHost: a\r\nX-Slow: "} {
		w := s.dial(address)
		if _, err := io.WriteString(w, begun); err != nil {
			t.Fatal(err)
		}
		if response, _ := w.answer(); response.StatusCode != http.StatusRequestTimeout || response.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%q: %d %v", begun, response.StatusCode, response.Header)
		}
		if _, err := w.answers.ReadByte(); err == nil {
			t.Errorf("%q: the connection is open", begun)
		}
	}
	idle := s.dial(address).say("GET /healthz HTTP/1.1", "Host: a", "")
	if response, _ := idle.answer(); response.StatusCode != http.StatusOK {
		t.Errorf("%d", response.StatusCode)
	}
	if _, err := idle.answers.ReadByte(); err == nil {
		t.Error("an idle connection is open")
	}
	s.log.Lock()
	defer s.log.Unlock()
	if strings.Contains(s.log.String(), `"level":"ERROR"`) {
		t.Error(s.log.String())
	}
}
