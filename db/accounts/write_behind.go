package accounts

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// What waits to be written.
const (
	maxUnwritten   = 10_000          // entries of a kind
	retryUnwritten = 5 * time.Second // after a failure, as a full disk
	closeUnwritten = 2 * time.Second // how long the end of the program waits for the lock
)

// unwrittenKind keeps one kind of entries from taking the room of another.
type unwrittenKind int

const (
	unwrittenSession unwrittenKind = iota
	unwrittenDevice
	unwrittenTally
	unwrittenHash
	unwrittenKinds
)

// unwritten holds what log-ins, log-outs and failures have to write, until it is
// in the database. So nobody waits for a save or a full disk to log in: an entry
// counts from the moment it is put here, and is written as soon as the lock is
// free. A process that is killed loses what is here.
type unwritten struct {
	db     *db.DB
	report func(count int, err error) // of what cannot be written; may be nil
	wake   chan struct{}
	stop   context.CancelFunc
	done   chan struct{} // closed when the writing has stopped

	mu      sync.Mutex
	entries [unwrittenKinds]map[string]unwrittenEntry
	lost    int // entries that found no room
}

// unwrittenEntry is one thing to write. It never changes: a newer one takes its place.
type unwrittenEntry interface {
	write(ctx context.Context, tx bun.Tx) error
}

// writeBehind starts writing in the background.
func writeBehind(register *db.DB, report func(count int, err error)) *unwritten {
	ctx, stop := context.WithCancel(context.Background())
	u := &unwritten{db: register, report: report, wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	for kind := range u.entries {
		u.entries[kind] = make(map[string]unwrittenEntry)
	}
	go u.run(ctx)
	return u
}

// find returns the entry of a key, or nil.
func (u *unwritten) find(kind unwrittenKind, key string) unwrittenEntry {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.entries[kind][key]
}

// all returns the entries of a kind by their keys.
func (u *unwritten) all(kind unwrittenKind) map[string]unwrittenEntry {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.entries[kind])
}

// put has an entry written, in the place of the one with the same key. It
// reports whether there was room.
func (u *unwritten) put(kind unwrittenKind, key string, entry unwrittenEntry) bool {
	return u.change(kind, key, func(unwrittenEntry) unwrittenEntry { return entry })
}

// change is put with an entry that is made of the one before, or of nil. A nil
// entry leaves all as it is.
func (u *unwritten) change(kind unwrittenKind, key string, make func(before unwrittenEntry) unwrittenEntry) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	before, known := u.entries[kind][key]
	entry := make(before)
	if entry == nil {
		return true
	}
	if !known && len(u.entries[kind]) >= maxUnwritten {
		u.lost++
		return false
	}
	u.entries[kind][key] = entry
	select {
	case u.wake <- struct{}{}:
	default: // it is awake
	}
	return true
}

// count is how many entries wait or found no room.
func (u *unwritten) count() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	n := u.lost
	for _, entries := range u.entries {
		n += len(entries)
	}
	return n
}

// run writes what is put here until the context is done.
func (u *unwritten) run(ctx context.Context) {
	defer close(u.done)
	failing := false
	for {
		select {
		case <-u.wake:
		case <-ctx.Done():
			return
		}
		err := u.write(ctx)
		for err != nil && ctx.Err() == nil {
			if !failing && !errors.As(err, new(db.ErrBusy)) {
				failing = true
				u.tell(err)
			}
			if failing {
				select {
				case <-time.After(retryUnwritten):
				case <-ctx.Done():
					return
				}
			}
			err = u.write(ctx)
		}
		if failing && err == nil {
			failing = false
			u.tell(nil)
		}
	}
}

// tell reports what could not be written, or, with a nil error, that it can be
// again.
func (u *unwritten) tell(err error) {
	if u.report != nil {
		u.report(u.count(), err)
	}
}

// write writes all entries in one transaction. Those that have changed
// meanwhile stay for the next one.
func (u *unwritten) write(ctx context.Context) error {
	var written [unwrittenKinds]map[string]unwrittenEntry
	err := u.db.Write(ctx, db.Purpose{Work: "log-ins"}, func(ctx context.Context, tx bun.Tx) error {
		written = u.copy()
		for _, entries := range written {
			for _, entry := range entries {
				if err := entry.write(ctx, tx); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for kind, entries := range written {
		for key, entry := range entries {
			if u.entries[kind][key] == entry {
				delete(u.entries[kind], key)
			}
		}
	}
	return nil
}

// copy is a copy of all entries as they are at one moment.
func (u *unwritten) copy() (entries [unwrittenKinds]map[string]unwrittenEntry) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for kind := range u.entries {
		entries[kind] = maps.Clone(u.entries[kind])
	}
	return entries
}

// close writes what is left and ends.
func (u *unwritten) close() {
	u.stop()
	<-u.done
	if u.count() == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeUnwritten)
	defer cancel()
	if err := u.write(ctx); err != nil {
		u.tell(err)
	}
}
