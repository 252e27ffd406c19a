package accounts

import (
	"context"
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"kortisto/db"
)

// fresh is a user as it is stored now.
func fresh(t *testing.T, a *Accounts, name string) *User {
	t.Helper()
	user, err := a.User(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// settle waits until all that log-ins write has been written.
func settle(t *testing.T, a *Accounts) {
	t.Helper()
	if err := a.unwritten.write(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestSessionIDs holds that ids are long and never the same.
func TestSessionIDs(t *testing.T) {
	seen := make(map[string]bool)
	for range 10_000 {
		id := newID()
		if random, err := base64.RawURLEncoding.DecodeString(id); err != nil || len(random) != 32 || seen[id] {
			t.Fatalf("%q, %v", id, err)
		}
		seen[id] = true
	}
}

func TestSessions(t *testing.T) {
	a, clock := openClocked(t)
	if _, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin); err != nil {
		t.Fatal(err)
	}
	if _, err := a.CreateUser(t.Context(), db.Actor{}, "Matti", goodPassword, db.Admin); err != nil {
		t.Fatal(err)
	}
	begin := func() string {
		id, err := a.CreateSession(fresh(t, a, "Liisa"), LoggedIn{})
		if err != nil || len(id) != 43 {
			t.Fatal(id, err)
		}
		return id
	}
	live := func(id string) bool {
		t.Helper()
		session, err := a.FindSession(t.Context(), id)
		if err != nil && !errors.Is(err, db.ErrNotFound) {
			t.Fatal(err)
		}
		return err == nil && session.User.Name == "Liisa"
	}
	id := begin()
	if !live(id) || live(id+"x") || live("") {
		t.Error("a session is known by its id alone")
	}
	var raw int
	if err := a.db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM sessions WHERE instr(hash, ?) OR instr(data, ?)`, id, id).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("the id is stored, %v", err)
	}

	ends := map[string]func(id string) error{
		"log-out":  func(id string) error { return a.DeleteSession(id) },
		"disabled": func(string) error { return a.DisableUser(t.Context(), db.Actor{}, "Liisa") },
		"disabled by other means": func(string) error {
			return execute(t, a, `UPDATE users SET active = 0 WHERE name = 'Liisa'`)
		},
		"password": func(string) error { return a.SetPassword(t.Context(), db.Actor{}, "Liisa", goodPassword+"!") },
		"role":     func(string) error { return a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Editor) },
		"idle":     func(string) error { clock.now = clock.now.Add(9 * time.Hour); return nil },
		"age": func(id string) error {
			for end := clock.now.Add(31 * 24 * time.Hour); clock.now.Before(end); clock.now = clock.now.Add(7 * time.Hour) {
				session, err := a.FindSession(t.Context(), id)
				if err != nil {
					return nil
				}
				if session.CreatedAt.After(clock.now) {
					t.Errorf("%+v", session)
				}
				a.TouchSession(id, session)
			}
			return nil
		},
	}
	for name, end := range ends {
		if err := a.EnableUser(t.Context(), db.Actor{}, "Liisa"); err != nil {
			t.Fatal(err)
		}
		id := begin()
		settle(t, a)
		if !live(id) {
			t.Errorf("%s: no session", name)
		}
		if err := end(id); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if live(id) {
			t.Errorf("%s: the session goes on", name)
		}
		settle(t, a)
		if live(id) {
			t.Errorf("%s: the session comes back", name)
		}
	}
	settle(t, a)
	clock.now = clock.now.Add(40 * 24 * time.Hour)
	if err := a.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM sessions`).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("%d sessions left, %v", raw, err)
	}
}

// TestSessionsWhileSomebodyWrites holds that while somebody else writes, sessions
// begin, are used and end at once, and that all of it is written afterwards.
func TestSessionsWhileSomebodyWrites(t *testing.T) {
	clock := &clock{testTime}
	options := testOptions()
	options.Now = func() time.Time { return clock.now }
	dir := t.TempDir()
	a := openDir(t, dir, options)
	user, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	begin := func() string {
		id, err := a.CreateSession(user, LoggedIn{})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	touched, ended := begin(), begin()
	settle(t, a)
	release := lock(t, a)
	begun, brief := begin(), begin()
	clock.now = clock.now.Add(time.Hour)
	for _, id := range []string{touched, begun} {
		session, err := a.FindSession(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		a.TouchSession(id, session)
	}
	for _, id := range []string{ended, brief} {
		if err := a.DeleteSession(id); err != nil {
			t.Fatal(err)
		}
	}
	check := func(a *Accounts, when string) {
		t.Helper()
		for _, id := range []string{touched, begun} {
			if session, err := a.FindSession(t.Context(), id); err != nil || !session.SeenAt.Equal(clock.now) || session.User.Name != "Liisa" {
				t.Errorf("%s: %+v, %v", when, session, err)
			}
		}
		for _, id := range []string{ended, brief} {
			if _, err := a.FindSession(t.Context(), id); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s: a session that has ended: %v", when, err)
			}
		}
	}
	check(a, "while somebody writes")
	release()
	settle(t, a)
	check(a, "written")
	closeAll(t, a)
	check(openDir(t, dir, options), "opened again")
}

// TestUnwrittenSessionsEnd holds that a session, and a device, which another
// process has not seen yet end with what it does to the user.
func TestUnwrittenSessionsEnd(t *testing.T) {
	for name, set := range map[string]func(*User){
		"disabled":             func(u *User) { u.Active = false },
		"role":                 func(u *User) { u.Role = db.Viewer },
		"password":             func(u *User) { u.Password += "x" },
		"disabled and enabled": func(*User) {},
	} {
		t.Run(name, func(t *testing.T) {
			a := openTest(t)
			for _, name := range []string{"Liisa", "Matti"} {
				if _, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin); err != nil {
					t.Fatal(err)
				}
			}
			user := fresh(t, a, "Liisa")
			release := lock(t, a)
			id, err := a.CreateSession(user, LoggedIn{})
			if err != nil {
				t.Fatal(err)
			}
			device, err := a.RememberDevice(t.Context(), user, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.FindSession(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			if known, err := a.knownDevice(t.Context(), "LIISA", []string{"other", device}); known != device || err != nil {
				t.Fatal(known, err)
			}
			err = otherProcess(t, a).RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
				stored, err := userByName(ctx, tx, "Liisa")
				if err != nil {
					return err
				}
				return changeUser(ctx, tx, stored, set)
			})
			if err != nil {
				t.Fatal(err)
			}
			ended := func(when string) {
				t.Helper()
				if _, err := a.FindSession(t.Context(), id); !errors.Is(err, db.ErrNotFound) {
					t.Errorf("%s: the session: %v", when, err)
				}
				if known, err := a.knownDevice(t.Context(), "Liisa", []string{device}); known != "" || err != nil {
					t.Errorf("%s: the device is known: %v", when, err)
				}
			}
			ended("before it is written")
			release()
			settle(t, a)
			ended("afterwards")
		})
	}
}

// TestSessionsAreBounded holds that what cannot be written does not fill the memory.
func TestSessionsAreBounded(t *testing.T) {
	a := openTest(t)
	user, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	release := lock(t, a)
	defer release()
	id, err := a.CreateSession(user, LoggedIn{})
	if err != nil {
		t.Fatal(err)
	}
	for range maxUnwritten - 1 {
		if _, err := a.CreateSession(user, LoggedIn{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.CreateSession(user, LoggedIn{}); !errors.As(err, new(db.ErrBusy)) {
		t.Errorf("one more: %v", err)
	}
	if err := a.DeleteSession(id); err != nil {
		t.Errorf("a log-out: %v", err)
	}
	if tryLogin(t, a, "liisa", "192.0.2.1"); a.unwritten.count() != maxUnwritten+1+3 {
		t.Errorf("%d entries", a.unwritten.count())
	}
	release()
	settle(t, a)
	if n := a.unwritten.count(); n != 0 {
		t.Errorf("when all is written, %d still count", n)
	}
}

// TestSessionOfTheFuture holds that a session from before the clock was put
// back goes on, and no longer than it would have.
func TestSessionOfTheFuture(t *testing.T) {
	a, clock := openClocked(t)
	user, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	id, err := a.CreateSession(user, LoggedIn{})
	if err != nil {
		t.Fatal(err)
	}
	settle(t, a)
	clock.now = clock.now.Add(-365 * 24 * time.Hour)
	session, err := a.FindSession(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	a.TouchSession(id, session)
	settle(t, a)
	if session, err = a.FindSession(t.Context(), id); err != nil || !session.SeenAt.Equal(clock.now) ||
		!session.ExpiresAt.Equal(clock.now.Add(a.options.SessionLife)) {
		t.Errorf("%+v, %v", session, err)
	}
}

// TestDevices holds which browsers a user is known by, and that only so many are.
func TestDevices(t *testing.T) {
	a, clock := openClocked(t)
	for _, name := range []string{"Liisa", "Matti"} {
		if _, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin); err != nil {
			t.Fatal(err)
		}
	}
	remember := func(ids ...string) string {
		t.Helper()
		id, err := a.RememberDevice(t.Context(), fresh(t, a, "Liisa"), ids)
		if err != nil || len(id) != 43 {
			t.Fatal(id, err)
		}
		settle(t, a)
		clock.now = clock.now.Add(time.Second)
		return id
	}
	known := func(name, id string) bool {
		t.Helper()
		found, err := a.knownDevice(t.Context(), name, []string{id})
		if err != nil {
			t.Fatal(err)
		}
		return found == id
	}
	first := remember("made up by an attacker")
	if first == "made up by an attacker" || !known("liisa ", first) || known("Matti", first) || known("nobody", first) || known("Liisa", first+"x") {
		t.Error("a device is known by its id, to its user alone")
	}
	if remember("of somebody else", first) != first {
		t.Error("a known device becomes another one")
	}
	var raw int
	if err := a.db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM devices WHERE instr(hash, ?)`, first).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("the id is stored, %v", err)
	}
	second := remember()
	for range maxDevices - 2 {
		remember()
	}
	remember(first)
	remember() // the one too many
	if !known("Liisa", first) || known("Liisa", second) {
		t.Error("not those used last are known")
	}
	if err := a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Editor); err != nil || !known("Liisa", first) {
		t.Errorf("another role: %v", err)
	}
	if err := a.SetPassword(t.Context(), db.Actor{}, "Liisa", goodPassword+"!"); err != nil || known("Liisa", first) {
		t.Errorf("another password: %v", err)
	}
	third := remember()
	if err := a.DisableUser(t.Context(), db.Actor{}, "Liisa"); err != nil || known("Liisa", third) {
		t.Errorf("disabled: %v", err)
	}
	if err := a.EnableUser(t.Context(), db.Actor{}, "Liisa"); err != nil || known("Liisa", third) {
		t.Errorf("enabled again: %v", err)
	}
	fourth := remember()
	clock.now = clock.now.Add(DeviceLife)
	if err := a.Purge(t.Context()); err != nil || known("Liisa", fourth) {
		t.Errorf("unused for long: %v", err)
	}
}
