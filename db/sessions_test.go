package db

import (
	"context"
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

// clock is a clock that a test moves.
type clock struct{ now time.Time }

func openClocked(t *testing.T) (*DB, *clock) {
	t.Helper()
	c := &clock{testTime}
	options := testOptions()
	options.Now = func() time.Time { return c.now }
	return openDir(t, t.TempDir(), options), c
}

// fresh is a user as it is stored now.
func fresh(t *testing.T, db *DB, name string) *User {
	t.Helper()
	user, err := db.User(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// settle waits until all that log-ins write has been written.
func settle(t *testing.T, db *DB) {
	t.Helper()
	if err := db.unwritten.write(t.Context()); err != nil {
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
	db, clock := openClocked(t)
	if _, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin); err != nil {
		t.Fatal(err)
	}
	if _, err := db.CreateUser(t.Context(), Actor{}, "Matti", goodPassword, Admin); err != nil {
		t.Fatal(err)
	}
	begin := func() string {
		id, err := db.CreateSession(fresh(t, db, "Liisa"))
		if err != nil || len(id) != 43 {
			t.Fatal(id, err)
		}
		return id
	}
	live := func(id string) bool {
		t.Helper()
		session, err := db.FindSession(t.Context(), id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			t.Fatal(err)
		}
		return err == nil && session.User.Name == "Liisa"
	}
	id := begin()
	if !live(id) || live(id+"x") || live("") {
		t.Error("a session is known by its id alone")
	}
	var raw int
	if err := db.read.DB.QueryRow(`SELECT count(*) FROM sessions WHERE instr(hash, ?) OR instr(data, ?)`, id, id).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("the id is stored, %v", err)
	}

	ends := map[string]func(id string) error{
		"log-out":  func(id string) error { return db.DeleteSession(id) },
		"disabled": func(string) error { return db.DisableUser(t.Context(), Actor{}, "Liisa") },
		"disabled by other means": func(string) error {
			_, err := db.write.DB.Exec(`UPDATE users SET active = 0 WHERE name = 'Liisa'`)
			return err
		},
		"password": func(string) error { return db.SetPassword(t.Context(), Actor{}, "Liisa", goodPassword+"!") },
		"role":     func(string) error { return db.SetRole(t.Context(), Actor{}, "Liisa", Editor) },
		"idle":     func(string) error { clock.now = clock.now.Add(9 * time.Hour); return nil },
		"age": func(id string) error {
			for end := clock.now.Add(31 * 24 * time.Hour); clock.now.Before(end); clock.now = clock.now.Add(7 * time.Hour) {
				session, err := db.FindSession(t.Context(), id)
				if err != nil {
					return nil
				}
				if session.CreatedAt.After(clock.now) {
					t.Errorf("%+v", session)
				}
				db.TouchSession(id, session)
			}
			return nil
		},
	}
	for name, end := range ends {
		if err := db.EnableUser(t.Context(), Actor{}, "Liisa"); err != nil {
			t.Fatal(err)
		}
		id := begin()
		settle(t, db)
		if !live(id) {
			t.Errorf("%s: no session", name)
		}
		if err := end(id); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if live(id) {
			t.Errorf("%s: the session goes on", name)
		}
		settle(t, db)
		if live(id) {
			t.Errorf("%s: the session comes back", name)
		}
	}
	settle(t, db)
	clock.now = clock.now.Add(40 * 24 * time.Hour)
	if err := db.PurgeSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.read.DB.QueryRow(`SELECT count(*) FROM sessions`).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("%d sessions left, %v", raw, err)
	}
}

// TestSessionsWaitForNobody holds that while somebody else writes, sessions
// begin, are used and end at once, and that all of it is written afterwards.
func TestSessionsWaitForNobody(t *testing.T) {
	clock := &clock{testTime}
	options := testOptions()
	options.Now = func() time.Time { return clock.now }
	dir := t.TempDir()
	db := openDir(t, dir, options)
	user, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin)
	if err != nil {
		t.Fatal(err)
	}
	begin := func() string {
		id, err := db.CreateSession(user)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	touched, ended := begin(), begin()
	settle(t, db)
	release, err := db.lock.acquire(t.Context(), purpose{work: "save"})
	if err != nil {
		t.Fatal(err)
	}
	begun, brief := begin(), begin()
	clock.now = clock.now.Add(time.Hour)
	for _, id := range []string{touched, begun} {
		session, err := db.FindSession(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		db.TouchSession(id, session)
	}
	for _, id := range []string{ended, brief} {
		if err := db.DeleteSession(id); err != nil {
			t.Fatal(err)
		}
	}
	check := func(db *DB, when string) {
		t.Helper()
		for _, id := range []string{touched, begun} {
			if session, err := db.FindSession(t.Context(), id); err != nil || !session.SeenAt.Equal(clock.now) || session.User.Name != "Liisa" {
				t.Errorf("%s: %+v, %v", when, session, err)
			}
		}
		for _, id := range []string{ended, brief} {
			if _, err := db.FindSession(t.Context(), id); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: a session that has ended: %v", when, err)
			}
		}
	}
	check(db, "while somebody writes")
	release()
	settle(t, db)
	check(db, "written")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	check(openDir(t, dir, options), "opened again")
}

// TestUnwrittenSessionsEnd holds that a session, and a device, which another
// process has not seen yet end with what it does to the user.
func TestUnwrittenSessionsEnd(t *testing.T) {
	for name, set := range map[string]func(*User){
		"disabled":             func(u *User) { u.Active = false },
		"role":                 func(u *User) { u.Role = Viewer },
		"password":             func(u *User) { u.Password += "x" },
		"disabled and enabled": func(*User) {},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			for _, name := range []string{"Liisa", "Matti"} {
				if _, err := db.CreateUser(t.Context(), Actor{}, name, goodPassword, Admin); err != nil {
					t.Fatal(err)
				}
			}
			user := fresh(t, db, "Liisa")
			release, err := db.lock.acquire(t.Context(), purpose{work: "user"}) // as the other process holds it
			if err != nil {
				t.Fatal(err)
			}
			id, err := db.CreateSession(user)
			if err != nil {
				t.Fatal(err)
			}
			device, err := db.RememberDevice(t.Context(), user, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.FindSession(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			if known, err := db.knownDevice(t.Context(), "LIISA", []string{"other", device}); known != device || err != nil {
				t.Fatal(known, err)
			}
			err = db.transact(t.Context(), func(ctx context.Context, tx bun.Tx) error { return changeUser(ctx, tx, "Liisa", set) })
			if err != nil {
				t.Fatal(err)
			}
			ended := func(when string) {
				t.Helper()
				if _, err := db.FindSession(t.Context(), id); !errors.Is(err, ErrNotFound) {
					t.Errorf("%s: the session: %v", when, err)
				}
				if known, err := db.knownDevice(t.Context(), "Liisa", []string{device}); known != "" || err != nil {
					t.Errorf("%s: the device is known: %v", when, err)
				}
			}
			ended("before it is written")
			release()
			settle(t, db)
			ended("afterwards")
		})
	}
}

// TestSessionsAreBounded holds that what cannot be written does not fill the memory.
func TestSessionsAreBounded(t *testing.T) {
	db := openTest(t)
	user, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin)
	if err != nil {
		t.Fatal(err)
	}
	release, err := db.lock.acquire(t.Context(), purpose{work: "save"})
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	id, err := db.CreateSession(user)
	if err != nil {
		t.Fatal(err)
	}
	for range maxUnwritten - 1 {
		if _, err := db.CreateSession(user); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.CreateSession(user); !errors.As(err, new(ErrBusy)) {
		t.Errorf("one more: %v", err)
	}
	if err := db.DeleteSession(id); err != nil {
		t.Errorf("a log-out: %v", err)
	}
	if tryLogin(t, db, "liisa", "192.0.2.1"); db.unwritten.count() != maxUnwritten+1+3 {
		t.Errorf("%d entries", db.unwritten.count())
	}
}

// TestSessionOfTheFuture holds that a session from before the clock was put
// back goes on, and no longer than it would have.
func TestSessionOfTheFuture(t *testing.T) {
	db, clock := openClocked(t)
	user, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin)
	if err != nil {
		t.Fatal(err)
	}
	id, err := db.CreateSession(user)
	if err != nil {
		t.Fatal(err)
	}
	settle(t, db)
	clock.now = clock.now.Add(-365 * 24 * time.Hour)
	session, err := db.FindSession(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	db.TouchSession(id, session)
	settle(t, db)
	if session, err = db.FindSession(t.Context(), id); err != nil || !session.SeenAt.Equal(clock.now) ||
		!session.ExpiresAt.Equal(clock.now.Add(db.options.SessionLife)) {
		t.Errorf("%+v, %v", session, err)
	}
}

// TestDevices holds which browsers a user is known by, and that only so many are.
func TestDevices(t *testing.T) {
	db, clock := openClocked(t)
	for _, name := range []string{"Liisa", "Matti"} {
		if _, err := db.CreateUser(t.Context(), Actor{}, name, goodPassword, Admin); err != nil {
			t.Fatal(err)
		}
	}
	remember := func(ids ...string) string {
		t.Helper()
		id, err := db.RememberDevice(t.Context(), fresh(t, db, "Liisa"), ids)
		if err != nil || len(id) != 43 {
			t.Fatal(id, err)
		}
		settle(t, db)
		clock.now = clock.now.Add(time.Second)
		return id
	}
	known := func(name, id string) bool {
		t.Helper()
		found, err := db.knownDevice(t.Context(), name, []string{id})
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
	if err := db.read.QueryRow(`SELECT count(*) FROM devices WHERE instr(hash, ?)`, first).Scan(&raw); err != nil || raw != 0 {
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
	if err := db.SetRole(t.Context(), Actor{}, "Liisa", Editor); err != nil || !known("Liisa", first) {
		t.Errorf("another role: %v", err)
	}
	if err := db.SetPassword(t.Context(), Actor{}, "Liisa", goodPassword+"!"); err != nil || known("Liisa", first) {
		t.Errorf("another password: %v", err)
	}
	third := remember()
	if err := db.DisableUser(t.Context(), Actor{}, "Liisa"); err != nil || known("Liisa", third) {
		t.Errorf("disabled: %v", err)
	}
	if err := db.EnableUser(t.Context(), Actor{}, "Liisa"); err != nil || known("Liisa", third) {
		t.Errorf("enabled again: %v", err)
	}
	fourth := remember()
	clock.now = clock.now.Add(DeviceLife)
	if err := db.PurgeSessions(t.Context()); err != nil || known("Liisa", fourth) {
		t.Errorf("unused for long: %v", err)
	}
}
