// Package backups makes the backups of a register that runs: every night by
// itself, and whenever somebody asks for one.
package backups

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"kortisto/db"
)

// NoHour is the hour where no backup is made by itself.
const NoHour = -1

// Late is how old the last backup may be before people are told, by whomever
// backups are made.
const Late = 48 * time.Hour

// ErrNotPruned says that a backup was made, but older ones could not be removed.
var ErrNotPruned = errors.New("backups: older backups could not be removed")

const (
	lookEvery = time.Minute // how often it is looked whether a backup is due
	retry     = time.Hour   // after one that failed
)

// Options are how backups are kept.
type Options struct {
	Hour int              // of the day, in local time, from which on one is made; NoHour for none
	Keep int              // how many are kept; 0 for all
	Now  func() time.Time // the clock; nil is time.Now

	// Report is called with each backup that was made, or with why it was not: with
	// ErrNotPruned it was. It may be nil.
	Report func(made db.Backup, err error)
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
	unpruned bool // the last one was made, and older ones could not be removed
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
	Last     *db.BackupFile    // of the list; nil where there is none
	Outside  *db.OutsideBackup // the last one of all, where that was made to another place
	Running  bool
	Failed   error // why the last one was not made; nil where it was
	FailedAt time.Time
	Unpruned bool // the last one was made, and older ones could not be removed
	Late     bool // the last one is too old, or there is none of a register that is
	Hour     int
	Keep     int
}

// None reports whether nothing is known of any backup.
func (s *State) None() bool { return s.Last == nil && s.Outside == nil }

// State tells how it stands with the backups, and lists them, the last one first.
// Where even their directory cannot be read, that is why there is none.
func (k *Keeper) State(ctx context.Context) (State, []db.BackupFile) {
	list, err := k.register.Backups()
	now := k.options.Now()
	state := k.remembered()
	if err != nil && state.Failed == nil {
		state.Failed, state.FailedAt = err, now
	}
	var last time.Time
	if state.Last = lastOf(list, now, true); state.Last != nil {
		last = state.Last.At
	}
	if made := k.register.LastOutside(); made != nil && made.At.After(last) && !made.At.After(now) {
		state.Outside, last = made, made.At
	}
	if state.None() {
		last = k.unsafeSince(ctx, now)
	}
	state.Late = now.Sub(last) > Late
	return state, list
}

func (k *Keeper) remembered() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return State{Running: k.running, Failed: k.failed, FailedAt: k.failedAt, Unpruned: k.unpruned, Hour: k.options.Hour, Keep: k.options.Keep}
}

// unsafeSince is since when there has been something to back up, of which there is
// no backup. Where one will be made by itself, that is not held against a
// register that was put here just now.
func (k *Keeper) unsafeSince(ctx context.Context, now time.Time) time.Time {
	if k.options.Hour != NoHour {
		return k.started
	}
	begun, err := k.register.Begun(ctx)
	if err != nil || begun.IsZero() {
		return now
	}
	return begun.Time()
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
			k.makeIfDue(ctx)
		}
	}
}

// makeIfDue makes a backup if one is due: where there is none since the hour of the
// day came last. So one that was missed is made soon after a start.
func (k *Keeper) makeIfDue(ctx context.Context) {
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
		_ = work(ctx) // which has reported it
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

// GoneBy is when all backups that exist now have given way to others, at the latest:
// zero where none goes by itself.
func (s *State) GoneBy(now time.Time) time.Time {
	if s.Hour == NoHour || s.Keep == 0 {
		return time.Time{}
	}
	year, month, day := now.Date()
	next := time.Date(year, month, day, s.Hour, 0, 0, 0, now.Location())
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	return next.AddDate(0, 0, s.Keep-1)
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
	k.note(ctx, err)
	if k.options.Report != nil && ctx.Err() == nil {
		k.options.Report(made, err)
	}
	return err
}

// note remembers what has become of a backup. One that the end of the program
// interrupts is no failure: the next start will look again.
func (k *Keeper) note(ctx context.Context, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.running = false
	if ctx.Err() != nil {
		return
	}
	if k.unpruned = errors.Is(err, ErrNotPruned); k.unpruned {
		err = nil
	}
	k.failed, k.failedAt = err, k.options.Now()
}

func (k *Keeper) make(ctx context.Context) (db.Backup, error) {
	made, err := k.register.Backup(ctx, "")
	if err != nil || k.options.Keep == 0 {
		return made, err
	}
	if _, err := k.register.PruneBackups(made, k.options.Keep); err != nil {
		return made, fmt.Errorf("%w: %w", ErrNotPruned, err)
	}
	return made, nil
}
