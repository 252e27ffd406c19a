package cli

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/sheet"
)

// failure is an error that is already in the user's words.
type failure struct {
	text string
}

func (f *failure) Error() string { return f.text }

// Failure makes an error of a text in the user's words, for a Server.
func Failure(text string) error { return &failure{text} }

func (p *program) failure(id string, args ...any) error {
	return &failure{p.text.Text(id, args...)}
}

// wording is the text for an error, by its id.
type wording struct {
	err error
	id  string
}

// inWords puts an error into the user's words where it is a known one; others it
// returns as they are.
func (p *program) inWords(err error, known []wording, args ...any) error {
	named := db.Known(err)
	for _, one := range known {
		if errors.Is(named, one.err) {
			return p.failure(one.id, args...)
		}
	}
	return err
}

// registerFailures are the errors of package db whose messages need nothing
// but the place of the register.
var registerFailures = []wording{
	{db.ErrDiskFull, "failure.disk-full"},
	{db.ErrNotWritable, "failure.not-writable"},
	{db.ErrNotDatabase, "failure.not-database"},
	{db.ErrDamaged, "failure.damaged"},
	{db.ErrForeign, "failure.foreign"},
	{db.ErrForeignLog, "failure.foreign-log"},
	{db.ErrDiskFailed, "failure.disk-failed"},
	{db.ErrForbidden, "failure.right-lost"},
	{db.ErrNotClosed, "failure.read-only-open"},
	{db.ErrOlderSchema, "failure.older-schema"},
	{db.ErrNewerSchema, "failure.newer-schema"},
	{db.ErrNumbersUsedUp, "failure.numbers-used-up"},
	{accounts.ErrPasswordShort, "failure.password-short"},
	{accounts.ErrPasswordLong, "failure.password-long"},
	{accounts.ErrPasswordName, "failure.password-name"},
	{accounts.ErrPasswordCommon, "failure.password-common"},
	{db.ErrNameMissing, "failure.user-name-missing"},
	{accounts.ErrNamePersonal, "failure.user-name-personal"},
	{syscall.ENOSPC, "failure.disk-full"},
	{context.Canceled, "failure.stopped"},
}

// explain puts an error into the user's words.
func (p *program) explain(err error) string {
	err = db.Known(err)
	var (
		lost       db.ErrLost
		told       *failure
		unreadable *sheet.Error
		busy       db.ErrBusy
		changed    db.ErrPlanChanged
		otherUndo  db.ErrUndoChanged
		path       *fs.PathError
		output     outputError
		begun      db.ErrRestoreBegun
		erased     db.ErasedError
	)
	switch {
	case errors.As(err, &output):
		return p.explainOutput(output.cause)
	case errors.As(err, &told):
		return told.text
	case errors.As(err, &unreadable):
		return p.text.File(unreadable.Code, unreadable.Args)
	case errors.As(err, &erased):
		return p.text.Text("failure.erased", "number", erased.Number, "date", erased.At.Local().Format(p.text.Text("time.date")))
	case errors.As(err, &lost):
		id := "failure.lost"
		if lost.Empty {
			id = "failure.emptied"
		}
		return p.text.Text(id, "path", p.common.data, "found", strings.Join(lost.Found, ", "))
	case errors.As(err, &busy):
		return p.text.Text("failure.busy", "holder", busy.Holder)
	case errors.As(err, &changed):
		return p.text.Text("failure.plan-changed")
	case errors.As(err, &otherUndo):
		return p.text.Text("failure.undo-changed")
	case errors.As(err, &begun):
		return p.text.Text("failure.restore-begun", "path", p.common.data, "cause", p.explain(begun.Cause))
	}
	if errors.Is(err, db.ErrNotWritable) {
		if found, ok := findObstacle(p.common.data); ok {
			return p.text.Text("failure.not-owner", "path", found.path, "owner", found.owner, "mode", found.mode, "user", found.user)
		}
	}
	if errors.As(p.inWords(err, registerFailures, "path", p.common.data), &told) {
		return told.text
	}
	switch {
	case !errors.As(err, &path):
		return p.text.Text("failure.other", "cause", err.Error())
	case errors.Is(err, db.ErrNoDirectory):
		return p.text.Text("failure.no-directory", "path", path.Path)
	case errors.Is(err, fs.ErrNotExist):
		return p.text.Text("failure.file-missing", "path", path.Path)
	case errors.Is(err, fs.ErrPermission):
		return p.text.Text("failure.file-forbidden", "path", path.Path)
	}
	return p.text.Text("failure.file", "path", path.Path, "cause", path.Err.Error())
}
