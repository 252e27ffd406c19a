package db

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/uptrace/bun"
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
	Contents        // of the register as it is now
	Aside    string // the directory with the database that was there before, "" where there was none
	Lost     *Lost  // nil where that database could not be read
	Flaws    []Flaw // what Check finds in the restored register
	Erased   int    // customers who had been erased since the backup, and were erased again
}

// Restore puts a backup in the place of the register in a directory, which
// nobody may have open meanwhile. The database that was there is put aside, with
// what SQLite keeps beside it. All sessions and links end. It fails with ErrInUse,
// with ErrNotDatabase, ErrForeign, ErrForeignLog, ErrDamaged or ErrNewerSchema for
// a file that is no sound backup of ours, with ErrDiskFull, and with an error of
// the file where that cannot be read; then the register stands as it was. After
// ErrRestoreBegun it does not.
func Restore(ctx context.Context, dir, file string, options Options) (Restored, error) {
	db, err := newDB(dir, options)
	if err != nil {
		return Restored{}, err
	}
	return db.restore(ctx, file)
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

// copyDatabase copies a database file, with its log where it has one. Where the
// file cannot be read, the error is the system's own.
func copyDatabase(ctx context.Context, from, to string) error {
	if err := copyFile(ctx, from, to); err != nil {
		return err
	}
	if info, err := os.Stat(to); err != nil || info.Size() == 0 {
		return errors.Join(err, ErrNotDatabase)
	}
	err := copyFile(ctx, from+"-wal", to+"-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// copyFile copies a file, until the context is done. What is no regular file is
// not even opened, since that may wait for ever.
func copyFile(ctx context.Context, from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrNotDatabase
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return translate(err)
	}
	_, err = io.Copy(target, &untilDone{ctx, source})
	return translate(errors.Join(err, target.Close()))
}

// untilDone reads from another reader until its context is done.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

func (r *untilDone) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
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
			`PRAGMA user_version = 0`, // marks begin anew: no log of before goes on from here
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

// databaseFiles are the endings of what SQLite keeps of a database.
var databaseFiles = []string{"", "-wal", "-shm", "-journal"}

// nameAside decides where the present database goes, if there is one, and brings
// all that was prepared to the disk.
func (db *DB) nameAside(dir string, restored *Restored) error {
	var name string
	if db.isThere() {
		var err error
		if name, err = db.makeAside(); err != nil {
			return err
		}
		restored.Aside = filepath.Join(db.dir, name)
	}
	note := filepath.Join(dir, asideFile)
	return errors.Join(os.WriteFile(note, []byte(name), 0o600), syncFile(note), syncDir(dir), syncDir(db.dir))
}

// isThere reports whether there is a database, or a part of one.
func (db *DB) isThere() bool {
	return slices.ContainsFunc(databaseFiles, func(end string) bool {
		_, err := os.Lstat(db.path() + end)
		return err == nil
	})
}

// makeAside makes a directory for the present database, named after the time. It
// is on the disk of the register, so that files can be moved there, which the
// disk of the backups need not be.
func (db *DB) makeAside() (name string, err error) {
	for at := db.Now().UTC(); ; at = at.Add(time.Second) {
		name = asidePrefix + at.Format(backupTime)
		path := filepath.Join(db.dir, name)
		if err := os.Mkdir(path, 0o700); !errors.Is(err, fs.ErrExist) {
			adopt(path)
			return name, err
		}
	}
}

// restoreInterrupted reports whether a restore was decided and is not done.
func (db *DB) restoreInterrupted() bool {
	_, err := os.Lstat(filepath.Join(db.dir, decidedDir))
	return err == nil
}

// finishRestore does what is left of a restore that was decided, and fails with
// ErrRestoreBegun. It may be interrupted anywhere, and called again. The caller
// has the register alone.
func (db *DB) finishRestore() error {
	if !db.restoreInterrupted() {
		return nil
	}
	if err := db.moveRestored(filepath.Join(db.dir, decidedDir)); err != nil {
		return ErrRestoreBegun{translate(err)}
	}
	return nil
}

// moveRestored moves the databases, and brings each step to the disk before the
// next one: beside the new database there must never be the log of the old one.
func (db *DB) moveRestored(decided string) error {
	if err := syncDir(db.dir); err != nil {
		return err
	}
	fresh := filepath.Join(decided, FileName)
	// While the new database has not moved, what lies in its place is the old one.
	if _, err := os.Lstat(fresh); err == nil {
		if err := db.putAside(decided); err != nil {
			return err
		}
		if err := errors.Join(os.Rename(fresh, db.path()), syncDir(db.dir)); err != nil {
			return err
		}
		db.reached("restore moved")
	}
	return errors.Join(os.RemoveAll(decided), syncDir(db.dir))
}

func (db *DB) putAside(decided string) error {
	name, err := os.ReadFile(filepath.Join(decided, asideFile))
	if err != nil || len(name) == 0 {
		return err
	}
	aside := filepath.Join(db.dir, string(name))
	if err := makePrivateDir(aside); err != nil {
		return err
	}
	for _, end := range databaseFiles {
		err := os.Rename(db.path()+end, filepath.Join(aside, FileName+end))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		db.reached("restore aside")
	}
	return errors.Join(syncDir(aside), syncDir(db.dir))
}

// Replaced is a database that a restore has put aside. It is never removed by
// itself, since it may be the only copy of what the restore has lost.
type Replaced struct {
	Dir  string
	At   time.Time // of the restore
	Size int64     // bytes
}

// Replaced lists the databases that restores have put aside, the last one first.
func (db *DB) Replaced() []Replaced {
	var list []Replaced
	for _, dir := range db.asides() {
		entries, err := os.ReadDir(dir.path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
			continue // removed, or a restore came to nothing
		}
		one := Replaced{Dir: dir.path, At: dir.at}
		for _, entry := range entries {
			if info, err := entry.Info(); err == nil {
				one.Size += info.Size()
			}
		}
		list = append(list, one)
	}
	slices.Reverse(list)
	return list
}

type asideDir struct {
	path string
	at   time.Time
}

// asides lists the directories for databases that were put aside.
func (db *DB) asides() []asideDir {
	var list []asideDir
	found, _ := filepath.Glob(filepath.Join(escapeGlob(db.dir), asidePrefix+"*")) // fails for a wrong pattern only
	for _, path := range found {
		at, err := time.Parse(asidePrefix+backupTime, filepath.Base(path))
		if err == nil {
			list = append(list, asideDir{path, at.Local()})
		}
	}
	return list
}

// removeEmptyAsides removes the directories of restores that came to nothing.
func (db *DB) removeEmptyAsides() {
	for _, dir := range db.asides() {
		_ = os.Remove(dir.path) // fails where there is something in it
	}
}
