package db

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"kortisto/customer"
)

// mergeEvent is one time that a customer was merged into another: at first, or again
// when the undo of that was undone.
type mergeEvent struct {
	merged int
	Kept   int    `json:"kept"`
	First  int64  `json:"first"` // its first entry of the journal
	last   int64  // and its last one
	ending int64  // the first entry of what brought the merged one back, such as an undo
	End    int64  `json:"end"`   // and its last one
	Group  string `json:"group"` // into which the kept one went, by its id; "" where it stayed
}

// mergeEvents lists all of them, the earliest first.
func mergeEvents(ctx context.Context, q querier) (events []mergeEvent, err error) {
	err = eachRow(ctx, q, func(rows *sql.Rows) error {
		var one mergeEvent
		err := rows.Scan(&one.merged, &one.Kept, &one.First, &one.last, &one.ending, &one.End, &one.Group)
		events = append(events, one)
		return err
	}, `SELECT j.customer, CAST(j.new AS INTEGER), e.first_entry, e.last_entry,
			coalesce(l.first_entry, ?3), coalesce(l.last_entry, ?3),
			coalesce((SELECT g.new FROM journal AS g WHERE g.id BETWEEN e.first_entry AND e.last_entry
				AND g.customer = CAST(j.new AS INTEGER) AND g.field = ?5), '')
		FROM imports AS i JOIN events AS e ON e.id = i.event_id
		JOIN journal AS j ON j.id BETWEEN e.first_entry AND e.last_entry AND j.change = ?2 AND j.new IS NOT NULL
		LEFT JOIN events AS l ON l.id = (SELECT event_id FROM journal WHERE id = (
			SELECT min(c.id) FROM journal AS c WHERE c.customer = j.customer AND c.id > j.id AND c.change = ?4))
		WHERE i.action = ?1 ORDER BY j.id`, ActionMerge, removed, int64(math.MaxInt64), created, customer.Group.Key())
	return events, err
}

// covers reports whether somebody had the values of the merged one when an entry was
// written.
func (m mergeEvent) covers(number int, entry int64) bool {
	return number == m.Kept && m.First <= entry && entry <= m.End
}

// lendingMerges are those by which values of the customer went to others: since it was
// merged into them, or somebody who had such values.
func (s *subject) lendingMerges(ctx context.Context, q querier) (lending []mergeEvent, err error) {
	events, err := mergeEvents(ctx, q)
	own := s.numbers()
	for _, event := range events {
		lends := slices.Contains(own, event.merged) ||
			slices.ContainsFunc(lending, func(before mergeEvent) bool { return before.covers(event.merged, event.First) })
		if lends && !slices.Contains(own, event.Kept) {
			lending = append(lending, event)
		}
	}
	return lending, err
}
