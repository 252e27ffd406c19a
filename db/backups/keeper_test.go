package backups

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"kortisto/db"
)

// night is a keeper with a clock that the test moves.
type night struct {
	*testing.T
	*Keeper
	register *db.DB
	now      time.Time
	told     []error
}

func newNight(t *testing.T, options Options) *night {
	t.Helper()
	n := &night{T: t, now: time.Date(2026, 11, 3, 9, 30, 0, 0, time.Local)}
	clock := func() time.Time { return n.now }
	var err error
	if n.register, err = db.Open(t.Context(), t.TempDir(), db.Options{Now: clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.register.Close() })
	options.Now, options.Told = clock, func(_ db.Backup, err error) { n.told = append(n.told, err) }
	n.Keeper = New(n.register, options)
	return n
}

// look looks whether a backup is due, and holds how many have been made or have
// failed by then.
func (n *night) look(when string, told int) State {
	n.Helper()
	n.Look(n.Context())
	if len(n.told) != told {
		n.Errorf("%s: told %d times, want %d", when, len(n.told), told)
	}
	state, _ := n.State()
	return state
}

// TestNightly holds when backups are made: soon after a start that finds none
// since the hour of the day, then each day once the hour has come.
func TestNightly(t *testing.T) {
	n := newNight(t, Options{Hour: 3, Keep: 2})
	n.look("at the first start", 1)
	n.look("a moment later", 1)
	n.now = time.Date(2026, 11, 4, 2, 59, 0, 0, time.Local)
	n.look("before the hour", 1)
	n.now = n.now.Add(time.Minute)
	n.look("at the hour", 2)
	n.look("once more", 2)
	n.now = n.now.AddDate(0, 0, 5)
	if state := n.look("days later", 3); state.Late || state.Last == nil || !state.Last.At.Equal(n.now) {
		t.Errorf("%+v", state)
	}
	if _, list := n.State(); len(list) != 2 {
		t.Errorf("kept %v", list)
	}
	n.now = n.now.AddDate(-1, 0, 0) // the clock was wrong
	n.look("in the past", 4)
	n.look("in the past again", 4)
}

// TestNightlyOff holds that none is made by itself where that is not wanted, and
// nobody is told that the last one is old.
func TestNightlyOff(t *testing.T) {
	n := newNight(t, Options{Hour: NoHour})
	n.now = n.now.AddDate(0, 0, 9)
	if state := n.look("much later", 0); state.Late || state.Last != nil {
		t.Errorf("%+v", state)
	}
}

// TestNightlyFails holds that a failure is told and shown, that it is tried again
// after an hour, and that a backup which has become too old is late.
func TestNightlyFails(t *testing.T) {
	n := newNight(t, Options{Hour: 3, Keep: 14})
	dir := n.register.BackupsDir()
	n.look("first", 1)
	if err := errors.Join(os.Rename(dir, dir+".away"), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.AddDate(0, 0, 1)
	n.Look(t.Context())
	if len(n.told) != 2 || n.told[1] == nil {
		t.Fatalf("told %v", n.told)
	}
	n.now = n.now.Add(retry - time.Second)
	n.Look(t.Context())
	if len(n.told) != 2 {
		t.Errorf("tried again at once: %v", n.told)
	}
	if err := errors.Join(os.Remove(dir), os.Rename(dir+".away", dir)); err != nil {
		t.Fatal(err)
	}
	if state, _ := n.State(); state.Failed == nil || state.Late {
		t.Errorf("%+v", state)
	}
	n.now = n.now.Add(Late - 24*time.Hour)
	if state, _ := n.State(); !state.Late {
		t.Errorf("%+v", state)
	}
	if state := n.look("after an hour", 3); state.Failed != nil || state.Late {
		t.Errorf("%+v", state)
	}
}

// TestOneAtATime holds that no second backup begins beside one, and that one
// which the end of the program interrupts is no failure.
func TestOneAtATime(t *testing.T) {
	n := newNight(t, Options{Hour: 3})
	work, free := n.Begin()
	if !free {
		t.Fatal("not free")
	}
	if _, again := n.Begin(); again {
		t.Error("begun twice")
	}
	if state := n.look("while one is made", 0); !state.Running {
		t.Errorf("%+v", state)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := work(ended); err == nil {
		t.Error("made after the end")
	}
	if state := n.look("after that", 1); state.Running || state.Failed != nil {
		t.Errorf("%+v", state)
	}
}
