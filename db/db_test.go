package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/uptrace/bun"
)

// TestMain lets a test run this binary again as a second process.
func TestMain(m *testing.M) {
	if task := os.Getenv("KORTISTO_TEST_TASK"); task != "" {
		runTask(task, os.Getenv("KORTISTO_TEST_DIR"))
		return
	}
	os.Exit(m.Run())
}

// process is this binary, about to do a task with a database's directory.
func process(t *testing.T, task, dir string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), "KORTISTO_TEST_TASK="+task, "KORTISTO_TEST_DIR="+dir)
	command.Stderr = os.Stderr
	return command
}

func runTask(task, dir string) {
	name, argument, _ := strings.Cut(task, " ")
	var err error
	switch name {
	case "open":
		var db *DB
		if db, err = Open(context.Background(), dir, Options{}); err == nil {
			err = db.Close()
		}
	case "save":
		err = saveAndDie(dir, argument)
	case "migrate":
		err = migrateAndDie(dir, argument)
	case "work":
		err = workUntilKilled(dir)
	case "erase":
		err = eraseAndDie(dir, argument)
	case "small":
		err = writeSmallAndDie(dir, argument)
	case "backup":
		err = backUpAgain(dir)
	case "restore":
		err = restoreLast(dir, dieAt(argument))
	case "restores":
		err = restoreLast(dir, func(stage string) { fmt.Println(stage) })
	case "undo":
		err = undoAndDie(dir, argument)
	case "stop":
		err = saveUntilStopped(dir)
	case "files":
		err = workWithoutFiles(dir)
	default:
		err = errors.New("no task " + name)
	}
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}

func TestOpenPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	db := openDir(t, dir, testOptions())
	fill(t, db, 1)
	mustBePrivate(t, dir)
	databases, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil || len(databases) != 1 || filepath.Base(databases[0]) != FileName {
		t.Errorf("databases %v, %v", databases, err)
	}
}

// mustBePrivate holds that nobody but its owner can read a directory, or anything in it.
func mustBePrivate(t *testing.T, dir string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		must(t, err)
		info, err := entry.Info()
		must(t, err)
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[entry.IsDir()]; info.Mode().Perm() != want {
			t.Errorf("%s has permissions %o", path, info.Mode().Perm())
		}
		return nil
	}))
}

