package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

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
