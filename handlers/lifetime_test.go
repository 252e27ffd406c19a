package handlers

import (
	"context"
	"runtime"
	"strings"
	"testing"
)

// TestStoppedServersFinishTheirWork holds that work outside of requests is ended
// before the server is.
func TestStoppedServersFinishTheirWork(t *testing.T) {
	s := newInside(t)
	started, ended := make(chan struct{}), false
	s.life.run(func(context.Context) error {
		close(started)
		for range 100 {
			runtime.Gosched()
		}
		return nil
	}, func(error) { ended = true })
	<-started
	if err := s.app.Shutdown(); err != nil || !ended {
		t.Errorf("stopped with %v, ended %v", err, ended)
	}
}

// TestPanicsOfWorkAreErrors holds that a mistake in work outside of requests
// does not end the server.
func TestPanicsOfWorkAreErrors(t *testing.T) {
	ended := make(chan error)
	newLifetime().run(func(context.Context) error { panic("no rows") }, func(err error) { ended <- err })
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "no rows") {
		t.Errorf("the panic ended with %v", err)
	}
}
