package accesslog

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
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

// TestPackedNumbers holds that a packed set holds its numbers and no other ones,
// and that runs take little room.
func TestPackedNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var numbers []int
		for range 1 + random.IntN(60) {
			begin := 1 + random.IntN(3000)
			for n := begin; n <= begin+random.IntN(4); n++ {
				numbers = append(numbers, n)
			}
		}
		random.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
		set := NumbersOf(numbers...).pack()
		if once := slices.Compact(slices.Sorted(slices.Values(numbers))); set.count != len(once) || set.first != once[0] || set.last != once[len(once)-1] {
			t.Fatalf("%+v of %v", set, once)
		}
		for n := 0; n < 3100; n++ {
			if holds(set.runs, n) != slices.Contains(numbers, n) {
				t.Fatalf("%d in %v", n, numbers)
			}
		}
	}
	var all []int
	for n := range 1_000_000 {
		all = append(all, 1001+n)
	}
	if set := NumbersOf(all...).pack(); len(set.runs) > 8 || set.count != len(all) || !holds(set.runs, 1_001_000) || holds(set.runs, 1_001_001) {
		t.Errorf("%d bytes for %d", len(set.runs), set.count)
	}
	if holds([]byte{0x80}, 1) || holds([]byte{1, 0x80}, 1) {
		t.Error("a cut set holds something")
	}
}

// TestEntries holds that entries are read back as they were added, the last
// first, and that each part of a query chooses.
func TestEntries(t *testing.T) {
	l, register, c := openTest(t)
	added := []Entry{
		{By: "Liisa", Kind: View, Customer: 1001},
		{By: "Matti", Kind: Export, Filter: Filter{Words: true, Group: true}, Numbers: NumbersOf(1003, 1001, 1002)},
		{By: db.CommandLine, Kind: Save, Import: 7},
		{By: "Liisa", Kind: Role, Object: "Matti"},
	}
	for _, e := range added {
		l.Add(e)
		c.move(time.Hour)
	}
	flush(t, l)
	found := entries(t, register, Query{})
	if len(found) != len(added) {
		t.Fatalf("%+v", found)
	}
	for i, e := range added {
		got := found[len(found)-1-i]
		e.ID, e.At = int64(i+1), testTime.Add(time.Duration(i)*time.Hour)
		if e.Kind == Export {
			e.Customers, e.Numbers = 3, Numbers{}
		}
		if !got.At.Equal(e.At) {
			t.Errorf("at %v", got.At)
		}
		if !equal(got, e) {
			t.Errorf("%+v, not %+v", got, e)
		}
	}
	for _, test := range []struct {
		query Query
		want  string
	}{
		{Query{By: "Liisa"}, "role view"},
		{Query{Kind: Export}, "export"},
		{Query{By: "Liisa", Kind: View}, "view"},
		{Query{Customer: 1001}, "export view"},
		{Query{Customer: 1003}, "export"},
		{Query{Customer: 1004}, ""},
		{Query{Customer: 1001, By: "Liisa"}, "view"},
		{Query{Customer: 1001, Limit: 1}, "export"},
		{Query{Customer: 1001, Limit: 1, Offset: 1}, "view"},
		{Query{From: testTime.Add(2 * time.Hour)}, "role save"},
		{Query{Before: testTime.Add(time.Hour)}, "view"},
		{Query{Limit: 2, Offset: 1}, "save export"},
	} {
		if got := kinds(entries(t, register, test.query)); got != test.want {
			t.Errorf("%+v: %s, not %s", test.query, got, test.want)
		}
	}
	if names, err := Authors(t.Context(), register); err != nil || strings.Join(names, ", ") != "Liisa, Matti, command line" {
		t.Errorf("%q, %v", names, err)
	}
}

func equal(a, b Entry) bool {
	return a.ID == b.ID && a.At.Equal(b.At) && a.By == b.By && a.Kind == b.Kind && a.Customer == b.Customer && a.Customers == b.Customers &&
		a.Import == b.Import && a.Filter == b.Filter && a.Object == b.Object
}

