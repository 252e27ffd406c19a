package db

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"kortisto/customer"
	"kortisto/importer"
)

// Merge says how one customer is made of two.
type Merge struct {
	Kept, KeptRevision     int // the customer that stays, and its revision that the user saw
	Merged, MergedRevision int // the one that is merged into it: its number leads to the other from then on
	Values                 customer.Values
}

// MergeCustomers makes one customer of two, and returns it. The other one's number
// leads to it for good. It fails with ErrNotFound, or with ErrConflict where one
// of them no longer has the revision that the user saw.
func (db *DB) MergeCustomers(ctx context.Context, actor Actor, merge Merge) (customer.Customer, error) {
	var after customer.Customer
	if merge.Kept == merge.Merged {
		return after, ErrConflict
	}
	err := db.writeRegister(ctx, actor, ActionMerge, func(_ context.Context, w *writer) error {
		kept, err := w.find(merge.Kept, merge.KeptRevision)
		if err != nil {
			return err
		}
		merged, err := w.find(merge.Merged, merge.MergedRevision)
		if err != nil {
			return err
		}
		if err := w.mergeInto(merged, merge.Kept); err != nil {
			return err
		}
		after, err = w.change(kept, merge.Values)
		return err
	})
	return after, err
}

// mergeInto takes a customer out of the register whose number leads to another one
// from then on.
func (w *writer) mergeInto(r *record, kept int) error {
	if err := w.takeOut(r, strconv.Itoa(kept)); err != nil {
		return err
	}
	return w.exec(`INSERT INTO merged_numbers (number, kept, event_id) VALUES (?, ?, ?)`, r.Number, kept, w.eventID)
}

// mergedChain follows the numbers of a JSON list from merge to merge. What no merge
// leads on from is where it ends: a customer, or the number of one that was removed.
const mergedChain = `WITH RECURSIVE chain (number, kept) AS (
		SELECT m.number, m.kept FROM json_each(?1) AS n CROSS JOIN merged_numbers AS m ON m.number = n.value
		UNION SELECT chain.number, m.kept FROM chain CROSS JOIN merged_numbers AS m ON m.number = chain.kept),
	ends AS (SELECT number, kept FROM chain WHERE NOT EXISTS (SELECT 1 FROM merged_numbers AS m WHERE m.number = chain.kept))`

// MergedInto returns the number that a number leads to since its customer was
// merged. It fails with ErrNotFound for one that leads nowhere.
func (db *DB) MergedInto(ctx context.Context, number int) (int, error) {
	var kept int
	err := db.read.DB.QueryRowContext(ctx, mergedChain+` SELECT kept FROM ends`, jsonList([]int{number})).Scan(&kept)
	return kept, translate(notFound(err))
}

// MergedNumbers lists the numbers that lead to a customer, in their order.
func (db *DB) MergedNumbers(ctx context.Context, kept int) ([]int, error) {
	var numbers []int
	err := eachNumber(ctx, db.read, func(number int) { numbers = append(numbers, number) },
		`WITH RECURSIVE leading (number) AS (SELECT number FROM merged_numbers WHERE kept = ?
			UNION SELECT m.number FROM leading CROSS JOIN merged_numbers AS m ON m.kept = leading.number)
		SELECT number FROM leading ORDER BY number`, kept)
	return numbers, translate(err)
}

// Merged tells of those of some numbers whose customers were merged into others
// where they lead, who merged them, and what they were then.
func (r *register) Merged(ctx context.Context, numbers []int) (map[int]*importer.Merged, error) {
	rows, err := r.q.QueryContext(ctx, mergedChain+`
		SELECT m.number, ends.kept, e.actor, e.at, coalesce(j.revision, 0), coalesce(j.old, '')
		FROM ends CROSS JOIN merged_numbers AS m ON m.number = ends.number CROSS JOIN events AS e ON e.id = m.event_id
		LEFT JOIN journal AS j ON j.customer = m.number AND j.event_id = m.event_id AND j.change = ?2`, jsonList(numbers), removed)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	found := make(map[int]*importer.Merged)
	for rows.Next() {
		var one importer.Merged
		var at Millis
		old := entry{}
		if err := rows.Scan(&one.Was.Number, &one.Into, &one.Who, &at, &one.Was.Revision, &old.old); err != nil {
			return nil, translate(err)
		}
		one.At = at.Time()
		if old.old != "" {
			if one.Was.Values, err = old.whole(); err != nil {
				return nil, err
			}
		}
		found[one.Was.Number] = &one
	}
	if err := rows.Err(); err != nil || len(found) == 0 {
		return found, translate(err)
	}
	groups, err := everyGroup(ctx, r.q)
	for _, one := range found {
		nameGroup(&one.Was.Values, groups)
	}
	return found, translate(err)
}

// findMerge finds the two customers of a merge by its entry in the history, or by
// that of one of its undos.
func findMerge(ctx context.Context, q querier, i *Import) (merged, kept int, err error) {
	origin := i.Origin
	if origin == 0 {
		origin = i.ID
	}
	err = q.QueryRowContext(ctx, `SELECT j.customer, j.new FROM imports AS i JOIN events AS e ON e.id = i.event_id
		JOIN journal AS j ON j.id = e.first_entry WHERE i.id = ? AND j.change = ? AND j.new IS NOT NULL`, origin, removed).Scan(&merged, &kept)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return merged, kept, err
}
