package web

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// Lifetime is the time in which a server works: all work runs in its context, and
// the end waits for it.
type Lifetime struct {
	ctx context.Context
	end context.CancelFunc

	mu    sync.Mutex
	count int           // pieces of work under way
	idle  chan struct{} // closed when there are none; nil while nobody waits for that
}

// NewLifetime begins the time in which a server works.
func NewLifetime() *Lifetime {
	l := new(Lifetime)
	l.ctx, l.end = context.WithCancel(context.Background())
	return l
}

// Begin begins a piece of work and gives its context and what must be called
// when it is done.
func (l *Lifetime) Begin() (ctx context.Context, done func()) {
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

// BeginWithin is Begin for work that may take so long.
func (l *Lifetime) BeginWithin(longest time.Duration) (ctx context.Context, done func()) {
	ctx, ended := l.Begin()
	ctx, cancel := context.WithTimeout(ctx, longest)
	return ctx, func() {
		cancel()
		ended()
	}
}

// Run does work outside a request, and calls ended with its error. A panic in it
// would end the program: it becomes an error, as it does within a request.
func (l *Lifetime) Run(work func(context.Context) error, ended func(error)) {
	ctx, done := l.Begin()
	go func() {
		defer done()
		ended(withoutPanic(func() error { return work(ctx) }))
	}()
}

func withoutPanic(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("web: panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return work()
}

// Wait waits until no work is under way, and returns how much still is.
func (l *Lifetime) Wait(longest time.Duration) (left int) {
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

// End ends the context of all work that is under way.
func (l *Lifetime) End() { l.end() }
