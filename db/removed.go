package db

import (
	"context"

	"kortisto/importer"
)

// Removed tells, for those of some numbers whose customers are not in the
// register any more, who removed them last. It leaves out those of whom the
// journal knows nothing.
func (r *register) Removed(ctx context.Context, numbers []int) (map[int]importer.Removal, error) {
	rows, err := r.q.QueryContext(ctx, `SELECT j.customer, e.actor, e.at FROM json_each(?1) AS n
		CROSS JOIN journal AS j ON j.customer = n.value CROSS JOIN events AS e ON e.id = j.event_id
		WHERE j.change = ?2 AND NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.number = n.value) ORDER BY j.customer, +j.id`, jsonList(numbers), removed)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	found := make(map[int]importer.Removal)
	for rows.Next() {
		var number int
		var removal importer.Removal
		var at Millis
		if err := rows.Scan(&number, &removal.Who, &at); err != nil {
			return nil, translate(err)
		}
		removal.At = at.Time()
		found[number] = removal
	}
	return found, translate(rows.Err())
}
