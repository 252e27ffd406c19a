package db

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"github.com/uptrace/bun"
)

// mergeEvent is one time that a customer was merged into another: at first, or again
// when the undo of that was undone.
type mergeEvent struct {
	merged, kept int
	first, last  int64 // its entries of the journal
	end          int64 // the last entry before the two were apart for good
}

// mergeEvents lists all of them, the earliest first.
func mergeEvents(ctx context.Context, q querier) (events []mergeEvent, err error) {
	err = eachRow(ctx, q, func(rows *sql.Rows) error {
		var one mergeEvent
		err := rows.Scan(&one.merged, &one.kept, &one.first, &one.last, &one.end)
		events = append(events, one)
		return err
	}, `SELECT j.customer, CAST(j.new AS INTEGER), e.first_entry, e.last_entry,
			iif(EXISTS (SELECT 1 FROM merged_numbers AS m WHERE m.number = j.customer), ?3,
			(SELECT max(l.last_entry) FROM imports AS u JOIN events AS l ON l.id = u.event_id
				WHERE coalesce(u.origin, u.id) = coalesce(i.origin, i.id)))
		FROM imports AS i JOIN events AS e ON e.id = i.event_id
		JOIN journal AS j ON j.id BETWEEN e.first_entry AND e.last_entry AND j.change = ?2 AND j.new IS NOT NULL
		WHERE i.action = ?1 ORDER BY j.id`, ActionMerge, removed, int64(math.MaxInt64))
	return events, err
}

// lent is a part of another customer's history in which it may have values of the
// erased one: since that was merged into it, or somebody who had such values.
type lent struct {
	mergeEvent
}

// has reports whether somebody had values of the erased one when an entry was written.
func (l lent) has(number int, entry int64) bool {
	return number == l.kept && l.first <= entry && entry <= l.end
}

// lentParts follows the customer's values from merge to merge.
func (e *erasure) lentParts(ctx context.Context, q querier) (parts []lent, err error) {
	events, err := mergeEvents(ctx, q)
	own := e.subject.numbers()
	for _, event := range events {
		has := slices.Contains(own, event.merged) ||
			slices.ContainsFunc(parts, func(part lent) bool { return part.has(event.merged, event.first) })
		if has && !slices.Contains(own, event.kept) {
			parts = append(parts, lent{event})
		}
	}
	return parts, err
}

// emptyMerges takes out of the history what others took over from the customer when
// it was merged into them and gave back when that was undone, with all that was
// changed of them in between: each change has what was there before. One that was
// removed in between is kept as it would be without the merge.
func (e *erasure) emptyMerges(ctx context.Context, tx bun.Tx) error {
	parts, err := e.lentParts(ctx, tx.Tx)
	if err != nil {
		return err
	}
	for _, part := range slices.Backward(parts) { // the latest merge was the last to write
		if err := e.giveBack(ctx, tx, part); err != nil {
			return err
		}
	}
	for _, part := range parts {
		err := e.emptyEntries(ctx, tx, `change = 'changed' AND customer = ? AND id BETWEEN ? AND ?`, part.kept, part.first, part.end)
		if err != nil {
			return err
		}
	}
	return nil
}

// giveBack puts what a merge has changed of a customer back to what it was before,
// where the customer was removed with that later.
func (e *erasure) giveBack(ctx context.Context, tx bun.Tx, part lent) error {
	var written, removals []entry
	err := eachEntry(ctx, tx.Tx, func(one entry) error {
		switch {
		case one.change == changed && one.id <= part.last:
			written = append(written, one)
		case one.change == removed && one.old != emptied:
			removals = append(removals, one)
		}
		return nil
	}, `SELECT `+entryColumns+` FROM journal AS j WHERE j.customer = ? AND j.id BETWEEN ? AND ? ORDER BY j.id`, part.kept, part.first, part.end)
	if err != nil {
		return err
	}
	for _, removal := range removals {
		values, err := removal.whole()
		if err != nil {
			return err
		}
		before := values
		for _, one := range written {
			f, err := one.changedField()
			if err != nil {
				return err
			}
			if values[f] == one.new {
				values[f] = one.old
			}
		}
		if values == before {
			continue
		}
		text, err := wholeText(&values)
		if err != nil {
			return err
		}
		if _, err := tx.Tx.ExecContext(ctx, `UPDATE journal SET old = ? WHERE id = ?`, text, removal.id); err != nil {
			return err
		}
		e.result.Values++
	}
	return nil
}
