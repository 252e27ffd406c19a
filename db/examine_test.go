package db

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
)

// files reads the files of a directory, but for those that only tell who waits
// for whom.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, entry := range entries {
		if entry.Type().IsRegular() && !strings.HasSuffix(entry.Name(), ".lock") {
			content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
			must(t, err)
			found[entry.Name()] = string(content)
		}
	}
	return found
}

// crashed is the directory of a register with three customers as a killed
// process leaves it: with what was written last in the write-ahead log alone.
func crashed(t *testing.T) string {
	t.Helper()
	dir, left := t.TempDir(), t.TempDir()
	must(t, openDir(t, dir, testOptions()).Close())
	db := openDir(t, dir, testOptions())
	fill(t, db, 3)
	for _, name := range []string{FileName, FileName + "-wal", "witness.1"} {
		must(t, os.Link(filepath.Join(dir, name), filepath.Join(left, name)))
	}
	for name := range files(t, left) { // what the running register does next is not for it
		content, err := os.ReadFile(filepath.Join(left, name))
		must(t, err)
		must(t, os.Remove(filepath.Join(left, name)))
		must(t, os.WriteFile(filepath.Join(left, name), content, 0o600))
	}
	return left
}

// closed is the directory of a register with n customers that was closed.
func closed(t *testing.T, n int) string {
	t.Helper()
	db := openTest(t)
	if n > 0 {
		fill(t, db, n)
	}
	must(t, db.Close())
	return db.Dir()
}

// foreign makes a database of another program in a directory.
func foreign(t *testing.T, statements string) string {
	t.Helper()
	dir := t.TempDir()
	execute(t, filepath.Join(dir, FileName), statements)
	return dir
}

// execute runs statements on a database file, beside all that the program does.
func execute(t *testing.T, path, statements string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	_, err = raw.Exec(statements)
	must(t, errors.Join(err, raw.Close()))
}

