package db

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// A restore makes the new database in a directory of its own and, when that is
// checked and on the disk, gives the directory its other name: from then on the
// restore is decided. What is left is moving files, which whoever opens the
// register next brings to an end where the restore was interrupted. Before that
// moment the register stands as it was.
const (
	preparingDir = "restoring.new"
	decidedDir   = "restoring"
	asideFile    = "aside" // in it: the name of the directory for the present database
	asidePrefix  = "replaced-"
)

// Restored is what a restore has done.
type Restored struct {
	Contents        // of the register as it is now
	Aside    string // the directory with the database that was there before, "" where there was none
	Lost     *Lost  // nil where that database could not be read
	Flaws    []Flaw // what Check finds in the restored register
}

// Lost is what the register had before a restore, and has no more.
type Lost struct {
	Since   Millis // the first of it; zero where nothing was lost
	Changes int    // by hand, and undos
	Imports []LostImport
}

// LostImport is an import of a file that a restore has taken back.
type LostImport struct {
	FileName string
	At       Millis
	By       string
}

// Restore puts a backup in the place of the register in a directory, which
// nobody may have open meanwhile. The database that was there is put aside, with
// what SQLite keeps beside it. All sessions end. It fails with ErrInUse, with
// ErrNotDatabase, ErrForeign, ErrDamaged or ErrNewerSchema for a file that is no
// sound backup of ours, and with an error of the file where that cannot be read;
// then the register stands as it was.
func Restore(ctx context.Context, dir, file string, options Options) (Restored, error) {
	db, err := newDB(dir, options)
	if err != nil {
		return Restored{}, err
	}
	return db.restore(ctx, file)
}

func (db *DB) restore(ctx context.Context, file string) (Restored, error) {
	if err := makePrivateDir(db.dir); err != nil {
		return Restored{}, translate(err)
	}
	lock := db.useLock()
	defer lock.Close()
	switch free, err := lock.TryLock(); {
	case err != nil:
		return Restored{}, translate(err)
	case !free:
		return Restored{}, ErrInUse
	}
	if err := db.finishRestore(); err != nil { // of an earlier one
		return Restored{}, translate(err)
	}
	preparing := filepath.Join(db.dir, preparingDir)
	if err := errors.Join(os.RemoveAll(preparing), makePrivateDir(preparing)); err != nil {
		return Restored{}, translate(err)
	}
	restored, err := db.prepare(ctx, preparing, file)
	if err != nil {
		_ = os.RemoveAll(preparing)
		return Restored{}, err
	}
	db.reached("restore prepared")
	if err := errors.Join(os.Rename(preparing, filepath.Join(db.dir, decidedDir)), syncFile(db.dir)); err != nil {
		return Restored{}, translate(err)
	}
	db.reached("restore decided")
	return restored, translate(db.finishRestore())
}

// prepare makes the new database in a directory, and finds out what the present
// one has that it has not.
func (db *DB) prepare(ctx context.Context, dir, file string) (Restored, error) {
	path := filepath.Join(dir, FileName)
	if err := copyDatabase(file, path); err != nil {
		return Restored{}, err
	}
	db.reached("restore copied")
	if _, err := db.inspect(ctx, path); err != nil {
		return Restored{}, translate(err)
	}
	restored, err := db.renew(ctx, dir)
	if err != nil {
		return Restored{}, translate(err)
	}
	db.reached("restore renewed")
	if restored.Lost, err = db.lostBy(ctx, path); err != nil {
		return Restored{}, translate(err)
	}
	return restored, translate(db.nameAside(dir, &restored))
}

// copyDatabase copies a database file, with its log where it has one. Where the
// file cannot be read, the error is the system's own.
func copyDatabase(from, to string) error {
	for _, end := range []string{"", "-wal"} {
		source, err := os.Open(from + end)
		if end != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		err = copyTo(source, to+end)
		_ = source.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func copyTo(source *os.File, path string) error {
	info, err := source.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() == 0 && !strings.HasSuffix(path, "-wal") {
		return ErrNotDatabase
	}
	target, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return translate(err)
	}
	_, err = io.Copy(target, source)
	return translate(errors.Join(err, target.Close()))
}

// renew brings a copy up to date, ends what must not come back with it, and
// makes one file of it. The key for the marks of exports is another one: the
// register may have gone on since the copy was made, and marks of that time must
// not be taken for those of what comes now.
func (db *DB) renew(ctx context.Context, dir string) (Restored, error) {
	inner, err := newDB(dir, db.options)
	if err != nil {
		return Restored{}, err
	}
	inner.isCopy = true
	restored, err := inner.renewSelf(ctx)
	if err := errors.Join(err, inner.Close()); err != nil {
		return Restored{}, err
	}
	log, err := readLog(inner.path() + "-wal")
	if err != nil {
		return Restored{}, err
	}
	if log.frames > 0 {
		return Restored{}, ErrNotClosed
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return Restored{}, err
	}
	for _, entry := range entries {
		if entry.Name() != FileName {
			if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
				return Restored{}, err
			}
		}
	}
	return restored, syncFile(inner.path())
}

