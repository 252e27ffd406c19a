package db

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSetup(t *testing.T) {
	db := openTest(t)
	first, err := db.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := db.NewSetupToken(t.Context())
	if err != nil || token == first || len(token) < 26 {
		t.Fatal(token, err)
	}
	for _, wrong := range []string{first, "", token[1:]} {
		if _, err := db.ClaimSetup(t.Context(), wrong, "Eve", goodPassword); !errors.Is(err, ErrWrongToken) {
			t.Errorf("token %q: %v", wrong, err)
		}
	}
	if _, err := db.ClaimSetup(t.Context(), token, "Liisa", "short"); !errors.Is(err, ErrPasswordShort) {
		t.Errorf("got %v", err)
	}
	if open, err := db.SetupOpen(t.Context()); !open || err != nil {
		t.Error(open, err)
	}
	failures := make([]error, 2)
	var claims sync.WaitGroup
	for i, name := range []string{"Liisa", "Matti"} {
		claims.Go(func() { _, failures[i] = db.ClaimSetup(t.Context(), " "+strings.ToLower(token), name, goodPassword) })
	}
	claims.Wait()
	if (failures[0] == nil) == (failures[1] == nil) || !errors.Is(errors.Join(failures...), ErrSetupDone) {
		t.Errorf("two claims: %v", failures)
	}
	users, err := db.Users(t.Context())
	if err != nil || len(users) != 1 || users[0].Role != Admin {
		t.Errorf("%+v, %v", users, err)
	}
	if open, err := db.SetupOpen(t.Context()); open || err != nil {
		t.Error(open, err)
	}
	if _, err := db.NewSetupToken(t.Context()); !errors.Is(err, ErrSetupDone) {
		t.Errorf("got %v", err)
	}
}

func TestThrottle(t *testing.T) {
	db, clock := openClocked(t)
	try := func(keys ...string) time.Duration {
		t.Helper()
		err := db.BeginLogin(t.Context(), keys...)
		var throttled ErrThrottled
		if err != nil && !errors.As(err, &throttled) {
			t.Fatal(err)
		}
		return throttled.Wait
	}
	for i := range freeFailures + 1 {
		if wait := try("user:liisa", "address:1"); wait != 0 {
			t.Errorf("log-in %d waits %v", i, wait)
		}
	}
	for i, want := range []time.Duration{1, 2, 4, 8} {
		want *= time.Second
		if wait := try("user:liisa", "address:2"); wait != want {
			t.Errorf("failure %d: waits %v, want %v", i, wait, want)
		}
		if wait := try("user:liisa"); wait != want {
			t.Errorf("a refused log-in was counted: %v", wait)
		}
		clock.now = clock.now.Add(want)
		if wait := try("user:liisa"); wait != 0 {
			t.Errorf("after its wait: %v", wait)
		}
	}
	if try("address:1") != 0 || try("user:matti") != 0 {
		t.Error("others are throttled")
	}
	for range 20 {
		clock.now = clock.now.Add(longestWait)
		try("user:liisa")
	}
	if wait := try("user:liisa"); wait != longestWait {
		t.Errorf("the longest wait is %v", wait)
	}
	clock.now = clock.now.Add(-48 * time.Hour)
	if wait := try("user:liisa"); wait > longestWait {
		t.Errorf("a clock put back makes wait %v", wait)
	}
	if err := db.LoginSucceeded(t.Context(), "user:liisa"); err != nil {
		t.Fatal(err)
	}
	if wait := try("user:liisa"); wait != 0 {
		t.Errorf("after a success: %v", wait)
	}
	if err := db.PurgeSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock.now = clock.now.Add(96 * time.Hour)
	if wait := try("address:1"); wait != 0 {
		t.Errorf("long after: %v", wait)
	}
}

// TestThrottleAtOnce holds that guesses made at once are counted all.
func TestThrottleAtOnce(t *testing.T) {
	db := openTest(t)
	var through sync.Map
	var guesses sync.WaitGroup
	for i := range 20 {
		guesses.Go(func() {
			if db.BeginLogin(t.Context(), "user:liisa") == nil {
				through.Store(i, true)
			}
		})
	}
	guesses.Wait()
	n := 0
	through.Range(func(any, any) bool { n++; return true })
	if n != freeFailures+1 {
		t.Errorf("%d guesses went through", n)
	}
}
