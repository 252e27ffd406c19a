package db

import (
	"context"
	"errors"
	"os"
)

// scratch is what is written to find out whether the disk takes anything: more
// than what a file system may keep beside the name of a file.
var scratch = make([]byte, 16<<10)

// Ready tells whether the register can be read and its disk be written to. It
// does not wait for writers. It fails with ErrDiskFull, ErrNotWritable,
// ErrDiskFailed, ErrDamaged.
func (db *DB) Ready(ctx context.Context) error {
	if _, err := db.WriteCounter(ctx); err != nil {
		return err
	}
	file, err := os.CreateTemp(db.dir, ".ready-*") // only for its owner
	if err != nil {
		return translate(err)
	}
	removed := os.Remove(file.Name()) // at once, so that nothing is left behind
	_, written := file.Write(scratch)
	return translate(errors.Join(removed, written, file.Close()))
}

// OpenToOthers reports whether other users of the machine may read or write the
// register's directory or its file.
func (db *DB) OpenToOthers() (bool, error) {
	for _, path := range []string{db.dir, db.path()} {
		info, err := os.Stat(path)
		if err != nil {
			return false, translate(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			return true, nil
		}
	}
	return false, nil
}
