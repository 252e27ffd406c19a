// Package backups makes the backups of a register that runs: every night by
// itself, and whenever somebody asks for one.
package backups

import (
	"context"
	"sync"
	"time"

	"kortisto/db"
)

// NoHour is the hour where no backup is made by itself.
const NoHour = -1

// Late is how old the last backup may be before people are told.
const Late = 48 * time.Hour

const (
	lookEvery = time.Minute // how often it is looked whether a backup is due
	retry     = time.Hour   // after one that failed
)

// Options are how backups are kept.
type Options struct {
	Hour int              // of the day, in local time, from which on one is made; NoHour for none
	Keep int              // how many are kept; 0 for all
	Now  func() time.Time // the clock; nil is time.Now

	// Told is told of each backup that was made, or why it was not. It may be nil.
	Told func(made db.Backup, err error)
}

// Keeper makes backups, one at a time. Its methods may be called from many
// goroutines.
type Keeper struct {
	register *db.DB
	options  Options
	started  time.Time

	mu       sync.Mutex
	running  bool
	failed   error // why the last one was not made; nil where it was
	failedAt time.Time
}

// New makes a keeper. It does nothing by itself until Run.
func New(register *db.DB, options Options) *Keeper {
	if options.Now == nil {
		options.Now = time.Now
	}
	return &Keeper{register: register, options: options, started: options.Now()}
}

// State is how it stands with the backups.
type State struct {
	Last     *db.BackupFile // nil where there is none
	Running  bool
	Failed   error // why the last one was not made; nil where it was
	FailedAt time.Time
	Late     bool // the last one is too old, where they are made by themselves
	Hour     int
	Keep     int
}

// State tells how it stands with the backups, and lists them, the last one first.
// Where even their directory cannot be read, that is why there is none.
func (k *Keeper) State() (State, []db.BackupFile) {
	list, err := k.register.Backups()
	now := k.options.Now()
	k.mu.Lock()
	defer k.mu.Unlock()
	state := State{Running: k.running, Failed: k.failed, FailedAt: k.failedAt, Hour: k.options.Hour, Keep: k.options.Keep}
	if err != nil && state.Failed == nil {
		state.Failed, state.FailedAt = err, now
	}
	since := k.started
	if state.Last = lastOf(list, now, true); state.Last != nil {
		since = state.Last.At
	}
	state.Late = k.options.Hour != NoHour && now.Sub(since) > Late
	return state, list
}

// lastOf returns the last of some backups, with those from before an upgrade or
// without. One of the future, when the clock was wrong, says nothing.
func lastOf(list []db.BackupFile, now time.Time, upgrades bool) *db.BackupFile {
	for i := range list {
		if (upgrades || !list[i].Upgrade) && !list[i].At.After(now) {
			return &list[i]
		}
	}
	return nil
}

// Run makes backups when they are due, until the context is done.
func (k *Keeper) Run(ctx context.Context) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			k.Look(ctx)
		}
	}
}

// Look makes a backup if one is due: where there is none since the hour of the
// day came last. So one that was missed is made soon after a start.
func (k *Keeper) Look(ctx context.Context) {
	now := k.options.Now()
	if k.options.Hour == NoHour || k.failedWithin(now) {
		return
	}
	list, err := k.register.Backups()
	if err == nil {
		last := lastOf(list, now, false)
		if last != nil && !last.At.Before(k.lastHour(now)) {
			return
		}
	}
	if work, free := k.Begin(); free {
		_ = work(ctx) // which has told
	}
}

func (k *Keeper) failedWithin(now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	since := now.Sub(k.failedAt)
	return k.failed != nil && since >= 0 && since < retry
}

// lastHour is when the hour for backups came last.
func (k *Keeper) lastHour(now time.Time) time.Time {
	year, month, day := now.Date()
	hour := time.Date(year, month, day, k.options.Hour, 0, 0, 0, now.Location())
	if hour.After(now) {
		return time.Date(year, month, day-1, k.options.Hour, 0, 0, 0, now.Location())
	}
	return hour
}

// Begin begins a backup, unless one is under way. The work must be done then.
func (k *Keeper) Begin() (work func(context.Context) error, free bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.running {
		return nil, false
	}
	k.running = true
	return k.backUp, true
}

func (k *Keeper) backUp(ctx context.Context) error {
	made, err := k.make(ctx)
	k.mu.Lock()
	k.running = false
	if ctx.Err() == nil { // else the program ends, and will look again
		k.failed, k.failedAt = err, k.options.Now()
	}
	k.mu.Unlock()
	if k.options.Told != nil && ctx.Err() == nil {
		k.options.Told(made, err)
	}
	return err
}

func (k *Keeper) make(ctx context.Context) (made db.Backup, err error) {
	if made, err = k.register.Backup(ctx, ""); err == nil && k.options.Keep > 0 {
		_, err = k.register.PruneBackups(made, k.options.Keep)
	}
	return made, err
}
