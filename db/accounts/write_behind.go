package accounts

import (
	"context"
	"maps"
	"sync"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// maxUnwritten is how many entries of a kind may wait to be written.
const maxUnwritten = 10_000

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
	writer *db.WriterBehind

	mu      sync.Mutex
	entries [unwrittenKinds]map[string]unwrittenEntry
	lost    int // entries that found no room
}

// unwrittenEntry is one thing to write. It never changes: a newer one takes its place.
type unwrittenEntry interface {
	write(ctx context.Context, tx bun.Tx) error
}

// writeBehind starts writing in the background. Report is db.Behind's.
func writeBehind(register *db.DB, report func(count int, err error)) *unwritten {
	u := &unwritten{db: register}
	for kind := range u.entries {
		u.entries[kind] = make(map[string]unwrittenEntry)
	}
	u.writer = db.WriteBehind(db.Behind{Write: u.write, Count: u.count, Report: report})
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
	u.writer.Wake()
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
	u.lost = 0 // there is room again
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
