package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// A restore makes the new database in a directory of its own and, when that is
// checked and on the disk, gives the directory its other name: from then on the
// restore is decided. What is left is moving files, which whoever opens the
// register next brings to an end where the restore was interrupted. Before that
// moment the register stands as it was.
const (
	preparingDir = "restoring.new"
	decidedDir   = "restoring"
	asideFile    = "aside" // in it: the name of the directory for the present database
	asidePrefix  = "replaced-"
)

// ErrRestoreBegun says that a restore was decided and could not be finished.
// Nothing is lost: whoever opens the register next goes on with it.
type ErrRestoreBegun struct {
	Cause error
}

func (e ErrRestoreBegun) Error() string { return "db: the restore goes on later: " + e.Cause.Error() }

// Unwrap returns why it could not be finished.
func (e ErrRestoreBegun) Unwrap() error { return e.Cause }

// Restored is what a restore has done.
type Restored struct {
	Contents                  // of the register as it is now
	Aside    string           // the directory with the database that was there before, "" where there was none
	Lost     *Lost            // nil where that database could not be read
	Flaws    []Flaw           // what Check finds in the restored register
	Erased   int              // customers who had been erased since the backup, and were erased again
	Renamed  []customer.Field // own fields that got other names: see Options.OwnRenamed
}

// Restore puts a backup in the place of the register in a directory, which
// nobody may have open meanwhile. The database that was there is put aside, with
// what SQLite keeps beside it. All sessions and links end. It fails with ErrInUse,
// with ErrNotDatabase, ErrForeign, ErrForeignLog, ErrDamaged or ErrNewerSchema for
// a file that is no sound backup of ours, with ErrDiskFull, and with an error of
// the file where that cannot be read; then the register stands as it was. After
// ErrRestoreBegun it does not. Own fields that get other names are in Restored, also
// beside ErrRestoreBegun; options.OwnRenamed is not told.
func Restore(ctx context.Context, dir, file string, options Options) (Restored, error) {
	var renamed []customer.Field
	options.OwnRenamed = func(f customer.Field) { renamed = append(renamed, f) }
	db, err := newDB(dir, options)
	if err != nil {
		return Restored{}, err
	}
	restored, err := db.restore(ctx, file)
	restored.Renamed = renamed
	return restored, err
}

func (db *DB) restore(ctx context.Context, file string) (Restored, error) {
	if err := makePrivateDir(db.dir); err != nil {
		return Restored{}, translate(err)
	}
	lock := db.unlocked(useLock)
	defer lock.Close()
	switch free, err := lock.TryLock(); {
	case err != nil:
		return Restored{}, translate(err)
	case !free:
		return Restored{}, ErrInUse
	}
	adopt(lock.Path())
	if err := db.finishRestore(); err != nil { // an earlier one
		return Restored{}, err
	}
	db.removeEmptyAsides()
	preparing := filepath.Join(db.dir, preparingDir)
	if err := errors.Join(os.RemoveAll(preparing), makePrivateDir(preparing)); err != nil {
		return Restored{}, translate(err)
	}
	adopt(preparing)
	restored, err := db.prepare(ctx, preparing, file)
	if err == nil {
		db.reached("restore prepared")
		err = translate(os.Rename(preparing, filepath.Join(db.dir, decidedDir)))
	}
	if err != nil {
		_ = os.RemoveAll(preparing)
		db.removeEmptyAsides()
		return Restored{}, err
	}
	db.reached("restore decided")
	return restored, db.finishRestore()
}

// prepare makes the new database in a directory, and finds out what the present
// one has that it has not.
func (db *DB) prepare(ctx context.Context, dir, file string) (Restored, error) {
	path := filepath.Join(dir, FileName)
	if err := copyDatabase(ctx, file, path); err != nil {
		return Restored{}, err
	}
	adopt(path)
	db.reached("restore copied")
	if _, err := db.inspect(ctx, path); err != nil {
		return Restored{}, translate(err)
	}
	stones, err := db.tombstonesToCarry(ctx)
	if err != nil {
		return Restored{}, translate(err)
	}
	restored, err := db.renew(ctx, dir, stones)
	if err != nil {
		return Restored{}, translate(err)
	}
	db.reached("restore renewed")
	if restored.Lost, err = db.lostBy(ctx, path); err != nil {
		return Restored{}, translate(err)
	}
	return restored, translate(db.nameAside(dir, &restored))
}

// renew brings a copy up to date, ends what must not come back with it, and
// makes one file of it. The key for the marks of exports is another one: the
// register may have gone on since the copy was made, and marks of that time must
// not be taken for those of what comes now.
func (db *DB) renew(ctx context.Context, dir string, stones *carried) (Restored, error) {
	inner, err := newDB(dir, db.options)
	if err != nil {
		return Restored{}, err
	}
	inner.isCopy = true
	restored, err := inner.renewSelf(ctx, stones)
	if err := errors.Join(err, inner.Close()); err != nil {
		return Restored{}, err
	}
	log, err := readLog(inner.path() + "-wal")
	if err != nil {
		return Restored{}, err
	}
	if log.frames > 0 {
		return Restored{}, ErrNotClosed
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return Restored{}, err
	}
	for _, entry := range entries {
		if entry.Name() != FileName {
			if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
				return Restored{}, err
			}
		}
	}
	return restored, syncFile(inner.path())
}

func (db *DB) renewSelf(ctx context.Context, stones *carried) (r Restored, err error) {
	if err := db.open(ctx); err != nil {
		return r, err
	}
	if r.Erased, err = db.eraseAgain(ctx, stones); err != nil {
		return r, err
	}
	err = db.Write(ctx, Purpose{Work: "restore"}, func(ctx context.Context, tx bun.Tx) error {
		for _, statement := range []string{
			`DELETE FROM sessions`,
			`DELETE FROM setup_tokens`,
			`UPDATE users SET generation = generation + 1`, // of sessions that are not yet written
			`UPDATE counters SET writes = writes + 1, witness = '', version_key = randomblob(32)`,
			`PRAGMA user_version = 0`, // serial numbers begin again: no log of before goes on from here
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	if r.Flaws, err = db.Check(ctx); err != nil {
		return r, err
	}
	r.Contents, err = contentsOf(ctx, db.read)
	return r, err
}
