package db

import (
	"errors"
	"testing"
	"time"
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

func TestSessions(t *testing.T) {
	db, clock := openClocked(t)
	user, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.CreateUser(t.Context(), Actor{}, "Matti", goodPassword, Admin); err != nil {
		t.Fatal(err)
	}
	begin := func() string {
		id, err := db.CreateSession(t.Context(), user.ID, []byte("x"))
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
	if err := db.SetSessionData(t.Context(), id, []byte("flash")); err != nil {
		t.Error(err)
	}
	var raw int
	if err := db.read.DB.QueryRow(`SELECT count(*) FROM sessions WHERE instr(hash, ?) OR instr(data, ?)`, id, id).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("the id is stored, %v", err)
	}

	ends := map[string]func(id string) error{
		"log-out":      func(id string) error { return db.DeleteSession(t.Context(), id) },
		"all sessions": func(string) error { return db.DeleteSessions(t.Context(), user.ID) },
		"disabled":     func(string) error { return db.DisableUser(t.Context(), Actor{}, "Liisa") },
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
				if string(session.Data) != "x" || session.CreatedAt.After(clock.now) {
					t.Errorf("%+v", session)
				}
				if err := db.TouchSession(t.Context(), id, session); err != nil {
					return err
				}
			}
			return nil
		},
	}
	for name, end := range ends {
		if err := db.EnableUser(t.Context(), Actor{}, "Liisa"); err != nil {
			t.Fatal(err)
		}
		id := begin()
		if !live(id) {
			t.Errorf("%s: no session", name)
		}
		if err := end(id); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if live(id) {
			t.Errorf("%s: the session goes on", name)
		}
	}
	if err := db.SetSessionData(t.Context(), "gone", nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	clock.now = clock.now.Add(40 * 24 * time.Hour)
	if err := db.PurgeSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.read.DB.QueryRow(`SELECT count(*) FROM sessions`).Scan(&raw); err != nil || raw != 0 {
		t.Errorf("%d sessions left, %v", raw, err)
	}
}

// TestTouchNeverWaits touches a session while somebody else writes.
func TestTouchNeverWaits(t *testing.T) {
	db, clock := openClocked(t)
	user, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin)
	if err != nil {
		t.Fatal(err)
	}
	id, err := db.CreateSession(t.Context(), user.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	session, err := db.FindSession(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	clock.now = clock.now.Add(time.Hour)
	release, err := db.lock.acquire(t.Context(), "somebody")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.TouchSession(t.Context(), id, session); err != nil {
		t.Error(err)
	}
	release()
	if err := db.TouchSession(t.Context(), id, session); err != nil {
		t.Error(err)
	}
	if session, err = db.FindSession(t.Context(), id); err != nil || !session.SeenAt.Equal(clock.now) {
		t.Errorf("%+v, %v", session, err)
	}
}
