package db

import (
	"context"
	"database/sql"
	"errors"

	"kortisto/customer"
)

// Everything is all that the register holds of one customer.
type Everything struct {
	Customer customer.Customer // as it is, or as it was when it was removed
	Present  bool              // it is in the register now
	Events   []EverythingEvent // the last one first
}

// EverythingEvent is one event in the history of a customer.
type EverythingEvent struct {
	CustomerEvent
	Line   int              // of the import's file on which the customer stood; 0 where that is not known
	Values *customer.Values // of a customer that the event created or brought back: what it was then
}

// Everything returns all that the register holds of a customer, also of one that
// was removed, as of one moment. It fails with ErrNotFound for one that never was,
// and with an ErasedError for one whose data was erased.
func (db *DB) Everything(ctx context.Context, number int) (*Everything, error) {
	whole := new(Everything)
	err := db.readState(ctx, func(tx *sql.Tx) error {
		groups, err := everyGroup(ctx, tx)
		if err != nil {
			return err
		}
		events, err := customerEvents(ctx, tx, groups, `WHERE j.customer = ?`, number)
		if err != nil {
			return err
		}
		removals, err := removalsOf(ctx, tx, number, groups)
		if err != nil {
			return err
		}
		present, err := customerByNumber(ctx, tx, number)
		switch {
		case err == nil:
			whole.Customer, whole.Present = present.Customer, true
		case errors.Is(err, ErrNotFound):
			if err := orErased(ctx, tx, number); !errors.Is(err, ErrNotFound) {
				return err
			}
			if len(events) == 0 {
				return ErrNotFound
			}
			whole.Customer = customer.Customer{Number: number, Values: removals[events[0].Revision]}
		default:
			return err
		}
		whole.Events = withValues(events, whole.Customer.Values, removals)
		return whole.readLines(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return whole, nil
}

// removalsOf reads what a customer was each time that it was removed, by the
// revision of the removal.
func removalsOf(ctx context.Context, q querier, number int, groups map[int64]string) (map[int]customer.Values, error) {
	removals := make(map[int]customer.Values)
	err := eachEntry(ctx, q, func(e entry) error {
		values, err := e.whole()
		values[customer.Group] = groups[parseID(values[customer.Group])]
		removals[e.revision] = values
		return err
	}, `SELECT `+entryColumns+` FROM journal AS j WHERE j.customer = ? AND j.change = ? ORDER BY j.id`, number, removed)
	return removals, err
}

// withValues takes a customer back from event to event, and notes what it was
// when it came into the register.
func withValues(events []CustomerEvent, values customer.Values, removals map[int]customer.Values) []EverythingEvent {
	told := make([]EverythingEvent, len(events))
	for i, event := range events {
		told[i].CustomerEvent = event
		switch event.What {
		case WhatCreated, WhatRestored:
			then := values
			told[i].Values = &then
		case WhatRemoved, WhatMerged:
			values = removals[event.Revision]
		default:
			for _, change := range event.Changes {
				values[change.Field] = change.Old
			}
		}
	}
	return told
}

// readLines adds on which lines of their files the imports found the customer.
func (e *Everything) readLines(ctx context.Context, q querier) error {
	imports := make(map[int64]bool)
	for i := range e.Events {
		if e.Events[i].Action == ActionImport {
			imports[e.Events[i].Import] = true
		}
	}
	lines, err := linesOf(ctx, q, e.Customer.Number, imports)
	if err != nil {
		return err
	}
	for i := range e.Events {
		if e.Events[i].Action == ActionImport {
			e.Events[i].Line = lines[e.Events[i].Import]
		}
	}
	return nil
}
