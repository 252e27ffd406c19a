package db

import (
	"strings"
	"testing"

	"kortisto/customer"
)

// checkRegister holds what must be true of every register at any time. It opens
// the database again: SQLite's integrity check trusts what an older connection
// remembers of the search index, and would find fault with other connections'
// writes.
func checkRegister(t *testing.T, db *DB) {
	t.Helper()
	db = openDir(t, db.dir, testOptions())
	ask := func(query string) (answer string) {
		t.Helper()
		if err := db.read.DB.QueryRow(query).Scan(&answer); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return answer
	}
	for query, want := range map[string]string{
		`PRAGMA integrity_check`:                                                                                                   "ok",
		`SELECT count(*) FROM pragma_foreign_key_check`:                                                                            "0",
		`SELECT count(*) FROM customers, counters WHERE number > highest_number`:                                                   "0",
		`SELECT count(*) FROM journal, counters WHERE journal.id > entries`:                                                        "0",
		`SELECT count(*) FROM journal WHERE event_id NOT IN (SELECT id FROM events)`:                                               "0",
		`SELECT count(*) FROM journal JOIN events AS e ON e.id = event_id WHERE journal.id NOT BETWEEN first_entry AND last_entry`: "0",
		`SELECT count(*) FROM (SELECT number FROM customers EXCEPT SELECT customer FROM journal)`:                                  "0",
		`SELECT count(*) FROM imports WHERE (state = 'saved') <> (event_id IS NOT NULL)`:                                           "0",
		`SELECT (SELECT count(*) FROM customers) - coalesce(sum(created - removed), 0) FROM events`:                                "0",
	} {
		if got := ask(query); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	checkSearch(t, db)
}

// checkSearch holds that the search index has the words of all customers, and
// no others.
func checkSearch(t *testing.T, db *DB) {
	t.Helper()
	connection, err := db.read.DB.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := connection.ExecContext(t.Context(),
		`CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab (main, search, instance)`); err != nil {
		t.Fatal(err)
	}
	rows, err := connection.QueryContext(t.Context(), `SELECT doc, term FROM temp.words`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	type entry struct {
		number int
		word   string
	}
	indexed := make(map[entry]bool)
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.number, &e.word); err != nil {
			t.Fatal(err)
		}
		indexed[e] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	wanted := 0
	err = db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		words := make(map[string]bool)
		for word := range strings.FieldsSeq(string(appendSearchText(nil, customer.Standard(), c.Number, &c.Values))) {
			words[word] = true
			if !indexed[entry{c.Number, word}] {
				t.Errorf("customer %d is not found by %q", c.Number, word)
			}
		}
		wanted += len(words)
		return nil
	})
	if err != nil || len(indexed) != wanted {
		t.Errorf("%d words indexed, want %d, %v", len(indexed), wanted, err)
	}
}
