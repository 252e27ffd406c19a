package db

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
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

// freeName returns a path for a backup in a directory: named after the present
// second, or the next one that no other backup has.
func freeName(dir, prefix string, now time.Time) (string, error) {
	for at := now.UTC(); ; at = at.Add(time.Second) {
		path := filepath.Join(dir, prefix+at.Format(backupTime)+backupSuffix)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
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
	list = slices.DeleteFunc(list, func(f BackupFile) bool { return f.Name == made })
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
			file, err := os.Open(filepath.Join(db.BackupsDir(), name))
			if errors.Is(err, fs.ErrNotExist) {
				return nil, ErrNotFound
			}
			return file, translate(err)
		}
	}
	return nil, ErrNotFound
}

// makePrivateDir makes a directory that only its owner can enter.
func makePrivateDir(path string) error { return os.MkdirAll(path, 0o700) }

// syncFile brings a file, or the names in a directory, to the disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("db: sync: %w", err)
	}
	return nil
}
