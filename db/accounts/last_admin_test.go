package accounts

import (
	"errors"
	"sync"
	"testing"

	"kortisto/db"
)

// takings are the ways to take an administrator away.
func takings(t *testing.T, a *Accounts) map[string]func(name string) error {
	return map[string]func(name string) error{
		"delete":  func(name string) error { return a.DeleteUser(t.Context(), db.Actor{}, name) },
		"disable": func(name string) error { return a.DisableUser(t.Context(), db.Actor{}, name) },
		"demote":  func(name string) error { return a.SetRole(t.Context(), db.Actor{}, name, db.Editor) },
	}
}

// TestLastAdmin holds that the last administrator stays, and that one who has not
// chosen a password yet, or is disabled, is nobody to stay in the place.
func TestLastAdmin(t *testing.T) {
	a := openTest(t)
	newAdmin(t, a, "Liisa")
	newAdmin(t, a, "Matti")
	must(t, a.DisableUser(t.Context(), db.Actor{}, "Matti"))
	_, token, err := a.InviteUser(t.Context(), db.Actor{}, "Uusi", db.Admin)
	must(t, err)
	before := everybody(t, a)
	for name, take := range takings(t, a) {
		if err := take("Liisa"); !errors.Is(err, ErrLastAdmin) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := everybody(t, a); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	must(t, second(a.ClaimLink(t.Context(), LinkClaim{Token: token, Password: goodPassword})))
	must(t, a.DeleteUser(t.Context(), db.Actor{}, "Liisa"))
	if err := a.DeleteUser(t.Context(), db.Actor{}, "Uusi"); !errors.Is(err, ErrLastAdmin) {
		t.Error(err)
	}

	// An administrator who has no password is kept as well, where there is no other.
	other := openTest(t)
	must(t, third(other.InviteUser(t.Context(), db.Actor{}, "Liisa", db.Admin)))
	for name, take := range takings(t, other) {
		if err := take("Liisa"); !errors.Is(err, ErrLastAdmin) {
			t.Errorf("%s without a password: %v", name, err)
		}
	}
}

// TestLastAdminsAtOnce has two administrators take each other away at once, in
// every way: one stays.
func TestLastAdminsAtOnce(t *testing.T) {
	for name := range takings(t, nil) {
		a := openTest(t)
		newAdmin(t, a, "Liisa")
		newAdmin(t, a, "Matti")
		take := takings(t, a)[name]
		failures := make([]error, 2)
		var running sync.WaitGroup
		for i, of := range []string{"Liisa", "Matti"} {
			running.Go(func() { failures[i] = take(of) })
		}
		running.Wait()
		if (failures[0] == nil) == (failures[1] == nil) || !errors.Is(errors.Join(failures...), ErrLastAdmin) {
			t.Errorf("%s: %v", name, failures)
		}
	}
}

// third is the error of a call that returns two things too.
func third[T, U any](_ T, _ U, err error) error { return err }
