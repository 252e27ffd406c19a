package db

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// copyDatabase copies a database file, with its log where it has one. Where the
// file cannot be read, the error is the system's own.
func copyDatabase(ctx context.Context, from, to string) error {
	if err := copyFile(ctx, from, to); err != nil {
		return err
	}
	if info, err := os.Stat(to); err != nil || info.Size() == 0 {
		return errors.Join(err, ErrNotDatabase)
	}
	err := copyFile(ctx, from+"-wal", to+"-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// copyFile copies a file, until the context is done. What is no regular file is
// not even opened, since that may wait for ever.
func copyFile(ctx context.Context, from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrNotDatabase
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return translate(err)
	}
	_, err = io.Copy(target, &untilDone{ctx, source})
	return translate(errors.Join(err, target.Close()))
}

// untilDone reads from another reader until its context is done.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

func (r *untilDone) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
