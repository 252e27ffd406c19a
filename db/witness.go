package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A database finds out that it is a copy, or was restored from one, by its
// witness: an empty file beside it. Each write to the register makes a new
// witness and stores its identity, which the file system gives and no copy
// keeps. A database that does not find the witness it has stored is a copy. Its
// revisions may stand for other values than those that were exported after the
// copy was taken, so it must not trust the marks of such exports.
//
// Writes of even and of odd count have a file each, so that the witness of one
// stands until the next one is committed.
func (db *DB) witnessPath(writes int64) string {
	return filepath.Join(db.dir, fmt.Sprintf("witness.%d", writes%2))
}

// makeWitness makes the witness of a write, by the count that it raises the
// write counter to. The commit of the transaction dismisses the one before.
func (db *DB) makeWitness(writes int64) (string, error) {
	path, fresh := db.witnessPath(writes), filepath.Join(db.dir, "witness.new")
	// Made beside and moved there: a file system may give the number of a file
	// that is gone to the next one.
	if err := errors.Join(os.WriteFile(fresh, nil, 0o600), os.Rename(fresh, path)); err != nil {
		return "", err
	}
	adopt(path)
	db.witnessed = writes
	return witnessAt(path)
}

// dismissWitness removes the witness of the write before the one that was just
// committed, if that was one to the register. A file that stays, as where the
// process is killed here, the next write replaces.
func (db *DB) dismissWitness() {
	if db.witnessed > 0 {
		_ = os.Remove(db.witnessPath(db.witnessed - 1))
	}
}

// witnessAt returns the identity of a witness, which no other file and no copy
// of it has. It is "" where there is no file, or where the system gives none.
func witnessAt(path string) (string, error) {
	identity, err := fileIdentity(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return identity, err
}

// lacksWitness reports whether the database does not find the witness of its
// last write, and the write counter.
func (db *DB) lacksWitness(ctx context.Context, q querier) (copied bool, writes int64, err error) {
	var stored string
	if err := q.QueryRowContext(ctx, `SELECT writes, witness FROM counters`).Scan(&writes, &stored); err != nil {
		return false, 0, err
	}
	found, err := witnessAt(db.witnessPath(writes))
	return found != stored, writes, err
}
