package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// Failed log-ins: how many are free, how long the next one must wait at most,
// and when they are forgotten.
const (
	freeFailures   = 4
	longestWait    = 15 * time.Minute
	throttleMemory = 24 * time.Hour
)

// BeginLogin counts a log-in as failed before it is tried, under each key (of
// the account, of the address), so that many at once cannot slip through. From
// the fifth on, each doubles the time until the next one is let through, from
// one second to a quarter of an hour: before that it is ErrThrottled, and not
// counted. After a success call LoginSucceeded.
func (db *DB) BeginLogin(ctx context.Context, keys ...string) error {
	return db.update(ctx, "log-in", func(ctx context.Context, tx bun.Tx) error {
		now := db.now()
		failures := make([]int, len(keys))
		var wait time.Duration
		for i, key := range keys {
			var until int64
			err := tx.QueryRowContext(ctx, `SELECT failures, until FROM throttle WHERE key = ?`, key).
				Scan(&failures[i], &until)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			end := time.UnixMilli(until)
			wait = max(wait, min(end.Sub(now), longestWait)) // a clock put back must not lock anybody out
			if now.Sub(end) > throttleMemory {
				failures[i] = 0
			}
		}
		if wait > 0 {
			return ErrThrottled{Wait: wait}
		}
		for i, key := range keys {
			_, err := tx.ExecContext(ctx, `INSERT INTO throttle (key, failures, until) VALUES (?0, ?1, ?2)
				ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, until = excluded.until`,
				key, failures[i]+1, now.Add(waitAfter(failures[i]+1)).UnixMilli())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// waitAfter is how long a log-in must wait after so many failures.
func waitAfter(failures int) time.Duration {
	if failures <= freeFailures {
		return 0
	}
	return min(time.Second<<min(failures-freeFailures-1, 20), longestWait)
}

// LoginSucceeded forgets the failures under the keys. Leave out the key of an
// address where one good password should not cover up for many bad ones.
func (db *DB) LoginSucceeded(ctx context.Context, keys ...string) error {
	return db.update(ctx, "log-in", func(ctx context.Context, tx bun.Tx) error {
		for _, key := range keys {
			if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE key = ?`, key); err != nil {
				return err
			}
		}
		return nil
	})
}
