package handlers

import (
	"context"
	"runtime"
	"testing"
)

// TestStoppedServersFinishTheirWork holds that work outside of requests is ended
// before the server is.
func TestStoppedServersFinishTheirWork(t *testing.T) {
	s := newInside(t)
	started, ended := make(chan struct{}), false
	s.life.Run(func(context.Context) error {
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
