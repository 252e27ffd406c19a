package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// maxCounts is how many counts are kept.
const maxCounts = 256

// counts keeps how many customers were counted while the register stays as it
// is: counting takes far longer than reading a page.
type counts struct {
	mu     sync.Mutex
	writes int64 // the write counter that they hold for
	known  map[string]int
}

func (c *counts) get(writes int64, key string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes != writes {
		return 0, false
	}
	total, known := c.known[key]
	return total, known
}

// put keeps a count. One of an earlier state of the register, which somebody
// still reads, does not displace those of the present one.
func (c *counts) put(writes int64, key string, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if writes < c.writes {
		return
	}
	if c.known == nil || writes > c.writes || len(c.known) >= maxCounts {
		c.writes, c.known = writes, make(map[string]int)
	}
	c.known[key] = total
}

// CountsSome reports whether not all customers need be counted.
func (f *Filter) CountsSome() bool {
	return f.CountTo > 0 && f.Limit > 0 && (f.searches() || f.narrows())
}

// counted is how many customers of a search are counted at most: enough to tell
// that there are more than CountTo, and whether another page follows.
func (f *Filter) counted() int { return max(f.CountTo, f.Offset+f.Limit) + 1 }

// count tells how many customers a filter chooses without limit and offset, or
// some number above all that are to be counted.
func (db *DB) count(ctx context.Context, tx *sql.Tx, filter *Filter) (total int, err error) {
	reg := register{q: tx}
	if err := reg.readCounters(ctx); err != nil {
		return 0, err
	}
	if err := filter.resolve(ctx, tx); err != nil {
		return 0, err
	}
	from, where, args := filter.chosen()
	if conditions, _ := filter.conditions(); conditions == "" && filter.searches() { // the words alone choose them
		from = ` FROM search AS s`
	}
	query := `SELECT count(*)` + from + where
	if filter.CountsSome() {
		query = `SELECT count(*) FROM (SELECT 1` + from + where + ` LIMIT ?)`
		args = append(args, filter.counted())
	}
	key := fmt.Sprintf("%s %#v", query, args)
	if total, known := db.counts.get(reg.writes, key); known {
		return total, nil
	}
	if err := tx.QueryRowContext(ctx, query, args...).Scan(&total); err != nil {
		return 0, err
	}
	db.counts.put(reg.writes, key, total)
	return total, nil
}
