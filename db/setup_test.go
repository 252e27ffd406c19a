package db

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
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

// tryLogin is how long a log-in must wait; one that need not is counted.
func tryLogin(t *testing.T, db *DB, account, address string) time.Duration {
	t.Helper()
	err := db.BeginLogin(t.Context(), account, address)
	var throttled ErrThrottled
	if err != nil && !errors.As(err, &throttled) {
		t.Fatal(err)
	}
	return throttled.Wait
}

func TestThrottle(t *testing.T) {
	db, clock := openClocked(t)
	try := func() time.Duration { return tryLogin(t, db, "liisa", "192.0.2.1") }
	for i := range freeFailures + 1 {
		if wait := try(); wait != 0 {
			t.Errorf("log-in %d waits %v", i, wait)
		}
	}
	for i, want := range []time.Duration{1, 2, 4, 8} {
		want *= time.Second
		for range 2 { // a refused log-in is not counted
			if wait := try(); wait != want {
				t.Errorf("failure %d: waits %v, want %v", i, wait, want)
			}
		}
		if tryLogin(t, db, "liisa", "192.0.2.2") != 0 || tryLogin(t, db, "matti", "192.0.2.1") != 0 {
			t.Errorf("failure %d: others are throttled", i)
		}
		clock.now = clock.now.Add(want)
		if wait := try(); wait != 0 {
			t.Errorf("after its wait: %v", wait)
		}
	}
	for range 20 {
		clock.now = clock.now.Add(longestWait)
		try()
	}
	if wait := try(); wait != longestWait {
		t.Errorf("the longest wait is %v", wait)
	}
	clock.now = clock.now.Add(-48 * time.Hour)
	if wait := try(); wait > longestWait {
		t.Errorf("a clock put back makes wait %v", wait)
	}
	if err := db.LoginSucceeded(t.Context(), "liisa", "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	if wait := try(); wait != 0 {
		t.Errorf("after a success: %v", wait)
	}
	for range 8 {
		try()
	}
	if err := db.PurgeSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if try() == 0 {
		t.Error("forgotten too soon")
	}
	clock.now = clock.now.Add(96 * time.Hour)
	if wait := try(); wait != 0 {
		t.Errorf("long after: %v", wait)
	}
}

// TestNobodyLocksOthersOut holds that an account which is tried from everywhere
// all the time is open to its user, who may even mistype.
func TestNobodyLocksOthersOut(t *testing.T) {
	db, clock := openClocked(t)
	attack := func() {
		for i := range 100 {
			tryLogin(t, db, "liisa", fmt.Sprintf("198.51.100.%d", i))
		}
	}
	for range 3 {
		attack()
		clock.now = clock.now.Add(longestWait)
	}
	attack()
	if wait := tryLogin(t, db, "liisa", "192.0.2.1"); wait != 0 {
		t.Errorf("the user waits %v", wait)
	}
	for i := range freeFailures {
		attack()
		if wait := tryLogin(t, db, "liisa", "192.0.2.1"); wait != slowDown {
			t.Errorf("mistyped %d: the user waits %v, want %v", i+1, wait, slowDown)
		}
		clock.now = clock.now.Add(slowDown)
		attack()
		if wait := tryLogin(t, db, "liisa", "192.0.2.1"); wait != 0 {
			t.Errorf("mistyped %d: after the wait %v more", i+1, wait)
		}
	}
}

// TestAddressIsThrottled holds that an address which tries one account after
// another must wait too, and that all of an IPv6 network is one address.
func TestAddressIsThrottled(t *testing.T) {
	db, clock := openClocked(t)
	for i := range freeOfAddress + 1 {
		if wait := tryLogin(t, db, fmt.Sprint("user", i), fmt.Sprintf("2001:db8::%d", i+1)); wait != 0 {
			t.Fatalf("log-in %d waits %v", i, wait)
		}
	}
	if wait := tryLogin(t, db, "liisa", "2001:db8::abcd"); wait != time.Second {
		t.Errorf("another account waits %v", wait)
	}
	if wait := tryLogin(t, db, "liisa", "2001:db8:0:1::1"); wait != 0 {
		t.Errorf("another network waits %v", wait)
	}
	for range 20 {
		clock.now = clock.now.Add(longestOfAll)
		tryLogin(t, db, rand.Text(), "2001:db8::1")
	}
	if wait := tryLogin(t, db, "liisa", "2001:db8::1"); wait != longestOfAll {
		t.Errorf("the longest wait is %v", wait)
	}
}

func TestThrottleSurvivesRestart(t *testing.T) {
	dir := t.TempDir()
	before := openDir(t, dir, testOptions())
	for range freeFailures + 4 {
		tryLogin(t, before, "liisa", "192.0.2.1")
		if err := before.BeginSetup(t.Context(), "192.0.2.1"); err != nil && !errors.As(err, new(ErrThrottled)) {
			t.Fatal(err)
		}
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	after := openDir(t, dir, testOptions())
	if tryLogin(t, after, "liisa", "192.0.2.1") == 0 {
		t.Error("the log-in need not wait")
	}
	if err := after.BeginSetup(t.Context(), "192.0.2.1"); !errors.As(err, new(ErrThrottled)) {
		t.Errorf("the set-up: %v", err)
	}
}

// TestThrottleAtOnce holds that guesses made at once are counted all.
func TestThrottleAtOnce(t *testing.T) {
	db := openTest(t)
	var through atomic.Int32
	var guesses sync.WaitGroup
	for range 20 {
		guesses.Go(func() {
			if db.BeginLogin(t.Context(), "liisa", "192.0.2.1") == nil {
				through.Add(1)
			}
		})
	}
	guesses.Wait()
	if n := through.Load(); n != freeFailures+1 {
		t.Errorf("%d guesses went through", n)
	}
}
