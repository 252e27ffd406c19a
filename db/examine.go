package db

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/uptrace/bun"
)

// applicationID is what the header of our databases has, as the migrations set it.
const applicationID = 0x4b6f7274

// backupsDir is where backups lie in the directory of the register.
const backupsDir = "backups"

// openHere counts the files that this process has open: what is open has been
// examined, and must not be read beside SQLite.
var openHere = struct {
	sync.Mutex
	files map[string]int
}{files: make(map[string]int)}

// enter notes that this process opens a file, and reports whether it is the
// first time. leave takes the note back.
func enter(path string) (first bool) {
	openHere.Lock()
	defer openHere.Unlock()
	openHere.files[path]++
	return openHere.files[path] == 1
}

func leave(path string) {
	openHere.Lock()
	defer openHere.Unlock()
	if openHere.files[path]--; openHere.files[path] == 0 {
		delete(openHere.files, path)
	}
}

// examine looks at what lies in the place of the database before SQLite does,
// which would make an empty one of nothing, take another program's for ours,
// and mix another database's write-ahead log into it. It changes nothing, and
// fails with ErrLost, ErrNotDatabase, ErrDamaged, ErrForeign or ErrForeignLog.
// Quiet says that nobody writes to the database meanwhile.
func examine(ctx context.Context, path string, quiet bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && info.Mode().IsRegular() && info.Size() == 0:
		if found := traces(path); found != nil {
			return ErrLost{Empty: err == nil, Found: found}
		}
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return ErrNotDatabase
	}
	stored, err := readFirstPage(path)
	if err != nil {
		return err
	}
	log, err := readLog(path + "-wal")
	if err != nil {
		return err
	}
	current := stored
	if log.last != nil {
		current = *log.last
	}
	if stored.application == applicationID && current.application != applicationID {
		return ErrForeignLog // the file is ours: it is the log that is another program's
	}
	if err := recognise(ctx, path, current, log); err != nil || !quiet {
		return err
	}
	return log.checkBelongs(ctx, path, stored)
}

// traces lists what tells, beside a database that is missing or empty, that
// there was one with something in it.
func traces(path string) []string {
	var found []string
	if target, err := os.Readlink(path); err == nil { // to a disk that is not there
		found = append(found, FileName+" -> "+target)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		found = append(found, FileName+"-wal")
	}
	if _, err := os.Stat(path + "-shm"); err == nil {
		found = append(found, FileName+"-shm")
	}
	dir := filepath.Dir(path)
	for _, pattern := range []string{"witness.[01]", filepath.Join(backupsDir, "*.db")} {
		files, _ := filepath.Glob(filepath.Join(escapeGlob(dir), pattern)) // fails for a wrong pattern only
		for _, file := range files {
			if name, err := filepath.Rel(dir, file); err == nil {
				found = append(found, name)
			}
		}
	}
	return found
}

// recognise fails with ErrForeign where the database is another program's. One
// without a number of its own is ours by its tables, or where it has none yet.
func recognise(ctx context.Context, path string, current firstPage, log writeAheadLog) error {
	switch {
	case current.application == applicationID:
		return nil
	case current.application != 0:
		return ErrForeign
	case !current.tables:
		return nil
	}
	return peek(path, log, func(probe *bun.DB) error {
		var ours, others int
		err := probe.QueryRowContext(ctx, `SELECT
				count(*) FILTER (WHERE type = 'table' AND name IN ('bun_migrations', 'customers', 'counters', 'journal')),
				count(*) FILTER (WHERE tbl_name NOT LIKE 'bun_migration%' AND tbl_name NOT LIKE 'sqlite_%')
			FROM sqlite_schema`).Scan(&ours, &others)
		if err == nil && ours < 4 && others > 0 {
			return ErrForeign
		}
		return err
	})
}

// checkBelongs fails with ErrForeignLog where the log goes on from another state
// than that of the database beside it. Serial numbers tell exactly: the first one in the
// log is at most the one after the database's, and the last one is not before
// it. A database of an older version has none until it has been opened once: the
// whole of both must at least be sound together.
func (log *writeAheadLog) checkBelongs(ctx context.Context, path string, stored firstPage) error {
	switch {
	case log.frames == 0:
		return nil
	case log.pageSize != stored.pageSize:
		return ErrForeignLog
	case stored.serial != 0 && log.first != nil:
		if !follows(stored.serial, log.first.serial, log.last.serial) {
			return ErrForeignLog
		}
		return nil
	}
	return peek(path, *log, func(probe *bun.DB) error {
		var answer string
		err := probe.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&answer)
		if err == nil && answer != "ok" || errors.Is(translate(err), ErrDamaged) {
			return ErrForeignLog
		}
		return err
	})
}

// follows reports whether a log with the serial numbers from first to last goes on from a
// database with one, or has been written into it in part or as a whole. All
// are counted round.
func follows(serial, first, last uint32) bool {
	before := first - 1
	if first == 1 {
		before = lastSerial
	}
	length := (last - before) & lastSerial
	return (serial-before)&lastSerial <= length
}

// peek looks into a database without changing it.
func peek(path string, log writeAheadLog, look func(probe *bun.DB) error) error {
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro"
	if log.frames == 0 {
		name += "&immutable=1" // without even the files that connections share
	}
	probe, err := openPool(name, 1)
	if err != nil {
		return err
	}
	return errors.Join(translate(look(probe)), probe.Close())
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	escaped := make([]byte, 0, len(path))
	for i := range len(path) {
		switch path[i] {
		case '*', '?', '[', '\\':
			escaped = append(escaped, '\\')
		}
		escaped = append(escaped, path[i])
	}
	return string(escaped)
}
