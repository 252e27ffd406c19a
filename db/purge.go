package db

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"

	"github.com/uptrace/bun"
	"modernc.org/sqlite"
)

// purgedFile is, while it is made, the database without anything that is not in
// use. It is no backup, and nobody needs it after a crash.
const purgedFile = "purging.partial"

// ErrUnpurged says that the write-ahead log could not be emptied, since somebody
// reads the register, as a program that copies it.
var ErrUnpurged = errors.New("db: the log is being read")

// purgeWait is how long a purge waits for readers, in milliseconds.
const purgeWait = 5000

// noteUnpurged notes that the file may hold erased values in unused parts, and
// merges the parts of the search index: what was taken out of it stands in older
// ones until then.
func noteUnpurged(ctx context.Context, tx bun.Tx) error {
	if _, err := tx.Tx.ExecContext(ctx, `INSERT INTO search (search) VALUES ('optimize')`); err != nil {
		return err
	}
	_, err := tx.Tx.ExecContext(ctx, `UPDATE counters SET unpurged = ?`, fileUnpurged)
	return err
}

// Purge overwrites what erased values have left in unused parts of the database's
// files, if anything is noted. SQLite's secure_delete overwrites what is deleted;
// but where it has moved rows between pages before, copies of them stay in the
// gaps of old pages, and the write-ahead log holds whole pages of before. So the
// register is copied without its gaps and written over itself, as one write that
// a crash leaves done or not begun, and the log is emptied. What SQLite's own
// VACUUM would hold in memory stands in a file meanwhile.
func (db *DB) Purge(ctx context.Context) error {
	if due, err := db.purgeIsDue(ctx); err != nil || due == purged {
		return err
	}
	release, err := db.lock.acquire(ctx, Purpose{Work: "purge"})
	if err != nil {
		return err
	}
	defer release()
	return translate(db.purge(context.WithoutCancel(ctx)))
}

// What is left of a purge. The log is emptied at each look, but the register is
// written over itself only once: where a program reads all the time, as Litestream,
// the log is emptied when that one lets it.
const (
	purged = iota
	fileUnpurged
	logUnpurged
)

func (db *DB) purgeIsDue(ctx context.Context) (due int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT unpurged FROM counters`).Scan(&due)
	return due, translate(err)
}

func (db *DB) setPurge(ctx context.Context, due int) error {
	return db.writeLocked(ctx, Actor{}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.Tx.ExecContext(ctx, `UPDATE counters SET unpurged = ?`, due)
		return err
	})
}

// purge does what is left; another process may have done it meanwhile.
func (db *DB) purge(ctx context.Context) error {
	due, err := db.purgeIsDue(ctx)
	if err == nil && due == fileUnpurged {
		if err = db.purgeFile(ctx); err == nil {
			due, err = logUnpurged, db.setPurge(ctx, logUnpurged)
		}
	}
	if err != nil || due == purged {
		return err
	}
	if err := db.emptyLog(ctx); err != nil {
		return err
	}
	return db.setPurge(ctx, purged)
}

// purgeFile writes the register over itself, without its gaps.
func (db *DB) purgeFile(ctx context.Context) error {
	compact := filepath.Join(db.dir, purgedFile)
	if err := errors.Join(removeDatabase(compact), createPrivate(compact)); err != nil {
		return err
	}
	defer func() { _ = removeDatabase(compact) }()
	adopt(compact)
	if _, err := db.write.DB.ExecContext(ctx, `VACUUM INTO ?`, compact); err != nil {
		return err
	}
	db.reached("purge copied")
	if err := db.overwrite(ctx, compact); err != nil {
		return err
	}
	db.reached("purge written")
	return nil
}

// overwrite writes another database over this one.
func (db *DB) overwrite(ctx context.Context, from string) error {
	connection, err := db.write.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	return connection.Raw(func(driver any) error {
		restorer, ok := driver.(interface {
			NewRestore(string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.ErrUnsupported
		}
		copying, err := restorer.NewRestore(from)
		if err != nil {
			return err
		}
		_, err = copying.Step(-1)
		return errors.Join(err, copying.Finish())
	})
}

// emptyLog brings the write-ahead log into the database and empties it.
func (db *DB) emptyLog(ctx context.Context) error {
	connection, err := db.write.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := connection.ExecContext(ctx, `PRAGMA busy_timeout = `+strconv.Itoa(purgeWait)); err != nil {
		return err
	}
	var busy, frames, done sql.NullInt64
	err = connection.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done)
	_, again := connection.ExecContext(ctx, `PRAGMA busy_timeout = `+strconv.Itoa(int(db.options.LockWait.Milliseconds())))
	if err == nil && busy.Int64 != 0 {
		err = ErrUnpurged
	}
	return errors.Join(err, again)
}
