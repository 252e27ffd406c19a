package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/uptrace/bun"
)

// Contents is what a database holds, in short.
type Contents struct {
	Customers  int
	LastWrite  Millis // of the register; zero where there was none
	LastImport Millis // zero where there was none
	ImportFile string // the name of the last file that was imported
}

// Backup is a backup that has been made.
type Backup struct {
	Path string
	Size int64 // bytes
	Contents
}

// Backup writes a copy of the register as it is at one moment, beside all that
// happens to it meanwhile: to a new file, or under a name that tells the time in
// a directory, "" for DATA/backups. It stands under its name once it has been
// checked and is on the disk; a failure leaves nothing. It fails with
// ErrBackupExists, ErrBackupPlace, ErrNoDirectory, ErrDiskFull, ErrNotWritable or
// ErrDamaged.
func (db *DB) Backup(ctx context.Context, target string) (Backup, error) {
	unlock, err := db.lockBackups(ctx)
	if err != nil {
		return Backup{}, err
	}
	defer unlock()
	path, err := db.claim(target)
	if err != nil {
		return Backup{}, translate(err)
	}
	made, err := db.backUp(ctx, db.read, path)
	if err == nil {
		db.noteOutside(made)
	}
	return made, translate(err)
}

// lockBackups waits until nobody else makes a backup of this register, so that
// what another one has left unfinished can be told from what is under way.
// Nothing can be locked where nothing can be written.
func (db *DB) lockBackups(ctx context.Context) (unlock func(), err error) {
	if db.frozen {
		return func() {}, nil
	}
	lock, err := db.lockFile(ctx, backupLock, false)
	if err != nil {
		return nil, err
	}
	return func() { _ = lock.Close() }, nil
}

// claim begins the file that a backup is to become. Only our own directory is made.
func (db *DB) claim(target string) (path string, err error) {
	if target == "" {
		return db.claimHere(backupPrefix)
	}
	isDir := os.IsPathSeparator(target[len(target)-1])
	if path, err = filepath.Abs(target); err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		isDir = true
	case err == nil:
		return "", ErrBackupExists
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	case isDir:
		return "", err // there is no such directory
	}
	folder := path
	if !isDir {
		folder = filepath.Dir(path)
	}
	if same, err := sameFile(folder, db.dir); err != nil || same {
		return "", errors.Join(err, placeError(same))
	}
	if isDir {
		removePartial(path, db.Now().Add(-abandoned))
		return claimName(path, backupPrefix, db.Now())
	}
	return path, errors.Join(removeDatabase(path+partialSuffix), createPrivate(path+partialSuffix))
}

// claimHere begins a backup in our own directory, and clears away all that was left
// unfinished there.
func (db *DB) claimHere(prefix string) (path string, err error) {
	dir := db.BackupsDir()
	if err := makePrivateDir(dir); err != nil {
		return "", err
	}
	adopt(dir)
	removePartial(dir, time.Time{})
	if path, err = claimName(dir, prefix, db.Now()); err == nil {
		adopt(path + partialSuffix)
	}
	return path, err
}

// placeError is the error of a backup right beside the register, where it could
// be taken for it.
func placeError(beside bool) error {
	if beside {
		return ErrBackupPlace
	}
	return nil
}

// backUp copies the database of a pool to a file that has been claimed. SQLite
// writes into the empty file that is there, and leaves its rights.
func (db *DB) backUp(ctx context.Context, from *bun.DB, path string) (made Backup, err error) {
	partial := path + partialSuffix
	defer func() {
		if err != nil {
			_ = removeDatabase(partial)
		}
	}()
	db.reached("backup begun")
	if _, err := from.DB.ExecContext(ctx, `VACUUM INTO ?`, partial); err != nil {
		return Backup{}, err
	}
	db.reached("backup copied")
	made.Path = path
	if made.Contents, err = db.inspect(ctx, partial); err != nil {
		return Backup{}, err
	}
	if err := syncFile(partial); err != nil {
		return Backup{}, err
	}
	info, err := os.Stat(partial)
	if err != nil {
		return Backup{}, err
	}
	made.Size = info.Size()
	db.reached("backup checked")
	if err := os.Rename(partial, path); err != nil {
		return Backup{}, err
	}
	db.reached("backup named")
	return made, syncDir(filepath.Dir(path))
}

// removeDatabase removes an unfinished database with its journal.
func removeDatabase(path string) error {
	for _, end := range []string{"", "-journal"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// inspect opens a database file that nobody writes to, checks that it is sound
// and ours, and tells what it holds. It fails with ErrNotDatabase, ErrForeign,
// ErrDamaged or ErrNewerSchema.
func (db *DB) inspect(ctx context.Context, path string) (contents Contents, err error) {
	if err := examine(ctx, path, true); err != nil {
		return Contents{}, err
	}
	log, err := readLog(path + "-wal")
	if err != nil {
		return Contents{}, err
	}
	err = peek(path, log, func(probe *bun.DB) error {
		if flaws, err := integrity(ctx, probe); err != nil || len(flaws) > 0 {
			return errors.Join(err, damageError(flaws))
		}
		applied, err := appliedTo(ctx, probe)
		if err != nil {
			return err
		}
		if len(applied) == 0 {
			return ErrForeign // a database without anything of ours in it
		}
		known, err := db.knownMigrations()
		if err != nil {
			return err
		}
		if _, err := lacks(known, applied); err != nil {
			return err
		}
		if contents, err = contentsOf(ctx, probe); isOtherSchema(err) {
			return ErrForeign
		}
		return err
	})
	return contents, err
}

// damageError is ErrDamaged where there are flaws.
func damageError(flaws []Flaw) error {
	if len(flaws) > 0 {
		return ErrDamaged
	}
	return nil
}

// contentsOf tells what a database of any version holds.
func contentsOf(ctx context.Context, q querier) (c Contents, err error) {
	err = q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM customers), (SELECT at FROM events ORDER BY id DESC LIMIT 1)`).
		Scan(&c.Customers, &c.LastWrite)
	if err != nil {
		return c, err
	}
	err = q.QueryRowContext(ctx, `SELECT saved_at, file_name FROM imports
		WHERE state = 'saved' AND undoes IS NULL AND id > 0 ORDER BY event_id DESC LIMIT 1`).Scan(&c.LastImport, &c.ImportFile)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return c, err
}

// Begun returns when something was first written to the register; the zero moment
// where nothing has been.
func (db *DB) Begun(ctx context.Context) (at Millis, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT at FROM events ORDER BY id LIMIT 1`).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return Millis{}, nil
	}
	return at, translate(err)
}

// backUpBeforeUpgrade makes a copy of a database that a migration is about to
// change. An upgrade that was interrupted has made it already.
func (db *DB) backUpBeforeUpgrade(ctx context.Context) error {
	unlock, err := db.lockBackups(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	dir := db.BackupsDir()
	earlier, err := backupsIn(dir, upgradePrefix)
	if err != nil {
		return err
	}
	if len(earlier) > 0 {
		var serial uint32
		if err := db.write.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&serial); err != nil {
			return err
		}
		kept, err := readFirstPage(filepath.Join(dir, earlier[0].Name))
		if err == nil && serial != 0 && kept.serial == serial {
			return nil
		}
	}
	path, err := db.claimHere(upgradePrefix)
	if err != nil {
		return err
	}
	if _, err := db.backUp(ctx, db.write, path); err != nil {
		return err
	}
	_, err = prune(dir, upgradePrefix, keepUpgrades, filepath.Base(path))
	return err
}
