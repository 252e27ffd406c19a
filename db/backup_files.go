package db

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The names of backups, which sort by time: what they begin with, the time in
// UTC, and what they end with.
const (
	backupPrefix  = "kortisto-"
	upgradePrefix = "before-upgrade-" // made before a migration
	backupTime    = "20060102-150405Z"
	backupSuffix  = ".db"
	partialSuffix = ".partial" // of a backup that is not whole yet
)

// keepUpgrades is how many backups from before an upgrade are kept.
const keepUpgrades = 3

// BackupFile is a backup in the directory of backups.
type BackupFile struct {
	Name    string
	At      time.Time // as its name says
	Size    int64     // bytes
	Upgrade bool      // made before an upgrade
}

// BackupsDir returns where backups lie unless another place is named.
func (db *DB) BackupsDir() string { return filepath.Join(db.dir, backupsDir) }

// Backups lists the backups that lie in their directory under names of ours, the
// last one first.
func (db *DB) Backups() ([]BackupFile, error) {
	var list []BackupFile
	for _, prefix := range []string{backupPrefix, upgradePrefix} {
		some, err := backupsIn(db.BackupsDir(), prefix)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortStableFunc(list, func(a, b BackupFile) int { return b.At.Compare(a.At) })
	return list, nil
}

// backupsIn lists the backups in a directory whose names begin so, the last one
// first. A directory that is missing has none.
func backupsIn(dir, prefix string) ([]BackupFile, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return nil, fmt.Errorf("%w: %w", ErrNoDirectory, err)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, translate(err)
	}
	var list []BackupFile
	for _, entry := range entries {
		at, ours := parseBackupName(entry.Name(), prefix)
		if !ours || !entry.Type().IsRegular() {
			continue
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed meanwhile
		}
		if err != nil {
			return nil, translate(err)
		}
		list = append(list, BackupFile{entry.Name(), at, info.Size(), prefix == upgradePrefix})
	}
	slices.Reverse(list)
	return list, nil
}

// parseBackupName returns the time that a name of ours tells.
func parseBackupName(name, prefix string) (at time.Time, ours bool) {
	middle, begins := strings.CutPrefix(name, prefix)
	middle, ends := strings.CutSuffix(middle, backupSuffix)
	if !begins || !ends {
		return time.Time{}, false
	}
	at, err := time.Parse(backupTime, middle)
	return at.Local(), err == nil
}

// claimName begins a backup in a directory: named after the present second, or
// the next one that nobody has taken, be it for another register. What is
// returned is the name that the backup gets when it is whole.
func claimName(dir, prefix string, now time.Time) (string, error) {
	for at := now.UTC(); ; at = at.Add(time.Second) {
		path := filepath.Join(dir, prefix+at.Format(backupTime)+backupSuffix)
		_, err := os.Lstat(path)
		if err == nil {
			continue
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if err := createPrivate(path + partialSuffix); !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
}

// abandoned is after how long an unfinished backup in a directory that is not
// ours is taken for what a killed one has left.
const abandoned = 24 * time.Hour

// removePartial removes what backups have left in a directory that were killed
// before some time, or whenever, where that is zero. What cannot be removed does
// no harm.
func removePartial(dir string, before time.Time) {
	for _, prefix := range []string{backupPrefix, upgradePrefix} {
		pattern := filepath.Join(escapeGlob(dir), prefix+"*"+backupSuffix+partialSuffix+"*")
		left, _ := filepath.Glob(pattern) // fails for a wrong pattern only
		for _, path := range left {
			if info, err := os.Lstat(path); err == nil && (before.IsZero() || info.ModTime().Before(before)) {
				_ = os.Remove(path)
			}
		}
	}
}

// PruneBackups removes the oldest backups beside one that was just made until
// only so many are left with it, and returns their names. Files with other names
// than ours stay.
func (db *DB) PruneBackups(made Backup, keep int) (removed []string, err error) {
	return prune(filepath.Dir(made.Path), backupPrefix, keep, filepath.Base(made.Path))
}

func prune(dir, prefix string, keep int, made string) (removed []string, err error) {
	list, err := backupsIn(dir, prefix)
	if err != nil {
		return nil, err
	}
	var past, future []BackupFile
	now, _ := parseBackupName(made, prefix)
	for _, file := range list {
		switch {
		case file.Name == made:
		case file.At.After(now): // of a time when the clock was wrong: it would stay for good
			future = append(future, file)
		default:
			past = append(past, file)
		}
	}
	list = append(past, future...)
	for _, old := range list[min(max(keep-1, 0), len(list)):] {
		if err := os.Remove(filepath.Join(dir, old.Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, translate(err)
		}
		removed = append(removed, old.Name)
	}
	return removed, nil
}

// OpenBackup opens a backup of the list for reading. Any other name is ErrNotFound.
func (db *DB) OpenBackup(name string) (*os.File, error) {
	for _, prefix := range []string{backupPrefix, upgradePrefix} {
		if _, ours := parseBackupName(name, prefix); ours && filepath.Base(name) == name {
			path := filepath.Join(db.BackupsDir(), name)
			info, err := os.Lstat(path)
			if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
				return nil, ErrNotFound
			}
			if err != nil {
				return nil, translate(err)
			}
			file, err := os.Open(path)
			return file, translate(err)
		}
	}
	return nil, ErrNotFound
}

// outsideFile tells, in the directory of the register, when a backup was last
// made to another place than ours, and which: the time in UTC, a space, the path.
const outsideFile = "backup.elsewhere"

// OutsideBackup is the last backup that was made to a place of somebody's choice.
type OutsideBackup struct {
	Path string
	At   time.Time
}

// noteOutside notes a backup that the list of backups does not have. A note that
// cannot be written only makes the last backup seem older than it is.
func (db *DB) noteOutside(made Backup) {
	listed, err := sameFile(filepath.Dir(made.Path), db.BackupsDir())
	if db.frozen || listed && err == nil {
		return
	}
	note, fresh := filepath.Join(db.dir, outsideFile), filepath.Join(db.dir, outsideFile+".new")
	if os.WriteFile(fresh, []byte(db.Now().UTC().Format(backupTime)+" "+made.Path), 0o600) == nil {
		adopt(fresh)
		_ = os.Rename(fresh, note)
	}
}

// LastOutside returns the last backup to another place, nil where none is known.
func (db *DB) LastOutside() *OutsideBackup {
	note, err := os.ReadFile(filepath.Join(db.dir, outsideFile))
	if err != nil {
		return nil
	}
	stamp, path, _ := strings.Cut(string(note), " ")
	at, err := time.Parse(backupTime, stamp)
	if err != nil {
		return nil
	}
	return &OutsideBackup{Path: path, At: at.Local()}
}

func sameFile(a, b string) (bool, error) {
	first, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	second, err := os.Stat(b)
	if err != nil {
		return false, err
	}
	return os.SameFile(first, second), nil
}
