package db

import (
	"context"
	"path/filepath"

	"github.com/gofrs/flock"
)

// useLock is the lock that everybody holds together who has the register open,
// and a restore alone. The system drops it for a process that dies.
func (db *DB) useLock() *flock.Flock {
	return flock.New(filepath.Join(db.dir, "use.lock"), flock.SetPermissions(0o600))
}

// use takes the lock together with others, and brings a restore to its end that
// was interrupted. It waits for one under way, and fails with ErrBusy.
func (db *DB) use(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, db.options.LockWait)
	defer cancel()
	for {
		lock := db.useLock()
		if _, err := lock.TryRLockContext(waiting, lockPoll); err != nil {
			_ = lock.Close()
			return lockError(ctx, err)
		}
		if !db.restoreInterrupted() {
			db.inUse = lock
			return nil
		}
		_ = lock.Close()
		if err := db.resumeRestore(ctx, waiting); err != nil {
			return err
		}
	}
}

// resumeRestore ends an interrupted restore, alone.
func (db *DB) resumeRestore(ctx, waiting context.Context) error {
	lock := db.useLock()
	defer lock.Close()
	if _, err := lock.TryLockContext(waiting, lockPoll); err != nil {
		return lockError(ctx, err)
	}
	return db.finishRestore()
}

// lockError makes ErrBusy of a wait that took too long.
func lockError(ctx context.Context, err error) error {
	if isDone(err) && ctx.Err() == nil {
		return ErrBusy{}
	}
	return err
}
