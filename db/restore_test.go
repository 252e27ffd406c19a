package db

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db/dbtest"
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
	if _, err := db.write.ExecContext(t.Context(), `INSERT INTO users VALUES (1, 'Liisa', 'liisa', '', 'admin', 1, 0, 0);
		INSERT INTO sessions (hash, user_id, data, created_at, seen_at, expires_at) VALUES (x'01', 1, x'', 0, 0, 9e15)`); err != nil {
		t.Fatal(err)
	}
	must(t, db.Close())
	restored, err := Restore(t.Context(), dir, backup, testOptions())
	must(t, err)
	lost := restored.Lost
	if restored.Customers != 50 || lost == nil || lost.Changes != 1 || len(lost.Imports) != 1 ||
		lost.Imports[0].FileName != "asiakkaat.csv" || lost.Imports[0].By != "Liisa" || !lost.Since.Time().Equal(testTime) {
		t.Errorf("%+v, lost %+v", restored, lost)
	}
	if aside := filepath.Join(dir, "backups", "replaced-20261103-093000Z"); restored.Aside != aside {
		t.Errorf("put aside in %s", restored.Aside)
	}
	databases, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil || len(databases) != 1 {
		t.Errorf("%v, %v", databases, err)
	}
	survives(t, dir, before)

	restored, err = Restore(t.Context(), dir, filepath.Join(restored.Aside, FileName), testOptions())
	must(t, err)
	if restored.Customers != 53 {
		t.Errorf("back again: %+v", restored)
	}
	survives(t, dir, after)
	db = openDir(t, dir, testOptions())
	var sessions int
	if err := db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM sessions`).Scan(&sessions); err != nil || sessions > 0 {
		t.Errorf("%d sessions, %v", sessions, err)
	}
	if n := unknownMarks(t, db, exported); n != 53 {
		t.Errorf("%d of 53 marks are unknown", n)
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
	altered := func(statement string) func(path string) error {
		return func(path string) error {
			pool, err := openPool("file:"+path, 1)
			must(t, err)
			_, err = pool.ExecContext(t.Context(), statement)
			return errors.Join(err, pool.Close())
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

// restoreSaying is the task of a process that restores a backup and says each
// step.
func restoreSaying(dir string) error {
	db, err := newDB(dir, Options{})
	if err != nil {
		return err
	}
	db.reached = func(stage string) { fmt.Println(stage) }
	backups, err := db.Backups()
	if err != nil {
		return err
	}
	_, err = db.restore(context.Background(), filepath.Join(db.BackupsDir(), backups[0].Name))
	return err
}

// restoreAndDie is the task of a process that is killed at a stage of a restore.
func restoreAndDie(dir, stage string) error {
	db, err := newDB(dir, Options{})
	if err != nil {
		return err
	}
	db.reached = dieAt(stage)
	backups, err := db.Backups()
	if err != nil {
		return err
	}
	_, err = db.restore(context.Background(), filepath.Join(db.BackupsDir(), backups[0].Name))
	return err
}

// TestRestoreKilled kills a restore at each of its stages, and at moments that
// are drawn. The next start finds the register as it was, or the restored one,
// and a restore can be made again.
func TestRestoreKilled(t *testing.T) {
	base, backup, before, after := backedUp(t)
	fresh := func(t *testing.T) string {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(base)))
		return dir
	}
	for _, stage := range []struct {
		name     string
		restored bool
	}{
		{"restore copied", false}, {"restore renewed", false}, {"restore prepared", false}, {"restore decided", true},
		{"restore aside1", true}, {"restore aside3", true}, {"restore moved", true},
	} {
		t.Run(stage.name, func(t *testing.T) {
			dir := fresh(t)
			runToDeath(t, "restore "+stage.name, dir, "")
			survives(t, dir, map[bool]string{false: after, true: before}[stage.restored])
			if left := names(t, dir); slices.Contains(left, decidedDir) {
				t.Errorf("left %v", left)
			}
			_, err := Restore(t.Context(), dir, filepath.Join(dir, "backups", filepath.Base(backup)), testOptions())
			must(t, err)
			survives(t, dir, before)
			if left := names(t, dir); slices.Contains(left, preparingDir) {
				t.Errorf("left %v", left)
			}
		})
	}
	for range dbtest.Rounds(t, 3) {
		dir := fresh(t)
		killAfter(t, "restores", dir, rand.IntN(9))
		survives(t, dir, before, after)
	}
}
