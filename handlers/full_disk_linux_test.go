package handlers_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
	"kortisto/handlers"
)

// smallDisk mounts a disk of so many bytes, where the test may.
func smallDisk(t *testing.T, size int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skip("no small disk can be mounted here: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fillDisk leaves no byte of a directory's disk free, until the file that it
// returns is removed.
func fillDisk(t *testing.T, dir string) (path string) {
	t.Helper()
	path = filepath.Join(dir, "filling")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for size := 1 << 20; size > 0; {
		n, err := file.Write(make([]byte, size))
		switch {
		case errors.Is(err, syscall.ENOSPC):
			size = min(n, size/2)
		case err != nil:
			t.Fatal(err)
		}
	}
	return path
}

// TestFullDisk holds that on a full disk users log in, read and log out, that
// those who guess are held back, and that what cannot be written is counted
// and told once, and written when there is room again.
func TestFullDisk(t *testing.T) {
	type told struct {
		count int
		err   error
	}
	tellings := make(chan told, 100)
	dir := smallDisk(t, 16<<20)
	first := newSiteIn(t, dir)
	first.add(customer.Name, "Alfa Oy", customer.Group, "Vakioasiakkaat")
	first.add(customer.Name, "Beta Oy", customer.Phone, "09 123", customer.Group, "Vakioasiakkaat")
	first.close()
	options := db.Options{Now: func() time.Time { return testTime }}
	s := siteIn(t, dir, options, func(config *handlers.Config) {
		config.Accounts.Close()
		config.Accounts = accounts.Open(config.DB, accounts.Options{Report: func(count int, err error) { tellings <- told{count, err} }})
	})
	user, err := s.accounts.User(t.Context(), "viewer")
	if err != nil {
		t.Fatal(err)
	}
	filling := fillDisk(t, dir)
	const many = 2000 // more than the log of writes has room for
	for range many {
		if _, err := s.accounts.CreateSession(user, accounts.LoggedIn{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := <-tellings; !errors.Is(got.err, db.ErrDiskFull) || got.count < 1 || got.count > many {
		t.Errorf("told %+v", got)
	}
	b := s.browser()
	for range 5 {
		b.want(b.post("/login", "name", "editor", "password", "wrong password"), 422)
	}
	b.want(b.post("/login", "name", "editor", "password", goodPassword), 429)
	b.leads(b.post("/login", "name", "admin", "password", goodPassword), "/")
	id := b.cookies["kortisto"]
	for _, path := range []string{"/customers", "/customers/1001", "/groups", "/imports", "/users", "/settings"} {
		b.want(b.get(path), 200)
	}
	b.want(b.post("/groups", "name", "VIP"), 507, "The disk is full", `name="name" value="VIP"`)
	b.want(b.post("/groups/1", "name", "Kanta-asiakkaat"), 507, "The disk is full", `name="name" value="Kanta-asiakkaat"`, `id="group-wrong"`)
	b.want(b.post("/users", "name", "Liisa", "role", "viewer"), 507, "The disk is full", `name="name" value="Liisa"`, `value="viewer" checked`)
	b.want(b.post("/users", "name", "Liisa", "role", "viewer", "password", goodPassword), 507, "The disk is full", `name="name" value="Liisa"`, "!"+goodPassword)
	b.want(b.post("/users/role", "name", "viewer", "role", "editor"), 507, "viewer: ", "The disk is full")
	b.want(b.upload("x.csv", "Nimi\n"+strings.Repeat("Alfa Oy\n", 200_000)), 507, "The disk is full")
	if drafts, err := s.db.Drafts(t.Context(), "admin"); err != nil || len(drafts) != 0 {
		t.Errorf("a file that had no room became %d drafts, %v", len(drafts), err)
	}
	b.want(b.post("/customers/1001", "revision", "1", "street", "Uusi katu 7"), 507, "The disk is full", `name="street" value="Uusi katu 7"`)
	b.want(b.post("/customers", "name", "Uusi Oy", "kind", "company"), 507, "The disk is full", `value="Uusi Oy"`)
	merge := b.sentBy(b.get("/customers/merge?first=1001&second=1002"), "/customers/merge")
	b.want(b.sendForm("/customers/merge", merge, "take-name", "second"), 507, "The disk is full", `name="take-name" value="second" checked`)
	b.want(b.post("/settings/preferences", "theme", "dark"), 507, "The disk is full")
	b.want(b.post("/customers/1001/remove", "revision", "1"), 507, "The disk is full")
	b.want(b.get("/settings"), 200, `!value="dark" checked`, `!value="dark" selected`)
	b.leads(b.post("/logout"), "/login")
	b.cookies["kortisto"] = id
	b.leads(b.get("/customers"), "/login?next=%2Fcustomers")
	b.leads(b.post("/login", "name", "admin", "password", goodPassword), "/")
	if len(tellings) > 0 {
		t.Errorf("told again: %+v", <-tellings)
	}
	if err := os.Remove(filling); err != nil {
		t.Fatal(err)
	}
	s.close()
	reader := siteIn(t, dir, options).browser()
	reader.cookies["kortisto"] = b.cookies["kortisto"]
	reader.want(reader.get("/customers"), 200, "Alfa Oy", "Beta Oy")
	reader.leads(reader.sendForm("/customers/merge", merge, "take-name", "second"), "/customers/1001")
	reader.leads(reader.post("/settings/preferences", "theme", "dark"), "/settings")
	reader.sound()
	reader.cookies["kortisto"] = id
	reader.leads(reader.get("/customers"), "/login?next=%2Fcustomers")
}

// sound checks that the register is.
func (s *site) sound() {
	s.Helper()
	if flaws, err := s.db.Check(s.Context()); err != nil || len(flaws) > 0 {
		s.Error(flaws, err)
	}
}

// TestMadeUpOnFullDisk holds that made-up customers come and go on a full disk whole
// or not at all, and do so when there is room again.
func TestMadeUpOnFullDisk(t *testing.T) {
	dir := smallDisk(t, 16<<20)
	newSiteIn(t, dir).close()
	s := siteIn(t, dir, db.Options{Now: func() time.Time { return testTime }}, withMadeUp)
	b := s.as(db.Editor)
	for _, step := range []struct {
		path        string
		before, now int // customers
	}{{"/customers/made-up", 0, 2}, {"/customers/made-up/remove", 2, 0}} {
		filling := fillDisk(t, dir)
		b.want(b.post(step.path), 507, "The disk is full")
		for _, want := range []int{step.before, step.now} {
			if _, total, err := s.db.Customers(t.Context(), db.Filter{}); err != nil || total != want {
				t.Errorf("%s: %d customers, want %d, %v", step.path, total, want, err)
			}
			s.sound()
			if want == step.before {
				if err := os.Remove(filling); err != nil {
					t.Fatal(err)
				}
				b.leads(b.post(step.path), "/customers")
			}
		}
	}
}

// TestAccessOnFullDisk holds that on a full disk everything can be read all the
// same, that the page of the access log says how many entries are missing and why,
// and that they are written when there is room again.
func TestAccessOnFullDisk(t *testing.T) {
	dir := smallDisk(t, 16<<20)
	first := newSiteIn(t, dir)
	first.add(customer.Name, "Alfa Oy")
	first.close()
	s := siteIn(t, dir, db.Options{Now: func() time.Time { return testTime }})
	admin := s.as(db.Admin)
	filling := fillDisk(t, dir)
	const reads = 3000 // more than the log of writes has room for
	for range reads {
		s.access.Add(accesslog.Entry{By: "viewer", Kind: accesslog.View, Customer: 1001})
	}
	for _, path := range []string{"/customers", "/customers/1001", "/customers/export.csv", "/customers/1001/everything", "/customers/1001/everything.json"} {
		admin.want(admin.get(path), 200)
	}
	if err := s.access.Flush(t.Context()); err == nil { // a page waits for it, but not for long
		t.Fatal("the log was written to a full disk")
	}
	page := admin.get("/access")
	admin.want(page, 200, "entries are missing here because they cannot be stored at present: the disk is full.")
	if err := os.Remove(filling); err != nil {
		t.Fatal(err)
	}
	if err := s.access.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	admin.want(admin.get("/access"), 200, "!missing here", `data-access="person"`)
	if n := len(s.accesses(accesslog.Query{Customer: 1001})); n != reads+5 {
		t.Errorf("%d entries about the customer", n)
	}
}
