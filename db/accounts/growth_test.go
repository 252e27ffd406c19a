package accounts

import (
	"fmt"
	"testing"
	"time"

	"kortisto/db"
)

// TestLogInsStayBounded logs users in again and again, rightly and wrongly: what
// is kept of them does not grow, nor of one user who never stops.
func TestLogInsStayBounded(t *testing.T) {
	a, clock := openClocked(t)
	for _, name := range []string{"Liisa", "Matti"} {
		_, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin)
		must(t, err)
	}
	users := []*User{fresh(t, a, "Liisa"), fresh(t, a, "Matti")}
	first, err := a.CreateSession(users[1])
	must(t, err)
	const (
		between  = 30 * time.Second
		batch    = 1000 // log-ins between two purges
		failures = 10   // of so many, one fails
	)
	most := map[string]int{"sessions": 2 * maxSessions, "devices": 2 * maxDevices,
		"throttle": 3*int((throttleMemory+longestWait)/between)/failures + 3*batch/failures}
	for range rounds(t, 10) { // the short trial comes to more than three days
		for i := range batch {
			clock.now = clock.now.Add(between)
			user := users[min(1, i%100)] // one of them a hundred times as often
			_, err := a.CreateSession(user)
			must(t, err)
			_, err = a.RememberDevice(t.Context(), user, nil)
			must(t, err)
			if i%failures == 0 {
				tryLogin(t, a, fmt.Sprint("nobody", clock.now.UnixMilli()), fmt.Sprintf("2001:db8:%x:%x::1", i, clock.now.Unix()%0xffff))
			}
		}
		settle(t, a)
		must(t, a.Purge(t.Context()))
		for table, most := range most {
			var rows int
			must(t, a.db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&rows))
			if rows > most {
				t.Fatalf("%d rows in %s, want %d at most", rows, table, most)
			}
		}
	}
	if _, err := a.FindSession(t.Context(), first); err == nil {
		t.Error("a session that nobody used is still there")
	}
	last, err := a.CreateSession(users[0])
	must(t, err)
	settle(t, a)
	must(t, a.Purge(t.Context()))
	if _, err := a.FindSession(t.Context(), last); err != nil {
		t.Errorf("the newest session: %v", err)
	}
}
