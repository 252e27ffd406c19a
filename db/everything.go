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
		writes, err := writesOf(ctx, tx, `WHERE j.customer = ?`, number)
		if err != nil {
			return err
		}
		present, err := customerByNumber(ctx, tx, number)
		if errors.Is(err, ErrNotFound) {
			if err = orErased(ctx, tx, number); errors.Is(err, ErrNotFound) && len(writes) > 0 {
				err = nil // it was removed
			}
		}
		if err != nil {
			return err
		}
		if err := whole.tell(number, present, writes, groups); err != nil {
			return err
		}
		return whole.readLines(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return whole, nil
}

// tell takes a customer back from write to write, and notes what it was when it
// came into the register. Present is the customer as it is now, nil where it was removed.
func (e *Everything) tell(number int, present *record, writes [][]causedEntry, groups map[int64]string) error {
	at := replayFrom(present)
	e.Present = at.exists
	for i, rows := range writes {
		event, err := eventOf(rows, groups)
		if err != nil {
			return err
		}
		told := EverythingEvent{CustomerEvent: event}
		if event.What == WhatCreated || event.What == WhatRestored {
			values := at.named(groups)
			told.Values = &values
		}
		e.Events = append(e.Events, told)
		if i == 0 {
			e.Customer = customer.Customer{Number: number, Revision: event.Revision, Values: at.named(groups)}
		}
		if err := at.beforeAll(rows); err != nil {
			return err
		}
		if i == 0 && !e.Present { // what it was when it was removed
			e.Customer.Values = at.named(groups)
		}
	}
	return nil
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
