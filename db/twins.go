package db

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// Twins are two customers who may be one.
type Twins struct {
	First, Second customer.Customer // the one with the lower number, and the other
	customer.Sharing
}

// TwinFilter chooses pairs of customers.
type TwinFilter struct {
	Sureness customer.Sureness // only these; customer.Apart for all
	Limit    int
	Offset   int
}

// TwinCounts counts pairs by how sure they are.
type TwinCounts map[customer.Sureness]int

// Total counts the pairs of a filter.
func (n TwinCounts) Total(sureness customer.Sureness) int {
	if sureness != customer.Apart {
		return n[sureness]
	}
	return n[customer.Sure] + n[customer.Likely] + n[customer.Possible]
}

// twinPairs are the pairs of customers who may be one, while the write counter
// stays: to find them all customers are read.
type twinPairs struct {
	sync.Mutex
	known  bool
	writes int64
	pairs  []twinPair // the surest first, then by number
}

// twinPair is a pair by its numbers, the lower one first.
type twinPair struct {
	lower, higher int32
	sureness      int8
}

// Twins returns a page of the pairs of customers who may be one, without those who
// were dismissed: the surest first, then by number. It counts them all.
func (db *DB) Twins(ctx context.Context, filter TwinFilter) (page []Twins, counts TwinCounts, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		pairs, err := db.findTwins(ctx, tx)
		if err != nil {
			return err
		}
		dismissed, err := dismissedTwins(ctx, tx)
		if err != nil {
			return err
		}
		counts = make(TwinCounts)
		var chosen []twinPair
		for _, pair := range pairs {
			if dismissed[[2]int{int(pair.lower), int(pair.higher)}] {
				continue
			}
			sureness := customer.Sureness(pair.sureness)
			counts[sureness]++
			if filter.Sureness != customer.Apart && filter.Sureness != sureness {
				continue
			}
			if at := counts.Total(filter.Sureness); at > filter.Offset && len(chosen) < filter.Limit {
				chosen = append(chosen, pair)
			}
		}
		page, err = readTwins(ctx, tx, chosen)
		return err
	})
	return page, counts, err
}

// DismissedTwins returns a page of the pairs of whom somebody has said that they
// are two, the last ones first, and counts those whose customers are both there.
func (db *DB) DismissedTwins(ctx context.Context, limit, offset int) (page []Twins, total int, err error) {
	const from = ` FROM dismissed_twins AS d JOIN customers AS a ON a.number = d.lower JOIN customers AS b ON b.number = d.higher`
	err = db.readState(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+from).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT d.lower, d.higher`+from+` ORDER BY d.at DESC, d.lower, d.higher LIMIT ? OFFSET ?`, limit, offset)
		if err != nil {
			return err
		}
		defer rows.Close()
		var pairs []twinPair
		for rows.Next() {
			var pair twinPair
			if err := rows.Scan(&pair.lower, &pair.higher); err != nil {
				return err
			}
			pairs = append(pairs, pair)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		page, err = readTwins(ctx, tx, pairs)
		return err
	})
	return page, total, err
}

// DismissTwins notes for good that two customers are not the same one. It fails
// with ErrNotFound where one of them is not there.
func (db *DB) DismissTwins(ctx context.Context, actor Actor, a, b int) error {
	return db.Write(ctx, Purpose{Work: "dismiss", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		var there int
		if err := tx.Tx.QueryRowContext(ctx, `SELECT count(*) FROM customers WHERE number IN (?, ?)`, a, b).Scan(&there); err != nil {
			return err
		}
		if there != 2 {
			return ErrNotFound
		}
		_, err := tx.Tx.ExecContext(ctx, `INSERT INTO dismissed_twins (lower, higher, at, actor) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			min(a, b), max(a, b), db.Now().UnixMilli(), actor.Name)
		return err
	})
}

// RecallTwins takes back that two customers are not the same one.
func (db *DB) RecallTwins(ctx context.Context, actor Actor, a, b int) error {
	return db.Write(ctx, Purpose{Work: "dismiss", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.Tx.ExecContext(ctx, `DELETE FROM dismissed_twins WHERE lower = ? AND higher = ?`, min(a, b), max(a, b))
		return err
	})
}

