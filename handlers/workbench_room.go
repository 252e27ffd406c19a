package handlers

import "time"

// room is what a workbench may use.
type room struct {
	bytes   int64 // that entries keep, as far as that is estimated
	workers int   // files that are read, planned or saved at once
	scarce  bool  // there is room for one large file at a time
}

// What a workbench uses where memory is not scarce, and how it shares what there
// is where it is: to plan one large file takes half of a small machine.
const (
	usualBytes   = 256 << 20
	usualWorkers = 2
	partKept     = 5         // what is kept is at most one part of so many
	scarce       = 512 << 20 // below it files are worked on one by one
)

// roomWithin shares out the memory of a process.
func roomWithin(memory int64) room {
	r := room{bytes: min(usualBytes, memory/partKept), workers: usualWorkers}
	if memory < scarce {
		r.workers, r.scarce = 1, true
	}
	return r
}

// seenEvery is how often who needs the room looks whether a page has come for
// what stands in it.
const seenEvery = 100 * time.Millisecond

// makeRoom drops what is kept of other drafts before work on one begins, where
// memory is scarce. What a page is about to come for is waited for: dropped
// before, it would be made again, and have what comes next dropped in turn.
func (w *workbench) makeRoom(id int64) {
	for w.scarce && w.dropOthers(id) {
		select {
		case <-time.After(seenEvery):
		case <-w.stopping.Done():
			return
		}
	}
}

// dropOthers drops what is kept of all drafts but one, and reports whether a
// page is about to come for any of them. Those with work that waits for its own
// turn hold nothing: see yieldRoom.
func (w *workbench) dropOthers(id int64) (needed bool) {
	dropped := int64(0)
	w.mu.Lock()
	for other, entry := range w.entries {
		switch {
		case other == id || entry.size == 0 || entry.underWay():
		case entry.needed():
			needed = true
		default:
			dropped += entry.size
			w.drop(other)
		}
	}
	w.mu.Unlock()
	giveBack(dropped)
	return needed
}

// yieldRoom forgets what is kept of a draft whose work has to wait for its turn,
// where memory is short: of many uploads, plans and saves at once one is in memory.
func (w *workbench) yieldRoom(id int64, entry *benchEntry) {
	w.mu.Lock()
	short := w.scarce || w.used > w.bytes
	w.mu.Unlock()
	if short && entry.size > 0 {
		entry.empty()
		w.account(id, entry)
	}
}
