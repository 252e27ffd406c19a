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
			accounts, clock := openClocked(t)
			_, err := accounts.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
			must(t, err)
			id, err := accounts.CreateSession(fresh(t, accounts, "Liisa"))
			must(t, err)
			live := func() bool {
				session, err := accounts.FindSession(t.Context(), id)
				if err != nil {
					return false
				}
				accounts.TouchSession(id, session)
				return true
			}
			idle := accounts.options.SessionIdle
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
				if clock.now.Sub(began) > 2*accounts.options.SessionLife {
					t.Fatal("it lives for ever")
				}
			}
			if lived := clock.now.Sub(began); lived > accounts.options.SessionLife+idle || lived < accounts.options.SessionLife-idle-24*time.Hour {
				t.Errorf("it lived for %v", lived)
			}
			if id, err = accounts.CreateSession(fresh(t, accounts, "Liisa")); err != nil || !live() {
				t.Errorf("a new one: %v", err)
			}
			clock.now = clock.now.Add(idle)
			if live() {
				t.Error("it lives unused")
			}
		})
	}
}
