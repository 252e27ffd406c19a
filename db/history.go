package db

import (
	"context"
	"database/sql"
	"slices"

	"kortisto/customer"
)

// historyRows is how many rows of the journal a page of an import's customers
// is made of: as many customers where they were created, fewer where several
// fields of each were changed.
const historyRows = 100

// maxFields is how many rows of the journal one customer can have in an event.
const maxFields = len(customer.Values{})

// Written is what an event did to one customer.
type Written struct {
	Number  int
	Name    string // as it is now, or as it was when the customer was removed
	Present bool   // the customer is in the register now
	What    What
	Into    int               // of a merged one: the customer that it was merged into
	Changes []customer.Change // of its fields; groups by their names
	Emptied bool              // the old and new values are not kept any more
}

// What says what an event did to a customer.
type What string

// The things that an event does to a customer.
const (
	WhatCreated  What = "created"
	WhatChanged  What = "changed"
	WhatRemoved  What = "removed"
	WhatRestored What = "restored" // it came back
	WhatErased   What = "erased"   // its data went for good
	WhatMerged   What = "merged"   // it was merged into another one
)

// ImportCustomers returns one page, counted from 1, of the customers that an
// import or an undo wrote, in the order of the journal, and how many pages
// there are: changed and removed customers first, then those that it created.
// All pages are equally quick.
func (db *DB) ImportCustomers(ctx context.Context, i *Import, page int) (written []Written, pages int, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		var first, last int64
		err := tx.QueryRowContext(ctx, `SELECT first_entry, last_entry FROM events WHERE id = ?`, i.EventID).Scan(&first, &last)
		if err != nil {
			return notFound(err)
		}
		pages = int((last - first + historyRows) / historyRows)
		from := first + int64(page-1)*historyRows
		if page < 1 || from > last {
			return nil
		}
		written, err = writtenIn(ctx, tx, i, first, last, from, min(from+historyRows-1, last))
		return err
	})
	return written, pages, err
}

// writtenIn lists the customers whose first row stands in a part of an event.
func writtenIn(ctx context.Context, q querier, i *Import, first, last, from, to int64) ([]Written, error) {
	var rows []entry
	err := eachEntry(ctx, q, func(e entry) error {
		rows = append(rows, e)
		return nil
	}, `SELECT `+entryColumns+` FROM journal AS j WHERE j.id BETWEEN ? AND ? AND j.customer IS NOT NULL ORDER BY j.id`,
		max(first, from-int64(maxFields)), min(last, to+int64(maxFields)))
	if err != nil {
		return nil, err
	}
	names, err := everyGroup(ctx, q)
	if err != nil {
		return nil, err
	}
	var written []Written
	for rows := range runs(rows, byCustomer) {
		if rows[0].id < from || rows[0].id > to {
			continue
		}
		one, err := writtenBy(i.Undoes != 0 || i.Action.bringsBack(), i.Action == ActionErase && i.Undoes == 0, rows, names)
		if err != nil {
			return nil, err
		}
		written = append(written, one)
	}
	return written, nameWritten(ctx, q, written)
}

// writtenBy puts the rows of one customer in one event together.
func writtenBy(back, erased bool, rows []entry, groups map[int64]string) (Written, error) {
	one := Written{Number: rows[0].number}
	switch rows[0].change {
	case created:
		if one.What = WhatCreated; back {
			one.What = WhatRestored
		}
	case removed:
		switch one.What = WhatRemoved; {
		case erased:
			one.What = WhatErased
		case rows[0].new != "":
			one.What, one.Into = WhatMerged, int(parseID(rows[0].new))
		}
	default:
		one.What = WhatChanged
		for i := range rows {
			f, err := rows[i].changedField()
			if err != nil {
				return one, err
			}
			change := customer.Change{Field: f, Old: rows[i].old, New: rows[i].new}
			if f == customer.Group {
				change.Old, change.New = groups[parseID(change.Old)], groups[parseID(change.New)]
			}
			one.Changes = append(one.Changes, change)
			one.Emptied = one.Emptied || rows[i].isEmptied()
		}
	}
	return one, nil
}

// everyGroup reads the names of all groups by id, also of those that were
// removed.
func everyGroup(ctx context.Context, q querier) (map[int64]string, error) {
	names, err := formerGroups(ctx, q)
	if err != nil {
		return nil, err
	}
	present, err := groupNames(ctx, q)
	for id, name := range present {
		names[id] = name
	}
	return names, err
}

