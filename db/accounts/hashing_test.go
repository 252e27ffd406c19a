package accounts

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/alexedwards/argon2id"
	"kortisto/db"
)

// holdHashing takes all places in which passwords are hashed, until what it
// returns is called.
func holdHashing() (release func()) {
	for range cap(hashing) {
		hashing <- struct{}{}
	}
	return func() {
		for range cap(hashing) {
			<-hashing
		}
	}
}

// TestWorkTellsNobody holds that whatever is wrong with a log-in, and whether
// there is such a user or not, one hash of the same cost is computed: nobody
// learns from the time that it takes who has an account. A wrong set-up token
// costs none.
func TestWorkTellsNobody(t *testing.T) {
	a := openTest(t)
	token, err := a.NewSetupToken(t.Context())
	must(t, err)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	release := holdHashing()
	if _, err := a.ClaimSetup(t.Context(), SetupClaim{Token: "A", Name: "Liisa", Password: goodPassword}); !errors.Is(err, ErrWrongToken) {
		t.Errorf("a wrong set-up token: %v", err)
	}
	release()
	_, err = a.ClaimSetup(t.Context(), SetupClaim{Token: token, Name: "Liisa", Password: goodPassword})
	must(t, err)
	_, err = a.CreateUser(t.Context(), db.Actor{}, "Matti", goodPassword, db.Admin)
	must(t, err)
	must(t, a.DisableUser(t.Context(), db.Actor{}, "Matti"))

	release = holdHashing()
	defer release()
	for _, name := range []string{"Liisa", "Matti", "nobody", "", strings.Repeat("x", 1000)} {
		for _, password := range []string{goodPassword, "wrong password", "", strings.Repeat("x", 1000)} {
			// Where no hash can be computed, there is no answer.
			if _, err := a.authenticate(stopped, name, password); !errors.Is(err, context.Canceled) {
				t.Errorf("%.10q, %.10q: %v without a hash", name, password, err)
			}
		}
	}
	if _, err := a.ClaimSetup(t.Context(), SetupClaim{Token: token, Name: "Maija", Password: goodPassword}); !errors.Is(err, ErrSetupDone) {
		t.Errorf("set up again: %v", err)
	}
	for name, hash := range map[string]string{"nobody": nobodysPassword(), "Liisa": fresh(t, a, "Liisa").Password} {
		if parameters, _, _, err := argon2id.DecodeHash(hash); err != nil || *parameters != *hashParameters {
			t.Errorf("%s: %+v, %v", name, parameters, err)
		}
	}
}

// TestLogInsAtOnceAreBounded holds that of 200 log-ins at once no more than two
// take the memory of a hash, that those that are too many are told to come
// again, and that the others of the program go on meanwhile.
func TestLogInsAtOnceAreBounded(t *testing.T) {
	if cap(hashing) != 2 || hashParameters.Memory > 32<<10 {
		t.Errorf("%d hashes of %d kB at once", cap(hashing), hashParameters.Memory)
	}
	a := openTest(t)
	_, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
	must(t, err)
	id, err := a.CreateSession(fresh(t, a, "Liisa"), LoggedIn{})
	must(t, err)
	release := holdHashing()
	const logIns = 200
	var refused, ended atomic.Int32
	var group sync.WaitGroup
	ctx, giveUp := context.WithCancel(t.Context())
	for i := range logIns {
		group.Go(func() {
			_, err := a.LogIn(ctx, Login{Name: "Liisa", Password: goodPassword, Address: fmt.Sprintf("198.51.100.%d", i)})
			switch {
			case errors.As(err, new(ErrThrottled)):
				refused.Add(1)
			case !errors.Is(err, context.Canceled):
				t.Errorf("a log-in that no hash was computed for: %v", err)
			}
			ended.Add(1)
		})
	}
	for refused.Load() < logIns-maxStrangers {
		runtime.Gosched()
	}
	if _, err := a.FindSession(t.Context(), id); err != nil {
		t.Error(err)
	}
	if _, _, err := a.db.Customers(t.Context(), db.Filter{Limit: 1}); err != nil {
		t.Error(err)
	}
	if n := ended.Load(); n != logIns-maxStrangers {
		t.Errorf("%d log-ins have ended", n)
	}
	giveUp()
	group.Wait()
	release()
	if _, err := a.LogIn(t.Context(), Login{Name: "Liisa", Password: goodPassword, Address: "192.0.2.1"}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
