package db

import (
	"context"
	"database/sql"
	"hash/maphash"
	"strings"

	"kortisto/customer"
)

// invariants are what must be true of every register at any time: each query
// counts the rows that it is not true of.
var invariants = []struct{ code, query string }{
	{"foreign-keys", `SELECT count(*) FROM pragma_foreign_key_check`},
	{"numbers", `SELECT count(*) FROM customers, counters WHERE number > highest_number`},
	{"entries", `SELECT count(*) FROM journal, counters WHERE journal.id > entries`},
	{"events", `SELECT count(*) FROM journal LEFT JOIN events AS e ON e.id = event_id
		WHERE e.id IS NULL OR journal.id NOT BETWEEN first_entry AND last_entry`},
	{"origins", `SELECT count(*) FROM (SELECT number FROM customers EXCEPT SELECT customer FROM journal)`},
	{"revisions", `SELECT count(*) FROM customers AS c
		WHERE revision <> (SELECT max(j.revision) FROM journal AS j WHERE j.customer = c.number)`},
	{"merges", `SELECT count(*) FROM merged_numbers WHERE number IN (SELECT number FROM customers) OR kept = number
		OR number > (SELECT highest_number FROM counters) OR event_id NOT IN (SELECT id FROM events)`},
	{"imports", `SELECT count(*) FROM imports WHERE (state = 'saved') <> (event_id IS NOT NULL)`},
	{"counts", `SELECT abs((SELECT count(*) FROM customers) - coalesce(sum(created - removed), 0)) FROM events`},
}

// Check looks for what is wrong with the register, as it is at one moment: in
// the file, between the register and its journal, its counts and its search
// index. It reads through a connection of its own, since SQLite's check trusts
// what an older one remembers of the search index.
func (db *DB) Check(ctx context.Context) ([]Flaw, error) {
	access := reading
	if db.frozen {
		access = frozen
	}
	pool, err := openPool(dsn(db.path(), access, db.options.LockWait), 1)
	if err != nil {
		return nil, translate(err)
	}
	defer pool.Close()
	tx, err := pool.DB.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, translate(err)
	}
	defer tx.Rollback()
	flaws, err := integrity(ctx, tx)
	if err != nil || len(flaws) > 0 { // nothing that a damaged file says can be relied on
		return flaws, translate(err)
	}
	for _, look := range []func(context.Context, *sql.Tx) ([]Flaw, error){checkInvariants, db.checkValues, db.checkSearch} {
		found, err := look(ctx, tx)
		if err != nil {
			return flaws, translate(err)
		}
		flaws = append(flaws, found...)
	}
	return flaws, nil
}

func checkInvariants(ctx context.Context, tx *sql.Tx) (flaws []Flaw, err error) {
	for _, invariant := range invariants {
		var count int
		if err := tx.QueryRowContext(ctx, invariant.query).Scan(&count); err != nil {
			return flaws, err
		}
		if count > 0 {
			flaws = append(flaws, Flaw{Code: invariant.code, Count: count})
		}
	}
	return flaws, nil
}

// checkValues holds the values of customers against the last ones that the
// journal tells, as far as it does: since a customer came last.
func (db *DB) checkValues(ctx context.Context, tx *sql.Tx) (flaws []Flaw, err error) {
	for _, f := range db.Fields().Values() {
		column := "c." + f.Key()
		if f == customer.Group {
			column = "coalesce(c.group_id, '')"
		}
		var count int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM customers AS c
			JOIN (SELECT customer, max(id) AS id FROM journal WHERE change = 'changed' AND field = ? AND customer IS NOT NULL
				GROUP BY customer) AS last ON last.customer = c.number
			JOIN journal AS j ON j.id = last.id AND j.new IS NOT NULL
			WHERE CAST(`+column+` AS TEXT) <> coalesce(j.new, '') AND NOT EXISTS (SELECT 1 FROM journal AS came
				WHERE came.customer = c.number AND came.change = 'created' AND came.id > j.id)`, f.Key()).Scan(&count)
		if err != nil {
			return flaws, err
		}
		if count > 0 {
			flaws = append(flaws, Flaw{Code: "values", Count: count, Detail: f.Key()})
		}
	}
	return flaws, nil
}

// words sums up words of customers, in any order: two sums agree where all words
// do, but for a chance of no account.
type words struct {
	seed  maphash.Seed
	count int
	sum   uint64
}

func (w *words) add(number int, word string) {
	w.count++
	w.sum += maphash.Comparable(w.seed, struct {
		number int
		word   string
	}{number, word})
}

// checkSearch holds the search index against the words of all customers.
func (db *DB) checkSearch(ctx context.Context, tx *sql.Tx) ([]Flaw, error) {
	indexed := words{seed: maphash.MakeSeed()}
	wanted := words{seed: indexed.seed}
	rows, err := tx.QueryContext(ctx, `SELECT doc, term FROM search_words`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var word string
		if err := rows.Scan(&number, &word); err != nil {
			return nil, err
		}
		indexed.add(number, word)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	var text []byte
	err = db.eachOfFilter(ctx, tx, &Filter{}, func(r *record) error {
		text = appendSearchText(text[:0], db.Fields(), r.Number, &r.Values)
		clear(seen)
		for word := range strings.FieldsSeq(string(text)) {
			if !seen[word] {
				seen[word] = true
				wanted.add(r.Number, word)
			}
		}
		return nil
	})
	if err != nil || indexed == wanted {
		return nil, err
	}
	return []Flaw{{Code: "search"}}, nil
}
