// Package db keeps the register in one SQLite database: customers, groups,
// imports and the journal of changes. It is the only place with SQL, together
// with accounts, which keeps who may use the register, and accesslog, which keeps
// who has looked at it.
//
// All writing goes through one connection under one lock that the processes
// of the machine share; readers have connections of their own, which cannot
// write, and never wait for a writer.
package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"kortisto/customer"
)

// FileName is the name of the database in its directory.
const FileName = "kortisto.db"

// Options change how a database is opened. The zero value is good.
type Options struct {
	Fields   *customer.Table  // what a customer has; nil is the standard table with the firm's own fields
	Now      func() time.Time // the clock; nil is time.Now
	LockWait time.Duration    // how long writers wait for each other; 0 is 60 s
}

// DB is an open database. Its methods may be called from many goroutines.
type DB struct {
	dir     string
	entered bool         // see enter
	frozen  bool         // opened by OpenFrozen
	isCopy  bool         // not the register itself, but a copy that a restore prepares
	inUse   *flock.Flock // nil until it is open
	options Options
	lock    *writeLock
	write   *bun.DB // one connection
	read    *bun.DB // several connections, none of which can write

	fields  atomic.Pointer[customer.Table]
	counted atomic.Pointer[countedGroups] // nil before they are first asked for
	counts  counts
	twins   twinPairs

	// witnessed is the write, by its count, for which the present transaction has
	// made a witness, 0 for none. It belongs to the holder of the lock.
	witnessed int64

	// reached is called at each stage of a write or a backup, for the tests that kill
	// it there.
	reached func(stage string)

	migrations fs.FS
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
	if err := db.learnFields(ctx, db.write); err != nil {
		return err
	}
	if err := db.renewCopied(ctx); err != nil {
		return err
	}
	if err := db.firstMark(ctx); err != nil {
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

// Fields returns the table of the fields that the register has: another one after
// the own fields have changed.
func (db *DB) Fields() *customer.Table { return db.fields.Load() }

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

// path is where the database lies.
func (db *DB) path() string { return filepath.Join(db.dir, FileName) }

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

func openPool(dsn string, connections int) (*bun.DB, error) {
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	// Idle connections are kept: each holds a warm page cache.
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return bun.NewDB(pool, sqlitedialect.New()), nil
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

// Dir returns the directory of the database.
func (db *DB) Dir() string { return db.dir }

// WriteCounter returns a number that every write to the register raises, also
// that of another process. While it stays, so does every plan.
func (db *DB) WriteCounter(ctx context.Context) (int64, error) {
	var writes int64
	err := db.read.QueryRowContext(ctx, `SELECT writes FROM counters`).Scan(&writes)
	return writes, translate(err)
}

// VersionKey returns what the version marks of exports are made with.
func (db *DB) VersionKey(ctx context.Context) ([]byte, error) {
	return (&register{q: db.read}).VersionKey(ctx)
}
