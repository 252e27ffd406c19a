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