func TestOpenOddPaths(t *testing.T) {
	for _, name := range []string{"a b", "why?mode=memory", "50%41", "a#b", "ä&ö=1", "a;b", "a\\b", "a'b"} {
		dir := filepath.Join(t.TempDir(), name)
		db := openDir(t, dir, testOptions())
		fill(t, db, 1)
		if _, err := db.Customer(t.Context(), 1001); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if info, err := os.Stat(filepath.Join(dir, FileName)); err != nil || info.Size() == 0 {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestOpenAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var others sync.WaitGroup
	for range 4 {
		others.Go(func() {
			if err := process(t, "open", dir).Run(); err != nil {
				t.Error(err)
			}
		})
	}
	others.Wait()
	fill(t, openDir(t, dir, testOptions()), 1)
}

func TestOpenRefuses(t *testing.T) {
	newer := t.TempDir()
	db, err := Open(t.Context(), newer, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.DB.Exec(`INSERT INTO bun_migrations (name, group_id) VALUES ('29990101000000', 9)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	text := t.TempDir()
	if err := os.WriteFile(filepath.Join(text, FileName), []byte(strings.Repeat("no database\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	inTheWay := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]error{newer: ErrNewerSchema, text: ErrNotDatabase} {
		if _, err := Open(t.Context(), dir, testOptions()); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(inTheWay, "data"), testOptions()); err == nil {
		t.Error("opened below a file")
	}
}

// TestMigrationInterrupted stops the migration where it is committed and the
// migrator would mark it as done: it has to be marked already.
func TestMigrationInterrupted(t *testing.T) {
	dir := t.TempDir()
	raw, err := sql.Open("sqlite", dsn(filepath.Join(dir, FileName), writing, time.Second))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(`CREATE TABLE bun_migrations (
			id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR, group_id INTEGER, migrated_at TIMESTAMP DEFAULT current_timestamp);
		CREATE TRIGGER killed BEFORE UPDATE ON bun_migrations BEGIN SELECT RAISE(ABORT, 'killed'); END`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, testOptions()); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("got %v", err)
	}
	if _, err := raw.Exec(`DROP TRIGGER killed`); err != nil {
		t.Fatal(err)
	}
	fill(t, openDir(t, dir, testOptions()), 1)
}

func TestOpenWaits(t *testing.T) {
	dir := t.TempDir()
	other := flock.New(filepath.Join(dir, "open.lock"))
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
	impatient := testOptions()
	impatient.LockWait = 30 * time.Millisecond
	var busy ErrBusy
	if _, err := Open(t.Context(), dir, impatient); !errors.As(err, &busy) {
		t.Errorf("got %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir, impatient)
}

func TestPragmas(t *testing.T) {
	db := openTest(t)
	pragmas := map[string]string{
		"busy_timeout": "10000", "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1",
		"trusted_schema": "0", "cell_size_check": "1", "temp_store": "2", "journal_size_limit": strconv.Itoa(journalLimit),
	}
	for name, pool := range map[string]*sql.DB{"write": db.write.DB, "read": db.read.DB} {
		for i := range pool.Stats().MaxOpenConnections {
			// Held until the end, so that each is another connection.
			connection, err := pool.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			for pragma, want := range pragmas {
				var got string
				if err := connection.QueryRowContext(t.Context(), `PRAGMA `+pragma).Scan(&got); err != nil || got != want {
					t.Errorf("%s %d: %s is %q, want %q (%v)", name, i, pragma, got, want, err)
				}
			}
		}
	}
}

func TestReadersNeverWrite(t *testing.T) {
	db := openTest(t)
	for range db.read.DB.Stats().MaxOpenConnections {
		connection, err := db.read.DB.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		if _, err := connection.ExecContext(t.Context(), `UPDATE counters SET writes = 7`); !errors.Is(translate(err), ErrNotWritable) {
			t.Errorf("a reader wrote: %v", err)
		}
	}
}

// TestVersions holds that SQLite is new enough (3.51.3 mended a fault that
// damaged databases in WAL mode) and that libc is the one that the driver was
// made for: another one is known to fail in strange ways.
func TestVersions(t *testing.T) {
	db := openTest(t)
	var version string
	if err := db.read.DB.QueryRow(`SELECT sqlite_version()`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	var have [3]int
	for i, part := range strings.SplitN(version, ".", 3) {
		have[i], _ = strconv.Atoi(part)
	}
	if have[0]*1_000_000+have[1]*1000+have[2] < 3_051_003 {
		t.Errorf("SQLite is %s", version)
	}
	driver := module(t, "modernc.org/sqlite")
	asked, err := os.ReadFile(driver.GoMod)
	if err != nil {
		t.Skip("the module cache is not there: ", err)
	}
	match := regexp.MustCompile(`modernc\.org/libc (v\S+)`).FindSubmatch(asked)
	if match == nil {
		t.Fatal("the driver asks for no libc")
	}
	if libc := module(t, "modernc.org/libc"); libc.Version != string(match[1]) {
		t.Errorf("libc is %s, the driver asks for %s", libc.Version, match[1])
	}
}

type moduleInfo struct{ Version, GoMod string }

func module(t *testing.T, path string) (info moduleInfo) {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-json", path).Output()
	if err != nil {
		t.Skip("go list does not work here: ", err)
	}
	if err := json.Unmarshal(output, &info); err != nil {
		t.Fatal(err)
	}
	return info
}

// TestBusyTellsWho holds that those who wait in the same process learn who
// writes, and those of another one only what kind of work it is: no name comes
// to lie in a file.
func TestBusyTellsWho(t *testing.T) {
	dir := t.TempDir()
	impatient := testOptions()
	impatient.LockWait = 30 * time.Millisecond
	first := openDir(t, dir, impatient)
	second := openDir(t, dir, impatient)
	err := first.Write(t.Context(), Purpose{Work: "import", Actor: Actor{Name: "Liisa"}, Object: "asiakkaat.csv"}, func(context.Context, bun.Tx) error {
		for db, want := range map[*DB]string{first: "Liisa: import asiakkaat.csv", second: "import"} {
			_, err := db.CreateGroup(t.Context(), Actor{Name: "Matti"}, "VIP")
			var busy ErrBusy
			if !errors.As(err, &busy) || busy.Holder != want {
				t.Errorf("got %v, want %q", err, want)
			}
		}
		if text, err := os.ReadFile(filepath.Join(dir, "write.lock")); string(text) != "import" {
			t.Errorf("the file holds %q, %v", text, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.CreateGroup(t.Context(), Actor{Name: "Matti"}, "VIP"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := second.CreateGroup(stopped, Actor{Name: "Matti"}, "Other"); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that gave up got %v", err)
	}
}

func TestOpenToOthers(t *testing.T) {
	db := openTest(t)
	for _, test := range []struct {
		dir, file fs.FileMode
		open      bool
	}{{0o700, 0o600, false}, {0o750, 0o600, true}, {0o701, 0o600, true}, {0o700, 0o640, true}} {
		must(t, os.Chmod(db.Dir(), test.dir))
		must(t, os.Chmod(db.path(), test.file))
		if open, err := db.OpenToOthers(); err != nil || open != test.open {
			t.Errorf("%o and %o: %v, %v", test.dir, test.file, open, err)
		}
	}
}
