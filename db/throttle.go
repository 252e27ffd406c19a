package db

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/netip"
	"time"

	"github.com/uptrace/bun"
)

// Failed log-ins: how many are free, how long the next one must wait at most,
// and when they are forgotten.
const (
	freeFailures   = 4
	longestWait    = 15 * time.Minute
	throttleMemory = 24 * time.Hour

	// Behind one address may sit a whole office, or everybody where a proxy is
	// not trusted: it is held back later and for less long.
	freeOfAddress = 30
	longestOfAll  = time.Minute

	// An account that is tried from many addresses slows each of them a little.
	freeOfAccount = 20
	slowDown      = 3 * time.Second
)

// BeginLogin counts a log-in to an account from an address as failed before it
// is tried, so that many at once cannot slip through. After a success call
// LoginSucceeded. Before its time a log-in is ErrThrottled, and not counted.
//
//   - The account from the same address: from the fifth failure on, each doubles
//     the wait, from one second to a quarter of an hour.
//   - The address, whatever the account: the same from the 31st on, up to a minute.
//   - The account, from anywhere: after 20 failures each address waits three
//     seconds from its own first failure on, and never for those of others. So
//     nobody can lock another out: from an address without failures the first
//     log-in is always tried.
func (db *DB) BeginLogin(ctx context.Context, account, address string) error {
	return db.update(ctx, "log-in", func(ctx context.Context, tx bun.Tx) error {
		now := db.now()
		var tallies [3]tally
		for i, key := range loginKeys(account, address) {
			var err error
			if tallies[i], err = findTally(ctx, tx, key, now); err != nil {
				return err
			}
		}
		pair, from, to := tallies[0], tallies[1], tallies[2]
		if wait := max(pair.wait(now, longestWait), from.wait(now, longestOfAll)); wait > 0 {
			return ErrThrottled{Wait: wait}
		}
		next := waitAfter(pair.failures+1, freeFailures, longestWait)
		if to.failures >= freeOfAccount {
			next = max(next, slowDown)
		}
		if err := pair.fail(ctx, tx, now, next); err != nil {
			return err
		}
		if err := from.fail(ctx, tx, now, waitAfter(from.failures+1, freeOfAddress, longestOfAll)); err != nil {
			return err
		}
		return to.fail(ctx, tx, now, 0)
	})
}

// LoginSucceeded forgets the failures of the account and of the address.
func (db *DB) LoginSucceeded(ctx context.Context, account, address string) error {
	return db.update(ctx, "log-in", func(ctx context.Context, tx bun.Tx) error {
		for _, key := range loginKeys(account, address) {
			if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE key = ?`, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// BeginSetup counts a guess at the set-up token, as BeginLogin does for an
// account from one address. After the set-up nobody asks any more.
func (db *DB) BeginSetup(ctx context.Context, address string) error {
	return db.update(ctx, "set-up", func(ctx context.Context, tx bun.Tx) error {
		now := db.now()
		guesses, err := findTally(ctx, tx, "setup:"+network(address), now)
		if err != nil {
			return err
		}
		if wait := guesses.wait(now, longestWait); wait > 0 {
			return ErrThrottled{Wait: wait}
		}
		return guesses.fail(ctx, tx, now, waitAfter(guesses.failures+1, freeFailures, longestWait))
	})
}

// loginKeys are what failures are counted under: the account from the address,
// the address and the account. A name may be as long as a form: its hash is not.
func loginKeys(account, address string) [3]string {
	account, address = hex.EncodeToString(hashID(account)), network(address)
	return [3]string{"pair:" + address + ":" + account, "address:" + address, "account:" + account}
}

// network is what one client can send from: an IPv4 address, or the half of an
// IPv6 address that is the same for a whole network.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	return netip.PrefixFrom(ip.WithZone(""), 64).Masked().String()
}

// tally is how often log-ins under a key have failed, and until when the next
// one must wait.
type tally struct {
	key      string
	failures int
	until    time.Time
}

func findTally(ctx context.Context, tx bun.Tx, key string, now time.Time) (tally, error) {
	t := tally{key: key}
	var until int64
	err := tx.QueryRowContext(ctx, `SELECT failures, until FROM throttle WHERE key = ?`, key).Scan(&t.failures, &until)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return t, err
	}
	if t.until = time.UnixMilli(until); now.Sub(t.until) > throttleMemory {
		t.failures = 0
	}
	return t, nil
}

// wait is how long is left: a clock put back must not lock anybody out.
func (t tally) wait(now time.Time, longest time.Duration) time.Duration {
	return min(t.until.Sub(now), longest)
}

// fail counts one more failure.
func (t tally) fail(ctx context.Context, tx bun.Tx, now time.Time, wait time.Duration) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO throttle (key, failures, until) VALUES (?0, ?1, ?2)
		ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, until = excluded.until`,
		t.key, t.failures+1, now.Add(wait).UnixMilli())
	return err
}

// waitAfter is how long a log-in must wait after so many failures.
func waitAfter(failures, free int, longest time.Duration) time.Duration {
	if failures <= free {
		return 0
	}
	return min(time.Second<<min(failures-free-1, 20), longest)
}