// TestAccessAppendOnly holds that nothing changes or removes an entry, whoever
// asks the database for it, but the removal of what is too old.
func TestAccessAppendOnly(t *testing.T) {
	l, register, c := openTest(t)
	l.Add(Entry{By: "Liisa", Kind: Export, Numbers: NumbersOf(1001, 1005)})
	flush(t, l)
	c.move(24 * time.Hour)
	l.Add(Entry{By: "Liisa", Kind: View, Customer: 1001})
	flush(t, l)
	before := entries(t, register, Query{Customer: 1001})
	for _, statement := range []string{
		`UPDATE access_log SET actor = 'Matti'`,
		`DELETE FROM access_log`,
		`DELETE FROM access_log WHERE id = 1`,
		`INSERT OR REPLACE INTO access_log (id, at, actor, kind) VALUES (1, 0, 'Matti', 'view')`,
		`UPDATE access_numbers SET numbers = x''`,
		`DELETE FROM access_numbers`,
		`INSERT OR REPLACE INTO access_numbers (entry, first, last, numbers) VALUES (1, 1, 1, x'')`,
	} {
		err := register.Write(t.Context(), db.Purpose{}, exec(statement))
		if err == nil || !strings.Contains(err.Error(), "entries of the access log are") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	after := entries(t, register, Query{Customer: 1001})
	if len(before) != 2 || !slices.EqualFunc(before, after, equal) {
		t.Fatalf("%+v, before %+v", after, before)
	}
	if n, err := RemoveBefore(t.Context(), register, testTime.Add(time.Hour)); err != nil || n != 1 {
		t.Errorf("removed %d, %v", n, err)
	}
	if left := entries(t, register, Query{Customer: 1001}); kinds(left) != "view" {
		t.Errorf("left %+v", left)
	}
	var sets int
	if err := register.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM access_numbers`).Scan(&sets); err != nil || sets != 0 {
		t.Errorf("%d sets of numbers left, %v", sets, err)
	}
	if err := register.Write(t.Context(), db.Purpose{}, exec(`DELETE FROM access_log`)); err == nil {
		t.Error("after a removal others are removed, too")
	}
}

// TestRemovalOfMany holds that entries are removed that are more than one
// transaction takes, and that later ones stay.
func TestRemovalOfMany(t *testing.T) {
	l, register, c := openTest(t)
	for range removedAtOnce + 10 {
		l.Add(Entry{By: "Liisa", Kind: View, Customer: 1001})
	}
	c.move(time.Minute)
	l.Add(Entry{By: "Liisa", Kind: LogOut})
	flush(t, l)
	if n, err := RemoveBefore(t.Context(), register, testTime.Add(time.Minute)); err != nil || n != removedAtOnce+10 {
		t.Errorf("removed %d, %v", n, err)
	}
	if left := kinds(entries(t, register, Query{})); left != "log-out" {
		t.Errorf("left %s", left)
	}
}

// TestRetentionOfLog holds that a run of retention tells the same number of entries
// before it, as its result and in the history, also of those that a run had removed
// that did not come to its end.
func TestRetentionOfLog(t *testing.T) {
	l, register, c := openTest(t)
	for range 3 {
		l.Add(Entry{By: "Liisa", Kind: View, Customer: 1001})
	}
	flush(t, l)
	c.move(time.Hour)
	for range 4 {
		l.Add(Entry{By: "Liisa", Kind: View, Customer: 1001})
	}
	flush(t, l)
	c.move(731 * 24 * time.Hour)
	l.Add(Entry{By: "Liisa", Kind: LogOut})
	flush(t, l)
	told := func(what string, did db.Retained, err error) {
		t.Helper()
		if want := (db.Retained{Access: 7}); err != nil || did != want {
			t.Errorf("%s: %+v, %v", what, did, err)
		}
	}
	due, err := Retain(t.Context(), register, db.Actor{}, true)
	told("due", due, err)
	if n, err := RemoveBefore(t.Context(), register, testTime.Add(time.Minute)); err != nil || n != 3 { // and the program ended there
		t.Fatal(n, err)
	}
	due, err = Retain(t.Context(), register, db.Actor{}, true)
	told("due after that", due, err)
	did, ran, err := RetainDue(t.Context(), register)
	told("done", did, err)
	history, err := register.History(t.Context(), db.HistoryFilter{Kind: db.HistoryErasures, Limit: 5})
	if err != nil || len(history) != 1 || !ran {
		t.Fatalf("%+v, %v, %v", history, ran, err)
	}
	told("in the history", *history[0].Retained, nil)
	if did, err := Retain(t.Context(), register, db.Actor{}, false); err != nil || !did.Nothing() {
		t.Errorf("once more: %+v, %v", did, err)
	}
	if left := kinds(entries(t, register, Query{})); left != "log-out" {
		t.Errorf("left %s", left)
	}
}

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
