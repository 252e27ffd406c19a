package accounts

import (
	"context"
	"database/sql"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"kortisto/db"
)

// testTime is the clock of the tests.
var testTime = time.Date(2026, 11, 3, 9, 30, 0, 0, time.UTC)

func testOptions() db.Options {
	return db.Options{Now: func() time.Time { return testTime }, LockWait: 10 * time.Second}
}

// openTest opens the accounts of an empty register.
func openTest(t *testing.T) *Accounts {
	t.Helper()
	return openDir(t, t.TempDir(), testOptions())
}

func openDir(t *testing.T, dir string, options db.Options) *Accounts {
	t.Helper()
	register, err := db.Open(t.Context(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	a := Open(register, Options{})
	t.Cleanup(func() { closeAll(t, a) })
	return a
}

// closeAll closes accounts and their register.
func closeAll(t *testing.T, a *Accounts) {
	t.Helper()
	a.Close()
	if err := a.db.Close(); err != nil {
		t.Fatal(err)
	}
}

// clock is a clock that a test moves.
type clock struct{ now time.Time }

func openClocked(t *testing.T) (*Accounts, *clock) {
	t.Helper()
	c := &clock{testTime}
	options := testOptions()
	options.Now = func() time.Time { return c.now }
	return openDir(t, t.TempDir(), options), c
}

// must fails the test for an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lock holds the write lock as another process does, until release is called.
func lock(t *testing.T, a *Accounts) (release func()) {
	t.Helper()
	file := flock.New(filepath.Join(a.db.Dir(), "write.lock"))
	if err := file.Lock(); err != nil {
		t.Fatal(err)
	}
	release = sync.OnceFunc(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(release)
	return release
}

// otherProcess opens the database as another process does.
func otherProcess(t *testing.T, a *Accounts) *bun.DB {
	t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(a.db.Dir(), db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	other := bun.NewDB(pool, sqlitedialect.New())
	t.Cleanup(func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	})
	return other
}

// execute runs a statement of SQL.
func execute(t *testing.T, a *Accounts, query string, args ...any) error {
	t.Helper()
	return a.db.Write(t.Context(), db.Purpose{Work: "test"}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}
