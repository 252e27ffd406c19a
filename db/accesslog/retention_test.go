package accesslog

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/db"
)

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
	if n, err := removeBefore(t.Context(), register, testTime.Add(time.Hour)); err != nil || n != 1 {
		t.Errorf("removed %d, %v", n, err)
	}
	if left := entries(t, register, Query{Customer: 1001}); kinds(left) != "view" {
		t.Errorf("left %+v", left)
	}
	var sets int
	if err := register.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM access_numbers`).Scan(&sets); err != nil || sets != 0 {
		t.Errorf("%d sets of numbers left, %v", sets, err)
	}
	c.move(-48 * time.Hour) // the clock is put back: the next one is older than what was removed
	l.Add(Entry{By: "Liisa", Kind: LogOut})
	flush(t, l)
	if err := register.Write(t.Context(), db.Purpose{}, exec(`DELETE FROM access_log WHERE kind = 'log-out'`)); err == nil {
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
	if n, err := removeBefore(t.Context(), register, testTime.Add(time.Minute)); err != nil || n != removedAtOnce+10 {
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
	if n, err := removeBefore(t.Context(), register, testTime.Add(time.Minute)); err != nil || n != 3 { // and the program ended there
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
