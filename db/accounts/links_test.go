package accounts

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/db"
)

// newAdmin makes the administrator whom a test needs beside others.
func newAdmin(t *testing.T, a *Accounts, name string) *User {
	t.Helper()
	user, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin)
	must(t, err)
	return user
}

// link makes a link for a user.
func link(t *testing.T, a *Accounts, name string) string {
	t.Helper()
	token, err := a.NewLink(t.Context(), db.Actor{}, name)
	must(t, err)
	return token
}

// TestLinks holds by which links a user can choose a password, and by which not.
func TestLinks(t *testing.T) {
	a, clock := openClocked(t)
	newAdmin(t, a, "Maija")
	invited, first, err := a.InviteUser(t.Context(), db.Actor{}, "Liisa", db.Editor)
	if err != nil || invited.HasPassword() || len(first) < 26 {
		t.Fatalf("%+v, %q, %v", invited, first, err)
	}
	claim := func(token, password string) error {
		return second(a.ClaimLink(t.Context(), LinkClaim{Token: token, Password: password}))
	}
	for _, password := range []string{"", goodPassword} { // nobody's password is no password
		if _, err := a.authenticate(t.Context(), "Liisa", password); !errors.Is(err, ErrWrongLogin) {
			t.Errorf("%q: %v", password, err)
		}
	}
	var stored int
	must(t, a.db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM setup_tokens WHERE instr(hash, ?)`, first).Scan(&stored))
	if stored != 0 {
		t.Error("the token is stored")
	}
	for password, want := range map[string]error{"short": ErrPasswordShort, "liisa 12345": ErrPasswordName} {
		if err := claim(first, password); !errors.Is(err, want) {
			t.Errorf("%s: %v", password, err)
		}
	}
	ways := map[string]struct {
		do   func(token string) error
		good bool
	}{
		"as it is":         {func(string) error { return nil }, true},
		"just before":      {func(string) error { clock.now = clock.now.Add(LinkLife - time.Second); return nil }, true},
		"another role":     {func(string) error { return a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Viewer) }, true},
		"long too old":     {func(string) error { clock.now = clock.now.Add(9 * LinkLife); return nil }, false},
		"too old":          {func(string) error { clock.now = clock.now.Add(LinkLife); return nil }, false},
		"purged":           {func(string) error { clock.now = clock.now.Add(LinkLife); return a.Purge(t.Context()) }, false},
		"used":             {func(token string) error { return claim(token, goodPassword) }, false},
		"another password": {func(string) error { return a.SetPassword(t.Context(), db.Actor{}, "Liisa", goodPassword) }, false},
		"a newer link":     {func(string) error { return second(a.NewLink(t.Context(), db.Actor{}, "liisa")) }, false},
		"disabled and enabled": {func(string) error {
			return errors.Join(a.DisableUser(t.Context(), db.Actor{}, "Liisa"), a.EnableUser(t.Context(), db.Actor{}, "Liisa"))
		}, false},
		"deleted, and a new one": {func(string) error {
			return errors.Join(a.DeleteUser(t.Context(), db.Actor{}, "Liisa"),
				second(a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Viewer)))
		}, false},
	}
	for name, way := range ways {
		clock.now = clock.now.Add(24 * time.Hour) // the ways before, in whichever order, are no guesses any more
		token := link(t, a, "Liisa")
		must(t, way.do(token))
		err := claim(" "+strings.ToLower(token), goodPassword+"!")
		if way.good != (err == nil) || !way.good && !errors.Is(err, ErrWrongToken) {
			t.Errorf("%s: %v", name, err)
		}
		_, err = a.authenticate(t.Context(), "Liisa", goodPassword+"!")
		if way.good != (err == nil) {
			t.Errorf("%s: log-in: %v", name, err)
		}
		must(t, a.SetPassword(t.Context(), db.Actor{}, "Liisa", goodPassword))
	}
	must(t, a.DisableUser(t.Context(), db.Actor{}, "Liisa"))
	for name, want := range map[string]error{"Liisa": ErrDisabled, "nobody": db.ErrNotFound} {
		if _, err := a.NewLink(t.Context(), db.Actor{}, name); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if open, err := a.SetupOpen(t.Context()); open || err != nil {
		t.Error(open, err)
	}
}

// TestLinkUsedOnceAtOnce holds that of several who use a link at once one does,
// and that who was logged in, and knows the device, is out then.
func TestLinkUsedOnceAtOnce(t *testing.T) {
	a := openTest(t)
	user := newAdmin(t, a, "Liisa")
	session, err := a.CreateSession(user, LoggedIn{})
	must(t, err)
	device, err := a.RememberDevice(t.Context(), user, nil)
	must(t, err)
	settle(t, a)
	token := link(t, a, "Liisa")
	if _, err := a.FindSession(t.Context(), session); err != nil {
		t.Errorf("before the link is used: %v", err)
	}
	const claims = 4
	failures := make([]error, claims)
	var running sync.WaitGroup
	for i := range claims {
		running.Go(func() {
			_, failures[i] = a.ClaimLink(t.Context(), LinkClaim{Token: token, Password: goodPassword + "!"})
		})
	}
	running.Wait()
	done := 0
	for _, err := range failures {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, ErrWrongToken):
			t.Error(err)
		}
	}
	if done != 1 {
		t.Errorf("used %d times", done)
	}
	if _, err := a.FindSession(t.Context(), session); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("the session: %v", err)
	}
	if known, err := a.knownDevice(t.Context(), "Liisa", []string{device}); known != "" || err != nil {
		t.Errorf("the device is known: %v", err)
	}
}

// TestGuessedLinksMustWait holds that wrong tokens are counted, whatever the
// password, and that a good token with a bad password is not.
func TestGuessedLinksMustWait(t *testing.T) {
	a, _ := openClocked(t)
	newAdmin(t, a, "Liisa")
	token := link(t, a, "Liisa")
	claim := func(token, password string) error {
		return second(a.ClaimLink(t.Context(), LinkClaim{Token: token, Password: password, Address: "192.0.2.1"}))
	}
	for range 6 {
		if err := claim(token, "short"); !errors.Is(err, ErrPasswordShort) {
			t.Fatal(err)
		}
	}
	for range freeFailures + 1 {
		if err := claim("WRONG", goodPassword); !errors.Is(err, ErrWrongToken) {
			t.Fatal(err)
		}
	}
	if err := claim(token, goodPassword); !errors.As(err, new(ErrThrottled)) {
		t.Error(err)
	}
}
