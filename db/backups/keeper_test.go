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
	options.Now, options.Report = clock, func(_ db.Backup, err error) { n.told = append(n.told, err) }
	n.Keeper = New(n.register, options)
	return n
}

// look looks whether a backup is due, and holds how many have been made or have
// failed by then.
func (n *night) look(when string, told int) State {
	n.Helper()
	n.makeIfDue(n.Context())
	if len(n.told) != told {
		n.Errorf("%s: told %d times, want %d", when, len(n.told), told)
	}
	state, _ := n.State(n.Context())
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
	if _, list := n.State(n.Context()); len(list) != 2 {
		t.Errorf("kept %v", list)
	}
	n.now = n.now.AddDate(-1, 0, 0) // the clock was wrong
	n.look("in the past", 4)
	n.look("in the past again", 4)
}

// TestNightlyOff holds that none is made by itself where that is not wanted, and
// that people are told all the same where there is none, or an old one, of a
// register that has something in it: also after a start, and not where one was
// made to another place.
func TestNightlyOff(t *testing.T) {
	n := newNight(t, Options{Hour: NoHour})
	n.now = n.now.AddDate(0, 0, 9)
	if state := n.look("much later", 0); state.Late || !state.None() {
		t.Errorf("nothing to lose: %+v", state)
	}
	if _, err := n.register.CreateGroup(t.Context(), db.Actor{Name: "Liisa"}, "Ryhmä"); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.Add(Late)
	if state := n.look("in time", 0); state.Late {
		t.Errorf("%+v", state)
	}
	n.now = n.now.Add(time.Second)
	n.Keeper = New(n.register, n.options)
	if state := n.look("late, after a start", 0); !state.Late || !state.None() {
		t.Errorf("%+v", state)
	}
	made, err := n.register.Backup(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if state := n.look("made elsewhere", 0); state.Late || state.Outside == nil || state.Outside.Path != made.Path {
		t.Errorf("%+v", state)
	}
	n.now = n.now.Add(Late + time.Second)
	if state := n.look("old elsewhere", 0); !state.Late {
		t.Errorf("%+v", state)
	}
	if _, err := n.register.Backup(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if state := n.look("made here", 0); state.Late || state.Outside != nil || state.Last == nil {
		t.Errorf("%+v", state)
	}
}

// TestHourOfEachDay holds that each day has one hour for backups, also where
// clocks are put forward or back.
func TestHourOfEachDay(t *testing.T) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	for hour := range 24 {
		k := Keeper{options: Options{Hour: hour}}
		for _, change := range []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, helsinki), time.Date(2026, 10, 25, 0, 0, 0, 0, helsinki)} {
			begin, end := change.AddDate(0, 0, -1).Add(12*time.Hour+30*time.Minute), change.AddDate(0, 0, 2).Add(12*time.Hour+30*time.Minute)
			var last time.Time
			hours := make(map[int64]int) // by when they came
			for now := begin; now.Before(end); now = now.Add(time.Minute) {
				due := k.lastHour(now)
				if due.Before(last) || due.After(now) || now.Sub(due) > 25*time.Hour {
					t.Fatalf("%d o'clock at %v: %v, after %v", hour, now, due, last)
				}
				last = due
				hours[due.Unix()]++
			}
			if len(hours) != 4 {
				t.Errorf("%d o'clock around %v: %d hours", hour, change, len(hours))
			}
		}
	}
}

// TestNightlyFails holds that a failure is logged and shown, that it is tried again
// after an hour, and that a backup which has become too old is late.
func TestNightlyFails(t *testing.T) {
	n := newNight(t, Options{Hour: 3, Keep: 14})
	dir := n.register.BackupsDir()
	n.look("first", 1)
	if err := errors.Join(os.Rename(dir, dir+".away"), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.AddDate(0, 0, 1)
	n.makeIfDue(t.Context())
	if len(n.told) != 2 || n.told[1] == nil {
		t.Fatalf("told %v", n.told)
	}
	n.now = n.now.Add(retry - time.Second)
	n.makeIfDue(t.Context())
	if len(n.told) != 2 {
		t.Errorf("tried again at once: %v", n.told)
	}
	if err := errors.Join(os.Remove(dir), os.Rename(dir+".away", dir)); err != nil {
		t.Fatal(err)
	}
	if state, _ := n.State(n.Context()); state.Failed == nil || state.Late {
		t.Errorf("%+v", state)
	}
	n.now = n.now.Add(Late - 24*time.Hour)
	if state, _ := n.State(n.Context()); !state.Late {
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

// TestGoneBy holds when the backups that exist have given way to later ones.
func TestGoneBy(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.Local) }
	for name, test := range map[string]struct {
		state State
		now   time.Time
		want  time.Time
	}{
		"before the hour": {State{Hour: 3, Keep: 2}, at(10, 1), at(11, 3)},
		"after the hour":  {State{Hour: 3, Keep: 2}, at(10, 14), at(12, 3)},
		"at the hour":     {State{Hour: 3, Keep: 1}, at(10, 3), at(11, 3)},
		"none at night":   {State{Hour: NoHour, Keep: 14}, at(10, 3), time.Time{}},
		"all are kept":    {State{Hour: 3}, at(10, 3), time.Time{}},
	} {
		if got := test.state.GoneBy(test.now); !got.Equal(test.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
