package db

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"kortisto/customer"
)

// backedUp is a register with a backup of it, and something that happened after
// that; it is closed.
func backedUp(t *testing.T) (dir, backup, before, after string) {
	t.Helper()
	db := openTest(t)
	fill(t, db, 50)
	before = content(t, db)
	backup = mustBackUp(t, db, "").Path
	mustSave(t, db, draft(t, db, newcomers(0, 3)))
	edit(t, db, 1001, customer.Phone, "09 1")
	after = content(t, db)
	must(t, db.Close())
	return db.dir, backup, before, after
}

// TestRestore holds what a restore leaves, puts aside and tells, and that what
// was put aside can be restored in turn.
func TestRestore(t *testing.T) {
	dir, backup, before, after := backedUp(t)
	db := openDir(t, dir, testOptions())
	exported := export(t, db)
	must(t, db.Close())
	restored, err := Restore(t.Context(), dir, backup, testOptions())
	must(t, err)
	lost := restored.Lost
	if restored.Customers != 50 || lost == nil || lost.Changes != 1 || len(lost.Imports) != 1 ||
		lost.Imports[0].FileName != "asiakkaat.csv" || lost.Imports[0].By != "Liisa" || !lost.Since.Time().Equal(testTime) ||
		lost.Customers != (Difference{Gone: 3, Other: 1}) {
		t.Errorf("%+v, lost %+v", restored, lost)
	}
	if aside := filepath.Join(dir, "replaced-20261103-093000Z"); restored.Aside != aside {
		t.Errorf("put aside in %s", restored.Aside)
	}
	databases, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil || len(databases) != 1 {
		t.Errorf("%v, %v", databases, err)
	}
	survives(t, dir, before)

	restored, err = Restore(t.Context(), dir, filepath.Join(restored.Aside, FileName), testOptions())
	must(t, err)
	if restored.Customers != 53 || restored.Lost.Customers.Back != 3 {
		t.Errorf("back again: %+v, %+v", restored, restored.Lost)
	}
	survives(t, dir, after)
	db = openDir(t, dir, testOptions())
	if n := unknownMarks(t, db, exported); n != 53 {
		t.Errorf("%d of 53 marks are unknown", n)
	}
	mustBePrivate(t, restored.Aside)
	list := db.Replaced()
	if len(list) != 2 || !list[1].At.Equal(testTime) || !list[0].At.Equal(testTime.Add(time.Second)) || list[0].Size == 0 {
		t.Errorf("put aside: %+v", list)
	}
}

// TestRestoreElsewhere holds that a register that is restored into a new directory
// is private, and does not take marks for its own that were made after the backup.
func TestRestoreElsewhere(t *testing.T) {
	dir, backup, _, _ := backedUp(t)
	db := openDir(t, dir, testOptions())
	exported := export(t, db)
	must(t, db.Close())
	fresh := filepath.Join(t.TempDir(), "fresh")
	restored, err := Restore(t.Context(), fresh, backup, testOptions())
	if err != nil || restored.Aside != "" || restored.Lost != nil || restored.Customers != 50 {
		t.Fatalf("%+v, %v", restored, err)
	}
	mustBePrivate(t, fresh)
	db = openDir(t, fresh, testOptions())
	if n := unknownMarks(t, db, exported); n < 50 {
		t.Errorf("%d of 50 marks are unknown", n)
	}
}

// TestRestorePutsTheLogAside holds that the write-ahead log of a register that was
// never closed goes aside with it: beside another database it would be mixed into that.
func TestRestorePutsTheLogAside(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	backup := mustBackUp(t, db, t.TempDir()+"/").Path
	killed := filepath.Join(t.TempDir(), "killed")
	must(t, os.CopyFS(killed, os.DirFS(db.Dir())))
	log := FileName + "-wal"
	if info, err := os.Stat(filepath.Join(killed, log)); err != nil || info.Size() == 0 {
		t.Fatal("there is no log even before:", err)
	}
	restored, err := Restore(t.Context(), killed, backup, testOptions())
	must(t, err)
	if _, err := os.Stat(filepath.Join(restored.Aside, log)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(killed, log)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("it lies beside the restored register:", err)
	}
}

