package db

import (
	"context"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// The locks on files in the directory of the register, beside the one of writers.
// The system drops those of a process that dies.
const (
	openLock   = "open.lock"   // whoever opens the register
	useLock    = "use.lock"    // who has it open, together; a restore alone
	backupLock = "backup.lock" // whoever makes a backup
)

// lockFile waits for a lock, to hold it alone or together with others. It fails
// with ErrBusy.
func (db *DB) lockFile(ctx context.Context, name string, together bool) (*flock.Flock, error) {
	waiting, cancel := context.WithTimeout(ctx, db.options.LockWait)
	defer cancel()
	lock := db.unlocked(name)
	take := lock.TryLockContext
	if together {
		take = lock.TryRLockContext
	}
	if _, err := take(waiting, lockPoll); err != nil {
		_ = lock.Close()
		if isDone(err) && ctx.Err() == nil {
			return nil, ErrBusy{}
		}
		return nil, translate(err)
	}
	adopt(lock.Path())
	return lock, nil
}

// unlocked is a lock on a file in the directory of the register that is not taken yet.
func (db *DB) unlocked(name string) *flock.Flock { return privateLock(filepath.Join(db.dir, name)) }

// privateLock is a lock on a file that only its owner can read.
func privateLock(path string) *flock.Flock { return flock.New(path, flock.SetPermissions(0o600)) }

// use takes part in the use of the register, once a restore under way is done. One
// that was interrupted is brought to its end, or what it had prepared is cleared away.
func (db *DB) use(ctx context.Context) error {
	for {
		lock, err := db.lockFile(ctx, useLock, true)
		if err != nil {
			return err
		}
		if !db.restoreInterrupted() {
			_ = os.RemoveAll(filepath.Join(db.dir, preparingDir)) // what cannot be removed does no harm
			db.inUse = lock
			return nil
		}
		_ = lock.Close()
		if err := db.resumeRestore(ctx); err != nil {
			return err
		}
	}
}

// resumeRestore ends an interrupted restore, alone.
func (db *DB) resumeRestore(ctx context.Context) error {
	lock, err := db.lockFile(ctx, useLock, false)
	if err != nil {
		return err
	}
	defer lock.Close()
	return db.finishRestore()
}
