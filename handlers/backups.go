package handlers

import (
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/backups"

	"github.com/gofiber/fiber/v2"
)

// backupsPage is what views/backups_index.html shows.
type backupsPage struct {
	Page
	backups.State
	List     []db.BackupFile
	Replaced []db.Replaced
	Data     string // the directory of the register
	Dir      string // of the backups
	Ago      string // how old the last one is, in words; "" where its day tells more
	Made     bool   // one has been made while the page was open
}

// listBackups handles GET /backups. While a backup is made, the page asks again
// for the part of it that changes.
func (s *server) listBackups(c *fiber.Ctx) error {
	view := &backupsPage{Page: s.page(c, "settings"), Data: s.db.Dir(), Dir: s.db.BackupsDir(), Replaced: s.db.Replaced()}
	view.State, view.List = s.backups.State(c.UserContext())
	if !view.None() {
		view.Ago = view.Words.Ago(s.now().Sub(view.LastAt()))
	}
	view.Made = isFragment(c) && !view.Running && view.Failed == nil
	return s.renderFor(c, "backups_index#backups", view)
}

// LastAt is when the last backup was made.
func (v *backupsPage) LastAt() time.Time {
	if v.Outside != nil {
		return v.Outside.At
	}
	return v.Last.At
}

// Command is the command that restores the last backup of the list.
func (v *backupsPage) Command() string {
	name := "….db"
	if v.Last != nil {
		name = v.Last.Name
	}
	return "kortisto restore --data " + quoted(v.Data) + " " + quoted(filepath.Join(v.Dir, name))
}

// quoted is a path as the shell of a command line takes it.
func quoted(path string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/._-…", r)
	}
	if strings.ContainsFunc(path, func(r rune) bool { return !plain(r) }) {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// makeBackup handles POST /backups: the page tells when it is done.
func (s *server) makeBackup(c *fiber.Ctx) error {
	if work, free := s.backups.Begin(); free {
		s.logBy(c, "backup asked for")
		s.life.Run(work, func(err error) { s.health.note(db.Known(err)) })
	}
	return s.redirect(c, "/backups")
}

// downloadBackup handles GET /backups/{name}.
func (s *server) downloadBackup(c *fiber.Ctx) error {
	name := c.Params("name")
	file, err := s.db.OpenBackup(name)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	s.logBy(c, "backup downloaded", "backup", name)
	s.note(c, accesslog.Entry{Kind: accesslog.BackupTaken, Object: name})
	attach(c, name)
	c.Context().SetBodyStream(&paced{file, c.Context().Conn()}, int(info.Size())) // which closes it
	return nil
}

// paced is a file that may take as long to be sent as it needs, as long as it
// goes on: a backup may be large, and a line slow.
type paced struct {
	file io.ReadCloser
	conn net.Conn
}

func (p *paced) Read(b []byte) (int, error) {
	if err := p.conn.SetWriteDeadline(time.Now().Add(sendTime)); err != nil {
		return 0, err
	}
	return p.file.Read(b)
}

func (p *paced) Close() error { return p.file.Close() }

// Why says why the last backup was not made.
func (v *backupsPage) Why() string {
	for _, known := range []struct {
		err error
		id  string
	}{
		{db.ErrDiskFull, "backups.disk-full"},
		{db.ErrNotWritable, "backups.not-writable"},
		{db.ErrDamaged, "backups.damaged"},
		{db.ErrNoDirectory, "backups.no-directory"},
		{db.ErrBusy{}, "backups.busy"},
	} {
		if errors.Is(db.Known(v.Failed), known.err) {
			return v.Text(known.id)
		}
	}
	return v.Text("backups.failed-other")
}
