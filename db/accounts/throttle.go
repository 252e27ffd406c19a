package accounts

import (
	"context"
	"database/sql"
	"errors"
	"net/netip"
	"sync"
	"time"

	"github.com/uptrace/bun"
)

// Failed log-ins: how many are free, how long the next one must wait at most,
// and when they are forgotten.
const (
	freeFailures   = 4
	longestWait    = 15 * time.Minute
	throttleMemory = 24 * time.Hour

	// Behind one address may sit a whole office: it is held back later and for
	// less long.
	freeOfAddress = 30
	longestOfAll  = time.Minute

	// An account that is tried from many addresses slows each of them a little.
	freeOfAccount = 20
	slowDown      = 3 * time.Second
)

// Log-ins at once: so many wait for those before them under one key, and so
// many are tried or wait in all, but for those of known devices.
const (
	maxWaiting   = 32
	maxStrangers = 100
)

// throttle counts failures. What is under way is in its memory; what has ended
// is in the database, or among what waits to be written.
type throttle struct {
	accounts *Accounts

	mu        sync.Mutex
	tallies   map[string]*tally // of the keys under which something is under way
	strangers int               // attempts of unknown devices that are tried or wait
}

// tally is how often attempts under a key have failed, and how long the next
// one must wait from the last failure on.
type tally struct {
	failures int
	failedAt time.Time
	wait     time.Duration

	trying, waiting int
	ended           chan struct{} // closed when an attempt ends
	changed         bool
}

// left is how long the next attempt must wait. A failure of the future, from
// before the clock was put back, counts as one of now.
func (t *tally) left(now time.Time) time.Duration {
	if t.failedAt.After(now) {
		t.failedAt, t.changed = now, true
	}
	left := t.failedAt.Add(t.wait).Sub(now)
	if t.failures > 0 && left < -throttleMemory {
		t.failures, t.wait, t.changed = 0, 0, true
	}
	return left
}

// room reports whether one more may be tried before those under way have
// ended: no more than may fail.
func (t *tally) room(free int) bool { return t.trying == 0 || t.failures+t.trying <= free }

func (t *tally) fail(now time.Time, wait time.Duration) {
	t.failures, t.failedAt, t.wait, t.changed = t.failures+1, now, wait, true
}

func (t *tally) forget() {
	t.changed = t.changed || t.failures > 0
	t.failures, t.wait = 0, 0
}

// tallyRow is a tally as it is written.
type tallyRow struct {
	key      string
	failures int
	failedAt time.Time
	wait     time.Duration
}

