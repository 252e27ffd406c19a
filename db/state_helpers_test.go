package db

import (
	"fmt"
	"testing"

	"kortisto/customer"
)

// state is all that a save may change, as text.
func state(t testing.TB, db *DB) string {
	t.Helper()
	var all []byte
	err := db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		all = fmt.Appendf(all, "%d %d %q\n", c.Number, c.Revision, c.Values)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := db.Groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all = fmt.Appendln(all, groups)
	for _, table := range []string{"events", "journal", "imports WHERE state = 'saved'"} {
		var n int
		if err := db.read.DB.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		all = fmt.Appendln(all, table, n)
	}
	var counters [3]int
	if err := db.read.DB.QueryRow(`SELECT highest_number, writes, entries FROM counters`).
		Scan(&counters[0], &counters[1], &counters[2]); err != nil {
		t.Fatal(err)
	}
	return string(fmt.Appendln(all, counters))
}

// content is what a register holds, revisions aside.
func content(t testing.TB, db *DB) string {
	t.Helper()
	var all []byte
	err := db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		all = fmt.Appendf(all, "%d %q\n", c.Number, c.Values)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := db.Groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return string(fmt.Appendln(all, groups))
}
