package db

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// firstSerial gives a serial number to a database that has had none, and puts it into
// the file itself.
func (db *DB) firstSerial(ctx context.Context) error {
	var serial int64
	if err := db.write.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&serial); err != nil || serial != 0 {
		return err
	}
	if err := db.Write(ctx, Purpose{Work: "first start"}, func(context.Context, bun.Tx) error { return nil }); err != nil {
		return err
	}
	_, err := db.write.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	return err
}

// Open opens the database in a directory and brings it up to date. Where there
// is none, it makes the directory (0700) and an empty database (0600); never in
// the place of one that is lost, nor over another program's. It fails with
// ErrLost, ErrForeign, ErrForeignLog, ErrNewerSchema, ErrNotDatabase, ErrDamaged,
// ErrNotWritable, ErrDiskFull or ErrBusy. Several processes may have it open at
// once.
func Open(ctx context.Context, dir string, options Options) (*DB, error) {
	db, err := newDB(dir, options)
	if err != nil {
		return nil, err
	}
	if err := makePrivateDir(db.dir); err != nil {
		return nil, translate(err)
	}
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	return db, nil
}

// OpenFrozen opens the database in a directory that nothing can be written to,
// as on a read-only disk, for reading alone. What writes fails. It fails with
// ErrNotClosed, ErrOlderSchema, and as Open does.
func OpenFrozen(ctx context.Context, dir string, options Options) (*DB, error) {
	db, err := newDB(dir, options)
	if err != nil {
		return nil, err
	}
	if err := db.openFrozen(ctx); err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	return db, nil
}

func newDB(dir string, options Options) (*DB, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.LockWait == 0 {
		options.LockWait = 60 * time.Second
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	db := &DB{
		dir:     dir,
		options: options,
		lock:    newWriteLock(filepath.Join(dir, "write.lock"), options.LockWait),
		reached: func(string) {},

		migrations: migrationFiles(),
	}
	db.fields.Store(cmp.Or(options.Fields, customer.Standard()))
	return db, nil
}

// open opens the pools and migrates. A lock of its own keeps a second process
// from an empty file, without making it wait for a long save.
func (db *DB) open(ctx context.Context) error {
	if err := db.use(ctx); err != nil {
		return err
	}
	opening, err := db.lockFile(ctx, openLock, false)
	if err != nil {
		return err
	}
	defer opening.Close()
	path := db.path()
	if err := db.enter(ctx); err != nil {
		return err
	}
	// A file that is there is not opened, since closing it would drop the locks
	// that this process may hold.
	if err := createPrivate(path); err == nil {
		adopt(path)
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if db.write, err = openPool(dsn(path, writing, db.options.LockWait), 1); err != nil {
		return err
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if err := db.renewOwnNames(ctx); err != nil {
		return err
	}
	if err := db.learnFields(ctx, db.write); err != nil {
		return err
	}
	if err := db.renewCopied(ctx); err != nil {
		return err
	}
	if err := db.firstSerial(ctx); err != nil {
		return err
	}
	if err := db.firstWitness(ctx); err != nil {
		return err
	}
	if err := db.renewSearch(ctx); err != nil {
		return err
	}
	db.read, err = openPool(dsn(path, reading, db.options.LockWait), max(4, runtime.NumCPU()))
	return err
}

// openFrozen opens a pool of readers that take the file as it is. What stands in
// a log alone would be lost to them.
func (db *DB) openFrozen(ctx context.Context) error {
	db.frozen = true
	path := db.path()
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return errors.Join(ErrNotWritable, err) // there is no register, and none can be made
	}
	if db.restoreInterrupted() {
		return ErrNotClosed
	}
	if err := examine(ctx, path, true); err != nil {
		return err
	}
	log, err := readLog(path + "-wal")
	if err != nil {
		return err
	}
	if log.frames > 0 {
		return ErrNotClosed
	}
	if db.read, err = openPool(dsn(path, frozen, db.options.LockWait), max(4, runtime.NumCPU())); err != nil {
		return err
	}
	db.write = db.read
	_, missing, err := db.missingMigrations(ctx)
	if err == nil && !missing {
		missing, err = ownNamesClash(ctx, db.read)
	}
	if err == nil && !missing {
		err = db.learnFields(ctx, db.read)
	}
	if err == nil && !missing {
		missing, err = db.searchIsOld(ctx, db.read)
	}
	if err == nil && missing {
		return ErrOlderSchema
	}
	return err
}

// enter examines the database before it is opened, unless this process has it
// open already. The log that another process is writing to is not read: that
// one has examined it.
func (db *DB) enter(ctx context.Context) error {
	first := enter(db.path())
	db.entered = true
	if !first {
		return nil
	}
	release, quiet := db.lock.try(Purpose{})
	if quiet {
		defer release()
	}
	return examine(ctx, db.path(), quiet)
}

// Close closes the database. A write under way fails.
func (db *DB) Close() error {
	var failures []error
	for _, pool := range []*bun.DB{db.read, db.write} {
		if pool != nil {
			failures = append(failures, pool.Close())
		}
	}
	if db.entered {
		leave(db.path())
		db.entered = false
	}
	if db.inUse != nil {
		failures = append(failures, db.inUse.Close())
	}
	return errors.Join(failures...)
}