func (t *tallyRow) write(ctx context.Context, tx bun.Tx) (err error) {
	if t.failures == 0 {
		_, err = tx.ExecContext(ctx, `DELETE FROM throttle WHERE key = ?`, t.key)
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO throttle (key, failures, failed_at, wait) VALUES (?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at, wait = excluded.wait`,
		t.key, t.failures, t.failedAt.UnixMilli(), t.wait.Milliseconds())
	return err
}

// take returns the tally of a key, which give must be called for. The caller
// holds the mutex.
func (t *throttle) take(ctx context.Context, key string) (*tally, error) {
	if known := t.tallies[key]; known != nil {
		return known, nil
	}
	found := &tally{ended: make(chan struct{})}
	if row, ok := t.accounts.unwritten.find(unwrittenTally, key).(*tallyRow); ok {
		found.failures, found.failedAt, found.wait = row.failures, row.failedAt, row.wait
	} else {
		var failedAt, wait int64
		err := t.accounts.db.Reader().QueryRowContext(ctx, `SELECT failures, failed_at, wait FROM throttle WHERE key = ?`, key).
			Scan(&found.failures, &failedAt, &wait)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, translate(err)
		}
		found.failedAt, found.wait = time.UnixMilli(failedAt), time.Duration(wait)*time.Millisecond
	}
	t.tallies[key] = found
	return found, nil
}

// give has a tally written where it has changed, and forgets it where nothing
// is under way. The caller holds the mutex.
func (t *throttle) give(key string) {
	tally := t.tallies[key]
	if tally == nil {
		return
	}
	if tally.changed {
		tally.changed = false
		t.accounts.unwritten.put(unwrittenTally, key, &tallyRow{key, tally.failures, tally.failedAt, tally.wait})
	}
	if tally.trying == 0 && tally.waiting == 0 {
		delete(t.tallies, key)
	}
}

// lane is a key under which attempts are held back, after so many free failures.
type lane struct {
	key     string
	free    int
	longest time.Duration
}

// attempt is one log-in, or one guess at a token.
type attempt struct {
	throttle *throttle
	lanes    []lane
	account  string // counted under, from wherever it comes; may be ""
	stranger bool
}

// begin waits until the attempt may be tried; then one of succeeded, failed and
// abandoned must be called. It is ErrThrottled before its time or where too
// many wait.
func (a *attempt) begin(ctx context.Context) error {
	t := a.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	if a.stranger {
		if t.strangers >= maxStrangers {
			return ErrThrottled{Wait: time.Second}
		}
		t.strangers++
	}
	err := a.enter(ctx)
	if err != nil && a.stranger {
		t.strangers--
	}
	return err
}

// enter is begin with the mutex held, which it gives up while it waits.
func (a *attempt) enter(ctx context.Context) error {
	t := a.throttle
	for {
		tallies, err := a.take(ctx)
		if err != nil {
			return err
		}
		now := t.accounts.db.Now()
		var wait time.Duration
		var full *tally
		for i, lane := range a.lanes {
			wait = max(wait, tallies[i].left(now))
			if !tallies[i].room(lane.free) {
				full = tallies[i]
			}
		}
		switch {
		case wait > 0:
			a.give()
			return ErrThrottled{Wait: wait}
		case full == nil:
			for _, tally := range tallies {
				tally.trying++
			}
			return nil
		case full.waiting >= maxWaiting:
			a.give()
			return ErrThrottled{Wait: time.Second}
		}
		full.waiting++
		ended := full.ended
		t.mu.Unlock()
		select {
		case <-ended:
		case <-ctx.Done():
		}
		t.mu.Lock()
		full.waiting--
		if err := ctx.Err(); err != nil {
			a.give()
			return err
		}
	}
}

// take returns the tallies of the lanes.
func (a *attempt) take(ctx context.Context) ([]*tally, error) {
	tallies := make([]*tally, len(a.lanes))
	for i, lane := range a.lanes {
		var err error
		if tallies[i], err = a.throttle.take(ctx, lane.key); err != nil {
			a.give()
			return nil, err
		}
	}
	return tallies, nil
}

func (a *attempt) give() {
	for _, lane := range a.lanes {
		a.throttle.give(lane.key)
	}
}

// end counts the attempt under each key and lets those go on that wait for it.
func (a *attempt) end(count func(now time.Time)) {
	t := a.throttle
	t.mu.Lock()
	defer t.mu.Unlock()
	count(t.accounts.db.Now())
	for _, lane := range a.lanes {
		tally := t.tallies[lane.key]
		tally.trying--
		close(tally.ended)
		tally.ended = make(chan struct{})
	}
	a.give()
	if a.stranger {
		t.strangers--
	}
}

// succeeded forgets the failures before: behind one address sits a whole
// office, whose good log-ins clear it.
func (a *attempt) succeeded() {
	a.end(func(time.Time) {
		for _, lane := range a.lanes {
			a.throttle.tallies[lane.key].forget()
		}
		a.ofAccount((*tally).forget)
	})
}

// failed counts one more failure.
func (a *attempt) failed() {
	a.end(func(now time.Time) {
		tried := false // by too many
		a.ofAccount(func(account *tally) {
			account.left(now)
			tried = account.failures >= freeOfAccount
			account.fail(now, 0)
		})
		for i, lane := range a.lanes {
			tally := a.throttle.tallies[lane.key]
			wait := waitAfter(tally.failures+1, lane.free, lane.longest)
			if i == 0 && tried {
				wait = max(wait, slowDown)
			}
			tally.fail(now, wait)
		}
	})
}

// abandoned counts nothing: the attempt was not tried.
func (a *attempt) abandoned() { a.end(func(time.Time) {}) }

// ofAccount changes the tally of the account, where there is one. Where it
// cannot be read, that of the address still counts.
func (a *attempt) ofAccount(change func(*tally)) {
	if a.account == "" {
		return
	}
	tally, err := a.throttle.take(context.Background(), a.account)
	if err != nil {
		return
	}
	change(tally)
	a.throttle.give(a.account)
}

// waitAfter is how long an attempt must wait after so many failures.
func waitAfter(failures, free int, longest time.Duration) time.Duration {
	if failures <= free {
		return 0
	}
	return min(time.Second<<min(failures-free-1, 20), longest)
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