func (db *DB) renewSelf(ctx context.Context) (r Restored, err error) {
	if err := db.open(ctx); err != nil {
		return r, err
	}
	err = db.Write(ctx, Purpose{Work: "restore"}, func(ctx context.Context, tx bun.Tx) error {
		for _, statement := range []string{
			`DELETE FROM sessions`,
			`DELETE FROM setup_tokens`,
			`UPDATE users SET generation = generation + 1`, // of sessions that are not yet written
			`UPDATE counters SET writes = writes + 1, witness = '', version_key = randomblob(32)`,
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	if r.Flaws, err = db.Check(ctx); err != nil {
		return r, err
	}
	r.Contents, err = contentsOf(ctx, db.read)
	return r, err
}

// lostBy tells what the present database has that another one has not. It is
// nil where there is none, or none that can be read.
func (db *DB) lostBy(ctx context.Context, path string) (*Lost, error) {
	present := db.path()
	if _, err := db.inspect(ctx, present); err != nil {
		return nil, ctx.Err()
	}
	log, err := readLog(present + "-wal")
	if err != nil {
		return nil, err
	}
	var lost Lost
	err = peek(present, log, func(probe *bun.DB) error {
		if _, err := probe.DB.ExecContext(ctx, `ATTACH DATABASE ? AS other`, path); err != nil {
			return err
		}
		const gone = ` FROM main.events AS e LEFT JOIN main.imports AS i ON i.event_id = e.id
			WHERE NOT EXISTS (SELECT 1 FROM other.events AS o WHERE o.id = e.id AND o.at = e.at AND o.actor = e.actor
				AND o.action = e.action AND o.first_entry = e.first_entry AND o.last_entry = e.last_entry)`
		err := probe.QueryRowContext(ctx, `SELECT min(e.at), count(*) FILTER (WHERE i.id IS NULL OR i.id < 0 OR i.undoes IS NOT NULL)`+gone).
			Scan(&lost.Since, &lost.Changes)
		if err != nil {
			return err
		}
		rows, err := probe.QueryContext(ctx, `SELECT i.file_name, i.saved_at, i.saved_by`+gone+
			` AND i.id > 0 AND i.undoes IS NULL ORDER BY e.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one LostImport
			if err := rows.Scan(&one.FileName, &one.At, &one.By); err != nil {
				return err
			}
			lost.Imports = append(lost.Imports, one)
		}
		return rows.Err()
	})
	return &lost, err
}

// databaseFiles are the endings of what SQLite keeps of a database.
var databaseFiles = []string{"", "-wal", "-shm", "-journal"}

// nameAside decides where the present database goes, if there is one, and
// brings all that was prepared to the disk.
func (db *DB) nameAside(dir string, restored *Restored) error {
	there := false
	for _, end := range databaseFiles {
		_, err := os.Lstat(db.path() + end)
		there = there || err == nil
	}
	name := ""
	for at := db.Now().UTC(); there && name == ""; at = at.Add(time.Second) {
		name = filepath.Join(backupsDir, asidePrefix+at.Format(backupTime))
		if _, err := os.Lstat(filepath.Join(db.dir, name)); err == nil {
			name = ""
		}
	}
	if there {
		restored.Aside = filepath.Join(db.dir, name)
	}
	note := filepath.Join(dir, asideFile)
	return errors.Join(os.WriteFile(note, []byte(name), 0o600), syncFile(note), syncFile(dir))
}

// restoreInterrupted reports whether a restore was decided and is not done.
func (db *DB) restoreInterrupted() bool {
	_, err := os.Lstat(filepath.Join(db.dir, decidedDir))
	return err == nil
}

// finishRestore does what is left of a restore that was decided. It may be
// interrupted anywhere, and called again. The caller has the register alone.
func (db *DB) finishRestore() error {
	if !db.restoreInterrupted() {
		return nil
	}
	decided := filepath.Join(db.dir, decidedDir)
	fresh := filepath.Join(decided, FileName)
	// While the new database has not moved, what lies in its place is the old one.
	if _, err := os.Lstat(fresh); err == nil {
		if err := db.putAside(decided); err != nil {
			return err
		}
		if err := errors.Join(os.Rename(fresh, db.path()), syncFile(db.dir)); err != nil {
			return err
		}
		db.reached("restore moved")
	}
	return errors.Join(os.RemoveAll(decided), syncFile(db.dir))
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
	return errors.Join(syncFile(aside), syncFile(filepath.Dir(aside)))
}
