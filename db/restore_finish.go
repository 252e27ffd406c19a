package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

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
