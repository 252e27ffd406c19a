package accounts

import (
	"errors"
	"testing"
	"time"

	"kortisto/db"
)

// TestKeptSessions holds that a session that is kept ends when it is not used for
// 30 days, and after 90 days however often it is used, and others as before.
func TestKeptSessions(t *testing.T) {
	a, clock := openClocked(t)
	user := newAdmin(t, a, "Liisa")
	begin := func(kept bool) (id string, live func() bool) {
		id, err := a.CreateSession(user, LoggedIn{Kept: kept})
		must(t, err)
		settle(t, a)
		return id, func() bool {
			session, err := a.FindSession(t.Context(), id)
			if err != nil {
				return false
			}
			if session.Kept != kept {
				t.Errorf("%+v", session)
			}
			a.TouchSession(id, session)
			settle(t, a)
			must(t, a.Purge(t.Context()))
			return true
		}
	}
	const day = 24 * time.Hour
	_, usual := begin(false)
	_, kept := begin(true)
	clock.now = clock.now.Add(9 * time.Hour)
	must(t, a.Purge(t.Context()))
	if usual() || !kept() {
		t.Error("after nine hours")
	}
	for range 2 {
		clock.now = clock.now.Add(29 * day)
		if !kept() {
			t.Error("after 29 days more")
		}
	}
	clock.now = clock.now.Add(29 * day)
	if !kept() {
		t.Error("after 87 days")
	}
	clock.now = clock.now.Add(3 * day)
	if kept() {
		t.Error("after 90 days")
	}
	_, kept = begin(true)
	clock.now = clock.now.Add(30 * day)
	if kept() {
		t.Error("unused for 30 days")
	}
	_, kept = begin(true)
	clock.now = clock.now.Add(-365 * day) // the clock is put back: it lives no longer than it would have
	if !kept() {
		t.Error("of the future")
	}
	for range 3 {
		clock.now = clock.now.Add(29 * day)
		kept()
	}
	clock.now = clock.now.Add(4 * day)
	if kept() {
		t.Error("of the future, for ever")
	}
}

// TestOwnSessions holds which sessions are listed, written or not, and that they
// end by their marks, each its user's alone.
func TestOwnSessions(t *testing.T) {
	a, clock := openClocked(t)
	liisa, matti := newAdmin(t, a, "Liisa"), newAdmin(t, a, "Matti")
	begin := func(user *User, device string) string {
		id, err := a.CreateSession(user, LoggedIn{Device: device})
		must(t, err)
		clock.now = clock.now.Add(time.Minute)
		return id
	}
	devices := func(user *User) (text string) {
		t.Helper()
		all, err := a.Sessions(t.Context(), user)
		must(t, err)
		for _, session := range all {
			text += session.Device + " "
			if session.User.ID != user.ID {
				t.Errorf("%+v", session)
			}
		}
		return text
	}
	handleOf := func(id string) string {
		t.Helper()
		session, err := a.FindSession(t.Context(), id)
		must(t, err)
		return session.Handle
	}
	written := begin(liisa, "written")
	old := begin(liisa, "old")
	settle(t, a)
	release := lock(t, a)
	waiting := begin(liisa, "waiting")
	foreign := begin(matti, "foreign")
	if got := devices(liisa); got != "waiting old written " {
		t.Error(got)
	}
	clock.now = clock.now.Add(7 * time.Hour)
	for _, id := range []string{written, waiting, foreign} {
		session, err := a.FindSession(t.Context(), id)
		must(t, err)
		a.TouchSession(id, session)
	}
	clock.now = clock.now.Add(2 * time.Hour) // too long for the old one
	if got := devices(liisa); got != "waiting written " {
		t.Error(got)
	}
	if handle := handleOf(waiting); handle == "" || handle == waiting {
		t.Error(handle)
	} else if _, err := a.FindSession(t.Context(), handle); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("one gets in by a handle: %v", err)
	}
	for _, handle := range []string{handleOf(foreign), handleOf(waiting)[1:], "", "x", old} {
		must(t, a.EndSession(t.Context(), liisa, handle))
	}
	if got := devices(liisa) + devices(matti); got != "waiting written foreign " {
		t.Error(got)
	}
	must(t, a.EndSession(t.Context(), liisa, handleOf(waiting)))
	if got := devices(liisa); got != "written " {
		t.Error(got)
	}
	release()
	settle(t, a)
	if got := devices(liisa); got != "written " {
		t.Errorf("written: %s", got)
	}
	must(t, a.EndSession(t.Context(), liisa, handleOf(written)))
	if got := devices(liisa); got != "" {
		t.Error(got)
	}
	begin(liisa, "again")
	begin(fresh(t, a, "Liisa"), "again")
	must(t, a.EndSessions(t.Context(), db.Actor{}, "liisa"))
	if got := devices(fresh(t, a, "Liisa")) + devices(matti); got != "foreign " {
		t.Errorf("all are ended: %s", got)
	}
}
