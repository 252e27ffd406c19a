package db

import (
	"errors"
	"slices"
	"testing"

	"kortisto/customer"
)

// checkRegister holds what must be true of every register at any time.
func checkRegister(t *testing.T, db *DB) {
	t.Helper()
	again, err := Open(t.Context(), db.dir, testOptions())
	must(t, err)
	flaws, err := again.Check(t.Context())
	must(t, errors.Join(err, again.Close()))
	for _, flaw := range flaws {
		t.Errorf("%+v", flaw)
	}
}

// TestCheckFinds holds that each kind of flaw is found, by its code.
func TestCheckFinds(t *testing.T) {
	for statement, want := range map[string]string{
		`UPDATE customers SET city = 'Turku' WHERE number = 1002`:                             "values",
		`UPDATE customers SET revision = revision + 1 WHERE number = 1002`:                    "revisions",
		`UPDATE counters SET highest_number = 1003`:                                           "numbers",
		`UPDATE counters SET entries = entries - 1`:                                           "entries",
		`UPDATE events SET last_entry = last_entry - 1 WHERE id = 1`:                          "events",
		`DELETE FROM journal WHERE customer = 1004`:                                           "origins",
		`UPDATE imports SET event_id = NULL`:                                                  "imports",
		`UPDATE events SET created = created + 1 WHERE id = 1`:                                "counts",
		`PRAGMA foreign_keys = 0; UPDATE customers SET group_id = 99 WHERE number = 1002`:     "foreign-keys",
		`INSERT INTO search (rowid, words) VALUES (1003, 'outo')`:                             "search",
		`INSERT INTO merged_numbers (number, kept, event_id) VALUES (1003, 1004, 1)`:          "merges",
		`INSERT INTO search (search, rowid, words) VALUES ('delete', 1003, '1003')`:           "search",
		`UPDATE customers SET name = 'Alfa', revision = revision WHERE number = 1003`:         "search",
		`DELETE FROM customers WHERE number = 1005`:                                           "counts",
		`PRAGMA writable_schema = 1; DELETE FROM sqlite_schema WHERE name = 'customers_name'`: "integrity",
	} {
		t.Run(statement, func(t *testing.T) {
			db := openTest(t)
			fill(t, db, 5)
			mustSave(t, db, draft(t, db, newcomers(0, 1)))
			edit(t, db, 1002, customer.City, "Vaasa")
			checkRegister(t, db)
			if _, err := db.write.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			flaws, err := db.Check(t.Context())
			if err != nil || !slices.ContainsFunc(flaws, func(f Flaw) bool { return f.Code == want }) {
				t.Errorf("%+v, %v; want %s", flaws, err, want)
			}
		})
	}
}
