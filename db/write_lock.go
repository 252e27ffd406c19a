package db

import (
	"context"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a waiting process asks for a lock.
const lockPoll = 20 * time.Millisecond

// writeLock lets one writer at a time through: a goroutine of this process,
// and by a lock on a file one process of the machine. The system drops the
// lock of a process that dies. The file says what kind of work it is held for,
// and nothing else, since what a process leaves when it dies stays there for good.
type writeLock struct {
	path   string
	wait   time.Duration
	turn   chan struct{}           // holds one token while the lock is held in this process
	holder atomic.Pointer[Purpose] // what it is held for in this process, or nil
}

func newWriteLock(path string, wait time.Duration) *writeLock {
	return &writeLock{path: path, wait: wait, turn: make(chan struct{}, 1)}
}

// acquire waits for the lock and returns what gives it back. It fails with
// ErrBusy after the wait, or as the context does.
func (l *writeLock) acquire(ctx context.Context, purpose Purpose) (release func(), err error) {
	waiting, cancel := context.WithTimeout(ctx, l.wait)
	defer cancel()
	select {
	case l.turn <- struct{}{}:
	case <-waiting.Done():
		return nil, l.busy(ctx)
	}
	file := privateLock(l.path)
	if _, err := file.TryLockContext(waiting, lockPoll); err != nil {
		_ = file.Close()
		<-l.turn
		if isDone(err) {
			return nil, l.busy(ctx)
		}
		return nil, translate(err)
	}
	return l.held(file, purpose), nil
}

// try takes the lock if it is free at once.
func (l *writeLock) try(purpose Purpose) (release func(), ok bool) {
	select {
	case l.turn <- struct{}{}:
	default:
		return nil, false
	}
	file := privateLock(l.path)
	if locked, err := file.TryLock(); !locked || err != nil {
		_ = file.Close()
		<-l.turn
		return nil, false
	}
	return l.held(file, purpose), true
}

// held notes what the lock is held for. A text that cannot be written, as on a
// full disk, only costs those who wait a reason.
func (l *writeLock) held(file *flock.Flock, purpose Purpose) (release func()) {
	l.holder.Store(&purpose)
	adopt(l.path)
	_ = os.WriteFile(l.path, []byte(purpose.Work), 0o600)
	return func() {
		l.holder.Store(nil)
		_ = os.Truncate(l.path, 0)
		_ = file.Close()
		<-l.turn
	}
}

// busy tells why the lock was not taken.
func (l *writeLock) busy(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if holder := l.holder.Load(); holder != nil {
		return ErrBusy{Holder: holder.String()}
	}
	text, _ := os.ReadFile(l.path)
	return ErrBusy{Holder: strings.TrimSpace(string(text))}
}