// TestOpenRefusesWrongDatabases holds that nothing but the register is opened,
// and that what was found stays as it is, to the byte.
func TestOpenRefusesWrongDatabases(t *testing.T) {
	lose := func(dir string, empty bool) string {
		must(t, os.Remove(filepath.Join(dir, FileName)))
		if empty {
			must(t, os.WriteFile(filepath.Join(dir, FileName), nil, 0o600))
		}
		return dir
	}
	only := func(name, content string) string {
		dir := t.TempDir()
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
		return dir
	}
	young := func() string { // never closed, and nothing written yet
		db, dir := openTest(t), t.TempDir()
		writeOver(t, db.path(), filepath.Join(dir, FileName))
		return dir
	}
	withLog := func(dir string) string {
		writeOver(t, filepath.Join(crashed(t), FileName+"-wal"), filepath.Join(dir, FileName+"-wal"))
		return dir
	}
	withForeignLog := func(dir string) string {
		other := t.TempDir()
		open, err := sql.Open("sqlite", "file:"+filepath.Join(other, FileName))
		must(t, err)
		t.Cleanup(func() { must(t, open.Close()) })
		_, err = open.Exec(`PRAGMA journal_mode = WAL; CREATE TABLE t (a)`)
		must(t, err)
		writeOver(t, filepath.Join(other, FileName+"-wal"), filepath.Join(dir, FileName+"-wal"))
		return dir
	}
	directory := t.TempDir()
	must(t, os.Mkdir(filepath.Join(directory, FileName), 0o700))
	cut := closed(t, 20)
	must(t, os.Truncate(filepath.Join(cut, FileName), 3*4096))
	stump := closed(t, 1)
	must(t, os.Truncate(filepath.Join(stump, FileName), 50))
	dangling := t.TempDir()
	must(t, os.Symlink(filepath.Join(t.TempDir(), "unmounted", FileName), filepath.Join(dangling, FileName)))

	isLost := func(empty bool) func(error) bool {
		return func(err error) bool {
			var lost ErrLost
			return errors.As(err, &lost) && lost.Empty == empty && len(lost.Found) > 0
		}
	}
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	for name, test := range map[string]struct {
		dir  string
		want func(error) bool
	}{
		"lost after its first start":              {lose(closed(t, 0), false), isLost(false)},
		"lost":                                    {lose(closed(t, 3), false), isLost(false)},
		"lost beside a log":                       {only(FileName+"-wal", "x"), isLost(false)},
		"lost beside shared memory":               {only(FileName+"-shm", ""), isLost(false)},
		"lost beside a backup":                    {only("backups/2026-11-01.db", "x"), isLost(false)},
		"lost with its disk":                      {dangling, isLost(false)},
		"emptied":                                 {lose(closed(t, 0), true), isLost(true)},
		"emptied beside a log":                    {lose(crashed(t), true), isLost(true)},
		"a text":                                  {only(FileName, strings.Repeat("no database\n", 1000)), is(ErrNotDatabase)},
		"a short text":                            {only(FileName, "x"), is(ErrNotDatabase)},
		"a directory":                             {directory, is(ErrNotDatabase)},
		"cut off":                                 {cut, is(ErrDamaged)},
		"cut off within its header":               {stump, is(ErrDamaged)},
		"another program's":                       {foreign(t, `CREATE TABLE customers (id); INSERT INTO customers VALUES (1)`), is(ErrForeign)},
		"another program's, by number":            {foreign(t, `PRAGMA application_id = 7`), is(ErrForeign)},
		"another program's, with a log":           {foreign(t, `PRAGMA journal_mode = WAL; CREATE TABLE t (a)`), is(ErrForeign)},
		"another program's log":                   {withForeignLog(closed(t, 5)), is(ErrForeignLog)},
		"another register's log":                  {withLog(closed(t, 5)), is(ErrForeignLog)},
		"another register's log at a first start": {withLog(young()), is(ErrForeignLog)},
	} {
		t.Run(name, func(t *testing.T) {
			before := files(t, test.dir)
			db, err := Open(t.Context(), test.dir, testOptions())
			if err == nil {
				_ = db.Close()
			}
			if !test.want(err) {
				t.Errorf("got %v", err)
			}
			if after := files(t, test.dir); !maps.Equal(after, before) {
				t.Errorf("files %v before, %v after, or another content", slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
			}
		})
	}
}

// TestOpenTakesItsOwn holds that what a register may look like is opened: after
// a first start that ended anywhere, of an older version, with its own log.
func TestOpenTakesItsOwn(t *testing.T) {
	fresh, killed := t.TempDir(), t.TempDir()
	first := openDir(t, t.TempDir(), testOptions())
	writeOver(t, first.path(), filepath.Join(killed, FileName))
	writeOver(t, first.path()+"-wal", filepath.Join(killed, FileName+"-wal"))
	must(t, os.WriteFile(filepath.Join(fresh, FileName), nil, 0o600))
	begun := foreign(t, `PRAGMA journal_mode = WAL`)
	started := foreign(t, `PRAGMA journal_mode = WAL; CREATE TABLE bun_migrations (
		id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR, group_id INTEGER, migrated_at TIMESTAMP DEFAULT current_timestamp)`)
	copied := t.TempDir()
	writeOver(t, filepath.Join(closed(t, 3), FileName), filepath.Join(copied, FileName))
	for name, test := range map[string]struct {
		dir       string
		customers int
	}{
		"an empty file": {fresh, 0}, "a database without tables": {begun, 0}, "nothing but the list of migrations": {started, 0},
		"killed at its first start": {killed, 0},
		"closed":                    {closed(t, 3), 3}, "killed": {crashed(t), 3}, "the file alone": {copied, 3}, "older": {older(t, closed(t, 3)), 3},
	} {
		t.Run(name, func(t *testing.T) {
			db := openDir(t, test.dir, testOptions())
			_, total, err := db.Customers(t.Context(), Filter{Limit: 1})
			if err != nil || total != test.customers {
				t.Errorf("%d customers, %v", total, err)
			}
			var number int
			if err := db.read.DB.QueryRow(`PRAGMA application_id`).Scan(&number); err != nil || number != applicationID {
				t.Errorf("the number is %x, %v", number, err)
			}
			checkRegister(t, db)
		})
	}
}

// older takes from a register what versions before this one did not write: the
// number and the serial number in its header.
func older(t *testing.T, dir string) string {
	t.Helper()
	execute(t, filepath.Join(dir, FileName), `PRAGMA application_id = 0; PRAGMA user_version = 0; DELETE FROM bun_migrations WHERE name = '20261128130000'`)
	return dir
}

// TestLogFollows puts every state of a register beside the log of every other
// one: what goes on from a state is taken, and gives the newest one; all else is
// refused.
func TestLogFollows(t *testing.T) {
	const states = 5
	dir := t.TempDir()
	must(t, openDir(t, dir, testOptions()).Close())
	var databases, logs [states]string
	for i := range states {
		db := openDir(t, dir, testOptions())
		fill(t, db, 1)
		edit(t, db, 1001+i, customer.Phone, fmt.Sprint("09 ", i))
		left := t.TempDir()
		content, err := os.ReadFile(filepath.Join(dir, FileName+"-wal"))
		must(t, err)
		logs[i] = filepath.Join(left, "log")
		must(t, os.WriteFile(logs[i], content, 0o600))
		must(t, db.Close())
		databases[i] = filepath.Join(left, FileName)
		writeOver(t, filepath.Join(dir, FileName), databases[i])
	}
	for i, database := range databases {
		for j, log := range logs {
			place := t.TempDir()
			writeOver(t, database, filepath.Join(place, FileName))
			writeOver(t, log, filepath.Join(place, FileName+"-wal"))
			db, err := Open(t.Context(), place, testOptions())
			if fits := j == i || j == i+1; !fits {
				if !errors.Is(err, ErrForeignLog) {
					t.Errorf("database %d, log %d: %v", i, j, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("database %d, log %d: %v", i, j, err)
				continue
			}
			if _, total, err := db.Customers(t.Context(), Filter{Limit: 1}); err != nil || total != max(i, j)+1 {
				t.Errorf("database %d, log %d: %d customers, %v", i, j, total, err)
			}
			checkRegister(t, db)
			must(t, db.Close())
		}
	}
}

// TestSerialsCountRound holds what serial numbers say after they have begun again at 1.
func TestSerialsCountRound(t *testing.T) {
	for _, test := range []struct {
		serial, first, last uint32
		follows             bool
	}{
		{10, 11, 15, true}, {12, 11, 15, true}, {15, 11, 15, true}, {9, 11, 15, false}, {16, 11, 15, false},
		{lastSerial, 1, 3, true}, {lastSerial - 1, lastSerial, 2, true}, {2, lastSerial, 2, true}, {5, lastSerial, 2, false},
		{lastSerial - 5, lastSerial, 2, false},
	} {
		if got := follows(test.serial, test.first, test.last); got != test.follows {
			t.Errorf("%v: %v", test, got)
		}
	}
}
