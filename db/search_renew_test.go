package db

import (
	"errors"
	"testing"

	"kortisto/customer"
)

// TestSearchIsRenewed holds that an index with words of another version is filled
// anew at the next start, and that a register that cannot be written to is not
// opened with it.
func TestSearchIsRenewed(t *testing.T) {
	dir := t.TempDir()
	db := openDir(t, dir, testOptions())
	fill(t, db, 30)
	edit(t, db, 1002, customer.City, "Vaasa")
	_, err := db.write.ExecContext(t.Context(), `INSERT INTO search (search) VALUES ('delete-all');
		INSERT INTO search (rowid, words) VALUES (1003, 'outo'); UPDATE counters SET search_version = 0`)
	must(t, err)
	if _, err := OpenFrozen(t.Context(), copyOf(t, db), testOptions()); !errors.Is(err, ErrOlderSchema) {
		t.Errorf("frozen: %v", err)
	}
	again := openDir(t, dir, testOptions())
	if got := numbers(t, again, Filter{Query: "outo"}); got != "" {
		t.Errorf("an old word finds %s", got)
	}
	if got := numbers(t, again, Filter{Query: "vaasa"}); got != "2" {
		t.Errorf("a new word finds %s", got)
	}
	checkRegister(t, again)
}

// TestFirstRegisterIsIndexed holds that a register of the first version is found
// by parts of names and by telephone numbers.
func TestFirstRegisterIsIndexed(t *testing.T) {
	db := openDir(t, firstRegister(t), testOptions())
	checkRegister(t, db)
	err := db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		name := []rune(c.Values[customer.Name])
		if found := numbers(t, db, Filter{Query: string(name[1:5])}); found == "" {
			t.Errorf("%s is not found by a part", string(name))
		}
		return nil
	})
	must(t, err)
}
