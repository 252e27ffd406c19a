package handlers

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// How long a server that is stopped waits, once its requests have had their
// time: for work under way to end, and for what is ended then to be rolled back.
// Both, and the time of requests, are together less than what stops a server
// usually waits before it kills.
const (
	lastWork     = 2 * time.Second
	lastRollback = 2 * time.Second
)

// lifetime is the time in which the server works: work asks its context, and is
// waited for.
type lifetime struct {
	ctx context.Context
	end context.CancelFunc

	mu    sync.Mutex
	count int           // pieces of work under way
	idle  chan struct{} // closed when there are none; nil while nobody waits for that
}

func newLifetime() *lifetime {
	l := new(lifetime)
	l.ctx, l.end = context.WithCancel(context.Background())
	return l
}

// begin begins a piece of work and gives its context and what must be called
// when it is done.
func (l *lifetime) begin() (ctx context.Context, done func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count++
	return l.ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.count--; l.count == 0 && l.idle != nil {
			close(l.idle)
			l.idle = nil
		}
	}
}

// beginWithin is begin for work that may take so long.
func (l *lifetime) beginWithin(longest time.Duration) (ctx context.Context, done func()) {
	ctx, ended := l.begin()
	ctx, cancel := context.WithTimeout(ctx, longest)
	return ctx, func() {
		cancel()
		ended()
	}
}

// run does work outside a request, and calls ended with its error. A panic in it
// would end the program: it becomes an error, as it does within a request.
func (l *lifetime) run(work func(context.Context) error, ended func(error)) {
	ctx, done := l.begin()
	go func() {
		defer done()
		ended(withoutPanic(func() error { return work(ctx) }))
	}()
}

func withoutPanic(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("handlers: panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return work()
}

// wait waits until no work is under way, and returns how much still is.
func (l *lifetime) wait(longest time.Duration) (left int) {
	l.mu.Lock()
	if l.count == 0 {
		l.mu.Unlock()
		return 0
	}
	if l.idle == nil {
		l.idle = make(chan struct{})
	}
	idle := l.idle
	l.mu.Unlock()
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-idle:
		return 0
	case <-timer.C:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// finish waits a while for the work that is under way, then ends it: what it has
// not committed is rolled back.
func (s *server) finish() error {
	s.desk.Close()
	left := s.life.wait(lastWork)
	if left == 0 {
		return nil
	}
	s.life.end()
	remaining := s.life.wait(lastRollback)
	s.log.Warn("work under way was ended; nothing of it is saved, and drafts stay", "ended", left-remaining, "cut off", remaining)
	return nil
}
