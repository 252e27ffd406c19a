package cli

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// replaceFile writes a file beside its place and puts it there once it is
// whole: a failure leaves what was there before. What is no regular file, as a
// pipe, is written to directly.
func replaceFile(path string, write func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return writeTo(path, os.O_WRONLY, write)
	}
	temporary := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+strconv.FormatUint(rand.Uint64(), 36))
	// Gone after the renaming; before it, what is left of a failure.
	defer os.Remove(temporary)
	if err := writeTo(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, write); err != nil {
		return err
	}
	if info != nil {
		if err := os.Chmod(temporary, info.Mode().Perm()); err != nil {
			return err
		}
	}
	return os.Rename(temporary, path)
}

func writeTo(path string, flags int, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, flags, 0o600) // personal data
	if err != nil {
		return err
	}
	if err = write(file); err == nil && flags&os.O_CREATE != 0 {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// newFile makes a file that is not there yet, for nobody but its owner. Nothing
// is left of one that could not be written whole.
func newFile(path string, write func(io.Writer) error) error {
	err := writeTo(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, write)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = os.Remove(path)
	}
	return err
}
