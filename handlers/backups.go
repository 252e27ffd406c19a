package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/db/backups"

	"github.com/gofiber/fiber/v2"
)

// backupsPage is what views/backups_index.html shows.
type backupsPage struct {
	Page
	backups.State
	List []db.BackupFile
	Dir  string
	Ago  string // how old the last one is, in words; "" where its day tells more
}

// listBackups handles GET /backups.
func (s *server) listBackups(c *fiber.Ctx) error {
	view := &backupsPage{Page: s.page(c, "settings"), Dir: s.db.BackupsDir()}
	view.State, view.List = s.backups.State()
	if view.Last != nil {
		view.Ago = view.Words.Ago(s.now().Sub(view.Last.At))
	}
	return s.renderFor(c, "backups_index#main", view)
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
	attach(c, name)
	c.Context().SetBodyStream(file, int(info.Size())) // which closes it
	return nil
}

// Why says why the last backup was not made.
func (v *backupsPage) Why() string {
	for _, known := range []struct {
		err error
		id  string
	}{
		{db.ErrDiskFull, "backups.disk-full"},
		{db.ErrNotWritable, "backups.not-writable"},
		{db.ErrDamaged, "backups.damaged"},
	} {
		if errors.Is(db.Known(v.Failed), known.err) {
			return v.Text(known.id)
		}
	}
	return v.Text("backups.failed-other")
}

// noticeOfBackups is the id of what administrators are told on every page of
// the backups, "" where all is well.
func (s *server) noticeOfBackups() string {
	state, _ := s.backups.State()
	switch {
	case state.Failed != nil:
		return "backups.notice-failed"
	case state.Late:
		return "backups.notice-late"
	}
	return ""
}
