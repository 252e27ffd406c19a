package db

import (
	"context"
	"errors"
	"time"
)

// How long writing behind waits.
const (
	retryBehind = 5 * time.Second // after a failure, as a full disk
	closeBehind = 2 * time.Second // the end of the program, for the lock
)

// Behind are the settings of a WriterBehind.
type Behind struct {
	Write  func(ctx context.Context) error // writes all that waits
	Count  func() int                      // how much waits, or has found no room
	Report func(count int, err error)      // of what cannot be written, and with a nil error that it can be again; may be nil
	Gather time.Duration                   // how long it waits for more to write together
}

// WriterBehind writes in the background what others keep in memory until then,
// so that nobody who leaves something to write waits for a save or a full disk. A
// process that is killed loses what waits.
type WriterBehind struct {
	behind Behind
	wake   chan struct{}
	stop   context.CancelFunc
	done   chan struct{} // closed when the writing has stopped
}

// WriteBehind starts writing in the background.
func WriteBehind(behind Behind) *WriterBehind {
	ctx, stop := context.WithCancel(context.Background())
	w := &WriterBehind{behind: behind, wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	go w.run(ctx)
	return w
}

// Wake says that there is something to write.
func (w *WriterBehind) Wake() {
	select {
	case w.wake <- struct{}{}:
	default: // it is awake
	}
}

// run writes what waits until the context is done.
func (w *WriterBehind) run(ctx context.Context) {
	defer close(w.done)
	failing := false
	for {
		select {
		case <-w.wake:
		case <-ctx.Done():
			return
		}
		if w.behind.Gather > 0 && !pause(ctx, w.behind.Gather) {
			return
		}
		err := w.behind.Write(ctx)
		for err != nil && ctx.Err() == nil {
			if !failing && !errors.As(err, new(ErrBusy)) {
				failing = true
				w.tell(err)
			}
			if failing && !pause(ctx, retryBehind) {
				return
			}
			err = w.behind.Write(ctx)
		}
		if failing && err == nil {
			failing = false
			w.tell(nil)
		}
	}
}

// pause waits, and reports whether the context went on meanwhile.
func pause(ctx context.Context, wait time.Duration) bool {
	select {
	case <-time.After(wait):
		return true
	case <-ctx.Done():
		return false
	}
}

// tell reports what could not be written, or, with a nil error, that it can be
// again.
func (w *WriterBehind) tell(err error) {
	if w.behind.Report != nil {
		w.behind.Report(w.behind.Count(), err)
	}
}

// Close writes what is left and ends. It may be called again.
func (w *WriterBehind) Close() {
	w.stop()
	<-w.done
	if w.behind.Count() == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeBehind)
	defer cancel()
	if err := w.behind.Write(ctx); err != nil {
		w.tell(err)
	}
}