func dismissedTwins(ctx context.Context, q querier) (map[[2]int]bool, error) {
	rows, err := q.QueryContext(ctx, `SELECT lower, higher FROM dismissed_twins`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	dismissed := make(map[[2]int]bool)
	for rows.Next() {
		var pair [2]int
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			return nil, err
		}
		dismissed[pair] = true
	}
	return dismissed, rows.Err()
}

// findTwins returns all pairs of customers who may be one.
func (db *DB) findTwins(ctx context.Context, tx *sql.Tx) ([]twinPair, error) {
	var writes int64
	if err := tx.QueryRowContext(ctx, `SELECT writes FROM counters`).Scan(&writes); err != nil {
		return nil, err
	}
	db.twins.Lock() // whoever asks meanwhile would only read all customers as well
	defer db.twins.Unlock()
	if db.twins.known && db.twins.writes == writes {
		return db.twins.pairs, nil
	}
	search := customer.NewTwinSearch()
	if err := eachTwinValues(ctx, tx, search.Add, ""); err != nil {
		return nil, err
	}
	var pairs []twinPair
	var err error
	for candidates := range slices.Chunk(search.Pairs(), twinsTogether) {
		if pairs, err = compareTwins(ctx, tx, candidates, pairs); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(pairs, func(a, b twinPair) int { return cmp.Compare(b.sureness, a.sureness) })
	db.twins.known, db.twins.writes, db.twins.pairs = true, writes, pairs
	return pairs, nil
}

// compareTwins adds to some pairs those of the candidates who may be one.
func compareTwins(ctx context.Context, q querier, candidates [][2]int, pairs []twinPair) ([]twinPair, error) {
	found := make(map[int]*customer.Customer, 2*len(candidates))
	for _, pair := range candidates {
		found[pair[0]], found[pair[1]] = nil, nil
	}
	err := eachTwinValues(ctx, q, func(c *customer.Customer) {
		one := *c
		found[one.Number] = &one
	}, ` WHERE number IN (SELECT value FROM json_each(?))`, listed(found))
	if err != nil {
		return nil, err
	}
	for _, pair := range candidates {
		sharing := customer.CompareTwins(found[pair[0]], found[pair[1]])
		if sharing.Sureness != customer.Apart {
			pairs = append(pairs, twinPair{int32(pair[0]), int32(pair[1]), int8(sharing.Sureness)})
		}
	}
	return pairs, nil
}

// twinsTogether is how many pairs are compared at a time.
const twinsTogether = 5000

// twinFields are the columns that a search for twins reads.
var twinFields = []customer.Field{customer.Kind, customer.Name, customer.BusinessID, customer.Email, customer.Phone,
	customer.Country, customer.Street, customer.Postcode, customer.City}

// eachTwinValues calls a function with each customer that a condition lets through, with only the values that a
// search for twins reads. The customer is only the function's until it returns.
func eachTwinValues(ctx context.Context, q querier, use func(*customer.Customer), where string, args ...any) error {
	var c customer.Customer
	columns := []any{&c.Number}
	query := `SELECT number`
	for _, f := range twinFields {
		query += `, ` + f.Key()
		columns = append(columns, &c.Values[f])
	}
	rows, err := q.QueryContext(ctx, query+` FROM customers`+where, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		use(&c)
	}
	return rows.Err()
}

// readTwins reads the customers of pairs, and compares them.
func readTwins(ctx context.Context, q querier, pairs []twinPair) ([]Twins, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	groups, err := groupNames(ctx, q)
	if err != nil {
		return nil, err
	}
	customers := make(map[int]*customer.Customer, 2*len(pairs))
	for _, pair := range pairs {
		customers[int(pair.lower)], customers[int(pair.higher)] = nil, nil
	}
	err = eachRecord(ctx, q, groups, func(r *record) error {
		one := r.Customer
		customers[one.Number] = &one
		return nil
	}, `SELECT `+customerColumns+` FROM json_each(?) AS n CROSS JOIN customers AS c ON c.number = n.value`, listed(customers))
	if err != nil {
		return nil, err
	}
	twins := make([]Twins, len(pairs))
	for i, pair := range pairs {
		first, second := customers[int(pair.lower)], customers[int(pair.higher)]
		twins[i] = Twins{*first, *second, customer.CompareTwins(first, second)}
	}
	return twins, nil
}
