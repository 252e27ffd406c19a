package accesslog

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"kortisto/db"
)

// TestCloseWrites holds that the end of the program writes what waits.
func TestCloseWrites(t *testing.T) {
	l, register, _ := openTest(t)
	l.Add(Entry{By: "Liisa", Kind: LogIn})
	l.Close()
	l.Close()
	if got := kinds(entries(t, register, Query{})); got != "log-in" {
		t.Errorf("in the log: %s", got)
	}
}

// TestNoRoom holds that what cannot wait any more is counted, and that the log
// says how many are missing once it can be written.
func TestNoRoom(t *testing.T) {
	dir := t.TempDir()
	l, register, _ := openDir(t, dir)
	lock := flock.New(filepath.Join(dir, "write.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	for range maxWaiting + 3 {
		l.Add(Entry{By: "Liisa", Kind: View, Customer: 1001})
	}
	if got := l.count(); got != maxWaiting+3 {
		t.Errorf("%d wait", got)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	flush(t, l)
	missing := 0
	for _, e := range entries(t, register, Query{Kind: Unwritten}) {
		missing += e.Customers
	}
	if missing != 3 {
		t.Errorf("the log says that %d are missing", missing)
	}
	if n := len(entries(t, register, Query{Kind: View})); n != maxWaiting || l.count() != 0 || l.bytes != 0 {
		t.Errorf("%d written, %d wait, %d bytes", n, l.count(), l.bytes)
	}
}

// TestLargeSets holds that sets of numbers that nothing can be written of take no
// more memory than they may.
func TestLargeSets(t *testing.T) {
	dir := t.TempDir()
	l, _, _ := openDir(t, dir)
	lock := flock.New(filepath.Join(dir, "write.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	var odd Numbers
	for n := range 1_000_000 {
		odd.Add(1001 + 2*n)
	}
	for range 10 {
		l.Add(Entry{By: "Liisa", Kind: Export, Numbers: odd})
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bytes > maxWaitingBytes || l.bytes == 0 || l.lost == 0 || l.lost+len(l.waiting) != 10 {
		t.Errorf("%d bytes in %d, %d lost", l.bytes, len(l.waiting), l.lost)
	}
}

// TestAddAtOnce holds that what many leave at once is written once each, also
// while others write it.
func TestAddAtOnce(t *testing.T) {
	l, register, _ := openTest(t)
	const workers, each = 8, 200
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for i := range each {
				l.Add(Entry{By: "Liisa", Kind: View, Customer: 1 + worker*each + i})
				if i%50 == 0 {
					if err := l.Flush(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	group.Wait()
	flush(t, l)
	seen := make(map[int]int)
	for _, e := range entries(t, register, Query{}) {
		seen[e.Customer]++
	}
	for n := 1; n <= workers*each; n++ {
		if seen[n] != 1 {
			t.Errorf("customer %d stands there %d times", n, seen[n])
		}
	}
}

// TestNilLog holds that without a log nothing is kept, and nothing fails.
func TestNilLog(t *testing.T) {
	var l *Log
	l.Add(Entry{Kind: View})
	l.Close()
	if n, err := l.Missing(); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if err := l.Flush(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSearchesJoined holds that the searches that a user makes while typing are one
// entry, with all whom they have shown, and that nothing else is joined.
func TestSearchesJoined(t *testing.T) {
	l, register, c := openTest(t)
	words, kind := Filter{Words: true}, Filter{Words: true, Kind: true}
	l.writing <- struct{}{} // nothing is written meanwhile
	for _, e := range []Entry{
		{By: "Liisa", Kind: Search, Filter: words, Numbers: NumbersOf(1001, 1002)},
		{By: "Matti", Kind: Search, Filter: words, Numbers: NumbersOf(1007)},
		{By: "Liisa", Kind: Search, Filter: words},
		{By: "Liisa", Kind: Search, Filter: words, Numbers: NumbersOf(1002, 1009)},
		{By: "Liisa", Kind: Search, Filter: kind, Numbers: NumbersOf(1001)},
		{By: "Liisa", Kind: View, Customer: 1001},
		{By: "Liisa", Kind: View, Customer: 1001},
		{By: "Liisa", Kind: Search, Filter: kind},
		{By: "Liisa", Kind: ImportView, Import: 7, Numbers: NumbersOf(1001)},
		{By: "Liisa", Kind: ImportView, Import: 7, Numbers: NumbersOf(1009)},
		{By: "Liisa", Kind: ImportView, Import: 8, Numbers: NumbersOf(1009)},
	} {
		l.Add(e)
		c.move(time.Millisecond)
	}
	<-l.writing
	flush(t, l)
	var got []string
	for _, e := range entries(t, register, Query{}) {
		got = append(got, fmt.Sprintf("%s %s %d", e.By, e.Kind, e.Customers))
	}
	slices.Sort(got)
	want := []string{"Liisa import-view 1", "Liisa import-view 2", "Liisa search 0", "Liisa search 1", "Liisa search 3", "Liisa view 0", "Liisa view 0", "Matti search 1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
	for _, number := range []int{1001, 1002, 1009} {
		if len(entries(t, register, Query{Customer: number, Kind: Search, By: "Liisa"})) == 0 {
			t.Errorf("%d was shown", number)
		}
	}
}

// TestMissing holds that entries are told to be missing where they cannot be written,
// and not where somebody else only writes for long.
func TestMissing(t *testing.T) {
	dir := t.TempDir()
	l, register, _ := openDir(t, dir)
	hasty, err := db.Open(t.Context(), dir, db.Options{LockWait: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	waiting := Open(hasty, Options{})
	lock := flock.New(filepath.Join(dir, "write.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	waiting.Add(Entry{By: "Liisa", Kind: View, Customer: 1001})
	if err := waiting.Flush(t.Context()); !errors.As(err, new(db.ErrBusy)) {
		t.Errorf("while somebody writes: %v", err)
	}
	if n, why := waiting.Missing(); n != 0 || why != nil {
		t.Errorf("while somebody writes %d are missing: %v", n, why)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	waiting.Close()
	if err := hasty.Close(); err != nil {
		t.Fatal(err)
	}
	fault := `CREATE TRIGGER fault BEFORE INSERT ON access_log BEGIN SELECT raise(ABORT, 'fault'); END`
	if err := register.Write(t.Context(), db.Purpose{}, exec(fault)); err != nil {
		t.Fatal(err)
	}
	l.Add(Entry{By: "Liisa", Kind: View, Customer: 1002})
	if err := l.Flush(t.Context()); err == nil {
		t.Error("nothing failed")
	}
	if n, why := l.Missing(); n != 1 || why == nil {
		t.Errorf("where nothing can be written %d are missing: %v", n, why)
	}
	if err := register.Write(t.Context(), db.Purpose{}, exec(`DROP TRIGGER fault`)); err != nil {
		t.Fatal(err)
	}
	flush(t, l)
	if n, why := l.Missing(); n != 0 || why != nil {
		t.Errorf("when all is written %d are missing: %v", n, why)
	}
}
