package db

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
)

// Snapshot is the register at one moment, which later writes do not change. It
// serves one goroutine, and holds a reader's connection until it is closed.
type Snapshot struct {
	register
	tx bun.Tx
}

// Snapshot takes a snapshot of the register. The context is for all that is
// asked of it. Close it soon: while it is open, the write-ahead log grows.
func (db *DB) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, translate(err)
	}
	s := &Snapshot{register{q: tx.Tx}, tx}
	// A transaction begins with its first reading.
	if err := s.readCounters(ctx); err != nil {
		_ = tx.Rollback()
		return nil, translate(err)
	}
	return s, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() error {
	if err := s.tx.Rollback(); err != sql.ErrTxDone {
		return err
	}
	return nil
}

// WriteCounter returns the write counter at the moment of the snapshot.
func (s *Snapshot) WriteCounter() int64 { return s.writes }

// register answers what a plan asks, in a transaction of any kind.
type register struct {
	q       querier
	highest int
	writes  int64
}

var _ importer.Register = (*register)(nil)

func (r *register) readCounters(ctx context.Context) error {
	return r.q.QueryRowContext(ctx, `SELECT highest_number, writes FROM counters`).Scan(&r.highest, &r.writes)
}

// HighestNumber returns the highest customer number ever given.
func (r *register) HighestNumber(context.Context) (int, error) { return r.highest, nil }

// LargestNumber returns the largest number of a stored customer, 0 where there
// is nobody.
func (r *register) LargestNumber(ctx context.Context) (largest int, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM customers`).Scan(&largest)
	return largest, translate(err)
}

// Empty reports whether the register has no customer.
func (r *register) Empty(ctx context.Context) (empty bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM customers)`).Scan(&empty)
	return empty, translate(err)
}

// EachKey calls use with the number, the name and the Business ID of every customer.
func (r *register) EachKey(ctx context.Context, use func(number int, name, businessID string)) error {
	rows, err := r.q.QueryContext(ctx, `SELECT number, name, business_id FROM customers`)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var name, businessID string
		if err := rows.Scan(&number, &name, &businessID); err != nil {
			return translate(err)
		}
		use(number, name, businessID)
	}
	return translate(rows.Err())
}

// RenamedGroups returns, by folded name, the groups that had that name before
// and have another one now, by their present names. A group that has been
// removed stands by the name that it had last, unless another one has that.
func (r *register) RenamedGroups(ctx context.Context) (map[string][]string, error) {
	present, err := groupNames(ctx, r.q)
	if err != nil {
		return nil, translate(err)
	}
	names, err := everyGroup(ctx, r.q)
	if err != nil {
		return nil, translate(err)
	}
	taken := make(map[string]bool, len(present))
	for _, name := range present {
		taken[customer.FoldKey(name)] = true
	}
	rows, err := r.q.QueryContext(ctx, `SELECT group_id, old FROM journal
		WHERE group_id IS NOT NULL AND change = ? AND field = ? ORDER BY +id`, changed, nameOfGroup)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	renamed := make(map[string][]string)
	for rows.Next() {
		var id int64
		var old string
		if err := rows.Scan(&id, &old); err != nil {
			return nil, translate(err)
		}
		name, before, now := names[id], customer.FoldKey(old), customer.FoldKey(names[id])
		_, is := present[id]
		if name != "" && before != now && (is || !taken[now]) && !slices.Contains(renamed[before], name) {
			renamed[before] = append(renamed[before], name)
		}
	}
	return renamed, translate(rows.Err())
}

// Groups returns the names of all groups, in the order of their making.
func (r *register) Groups(ctx context.Context) ([]string, error) {
	names, err := groupNames(ctx, r.q)
	if err != nil {
		return nil, translate(err)
	}
	groups := make([]string, 0, len(names))
	for _, id := range slices.Sorted(maps.Keys(names)) {
		groups = append(groups, names[id])
	}
	return groups, nil
}
