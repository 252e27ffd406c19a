package drafts

import "time"

// room is how much a desk may use.
type room struct {
	bytes   int64 // that entries keep, as far as that is estimated
	workers int   // files that are read, planned or saved at once
	scarce  bool  // there is room for one large file at a time
}

// What a desk uses where memory is not scarce, and how it shares it where it
// is: planning one large file takes half of a small machine.
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

// retryEvery is how often a job that needs room looks whether the request has
// come that the room is kept for.
const retryEvery = 100 * time.Millisecond

// makeRoom drops what is kept of other drafts before work on one begins, where
// memory is scarce. It waits for a request that is about to come for what is
// kept: dropped before, that would be made again, and have the next thing
// dropped in turn.
func (d *Desk) makeRoom(id int64) {
	for d.room.scarce && d.dropOthers(id) {
		select {
		case <-time.After(retryEvery):
		case <-d.closing.Done():
			return
		}
	}
}

// dropOthers drops what is kept of all drafts but one, and reports whether a
// request is about to come for any of them. Drafts whose job waits for its own
// turn hold nothing: see yieldRoom.
func (d *Desk) dropOthers(id int64) (needed bool) {
	dropped := int64(0)
	d.mu.Lock()
	for other, kept := range d.kept {
		switch {
		case other == id || kept.size == 0 || kept.underWay():
		case kept.needed():
			needed = true
		default:
			dropped += kept.size
			d.drop(other)
		}
	}
	d.mu.Unlock()
	freeMemory(dropped)
	return needed
}

// yieldRoom drops what is kept of a draft whose job has to wait for its turn,
// where memory is short: of many uploads, plans and saves at once one is in memory.
func (d *Desk) yieldRoom(id int64, kept *entry) {
	d.mu.Lock()
	short := d.room.scarce || d.used > d.room.bytes
	d.mu.Unlock()
	if short && kept.size > 0 {
		kept.empty()
		d.account(id, kept)
	}
}
