package db

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// makePrivateDir makes a directory that only its owner can enter, unless it is
// there. It fails with ErrNoDirectory where something else stands in its place.
func makePrivateDir(path string) error {
	err := os.MkdirAll(path, 0o700)
	if errors.Is(err, syscall.ENOTDIR) || errors.Is(err, fs.ErrExist) { // a link that leads nowhere
		return fmt.Errorf("%w: %w", ErrNoDirectory, err)
	}
	return err
}

// createPrivate makes an empty file that only its owner can read, and fails with
// os.ErrExist where there is one. SQLite gives the files that it puts beside a
// database the same permissions.
func createPrivate(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

// syncFile brings a file to the disk. It is opened for writing, which some
// systems ask for.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncDir brings the names in a directory to the disk. Some systems have no such
// thing: Windows, and file systems as those of other machines, on which a
// backup may well lie.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, dir.Close())
}
