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
		if !strings.Contains(page.body, `data-backup="running"`) {
			return page
		}
		time.Sleep(10 * time.Millisecond) // as the page does
	}
}

// TestBackupsPage makes a backup by a press, and downloads it. Only
// administrators may.
func TestBackupsPage(t *testing.T) {
	s := newSiteWith(t, db.Options{Now: func() time.Time { return testTime }})
	admin := s.as(db.Admin)
	admin.want(admin.get("/settings"), 200, `href="/backups"`)
	admin.want(admin.get("/backups"), 200, `data-backup="none"`, "kortisto restore "+s.dir, "!href=\"/backups/")
	page := admin.backUp()
	made, err := filepath.Glob(filepath.Join(s.dir, "backups", "*.db"))
	if err != nil || len(made) != 1 {
		t.Fatalf("%v, %v", made, err)
	}
	name := filepath.Base(made[0])
	admin.want(page, 200, `data-backup="last"`, `href="/backups/`+name+`"`, "kortisto restore "+made[0])
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
	admin.want(admin.backUp(), 200, `data-backup="failed"`)
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
// told where the last backup is older than 48 hours.
func TestBackupIsLate(t *testing.T) {
	clock := &clock{now: testTime}
	s := newSite(t, func(config *handlers.Config) {
		config.Backups = backups.New(config.DB, backups.Options{Hour: 3, Now: clock.time})
	})
	admin, editor := s.as(db.Admin), s.as(db.Editor)
	clock.move(48 * time.Hour)
	admin.want(admin.get("/customers"), 200, `!id="backup-notice"`)
	admin.want(admin.get("/readyz"), 200, "!backup")
	clock.move(time.Second)
	admin.want(admin.get("/customers"), 200, `id="backup-notice"`, "older than 48 hours")
	editor.want(editor.get("/customers"), 200, `!id="backup-notice"`)
	admin.want(admin.get("/readyz"), 200, "ok", "the last backup is older than 48 hours")
}
