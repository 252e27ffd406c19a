package accounts

import (
	"fmt"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/dbtest"
)

// TestLogInsStayBounded logs users in again and again, rightly and wrongly: what
// is kept of them does not grow, nor of one user who never stops.
func TestLogInsStayBounded(t *testing.T) {
	clock := &clock{testTime}
	options := testOptions()
	options.Now = func() time.Time { return clock.now }
	options.LockWait = time.Hour // what is written behind may take long on a busy machine
	accounts := openDir(t, t.TempDir(), options)
	for _, name := range []string{"Liisa", "Matti"} {
		_, err := accounts.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin)
		must(t, err)
	}
	users := []*User{fresh(t, accounts, "Liisa"), fresh(t, accounts, "Matti")}
	stored := otherProcess(t, accounts)
	first, err := accounts.CreateSession(users[1], LoggedIn{})
	must(t, err)
	const (
		between  = 2 * time.Minute
		batch    = 300 // log-ins between two purges
		failures = 10  // of so many, one fails
	)
	most := map[string]int{"sessions": 2 * maxSessions, "devices": 2 * maxDevices,
		"throttle": 3*int((throttleMemory+longestWait)/between)/failures + 3*batch/failures}
	for range dbtest.Rounds(t, 10) { // the short trial comes to four days
		for i := range batch {
			clock.now = clock.now.Add(between)
			user := users[min(1, i%100)] // one of them a hundred times as often
			_, err := accounts.CreateSession(user, LoggedIn{})
			must(t, err)
			_, err = accounts.RememberDevice(t.Context(), user, nil)
			must(t, err)
			if i%failures == 0 {
				tryLogin(t, accounts, fmt.Sprint("nobody", clock.now.UnixMilli()), fmt.Sprintf("2001:db8:%x:%x::1", i, clock.now.Unix()%0xffff))
			}
		}
		settle(t, accounts)
		must(t, accounts.Purge(t.Context()))
		for table, most := range most {
			var rows int
			must(t, stored.DB.QueryRow(`SELECT count(*) FROM `+table).Scan(&rows))
			if rows > most {
				t.Fatalf("%d rows in %s, want %d at most", rows, table, most)
			}
		}
	}
	if _, err := accounts.FindSession(t.Context(), first); err == nil {
		t.Error("a session that nobody used is still there")
	}
	last, err := accounts.CreateSession(users[0], LoggedIn{})
	must(t, err)
	settle(t, accounts)
	must(t, accounts.Purge(t.Context()))
	if _, err := accounts.FindSession(t.Context(), last); err != nil {
		t.Errorf("the newest session: %v", err)
	}
}
