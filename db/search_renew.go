package db

import (
	"context"

	"github.com/uptrace/bun"
)

// renewedTogether is how many customers are indexed again before the next ones
// are read.
const renewedTogether = 10_000

// searchIsOld reports whether the search index holds words of another version.
func (db *DB) searchIsOld(ctx context.Context, q querier) (bool, error) {
	var version int
	err := q.QueryRowContext(ctx, `SELECT search_version FROM counters`).Scan(&version)
	return version != searchVersion, err
}

// renewSearch makes another search index where the present one is of another version.
func (db *DB) renewSearch(ctx context.Context) error {
	if old, err := db.searchIsOld(ctx, db.write); err != nil || !old {
		return err
	}
	return db.Write(ctx, Purpose{Work: "search index"}, func(ctx context.Context, tx bun.Tx) error {
		if old, err := db.searchIsOld(ctx, tx); err != nil || !old { // another process was quicker
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO search (search) VALUES ('delete-all')`); err != nil {
			return err
		}
		if err := db.indexAll(ctx, tx); err != nil {
			return err
		}
		db.reached("indexed")
		_, err := tx.ExecContext(ctx, `UPDATE counters SET search_version = ?`, searchVersion)
		return err
	})
}

// indexAll adds the words of all customers to an empty search index.
func (db *DB) indexAll(ctx context.Context, tx bun.Tx) error {
	add, err := tx.Tx.PrepareContext(ctx, addWords)
	if err != nil {
		return err
	}
	defer add.Close()
	var waiting []indexing
	for last := 0; ; last = waiting[len(waiting)-1].number {
		waiting = waiting[:0]
		err := eachRecord(ctx, tx, nil, func(r *record) error {
			text := appendSearchText(nil, db.Fields(), r.Number, &r.Values)
			waiting = append(waiting, indexing{number: r.Number, words: string(text)})
			return nil
		}, `SELECT `+customerColumns+` FROM customers AS c WHERE c.number > ? ORDER BY c.number LIMIT ?`, last, renewedTogether)
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, one := range waiting {
			if _, err := add.ExecContext(ctx, one.number, one.words); err != nil {
				return err
			}
		}
	}
}
