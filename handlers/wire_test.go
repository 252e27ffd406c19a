package handlers_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"kortisto/handlers/web"
)

// listen serves the application on a port, over connections of which there may
// be so many; all requests go there from now on.
func (s *site) listen(most int) string {
	s.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- s.app.Listener(web.Listen(listener, most, slog.New(slog.NewJSONHandler(s.log, nil))))
	}()
	s.Cleanup(func() {
		_ = s.app.ShutdownWithTimeout(time.Second)
		if err := <-ended; err != nil {
			s.Error(err)
		}
	})
	s.address = listener.Addr().String()
	return s.address
}

// wire is a connection on which everything is sent by hand.
type wire struct {
	net.Conn
	*testing.T
	answers *bufio.Reader
}

func (s *site) dial(address string) *wire {
	s.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = connection.Close() })
	return &wire{connection, s.T, bufio.NewReader(connection)}
}

// say sends a text, with the line ends of HTTP.
func (w *wire) say(lines ...string) *wire {
	w.Helper()
	if _, err := io.WriteString(w, strings.Join(lines, "\r\n")+"\r\n"); err != nil {
		w.Fatal(err)
	}
	return w
}

// answer reads one answer.
func (w *wire) answer() (*http.Response, string) {
	w.Helper()
	response, err := http.ReadResponse(w.answers, nil)
	if err != nil {
		w.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.Fatal(err)
	}
	return response, string(body)
}

// wait reads the log until a text stands in it so many times.
func (l *logText) wait(t *testing.T, times int, text string) {
	t.Helper()
	for {
		l.Lock()
		found := strings.Count(l.String(), text)
		l.Unlock()
		if found >= times {
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatalf("%q stands %d times in the log", text, found)
		case <-time.After(time.Millisecond):
		}
	}
}
