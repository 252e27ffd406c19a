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
	"context"
	"database/sql"
	"io/fs"
	"path/filepath"
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

	// OwnRenamed is told of each own field that gets another name when the database is
	// opened, since a file means another field by its name; it may be nil.
	OwnRenamed func(customer.Field)
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

// Fields returns the table of the fields that the register has: another one after
// the own fields have changed.
func (db *DB) Fields() *customer.Table { return db.fields.Load() }

// path is where the database lies.
func (db *DB) path() string { return filepath.Join(db.dir, FileName) }

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

// Dir returns the directory of the database.
func (db *DB) Dir() string { return db.dir }

// WriteCounter returns a number that every write to the register raises, also
// that of another process. While it stays, so does every plan.
func (db *DB) WriteCounter(ctx context.Context) (int64, error) {
	var writes int64
	err := db.read.QueryRowContext(ctx, `SELECT writes FROM counters`).Scan(&writes)
	return writes, translate(err)
}
