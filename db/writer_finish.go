package db

import (
	"context"

	"github.com/uptrace/bun"
)

// finish writes the counters. It must be the last call before the commit.
func (w *writer) finish() error {
	if err := w.writeEntries(); err != nil {
		return err
	}
	if err := w.journalCreations(); err != nil {
		return err
	}
	if err := w.writeIndexings(); err != nil {
		return err
	}
	for _, statement := range w.statements {
		if err := statement.Close(); err != nil {
			return err
		}
	}
	if w.eventID == 0 {
		return nil
	}
	if _, err := w.tx.ExecContext(w.ctx,
		`UPDATE events SET created = ?, modified = ?, removed = ?, cleared = ?, first_entry = ?, last_entry = ? WHERE id = ?`,
		w.counts.created, w.counts.modified, w.counts.removed, w.cleared, w.firstEntry, w.entry, w.eventID); err != nil {
		return err
	}
	witness, err := w.db.makeWitness(w.writes)
	if err != nil {
		return err
	}
	_, err = w.tx.ExecContext(w.ctx,
		`UPDATE counters SET highest_number = ?, entries = ?, writes = ?, witness = ?`, w.highest, w.entry, w.writes, witness)
	return err
}

// enterHistory makes the entry of a change that was made by hand, where anything
// was changed.
func (w *writer) enterHistory(ctx context.Context, tx bun.Tx) error {
	if w.eventID == 0 {
		return nil
	}
	at := Millis(w.event.at)
	_, err := tx.NewInsert().Model(&Import{
		ID: -w.eventID, State: StateSaved, Action: w.event.action, EventID: w.eventID,
		CreatedAt: at, CreatedBy: w.event.actor.Name, SavedAt: at, SavedBy: w.event.actor.Name,
		Reason: w.event.reason, Retained: w.event.retained,
	}).Exec(ctx)
	w.db.reached("entered")
	return err
}
