package db

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kortisto/customer"
)

// TestHistoryFollowsNoClock holds that what was done last stands first, and is
// what is undone first, however the clock is moved meanwhile.
func TestHistoryFollowsNoClock(t *testing.T) {
	db, clock := openClocked(t)
	fill(t, db, 1)
	before := content(t, db)
	var saved []int64
	for i, days := range []int{0, 1, -1, -1, 3, -2} {
		clock.now = clock.now.Add(time.Duration(days) * 24 * time.Hour)
		saved = append(saved, mustSave(t, db, draft(t, db, table([]customer.Field{customer.Number, customer.City}, []string{"1001", fmt.Sprint("Kaupunki ", i)}))).Import)
	}
	slices.Reverse(saved)
	imports, err := db.Imports(t.Context(), 10, 0)
	must(t, err)
	for i, id := range saved {
		if imports[i].ID != id {
			t.Errorf("in place %d stands import %d, want %d", i, imports[i].ID, id)
		}
	}
	events, _, err := db.CustomerHistory(t.Context(), 1001, 0, 10)
	must(t, err)
	for i, event := range events[:len(saved)] {
		if event.Import != saved[i] {
			t.Errorf("in the customer's history, in place %d: import %d, want %d", i, event.Import, saved[i])
		}
	}
	for _, id := range saved {
		clock.now = clock.now.Add(-24 * time.Hour)
		mustUndo(t, db, id)
	}
	if after := content(t, db); after != before {
		t.Errorf("undone:\n%s\nbefore:\n%s", after, before)
	}
	checkRegister(t, db)
}

// TestSessionsInMovedClocks holds that a session neither lives for ever nor
// ends at once where the clock is moved by a day, or by the hour of summer time.
func TestSessionsInMovedClocks(t *testing.T) {
	for _, moved := range []time.Duration{24 * time.Hour, time.Hour, -time.Hour, -24 * time.Hour} {
		t.Run(moved.String(), func(t *testing.T) {
			db, clock := openClocked(t)
			_, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin)
			must(t, err)
			id, err := db.CreateSession(fresh(t, db, "Liisa"))
			must(t, err)
			live := func() bool {
				session, err := db.FindSession(t.Context(), id)
				if err != nil {
					return false
				}
				db.TouchSession(id, session)
				return true
			}
			idle := db.options.SessionIdle
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
				if clock.now.Sub(began) > 2*db.options.SessionLife {
					t.Fatal("it lives for ever")
				}
			}
			if lived := clock.now.Sub(began); lived > db.options.SessionLife+idle || lived < db.options.SessionLife-idle-24*time.Hour {
				t.Errorf("it lived for %v", lived)
			}
			if id, err = db.CreateSession(fresh(t, db, "Liisa")); err != nil || !live() {
				t.Errorf("a new one: %v", err)
			}
			clock.now = clock.now.Add(idle)
			if live() {
				t.Error("it lives unused")
			}
		})
	}
}
