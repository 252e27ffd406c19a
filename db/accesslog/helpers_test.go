package accesslog

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// clock is a clock that stands still until the test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

var testTime = time.Date(2026, 11, 23, 14, 12, 0, 0, time.Local)

// openTest opens a register in a new directory, and its log.
func openTest(t testing.TB) (*Log, *db.DB, *clock) {
	t.Helper()
	return openDir(t, t.TempDir())
}

func openDir(t testing.TB, dir string) (*Log, *db.DB, *clock) {
	t.Helper()
	c := &clock{now: testTime}
	register, err := db.Open(t.Context(), dir, db.Options{Now: c.time, LockWait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	l := Open(register, Options{})
	t.Cleanup(func() {
		l.Close()
		if err := register.Close(); err != nil {
			t.Error(err)
		}
	})
	return l, register, c
}

func flush(t testing.TB, l *Log) {
	t.Helper()
	if err := l.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func entries(t testing.TB, register *db.DB, query Query) []Entry {
	t.Helper()
	found, err := Entries(t.Context(), register, query)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// kinds are the kinds of entries, in their order.
func kinds(list []Entry) string {
	var names []string
	for _, e := range list {
		names = append(names, string(e.Kind))
	}
	return strings.Join(names, " ")
}

// equal reports whether two entries are the same but for their numbers.
func equal(a, b Entry) bool {
	return a.ID == b.ID && a.At.Equal(b.At) && a.By == b.By && a.Kind == b.Kind && a.Customer == b.Customer && a.Customers == b.Customers &&
		a.Import == b.Import && a.Filter == b.Filter && a.Object == b.Object
}

// exec is a transaction of one statement.
func exec(statement string) func(context.Context, bun.Tx) error {
	return func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.Tx.ExecContext(ctx, statement)
		return err
	}
}
