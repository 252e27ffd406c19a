package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"kortisto/importer"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors that callers tell apart. None of them is a text for users. Those of one
// subject alone stand in its file, such as ErrErased.
var (
	ErrNotFound      = errors.New("db: not found")
	ErrConflict      = errors.New("db: changed by somebody else meanwhile")
	ErrDiskFull      = errors.New("db: disk full")
	ErrNotWritable   = errors.New("db: not writable")
	ErrNotDatabase   = errors.New("db: not a database of this program")
	ErrDamaged       = errors.New("db: database is damaged")
	ErrForeign       = errors.New("db: the database of another program")
	ErrForeignLog    = errors.New("db: the write-ahead log of another database")
	ErrDiskFailed    = errors.New("db: the disk failed")
	ErrForbidden     = errors.New("db: the right has been taken away")
	ErrNotClosed     = errors.New("db: not closed properly, and nothing can be written")
	ErrOlderSchema   = errors.New("db: made by an older version of the program, and nothing can be written")
	ErrNewerSchema   = errors.New("db: made by a newer version of the program")
	ErrNothingToSave = errors.New("db: nothing to save")
	ErrNothingToUndo = errors.New("db: nothing to undo")
	ErrUndoExpired   = errors.New("db: the values of before are not kept any more")
	ErrNumbersUsedUp = errors.New("db: no customer number is left")

	ErrNoDirectory  = errors.New("db: something else stands in the place of a directory")
	ErrInUse        = errors.New("db: in use by a server or a command")
	ErrBackupExists = errors.New("db: there is a file of that name")
	ErrBackupPlace  = errors.New("db: a backup must not lie right beside the register")

	ErrNameTaken     = errors.New("db: name is taken")
	ErrNameMissing   = errors.New("db: name is missing")
	ErrGroupNotEmpty = errors.New("db: group has customers")
)

// ErrLost says that there is no database, or an empty file in its place, but that
// there was one.
type ErrLost struct {
	Empty bool     // there is an empty file
	Found []string // what tells so, by names in the directory of the register
}

func (e ErrLost) Error() string { return "db: lost, beside " + strings.Join(e.Found, ", ") }

// ErrBusy says that the write lock was not free within Options.LockWait.
type ErrBusy struct {
	// Holder says what is written, as "Liisa: import asiakkaat.csv", or by
	// another process as "import"; may be "". It is for users alone.
	Holder string
}

// Error tells nothing of the holder, since it comes to stand in logs.
func (e ErrBusy) Error() string { return "db: busy" }

// ErrPlanChanged says that the register has changed since the user saw the
// plan, so that nothing was saved.
type ErrPlanChanged struct {
	Plan   *importer.Plan // as it is now
	Writes int64          // the write counter of the register that it was built on
}

func (e ErrPlanChanged) Error() string { return "db: the plan has changed" }

// ErrNotOwner says that a draft is somebody else's: only who takes it over can
// change or save it.
type ErrNotOwner struct {
	Owner string
}

func (e ErrNotOwner) Error() string { return "db: the draft is somebody else's" }

// ErrTooManyDrafts says that a user has as many unfinished drafts as one may have.
type ErrTooManyDrafts struct {
	Use DraftUse
}

func (e ErrTooManyDrafts) Error() string { return "db: too many drafts" }

// ErrUndoChanged says that the register has changed since the user saw what an
// undo would do, so that nothing was undone.
type ErrUndoChanged struct {
	Plan *UndoPlan // as it is now
}

func (e ErrUndoChanged) Error() string { return "db: the undo has changed" }

// Known is for errors that have come through other packages: an error of SQLite gets
// one of the names above. What the system says keeps its own, since it may concern
// any other file.
func Known(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	return translate(err)
}

// translate turns what SQLite and the system say into the errors above. The
// first error of a transaction must be its last: SQLite rolls back by itself
// on a full disk, and what is written after that would stay.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if reason := reasonOf(err); reason != nil && !errors.Is(err, reason) {
		return fmt.Errorf("%w: %w", reason, err)
	}
	return err
}

func reasonOf(err error) error {
	var failure *sqlite.Error
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrNotWritable
	case !errors.As(err, &failure):
		return nil
	}
	if failure.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // no room even for what connections share
		return ErrDiskFull
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return ErrDiskFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy{}
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return ErrNotWritable
	case sqlite3.SQLITE_NOTADB:
		return ErrNotDatabase
	case sqlite3.SQLITE_CORRUPT:
		return ErrDamaged
	case sqlite3.SQLITE_IOERR:
		return ErrDiskFailed
	}
	return nil
}

// isTaken reports whether a statement failed because a value that must be
// unique is there already.
func isTaken(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	code := failure.Code()
	return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

// isOtherSchema reports whether a query failed because the database has not the
// tables that it asks for.
func isOtherSchema(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_ERROR
}

// isDone reports whether an error only says that the caller gave up.
func isDone(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
