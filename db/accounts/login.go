package accounts

import (
	"context"
	"encoding/hex"
	"errors"

	"kortisto/customer"
)

// Login is what somebody logs in with.
type Login struct {
	Name, Password string
	Address        string   // where it comes from
	Devices        []string // ids of earlier log-ins that the browser keeps
}

// LogIn returns the active user of a log-in. Whatever is wrong with it is
// ErrWrongLogin. Who fails again and again is answered ErrThrottled, without
// being tried:
//
//   - The account from the same address: from the fifth failure on, each doubles
//     the wait, from one second to a quarter of an hour.
//   - The address, whatever the account: the same from the 31st on, up to a minute.
//   - The account, from anywhere: after 20 failures each address waits three
//     seconds from its own first failure on, and never for those of others.
//   - A device that has logged in to the account before: like the account from
//     one address, but by its own failures alone.
//
// So nobody can lock another out of where that one has logged in before, nor
// from an address without failures. Of log-ins at once only as many are tried
// as may fail; the others wait for them. Nothing here waits for a save.
func (a *Accounts) LogIn(ctx context.Context, login Login) (*User, error) {
	device, err := a.knownDevice(ctx, login.Name, login.Devices)
	if err != nil {
		return nil, err
	}
	attempt := a.loginAttempt(login, device)
	if err := attempt.begin(ctx); err != nil {
		return nil, err
	}
	outcome := attempt.abandoned
	defer func() { outcome() }()
	user, err := a.authenticate(ctx, login.Name, login.Password)
	switch {
	case err == nil:
		outcome = attempt.succeeded
	case errors.Is(err, ErrWrongLogin):
		outcome = attempt.failed
	}
	return user, err
}

// loginAttempt begins to count a log-in: in the lane of its device, where that
// is known, else in those of its account and address.
func (a *Accounts) loginAttempt(login Login, device string) *attempt {
	if device != "" {
		return &attempt{throttle: a.throttle, lanes: []lane{
			{key: "device:" + hex.EncodeToString(hashID(device)), free: freeFailures, longest: longestWait},
		}}
	}
	// A name may be as long as a form: its hash is not.
	account := hex.EncodeToString(hashID(customer.FoldKey(customer.Clean(login.Name))))
	address := network(login.Address)
	return &attempt{
		throttle: a.throttle,
		stranger: true,
		lanes: []lane{
			{key: "pair:" + address + ":" + account, free: freeFailures, longest: longestWait},
			{key: "address:" + address, free: freeOfAddress, longest: longestOfAll},
		},
		account: "account:" + account,
	}
}
