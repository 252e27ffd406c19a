package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db/dbtest"
	"kortisto/importer"
)

func mustBackUp(t testing.TB, db *DB, target string) Backup {
	t.Helper()
	made, err := db.Backup(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// newcomers is a file of customers that nobody has seen: the first of them tells
// it from other such files.
func newcomers(first, n int) importer.Input {
	fields := customer.Standard().Fields()[1:]
	rows := make([][]string, n)
	for i := range rows {
		values := sample(10_000 + first + i)
		for _, f := range fields {
			rows[i] = append(rows[i], values[f])
		}
	}
	return table(fields, rows...)
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}

// TestBackup holds where a backup comes to lie, under which name, and that only
// its owner can read it.
func TestBackup(t *testing.T) {
	db := openTest(t)
	fill(t, db, 20)
	mustSave(t, db, draft(t, db, newcomers(0, 5)))
	elsewhere := t.TempDir()
	for target, want := range map[string]string{
		"":                                     filepath.Join(db.dir, "backups", "kortisto-20261103-093000Z.db"),
		elsewhere:                              filepath.Join(elsewhere, "kortisto-20261103-093000Z.db"),
		filepath.Join(elsewhere, "own name"):   filepath.Join(elsewhere, "own name"),
		filepath.Join(elsewhere, "again.db.x"): filepath.Join(elsewhere, "again.db.x"),
	} {
		made := mustBackUp(t, db, target)
		info, err := os.Stat(made.Path)
		must(t, err)
		if made.Path != want || info.Mode().Perm() != 0o600 || info.Size() != made.Size || made.Customers != 25 ||
			!made.LastImport.Time().Equal(testTime) || made.ImportFile != "asiakkaat.csv" {
			t.Errorf("%q: %+v, %v", target, made, info.Mode())
		}
	}
	for _, left := range []string{"kortisto-20260101-000000Z.db.partial", "kortisto-20260101-000000Z.db.partial-journal"} {
		must(t, os.WriteFile(filepath.Join(db.BackupsDir(), left), []byte("x"), 0o600)) // by one that was killed
	}
	second := mustBackUp(t, db, "") // within the same second
	if filepath.Base(second.Path) != "kortisto-20261103-093001Z.db" {
		t.Error(second.Path)
	}
	beside := filepath.Join(db.dir, "x.db")
	for target, want := range map[string]error{
		second.Path: ErrBackupExists, db.path(): ErrBackupExists, beside: ErrBackupPlace, db.dir: ErrBackupPlace,
		filepath.Join(elsewhere, "missing", "x.db"): os.ErrNotExist, elsewhere + "/missing/": os.ErrNotExist,
	} {
		if made, err := db.Backup(t.Context(), target); !errors.Is(err, want) {
			t.Errorf("%q: %+v, %v", target, made, err)
		}
	}
	for _, dir := range []string{db.dir, db.BackupsDir(), elsewhere} {
		if slices.ContainsFunc(names(t, dir), func(name string) bool { return strings.Contains(name, partialSuffix) }) {
			t.Error(names(t, dir))
		}
	}
	checkRegister(t, db)
}

// TestPruneBackups holds that only the oldest of our own names are removed, and
// never the backup that was just made, whatever the clock said before.
func TestPruneBackups(t *testing.T) {
	db, clock := openClocked(t)
	var made Backup
	for range 5 {
		made = mustBackUp(t, db, "")
		*clock = clock.Add(time.Hour)
	}
	for _, name := range []string{"kortisto-mine.db", "kortisto-20990101-000000Z.db"} { // when the clock was wrong
		must(t, os.WriteFile(filepath.Join(db.BackupsDir(), name), nil, 0o600))
	}
	removed, err := db.PruneBackups(made, 3)
	if err != nil || !slices.Equal(removed, []string{"kortisto-20261103-103000Z.db", "kortisto-20261103-093000Z.db", "kortisto-20990101-000000Z.db"}) {
		t.Errorf("removed %v, %v", removed, err)
	}
	*clock = testTime.AddDate(-1, 0, 0) // the clock is put back
	made = mustBackUp(t, db, "")
	_, err = db.PruneBackups(made, 1)
	if left := names(t, db.BackupsDir()); err != nil || !slices.Equal(left, []string{filepath.Base(made.Path), "kortisto-mine.db"}) {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestBackupsOfTwoRegisters holds that a backup in a directory leaves alone what
// another register is writing there, and clears away what has been there for long.
func TestBackupsOfTwoRegisters(t *testing.T) {
	dir := t.TempDir()
	db := openTest(t)
	fill(t, db, 5)
	young, old := filepath.Join(dir, "kortisto-20261103-093000Z.db.partial"), filepath.Join(dir, "kortisto-20261101-010000Z.db.partial")
	for path, age := range map[string]time.Duration{young: time.Hour, old: 25 * time.Hour} {
		must(t, os.WriteFile(path, []byte("a backup of another register"), 0o600))
		must(t, os.Chtimes(path, time.Time{}, testTime.Add(-age)))
	}
	made := mustBackUp(t, db, dir)
	if want := []string{"kortisto-20261103-093000Z.db.partial", "kortisto-20261103-093001Z.db"}; !slices.Equal(names(t, dir), want) {
		t.Errorf("%v, want %v", names(t, dir), want)
	}
	if last := db.LastOutside(); last == nil || last.Path != made.Path || !last.At.Equal(testTime) {
		t.Errorf("the last one elsewhere: %+v", last)
	}

	others := make([]*DB, 4)
	for i := range others {
		others[i] = openTest(t)
		fill(t, others[i], i+1)
	}
	all := make([]Backup, len(others))
	var backingUp sync.WaitGroup
	for i, other := range others {
		backingUp.Go(func() {
			var err error
			if all[i], err = other.Backup(t.Context(), dir); err != nil {
				t.Error(err)
			}
		})
	}
	backingUp.Wait()
	for i, one := range all {
		if is, err := db.inspect(t.Context(), one.Path); err != nil || is.Customers != i+1 {
			t.Errorf("the backup of %d customers has %d, %v", i+1, is.Customers, err)
		}
	}
}

// TestBackupWithoutRoom holds that a backup that finds no room says so and leaves
// nothing.
func TestBackupWithoutRoom(t *testing.T) {
	disk := smallDisk(t, "1m")
	db := openTest(t)
	fill(t, db, 5000)
	if made, err := db.Backup(t.Context(), disk); !errors.Is(err, ErrDiskFull) {
		t.Errorf("%+v, %v", made, err)
	}
	if left := names(t, disk); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	checkRegister(t, db)
}

// TestBackupOfDamaged holds that a damaged register makes no backup, which would
// push the good ones out.
func TestBackupOfDamaged(t *testing.T) {
	db := openTest(t)
	fill(t, db, 500)
	must(t, db.Close())
	damage(t, db.path())
	db = openDir(t, db.dir, testOptions())
	if made, err := db.Backup(t.Context(), ""); !errors.Is(err, ErrDamaged) {
		t.Errorf("%+v, %v", made, err)
	}
	if left := names(t, db.BackupsDir()); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// damage writes over a page in the middle of a file.
func damage(t testing.TB, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	info, err := file.Stat()
	must(t, err)
	noise := make([]byte, 4*4096)
	for i := range noise {
		noise[i] = byte(i*7 + 1)
	}
	_, err = file.WriteAt(noise, info.Size()/2/4096*4096)
	must(t, errors.Join(err, file.Close()))
}

// TestBackupsWhileSaving makes backups in a row while files are saved. Each one
// is the register as it was at one moment, sound, and its last import can be
// undone.
func TestBackupsWhileSaving(t *testing.T) {
	db := openTest(t)
	fill(t, db, 200)
	states := map[string]bool{content(t, db): true}
	saved, stop := make(chan struct{}), make(chan struct{})
	var saving sync.WaitGroup
	saving.Go(func() {
		defer close(saved) // a failure must not keep the test waiting
		for i := 0; ; i++ {
			mustSave(t, db, draft(t, db, newcomers(20*i, 20)))
			states[content(t, db)] = true
			select {
			case saved <- struct{}{}:
			case <-stop:
				return
			}
		}
	})
	var made []Backup
	for range 1 + dbtest.Rounds(t, 4) {
		<-saved // the next file is saved during the backup
		made = append(made, mustBackUp(t, db, ""))
	}
	close(stop)
	saving.Wait()
	for _, backup := range made {
		dir := t.TempDir()
		restored, err := Restore(t.Context(), dir, backup.Path, testOptions())
		must(t, err)
		if restored.Customers != backup.Customers || len(restored.Flaws) > 0 {
			t.Errorf("%+v of %+v", restored, backup)
		}
		other := openDir(t, dir, testOptions())
		now := content(t, other)
		if !states[now] {
			t.Errorf("%s is no state that there was", backup.Path)
		}
		must(t, other.Close())
		survives(t, dir, now)
	}
}

// backUpAgain is the task of a process that makes backups until it is killed,
// and says each step.
func backUpAgain(dir string) error {
	db, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	db.reached = func(stage string) { fmt.Println(stage) }
	for {
		if _, err := db.Backup(context.Background(), ""); err != nil {
			return err
		}
	}
}

// TestBackupKilled kills a process that makes backups, at a moment that is drawn.
// Each file under a name of a backup is whole, and the next backup clears away
// what was left.
func TestBackupKilled(t *testing.T) {
	base := openTest(t)
	fill(t, base, 300)
	want := content(t, base)
	must(t, base.Close())
	for range dbtest.Rounds(t, 4) {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(base.dir)))
		killAfter(t, "backup", dir, 1+rand.IntN(9))
		survives(t, dir, want)
		db := openDir(t, dir, testOptions())
		mustBackUp(t, db, "")
		for _, name := range names(t, db.BackupsDir()) {
			if _, err := db.inspect(t.Context(), filepath.Join(db.BackupsDir(), name)); err != nil || !strings.HasSuffix(name, ".db") {
				t.Errorf("%s: %v", name, err)
			}
		}
		must(t, db.Close())
	}
}

// TestBackupBeforeUpgrade holds that a database is copied before a migration
// changes it, that the copy can be restored, and that an upgrade which was
// interrupted makes no second one.
func TestBackupBeforeUpgrade(t *testing.T) {
	dir := firstRegister(t)
	db := openDir(t, dir, testOptions())
	want := content(t, db)
	list, err := db.Backups()
	if err != nil || len(list) != 1 || !list[0].Upgrade || list[0].Name != "before-upgrade-20261103-093000Z.db" {
		t.Fatalf("%+v, %v", list, err)
	}
	kept := filepath.Join(db.BackupsDir(), list[0].Name)
	must(t, db.Close())
	other := t.TempDir()
	restored, err := Restore(t.Context(), other, kept, testOptions())
	if err != nil || len(restored.Flaws) > 0 {
		t.Errorf("%+v, %v", restored, err)
	}
	survives(t, other, want)

	db = openDir(t, dir, testOptions())
	for range 2 {
		must(t, db.backUpBeforeUpgrade(t.Context()))
	}
	if list, err = db.Backups(); err != nil || len(list) != 2 { // the first one had no serial number
		t.Errorf("%+v, %v", list, err)
	}
}
