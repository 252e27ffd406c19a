package handlers

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// TestSlowDownload holds that a file goes on being sent after the time that an
// answer has, as long as its receiver takes it.
func TestSlowDownload(t *testing.T) {
	server, client := net.Pipe()
	defer server.Close()
	defer client.Close()
	if err := server.SetWriteDeadline(time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	const whole = "a large backup"
	received := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(io.LimitReader(client, int64(len(whole))))
		received <- string(text)
	}()
	if _, err := io.Copy(server, &paced{io.NopCloser(strings.NewReader(whole)), server}); err != nil {
		t.Fatal(err)
	}
	if got := <-received; got != whole {
		t.Errorf("%q", got)
	}
}