// nameWritten adds the names of customers, of those too that are not there any more.
func nameWritten(ctx context.Context, q querier, written []Written) error {
	if len(written) == 0 {
		return nil
	}
	numbers := make(map[int]bool, len(written))
	for _, one := range written {
		numbers[one.Number] = true
	}
	names := make(map[int]string, len(written))
	rows, err := q.QueryContext(ctx, `SELECT n.value, c.name, coalesce((SELECT old FROM journal
			WHERE customer = n.value AND change = 'removed' AND c.number IS NULL ORDER BY id DESC LIMIT 1), '')
		FROM json_each(?) AS n LEFT JOIN customers AS c ON c.number = n.value`, listed(numbers))
	if err != nil {
		return err
	}
	defer rows.Close()
	present := make(map[int]bool, len(written))
	for rows.Next() {
		var number int
		var name sql.NullString
		var whole string
		if err := rows.Scan(&number, &name, &whole); err != nil {
			return err
		}
		present[number], names[number] = name.Valid, name.String
		if !name.Valid && whole != "" {
			old := entry{old: whole}
			values, err := old.whole()
			if err != nil {
				return err
			}
			names[number] = values[customer.Name]
		}
	}
	for i := range written {
		written[i].Name, written[i].Present = names[written[i].Number], present[written[i].Number]
	}
	return rows.Err()
}

// CustomerEvent is one event in the history of a customer.
type CustomerEvent struct {
	Cause
	Revision int // of the customer after it
	What     What
	Into     int               // of a merge, the customer that this one was merged into
	Changes  []customer.Change // of its fields; groups by their names
	Emptied  bool              // the old and new values are not kept any more
}

// CustomerHistory returns events of a customer, the last one first: as many as
// limit says, and whether there are older ones. With before it begins below
// that revision; 0 is the newest. A customer that was removed has a history
// too; one that never was is ErrNotFound.
func (db *DB) CustomerHistory(ctx context.Context, number, before, limit int) (events []CustomerEvent, more bool, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		var last int
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(revision), 0) FROM journal WHERE customer = ?`, number).Scan(&last); err != nil {
			return err
		}
		if last == 0 {
			return ErrNotFound
		}
		if before > 0 && before <= last {
			last = before - 1
		}
		names, err := everyGroup(ctx, tx)
		if err != nil {
			return err
		}
		// Each write raises the revision by one.
		from := max(1, last-limit+1)
		more = from > 1
		events, err = customerEvents(ctx, tx, names, `WHERE j.customer = ? AND j.revision BETWEEN ? AND ?`, number, from, last)
		return err
	})
	return events, more, err
}

// customerEvents reads the events of one customer, the last one first.
func customerEvents(ctx context.Context, q querier, groups map[int64]string, where string, args ...any) ([]CustomerEvent, error) {
	writes, err := writesOf(ctx, q, where, args...)
	if err != nil {
		return nil, err
	}
	events := make([]CustomerEvent, len(writes))
	for i, rows := range writes {
		if events[i], err = eventOf(rows, groups); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// writesOf reads the rows of the journal about one customer, those of each event
// together, the last event first.
func writesOf(ctx context.Context, q querier, where string, args ...any) ([][]causedEntry, error) {
	var rows []causedEntry
	err := eachCausedEntry(ctx, q, func(e causedEntry) error {
		rows = append(rows, e)
		return nil
	}, `SELECT `+entryColumns+`, `+causeColumns+` FROM journal AS j`+causeJoin+where+` ORDER BY j.id`, args...)
	writes := slices.Collect(runs(rows, byRevision))
	slices.Reverse(writes)
	return writes, err
}

// eventOf puts the rows of one event of a customer together.
func eventOf(rows []causedEntry, groups map[int64]string) (CustomerEvent, error) {
	entries := make([]entry, len(rows))
	for i := range rows {
		entries[i] = rows[i].entry
	}
	first := &rows[0]
	one, err := writtenBy(first.Action.bringsBack(), first.Action == ActionErase, entries, groups)
	return CustomerEvent{first.Cause, first.revision, one.What, one.Into, one.Changes, one.Emptied}, err
}
