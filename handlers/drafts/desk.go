// Package drafts works on drafts: it reads their files, plans them and saves
// the plans. What it has read and planned it keeps in memory for the next
// request. It knows nothing of HTTP or of pages.
package drafts

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"kortisto/db"
	"kortisto/sheet"
)

// patience is how long a request waits for work on a draft before it is told
// how far the work has come.
const patience = 2 * time.Second

// longestWork is how long work on a draft may take from its turn on: longer
// than writers wait for each other, and a large save beside.
const longestWork = 5 * time.Minute

// Desk does all work on drafts: one job at a time on each draft, and on few
// drafts at once. It keeps the parsed files, the last plans and the register
// caches, so that a change of a mapping reads neither the file nor the register
// again. All of this can be made again from the draft at any time.
type Desk struct {
	Patience time.Duration // how long a request waits before it fails with a *Working
	Turns    *Queue        // that reading, planning and saving wait in

	// Saved is called with each save when it is done; it may be nil.
	Saved func(saved *db.Saved)

	db     *db.DB
	limits sheet.Limits
	room   room
	saves  *Queue // of saves, which the register takes one at a time
	run    func(work func(context.Context) error, ended func(error))

	closing context.Context
	stop    context.CancelFunc // ends all waiting for a turn
	cleanup *time.Timer        // calls dropUnused

	mu   sync.Mutex
	kept map[int64]*entry // by draft
	used int64            // estimated bytes of all entries
}

// New makes the desk of a register, for a process that may use so much memory.
// run does work outside the request that asks for it: it returns at once, makes
// an error of a panic, and calls ended with the error of the work.
func New(register *db.DB, limits sheet.Limits, memory int64, run func(work func(context.Context) error, ended func(error))) *Desk {
	room := roomWithin(memory)
	d := &Desk{
		Patience: patience, Turns: newQueue(room.workers), saves: newQueue(1),
		db: register, limits: limits, room: room, run: run, kept: make(map[int64]*entry),
	}
	d.closing, d.stop = context.WithCancel(context.Background())
	d.cleanup = time.AfterFunc(keptUnused, d.dropUnused)
	return d
}

// Close ends all waiting for a turn. Jobs that have their turn go on.
func (d *Desk) Close() {
	d.cleanup.Stop()
	d.stop()
}

// Closed is closed when the desk is.
func (d *Desk) Closed() <-chan struct{} { return d.closing.Done() }

// turn waits until a job may work on a file, and gives what must be called when
// it has. The waiting takes as long as it takes; the work itself has an end.
func (d *Desk) turn(ctx context.Context, id int64, kept *entry, job *job) (working context.Context, done func(), err error) {
	release, err := d.Turns.take(d.closing, job.waits, func() { d.yieldRoom(id, kept) })
	if err != nil {
		return nil, nil, err
	}
	d.makeRoom(id)
	working, cancel := context.WithTimeout(ctx, longestWork)
	return working, func() { cancel(); release() }, nil
}

// choicesKey is a text that is the same for the same choices in the same fields.
func (d *Desk) choicesKey(draft *db.Import) (string, error) {
	choices := draft.Choices
	choices.Columns, choices.Moved = "", nil
	text, err := json.Marshal(choices)
	return d.db.Fields().OwnKey() + string(text), err
}
