package db

import (
	"compress/gzip"
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"testing/fstest"

	"kortisto/db/dbtest"
	"modernc.org/sqlite"
)

// endOfStatement is where one statement of a migration ends. A trigger would
// need more than this.
var endOfStatement = regexp.MustCompile(`(?m);[ \t]*(--.*)?$`)

// migrateAndDie is the task of a process that is killed in a migration: after
// so many statements and ends of migrations, where there are as many.
func migrateAndDie(dir, steps string) error {
	left, err := strconv.Atoi(steps)
	if err != nil {
		return err
	}
	step := func() {
		if left--; left == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	sqlite.MustRegisterScalarFunction("step", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		step()
		return nil, nil
	})
	db, err := newDB(dir, Options{})
	if err != nil {
		return err
	}
	db.reached = func(string) { step() }
	if db.migrations, err = withSteps(db.migrations); err != nil {
		return err
	}
	if err := db.open(context.Background()); err != nil {
		return err
	}
	return db.Close()
}

// withSteps has a function called after each statement of migrations.
func withSteps(migrations fs.FS) (fs.FS, error) {
	names, err := fs.Glob(migrations, "*")
	if err != nil {
		return nil, err
	}
	with := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			return nil, err
		}
		with[name] = &fstest.MapFile{Data: endOfStatement.ReplaceAll(text, []byte("$0\nSELECT step();"))}
	}
	return with, nil
}

// firstRegister is the directory of a register as the program made it when it
// had one migration; see testdata/README.md.
func firstRegister(t *testing.T) string {
	t.Helper()
	packed, err := os.Open("testdata/first.db.gz")
	must(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	must(t, err)
	data, err := io.ReadAll(unpacked)
	must(t, err)
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, FileName), data, 0o600))
	return dir
}

// TestMigrationKilled kills a process after statements of each migration, and at
// the end of some before they are committed, in a register of the first
// version and in a new one. The next start goes on, and all is as it was.
func TestMigrationKilled(t *testing.T) {
	for name, test := range map[string]struct {
		base  func(t *testing.T) string
		every int // so many steps lie between two kills, but for a longer trial
	}{
		"the first version": {firstRegister, 3},
		"a new register":    {(*testing.T).TempDir, 8},
	} {
		t.Run(name, func(t *testing.T) {
			migrated := openDir(t, test.base(t), testOptions())
			want := content(t, migrated)
			if name == "the first version" {
				var role Role
				err := migrated.read.QueryRowContext(t.Context(), `SELECT role FROM users WHERE name = 'Liisa'`).Scan(&role)
				if err != nil || role != Admin {
					t.Errorf("the user is %q, %v", role, err)
				}
			}
			every := max(1, test.every/dbtest.Rounds(t, 1))
			killed := 0
			for step := 1; ; step += every {
				dir := test.base(t)
				child := process(t, fmt.Sprint("migrate ", step), dir)
				if err := child.Run(); err == nil {
					break // there are no more
				}
				if status := child.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
					t.Fatalf("step %d: it ended by itself: %v", step, child.ProcessState)
				}
				survives(t, dir, want)
				killed++
			}
			if least := 2 * (len(migrationNames(t)) - 1) / every; killed < least {
				t.Errorf("%d kills, want %d at least", killed, least)
			}
		})
	}
}

func migrationNames(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(migrationFiles(), "*.sql")
	must(t, err)
	return names
}
