package db

import (
	"cmp"
	"context"
	"slices"

	"kortisto/customer"
)

// leftEmpty finds the groups that customers left in an import, and in which
// nobody is now.
const leftEmpty = `SELECT DISTINCT g.id, g.name FROM imports AS i
	JOIN events AS e ON e.id = i.event_id
	JOIN journal AS j ON j.id BETWEEN e.first_entry AND e.last_entry AND j.change = 'changed' AND j.field = 'group'
	JOIN groups AS g ON g.id = CAST(j.old AS INTEGER)
	WHERE i.id = ? AND NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.group_id = g.id AND c.group_id IS NOT NULL)`

// EmptiedGroups returns the groups that a saved import took the last customers
// from and that are still empty, in alphabetical order.
func (db *DB) EmptiedGroups(ctx context.Context, id int64) ([]Group, error) {
	groups, err := emptiedGroups(ctx, db.read.DB, id)
	return groups, translate(err)
}

func emptiedGroups(ctx context.Context, q querier, id int64) ([]Group, error) {
	rows, err := q.QueryContext(ctx, leftEmpty, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var groups []Group
	for rows.Next() {
		var group Group
		if err := rows.Scan(&group.ID, &group.Name); err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Compare(alphabetKey(customer.FoldKey(a.Name)), alphabetKey(customer.FoldKey(b.Name)))
	})
	return groups, rows.Err()
}

// RemoveEmptiedGroups removes the groups that EmptiedGroups returns, in one
// transaction, and tells which.
func (db *DB) RemoveEmptiedGroups(ctx context.Context, actor Actor, id int64) ([]Group, error) {
	var removed []Group
	err := db.writeRegister(ctx, actor, ActionGroupRemove, func(ctx context.Context, w *writer) (err error) {
		if removed, err = emptiedGroups(ctx, w.tx, id); err != nil {
			return err
		}
		for _, group := range removed {
			if err := w.removeGroup(group.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return removed, err
}
