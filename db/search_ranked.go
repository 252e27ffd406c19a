package db

import (
	"context"
	"database/sql"

	"kortisto/customer"
)

// isRanked reports whether those come first who fit best what is searched for.
func (f *Filter) isRanked() bool { return f.Sort == customer.None && f.Limit > 0 && f.searches() }

// rankedPage is Customers for a search whose best come first. It lists the
// numbers of all who come before the end of the page, or of all who are to be counted.
func (db *DB) rankedPage(ctx context.Context, tx *sql.Tx, filter *Filter) (page []customer.Customer, total int, err error) {
	if err := filter.resolve(ctx, tx); err != nil {
		return nil, 0, err
	}
	most := filter.Offset + filter.Limit
	if filter.CountsSome() {
		most = filter.counted()
	}
	found, err := filter.best(ctx, tx, most)
	if err != nil {
		return nil, 0, err
	}
	if total = len(found); total == most && !filter.CountsSome() {
		if total, err = db.count(ctx, tx, filter); err != nil {
			return nil, 0, err
		}
	}
	found = found[min(filter.Offset, len(found)):min(filter.Offset+filter.Limit, len(found))]
	page, err = customersInOrder(ctx, tx, found)
	return page, total, err
}

// customersInOrder reads customers by their numbers, in the order of these.
func customersInOrder(ctx context.Context, q querier, numbers []int) ([]customer.Customer, error) {
	groups, err := groupNames(ctx, q)
	if err != nil {
		return nil, err
	}
	byNumber := make(map[int]customer.Customer, len(numbers))
	err = eachRecord(ctx, q, groups, func(r *record) error {
		byNumber[r.Number] = r.Customer
		return nil
	}, `SELECT `+customerColumns+` FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?))`, jsonList(numbers))
	if err != nil {
		return nil, err
	}
	var customers []customer.Customer
	for _, number := range numbers {
		if c, ok := byNumber[number]; ok {
			customers = append(customers, c)
		}
	}
	return customers, nil
}

// best lists the numbers of the customers whom a resolved filter chooses, as
// many as are wanted at most: the one whose number is searched for, then by rank.
func (f *Filter) best(ctx context.Context, tx *sql.Tx, most int) (found []int, err error) {
	seen := make(map[int]bool)
	collect := func(query string, args ...any) error {
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for len(found) < most && rows.Next() {
			var number int
			if err := rows.Scan(&number); err != nil {
				return err
			}
			if !seen[number] {
				seen[number] = true
				found = append(found, number)
			}
		}
		return rows.Err()
	}
	conditions, args := f.conditions()
	if number := SearchedNumber(f.Query); number != 0 {
		if err := collect(`SELECT c.number FROM customers AS c WHERE c.number = ?`+conditions, append([]any{number}, args...)...); err != nil {
			return nil, err
		}
	}
	join := ""
	if conditions != "" {
		join = ` CROSS JOIN customers AS c ON c.number = `
	}
	for _, rank := range ranks(f.terms) {
		from, where, what := `SELECT s.rowid FROM search AS s`, ` WHERE s.search MATCH ?`, []any{rank.match}
		id, order := `s.rowid`, ` ORDER BY s.rowid`
		if rank.beginning != "" {
			from, where = `SELECT w.doc FROM search_words AS w`, ` WHERE w.term >= ? AND w.term < ?`
			id, order, what = `w.doc`, ``, []any{rank.beginning, endOf(rank.beginning)}
		}
		if join != "" {
			from += join + id
		}
		if err := collect(from+where+conditions+order, append(what, args...)...); err != nil {
			return nil, err
		}
	}
	return found, nil
}