// TestRestoreOfAccess holds that no session, and no link that makes a user or a
// password, comes back, and that the answer says which users and drafts are others
// than before.
func TestRestoreOfAccess(t *testing.T) {
	db := openTest(t)
	execute(t, db.path(), `INSERT INTO users (id, name, key, password, role, active, created_at) VALUES
			(1, 'Liisa', 'liisa', 'old', 'admin', 1, 0), (2, 'Matti', 'matti', '', 'editor', 1, 0), (3, 'Eeva', 'eeva', '', 'viewer', 1, 0);
		INSERT INTO sessions (hash, user_id, data, created_at, seen_at, expires_at) VALUES (x'01', 1, x'', 0, 0, 9e15);
		INSERT INTO setup_tokens (hash, created_at, user_id) VALUES (x'02', 0, NULL), (x'03', 0, 2)`)
	var generation int
	must(t, db.read.QueryRowContext(t.Context(), `SELECT generation FROM users WHERE id = 1`).Scan(&generation))
	changed, saved := draft(t, db, newcomers(0, 1)), draft(t, db, newcomers(1, 1))
	backup := mustBackUp(t, db, "").Path
	mustSave(t, db, saved)
	draft(t, db, newcomers(2, 1))
	execute(t, db.path(), fmt.Sprintf(`UPDATE imports SET choices = '{"x":1}' WHERE id = %d;
		UPDATE users SET password = 'new' WHERE name = 'Liisa';
		DELETE FROM setup_tokens; DELETE FROM users WHERE name = 'Matti';
		INSERT INTO users (id, name, key, password, role, active, created_at) VALUES (4, 'Uusi', 'uusi', '', 'viewer', 1, 0)`, changed.Import))
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, backup, testOptions())
	must(t, err)
	want := UserDifference{Gone: []string{"Uusi"}, Back: []string{"Matti"}, Other: []string{"Liisa"}}
	if lost := restored.Lost; !reflect.DeepEqual(lost.Users, want) || lost.Drafts != (Difference{Gone: 1, Back: 1, Other: 1}) {
		t.Errorf("%+v", lost)
	}
	db = openDir(t, db.dir, testOptions())
	var sessions, links, now int
	err = db.read.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM setup_tokens),
		(SELECT generation FROM users WHERE id = 1)`).Scan(&sessions, &links, &now)
	if err != nil || sessions > 0 || links > 0 || now <= generation {
		t.Errorf("%d sessions, %d links, generation %d, %v", sessions, links, now, err)
	}
	mustSave(t, db, saved) // its draft is there again
}

// TestRestoreBesideBackups holds that a restore needs nothing of the directory of
// backups, which may lie on another disk, or on one that is gone.
func TestRestoreBesideBackups(t *testing.T) {
	for name, place := range map[string]func(t *testing.T, backups string){
		"gone": func(t *testing.T, backups string) {
			must(t, os.Symlink(filepath.Join(t.TempDir(), "unmounted"), backups))
		},
		"another disk": func(t *testing.T, backups string) { must(t, os.Symlink(smallDisk(t, "1m"), backups)) },
		"a file":       func(t *testing.T, backups string) { must(t, os.WriteFile(backups, nil, 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, backup, before, _ := backedUp(t)
			elsewhere := filepath.Join(t.TempDir(), "kopio.db")
			writeOver(t, backup, elsewhere)
			backups := filepath.Join(dir, backupsDir)
			must(t, os.RemoveAll(backups))
			place(t, backups)
			_, err := Restore(t.Context(), dir, elsewhere, testOptions())
			must(t, err)
			survives(t, dir, before)
		})
	}
}

// TestRestoreWithoutRoom holds that a restore that finds no room says so, leaves
// nothing, and that the register stands.
func TestRestoreWithoutRoom(t *testing.T) {
	disk := smallDisk(t, "2m")
	dir := filepath.Join(disk, "data")
	db := openDir(t, dir, testOptions())
	fill(t, db, 20)
	want := content(t, db)
	must(t, db.Close())
	large := openTest(t)
	fill(t, large, 5000)
	if restored, err := Restore(t.Context(), dir, mustBackUp(t, large, "").Path, testOptions()); !errors.Is(err, ErrDiskFull) {
		t.Errorf("%+v, %v", restored, err)
	}
	for _, name := range names(t, dir) {
		if strings.HasPrefix(name, decidedDir) || strings.HasPrefix(name, asidePrefix) {
			t.Errorf("left %s", name)
		}
	}
	survives(t, dir, want)
}

// TestRestoreGoesOn holds that a restore that was decided and could not be
// finished says so, and goes on as soon as it can.
func TestRestoreGoesOn(t *testing.T) {
	dir, backup, before, _ := backedUp(t)
	runToDeath(t, "restore restore decided", dir, "")
	note, err := os.ReadFile(filepath.Join(dir, decidedDir, asideFile))
	must(t, err)
	aside := filepath.Join(dir, string(note))
	must(t, os.Remove(aside))
	must(t, os.WriteFile(aside, nil, 0o600)) // where the present database is to go
	for range 2 {
		var begun ErrRestoreBegun
		if _, err := Open(t.Context(), dir, testOptions()); !errors.As(err, &begun) {
			t.Errorf("opened: %v", err)
		}
		if _, err := Restore(t.Context(), dir, backup, testOptions()); !errors.As(err, &begun) {
			t.Errorf("restored: %v", err)
		}
	}
	must(t, os.Remove(aside))
	survives(t, dir, before)
}

// TestRestoreAndTheLogOfBefore holds that the log of the register that was there
// before is not taken for the one of the restored register.
func TestRestoreAndTheLogOfBefore(t *testing.T) {
	dir := t.TempDir()
	must(t, openDir(t, dir, testOptions()).Close())
	db := openDir(t, dir, testOptions())
	fill(t, db, 20)
	backup := mustBackUp(t, db, "").Path
	for i := range 5 {
		edit(t, db, 1001+i, customer.Phone, "09 1")
	}
	log := filepath.Join(t.TempDir(), "log")
	writeOver(t, db.path()+"-wal", log)
	must(t, db.Close())
	_, err := Restore(t.Context(), dir, backup, testOptions())
	must(t, err)
	writeOver(t, log, db.path()+"-wal")
	if _, err := Open(t.Context(), dir, testOptions()); !errors.Is(err, ErrForeignLog) {
		t.Error(err)
	}
}

// TestRestoreInUse holds that nothing is restored while somebody has the register
// open.
func TestRestoreInUse(t *testing.T) {
	dir, backup, _, after := backedUp(t)
	db := openDir(t, dir, testOptions())
	if _, err := Restore(t.Context(), dir, backup, testOptions()); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	must(t, db.Close())
	survives(t, dir, after)
}

// TestRestoreOverDamaged holds that a register that cannot be opened any more is
// put aside, with its log, and that it is said that nobody knows what is lost.
func TestRestoreOverDamaged(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"text":    func(path string) error { return os.WriteFile(path, []byte("no database"), 0o600) },
		"missing": os.Remove,
		"log":     func(path string) error { return os.WriteFile(path+"-wal", []byte("no log"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, backup, before, _ := backedUp(t)
			must(t, spoil(filepath.Join(dir, FileName)))
			restored, err := Restore(t.Context(), dir, backup, testOptions())
			must(t, err)
			if known := restored.Lost != nil; known != (name == "log") {
				t.Errorf("lost %+v", restored.Lost)
			}
			survives(t, dir, before)
		})
	}
}

// TestRestoreRefuses holds that nothing but a sound backup of ours is restored,
// and that the register stands as it was, to the byte.
func TestRestoreRefuses(t *testing.T) {
	dir, backup, _, after := backedUp(t)
	whole, err := os.ReadFile(backup)
	must(t, err)
	stands, err := os.ReadFile(filepath.Join(dir, FileName))
	must(t, err)
	altered := func(statements string) func(path string) error {
		return func(path string) error {
			execute(t, path, statements)
			return nil
		}
	}
	for name, test := range map[string]struct {
		spoil func(path string) error
		want  error
	}{
		"missing":         {os.Remove, os.ErrNotExist},
		"text":            {func(path string) error { return os.WriteFile(path, []byte("Nimi;Laji\n"), 0o600) }, ErrNotDatabase},
		"empty":           {func(path string) error { return os.WriteFile(path, nil, 0o600) }, ErrNotDatabase},
		"truncated":       {func(path string) error { return os.Truncate(path, int64(len(whole)/2)) }, ErrDamaged},
		"header alone":    {func(path string) error { return os.Truncate(path, 50) }, ErrDamaged},
		"damaged page":    {func(path string) error { damage(t, path); return nil }, ErrDamaged},
		"newer":           {altered(`INSERT INTO bun_migrations (name, group_id) VALUES ('29990101000000', 9)`), ErrNewerSchema},
		"another program": {altered(`PRAGMA application_id = 17`), ErrForeign},
		"nothing in it": {func(path string) error {
			must(t, os.Remove(path))
			return altered(`PRAGMA user_version = 5`)(path)
		}, ErrForeign},
		"others of our names": {func(path string) error {
			must(t, os.Remove(path))
			return altered(`CREATE TABLE customers (a); CREATE TABLE counters (a); CREATE TABLE journal (a); CREATE TABLE bun_migrations (a)`)(path)
		}, ErrForeign},
		"a part of ours": {altered(`PRAGMA foreign_keys = 0; DROP TABLE imports`), ErrForeign},
		"another log": {func(path string) error {
			writeOver(t, filepath.Join(crashed(t), FileName+"-wal"), path+"-wal")
			return nil
		}, ErrForeignLog},
		"pipe":      {func(path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)) }, ErrNotDatabase},
		"directory": {func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, ErrNotDatabase},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kopio.db")
			must(t, os.WriteFile(file, whole, 0o600))
			must(t, test.spoil(file))
			if _, err := Restore(t.Context(), dir, file, testOptions()); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			now, err := os.ReadFile(filepath.Join(dir, FileName))
			if err != nil || !bytes.Equal(now, stands) {
				t.Errorf("the register has changed, %v", err)
			}
			if slices.ContainsFunc(names(t, dir), func(name string) bool { return strings.HasPrefix(name, "restoring") }) {
				t.Errorf("left %v", names(t, dir))
			}
		})
	}
	survives(t, dir, after)
}

// TestLitestreamIsTolerated holds that the tables that Litestream makes are no
// flaw, and come along.
func TestLitestreamIsTolerated(t *testing.T) {
	db := openTest(t)
	fill(t, db, 5)
	if _, err := db.write.ExecContext(t.Context(), `CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
		CREATE TABLE _litestream_lock (id INTEGER); INSERT INTO _litestream_seq VALUES (1, 7)`); err != nil {
		t.Fatal(err)
	}
	checkRegister(t, db)
	made := mustBackUp(t, db, "")
	want := content(t, db)
	must(t, db.Close())
	restored, err := Restore(t.Context(), db.dir, made.Path, testOptions())
	if err != nil || len(restored.Flaws) > 0 {
		t.Errorf("%+v, %v", restored, err)
	}
	survives(t, db.dir, want)
}
