package web

import (
	"context"
	"strings"
	"testing"
)

// TestPanicsOfWorkAreErrors holds that a mistake in work outside of requests
// does not end the server.
func TestPanicsOfWorkAreErrors(t *testing.T) {
	ended := make(chan error)
	NewLifetime().Run(func(context.Context) error { panic("no rows") }, func(err error) { ended <- err })
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "no rows") {
		t.Errorf("the panic ended with %v", err)
	}
}
