package handlers_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/backups"
	"kortisto/handlers"
	"kortisto/handlers/pagetest"
)

// backUp presses the button of the page, and waits until the backup is made.
func (b *browser) backUp() *answer {
	b.Helper()
	b.want(b.post("/backups"), http.StatusSeeOther)
	return b.backedUp()
}

func (b *browser) backedUp() *answer {
	b.Helper()
	for {
		page := b.get("/backups")
		if pagetest.First(page.tree(), "", "data-backup", "running") == nil {
			return page
		}
		time.Sleep(10 * time.Millisecond) // as the page does
	}
}

// TestBackupIsFollowed holds that a page asks again while a backup is made, for
// the part of it that changes, and has a link for browsers without script; when
// it is made, that is said.
func TestBackupIsFollowed(t *testing.T) {
	var keeper *backups.Keeper
	s := newSite(t, func(config *handlers.Config) {
		keeper = backups.New(config.DB, backups.Options{Hour: 3})
		config.Backups = keeper
	})
	admin := s.as(db.Admin)
	work, free := keeper.Begin()
	if !free {
		t.Fatal("a backup is made already")
	}
	admin.want(admin.get("/backups"), 200, `data-backup="running"`, `hx-get="/backups"`, `hx-target="#backups"`, `<a class="button" href="/backups">`, "!http-equiv")
	admin.want(admin.htmx().get("/backups"), 200, `data-backup="running"`, `hx-get="/backups"`, "!<html")
	if err := work(t.Context()); err != nil {
		t.Fatal(err)
	}
	admin.want(admin.htmx().get("/backups"), 200, "The backup has been made.", `data-backup="last"`, "!hx-get", "!<html")
	admin.want(admin.get("/backups"), 200, "!The backup has been made.")
}

// TestRestoreIsTold holds that the page tells of the registers that restores have
// put aside, and of a backup that was made to another place.
func TestRestoreIsTold(t *testing.T) {
	s := newSiteWith(t, db.Options{Now: func() time.Time { return testTime }})
	made, err := s.db.Backup(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.close()
	restored, err := db.Restore(t.Context(), s.dir, made.Path, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s = siteIn(t, s.dir, db.Options{})
	admin := s.as(db.Admin)
	admin.want(admin.get("/backups"), 200, restored.Aside, made.Path, `data-backup="last"`)
}

// TestBackupsPage makes a backup by a press, and downloads it. Only
// administrators may.
func TestBackupsPage(t *testing.T) {
	s := newSiteWith(t, db.Options{Now: func() time.Time { return testTime }})
	admin := s.as(db.Admin)
	admin.want(admin.get("/settings"), 200, `href="/backups"`)
	admin.want(admin.get("/backups"), 200, `data-backup="none"`, "kortisto restore --data "+s.dir, `!href^="/backups/"`)
	page := admin.backUp()
	made, err := filepath.Glob(filepath.Join(s.dir, "backups", "*.db"))
	if err != nil || len(made) != 1 {
		t.Fatalf("%v, %v", made, err)
	}
	name := filepath.Base(made[0])
	admin.want(page, 200, `data-backup="last"`, `href="/backups/`+name+`"`, "kortisto restore --data "+s.dir+" "+made[0])
	whole, err := os.ReadFile(made[0])
	if err != nil {
		t.Fatal(err)
	}
	got := admin.get("/backups/" + name)
	admin.want(got, 200)
	if got.body != string(whole) || !strings.Contains(got.Header.Get("Content-Disposition"), name) ||
		got.Header.Get("Content-Type") != "application/vnd.sqlite3" {
		t.Errorf("%d bytes of %d, %v", len(got.body), len(whole), got.Header)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "backups", "secret.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"secret.db", "..%2fkortisto.db", "kortisto.db", "kortisto-20000101-000000Z.db", "..", name + "%00"} {
		if got := admin.get("/backups/" + other); got.StatusCode == http.StatusOK && strings.HasPrefix(got.body, "SQLite") {
			t.Errorf("%s is given", other)
		}
	}
	for _, role := range []db.Role{db.Editor, db.Viewer} {
		b := s.as(role)
		b.want(b.get("/backups"), 403)
		b.want(b.get("/backups/"+name), 403)
		b.want(b.post("/backups"), 403)
		b.want(b.get("/settings"), 200, `!href="/backups"`)
	}
	if !strings.Contains(s.log.String(), `"msg":"backup downloaded"`) {
		t.Error("nobody learns of a download")
	}
}

// TestBackupFails holds that a backup which could not be made is shown with the
// reason, on every page of administrators.
func TestBackupFails(t *testing.T) {
	s := newSiteWith(t, db.Options{Now: func() time.Time { return testTime }})
	if err := os.WriteFile(filepath.Join(s.dir, "backups"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	admin := s.as(db.Admin)
	admin.want(admin.backUp(), 200, `data-backup="failed"`, "Something else stands in the place of the directory")
	admin.want(admin.get("/customers"), 200, `id="backup-notice"`)
	if err := os.Remove(filepath.Join(s.dir, "backups")); err != nil {
		t.Fatal(err)
	}
	admin.want(admin.get("/backups"), 200, `data-backup="failed"`) // until one is made
	admin.want(admin.backUp(), 200, `!data-backup="failed"`)
	admin.want(admin.get("/customers"), 200, `!id="backup-notice"`)
	if !strings.Contains(s.log.String(), `"msg":"backup asked for"`) {
		t.Error("nobody learns who asked")
	}
}

// TestBackupIsLate holds that administrators, and whoever watches the server, are
// told where there is no backup, or none of the last 48 hours.
func TestBackupIsLate(t *testing.T) {
	clock, dir := &clock{now: testTime}, t.TempDir()
	makeRegister(t, dir)
	s := siteIn(t, dir, db.Options{Now: clock.time}, func(config *handlers.Config) {
		config.Backups = backups.New(config.DB, backups.Options{Hour: 3, Now: clock.time})
	})
	at := func(later time.Duration, notice, ready string) {
		t.Helper()
		clock.move(later)
		admin, editor := s.as(db.Admin), s.as(db.Editor) // the sessions of before have ended
		if notice == "" {
			admin.want(admin.get("/customers"), 200, `!id="backup-notice"`)
		} else {
			admin.want(admin.get("/customers"), 200, `id="backup-notice"`, notice)
		}
		editor.want(editor.get("/customers"), 200, `!id="backup-notice"`)
		if got := admin.get("/readyz"); got.StatusCode != http.StatusOK || got.body != ready {
			t.Errorf("readyz: %d %q, want %q", got.StatusCode, got.body, ready)
		}
	}
	at(48*time.Hour, "", "ok")
	at(time.Second, "No backup has been made yet", "ok\nthere is no backup\n")
	admin := s.as(db.Admin)
	admin.want(admin.backUp(), 200, `!id="backup-notice"`)
	at(48*time.Hour, "", "ok")
	at(time.Second, "older than 48 hours", "ok\nthe last backup is older than 48 hours\n")
}
