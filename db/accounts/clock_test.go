package accounts

import (
	"testing"
	"time"

	"kortisto/db"
)

// TestSessionsInMovedClocks holds that a session neither lives for ever nor
// ends at once where the clock is moved by a day, or by the hour of summer time.
func TestSessionsInMovedClocks(t *testing.T) {
	for _, moved := range []time.Duration{24 * time.Hour, time.Hour, -time.Hour, -24 * time.Hour} {
		t.Run(moved.String(), func(t *testing.T) {
			a, clock := openClocked(t)
			_, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
			must(t, err)
			id, err := a.CreateSession(fresh(t, a, "Liisa"), LoggedIn{})
			must(t, err)
			live := func() bool {
				session, err := a.FindSession(t.Context(), id)
				if err != nil {
					return false
				}
				a.TouchSession(id, session)
				return true
			}
			idle := a.options.SessionIdle
			clock.now = clock.now.Add(moved)
			if live() != (moved < idle) {
				t.Errorf("it lives: %v", moved >= idle)
			}
			if moved >= idle {
				return
			}
			began := clock.now
			for live() {
				clock.now = clock.now.Add(idle - time.Minute)
				if clock.now.Sub(began) > 2*a.options.SessionLife {
					t.Fatal("it lives for ever")
				}
			}
			if lived := clock.now.Sub(began); lived > a.options.SessionLife+idle || lived < a.options.SessionLife-idle-24*time.Hour {
				t.Errorf("it lived for %v", lived)
			}
			if id, err = a.CreateSession(fresh(t, a, "Liisa"), LoggedIn{}); err != nil || !live() {
				t.Errorf("a new one: %v", err)
			}
			clock.now = clock.now.Add(idle)
			if live() {
				t.Error("it lives unused")
			}
		})
	}
}
