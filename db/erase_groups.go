package db

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// ownGroups lists the groups in which the customer is or was, and nobody else, as far
// as the history tells: the names of such groups may speak of it. Others who were in
// them only while they had its values do not count.
func (e *erasure) ownGroups(ctx context.Context, q querier) (ids []int64, err error) {
	if len(e.subject.groups) == 0 {
		return nil, nil
	}
	lending, err := json.Marshal(e.lending)
	if err != nil {
		return nil, err
	}
	err = eachNumber(ctx, q, func(id int) { ids = append(ids, int64(id)) }, `SELECT CAST(n.value AS INTEGER) FROM json_each(?1) AS n
		WHERE NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.group_id = CAST(n.value AS INTEGER) AND c.group_id IS NOT NULL
			AND c.number NOT IN (SELECT value FROM json_each(?2)))
		AND NOT EXISTS (SELECT 1 FROM journal AS j WHERE j.customer NOT IN (SELECT value FROM json_each(?2))
			AND (j.field = ?3 AND n.value IN (j.old, j.new) OR j.change = ?4 AND j.old ->> ('$.' || ?3) = n.value)
			AND NOT EXISTS (SELECT 1 FROM json_each(?5) AS l WHERE j.customer = l.value ->> 'kept'
				AND j.id BETWEEN l.value ->> 'first' AND l.value ->> 'end' AND (j.field = ?3 OR l.value ->> 'group' = n.value)))`,
		jsonList(e.subject.groups), jsonList(e.subject.numbers()), customer.Group.Key(), removed, string(lending))
	return ids, err
}

// takeGroups takes those groups out of the register, and their names out of the
// history.
func (e *erasure) takeGroups(ctx context.Context, tx bun.Tx) error {
	ids, err := e.ownGroups(ctx, tx.Tx)
	if err != nil || len(ids) == 0 {
		return err
	}
	for _, id := range ids {
		result, err := tx.Tx.ExecContext(ctx, `DELETE FROM groups WHERE id = ?`, id)
		if err != nil {
			return err
		}
		there, err := result.RowsAffected() // none of a group that was removed before
		if err != nil {
			return err
		}
		e.result.Groups += int(there)
	}
	_, err = tx.Tx.ExecContext(ctx, `UPDATE journal SET old = iif(old IS NULL, NULL, ?1), new = iif(new IS NULL, NULL, ?1)
		WHERE group_id IN (SELECT value FROM json_each(?2))`, nameErased, jsonList(ids))
	return err
}

// namesOfGroups names those of some groups that are there.
func namesOfGroups(ctx context.Context, q querier, ids []int64) (names []string, err error) {
	present, err := groupNames(ctx, q)
	for _, id := range ids {
		if name := present[id]; name != "" {
			names = append(names, name)
		}
	}
	return names, err
}
