package accounts

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"kortisto/db"
)

// throttled is how long an attempt must wait, and fails the test for any other error.
func throttled(t *testing.T, err error) time.Duration {
	t.Helper()
	var refused ErrThrottled
	if err != nil && !errors.As(err, &refused) {
		t.Fatal(err)
	}
	return refused.Wait
}

// tryAttempt is how long an attempt must wait; one that need not fails.
func tryAttempt(t *testing.T, a *attempt) time.Duration {
	t.Helper()
	err := a.begin(t.Context())
	if err == nil {
		a.failed()
	}
	return throttled(t, err)
}

// tryLogin is how long a log-in of an unknown device must wait; one that need
// not fails.
func tryLogin(t *testing.T, a *Accounts, account, address string) time.Duration {
	t.Helper()
	return tryAttempt(t, a.loginAttempt(Login{Name: account, Address: address}, ""))
}

// succeed is a right log-in of an unknown device.
func succeed(t *testing.T, a *Accounts, account, address string) {
	t.Helper()
	attempt := a.loginAttempt(Login{Name: account, Address: address}, "")
	if err := attempt.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	attempt.succeeded()
}

func TestThrottle(t *testing.T) {
	a, clock := openClocked(t)
	try := func() time.Duration { return tryLogin(t, a, "liisa", "192.0.2.1") }
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
		if tryLogin(t, a, "liisa", "192.0.2.2") != 0 || tryLogin(t, a, "matti", "192.0.2.1") != 0 {
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
	clock.now = clock.now.Add(longestWait)
	succeed(t, a, "liisa", "192.0.2.1")
	if wait := try(); wait != 0 {
		t.Errorf("after a success: %v", wait)
	}
	for range 8 {
		try()
	}
	settle(t, a)
	if err := a.Purge(t.Context()); err != nil {
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
	a, clock := openClocked(t)
	attack := func() {
		for i := range 100 {
			tryLogin(t, a, "liisa", fmt.Sprintf("198.51.100.%d", i))
		}
	}
	for range 3 {
		attack()
		clock.now = clock.now.Add(longestWait)
	}
	attack()
	if wait := tryLogin(t, a, "liisa", "192.0.2.1"); wait != 0 {
		t.Errorf("the user waits %v", wait)
	}
	for i := range freeFailures {
		attack()
		if wait := tryLogin(t, a, "liisa", "192.0.2.1"); wait != slowDown {
			t.Errorf("mistyped %d: the user waits %v, want %v", i+1, wait, slowDown)
		}
		clock.now = clock.now.Add(slowDown)
		attack()
		if wait := tryLogin(t, a, "liisa", "192.0.2.1"); wait != 0 {
			t.Errorf("mistyped %d: after the wait %v more", i+1, wait)
		}
	}
	succeed(t, a, "liisa", "192.0.2.2") // which forgets the attack
	for range 2 {
		if wait := tryLogin(t, a, "liisa", "192.0.2.3"); wait != 0 {
			t.Errorf("mistyped after a right log-in: the user waits %v", wait)
		}
	}
}

// TestAddressIsThrottled holds that an address which tries one account after
// another must wait too, and that all of an IPv6 network is one address.
func TestAddressIsThrottled(t *testing.T) {
	a, clock := openClocked(t)
	for i := range freeOfAddress + 1 {
		if wait := tryLogin(t, a, fmt.Sprint("user", i), fmt.Sprintf("2001:db8::%d", i+1)); wait != 0 {
			t.Fatalf("log-in %d waits %v", i, wait)
		}
	}
	if wait := tryLogin(t, a, "liisa", "2001:db8::abcd"); wait != time.Second {
		t.Errorf("another account waits %v", wait)
	}
	if wait := tryLogin(t, a, "liisa", "2001:db8:0:1::1"); wait != 0 {
		t.Errorf("another network waits %v", wait)
	}
	for range 20 {
		clock.now = clock.now.Add(longestOfAll)
		tryLogin(t, a, rand.Text(), "2001:db8::1")
	}
	if wait := tryLogin(t, a, "liisa", "2001:db8::1"); wait != longestOfAll {
		t.Errorf("the longest wait is %v", wait)
	}
}

func TestThrottleSurvivesRestart(t *testing.T) {
	dir := t.TempDir()
	before := openDir(t, dir, testOptions())
	for range freeFailures + 4 {
		tryLogin(t, before, "liisa", "192.0.2.1")
		tryAttempt(t, before.setupAttempt("192.0.2.1"))
	}
	closeAll(t, before)
	after := openDir(t, dir, testOptions())
	if tryLogin(t, after, "liisa", "192.0.2.1") == 0 {
		t.Error("the log-in need not wait")
	}
	if tryAttempt(t, after.setupAttempt("192.0.2.1")) == 0 {
		t.Error("the set-up need not wait")
	}
}

// TestGuessesAtOnce holds that of guesses made at once no more are tried than
// may fail, and that the others are refused.
func TestGuessesAtOnce(t *testing.T) {
	a := openTest(t)
	failures := make(chan error)
	for range 20 {
		go func() {
			_, err := a.LogIn(t.Context(), Login{Name: "liisa", Password: "wrong password", Address: "192.0.2.1"})
			failures <- err
		}()
	}
	tried := 0
	for range 20 {
		if err := <-failures; errors.Is(err, ErrWrongLogin) {
			tried++
		} else if throttled(t, err) == 0 {
			t.Error("let in")
		}
	}
	if tried != freeFailures+1 {
		t.Errorf("%d guesses were tried", tried)
	}
	if len(a.throttle.tallies) != 0 || a.throttle.strangers != 0 {
		t.Errorf("left in memory: %v, %d", a.throttle.tallies, a.throttle.strangers)
	}
}

// TestRightLogInsAtOnce holds that right log-ins made at once wait for each
// other and are not refused, even where one more failure would make them wait.
func TestRightLogInsAtOnce(t *testing.T) {
	a := openTest(t)
	if _, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin); err != nil {
		t.Fatal(err)
	}
	login := Login{Name: "Liisa", Password: goodPassword, Address: "192.0.2.1"}
	for range freeFailures {
		tryLogin(t, a, login.Name, login.Address)
	}
	failures := make(chan error)
	for range 20 {
		go func() {
			_, err := a.LogIn(t.Context(), login)
			failures <- err
		}()
	}
	for range 20 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
}

// TestFloodAtOnceIsBounded holds that no more log-ins wait than there is room for,
// that who gives up leaves the queue, and that known devices still have theirs.
func TestFloodAtOnceIsBounded(t *testing.T) {
	a := openTest(t)
	var under []*attempt
	for i := range maxStrangers {
		attempt := a.loginAttempt(Login{Name: fmt.Sprint("user", i), Address: fmt.Sprintf("198.51.100.%d", i)}, "")
		if err := attempt.begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		under = append(under, attempt)
	}
	stranger := a.loginAttempt(Login{Name: "liisa", Address: "192.0.2.1"}, "")
	if wait := throttled(t, stranger.begin(t.Context())); wait != time.Second {
		t.Errorf("one stranger more waits %v", wait)
	}
	device := func() *attempt { return a.loginAttempt(Login{Name: "liisa", Address: "192.0.2.1"}, "known") }
	for range freeFailures + 1 {
		attempt := device()
		if err := attempt.begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		under = append(under, attempt)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range maxWaiting {
		waiting.Go(func() {
			if err := device().begin(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
	for queued(a, device().lanes[0].key) < maxWaiting {
		runtime.Gosched()
	}
	if wait := throttled(t, device().begin(t.Context())); wait != time.Second {
		t.Errorf("one more in the queue waits %v", wait)
	}
	giveUp()
	waiting.Wait()
	for _, attempt := range under {
		attempt.abandoned()
	}
	if len(a.throttle.tallies) != 0 || a.throttle.strangers != 0 || a.unwritten.count() != 0 {
		t.Errorf("left in memory: %v, %d, %d", a.throttle.tallies, a.throttle.strangers, a.unwritten.count())
	}
}

// queued is how many attempts wait under a key.
func queued(a *Accounts, key string) int {
	a.throttle.mu.Lock()
	defer a.throttle.mu.Unlock()
	return a.throttle.tallies[key].waiting
}

// TestClockIsMoved holds that a clock which is put forward or back, before or
// after a restart, makes nobody wait longer than the failures do.
func TestClockIsMoved(t *testing.T) {
	for name, by := range map[string]time.Duration{"back": -20 * 24 * time.Hour, "forward": 400 * 24 * time.Hour} {
		for _, restarted := range []bool{false, true} {
			t.Run(fmt.Sprint(name, restarted), func(t *testing.T) {
				clock := &clock{testTime}
				options := testOptions()
				options.Now = func() time.Time { return clock.now }
				dir := t.TempDir()
				a := openDir(t, dir, options)
				try := func() time.Duration { return tryLogin(t, a, "liisa", "192.0.2.1") }
				for range freeFailures + 1 {
					try()
				}
				if wait := try(); wait != time.Second {
					t.Fatalf("waits %v", wait)
				}
				clock.now = clock.now.Add(by)
				if restarted {
					closeAll(t, a)
					a = openDir(t, dir, options)
				}
				if wait := try(); by < 0 && wait != time.Second || by > 0 && wait != 0 {
					t.Errorf("waits %v", wait)
				}
				clock.now = clock.now.Add(time.Second)
				if wait := try(); wait != 0 {
					t.Errorf("a second later: waits %v", wait)
				}
				clock.now = clock.now.Add(-by)
				if wait := try(); wait > 2*time.Second {
					t.Errorf("with the clock set right: waits %v", wait)
				}
			})
		}
	}
}
