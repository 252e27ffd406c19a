package handlers

import (
	"context"
	"slices"

	"kortisto/db"
)

// readAs reads the file of a draft for the first time, or in another way, and
// chooses for a user what its columns are. It tells how many decisions that
// drops: those about columns and their values, where these are others now. Where
// it takes long it fails with a *stillWorking, and goes on.
func (w *workbench) readAs(ctx context.Context, draft *db.Import, reading db.Reading, actor db.Actor) (dropped int, err error) {
	err = w.do(ctx, draft.ID, func(ctx context.Context, entry *benchEntry, job *job) error {
		now, err := w.db.Draft(ctx, draft.ID)
		switch {
		case err != nil:
			return err
		case now.State != db.StateDraft || draft.Choices.Unread && !now.Choices.Unread:
			return &draftEnded{draft.ID} // somebody else was first
		}
		job.keeps = true
		ctx, done, err := w.turn(ctx, draft.ID, entry, job)
		if err != nil {
			return err
		}
		defer done()
		dropped, err = w.readNow(ctx, entry, now, reading, actor, job)
		return err
	})
	return dropped, err
}

// readNow is readAs within a turn.
func (w *workbench) readNow(ctx context.Context, entry *benchEntry, draft *db.Import, reading db.Reading, actor db.Actor, job *job) (dropped int, err error) {
	var header []string
	if !draft.Choices.Unread {
		if err := w.fillSheet(ctx, entry, draft, job); err != nil {
			return 0, err
		}
		header = entry.sheet.Header
	}
	entry.empty() // one file at a time
	read, err := w.parse(ctx, draft.ID, reading, job.stage(stageReading))
	if err != nil {
		return 0, err
	}
	remembered, err := w.remembered(ctx, read)
	if err != nil {
		return 0, err
	}
	_, err = w.db.ChangeChoices(ctx, actor, draft.ID, func(choices *db.Choices) error {
		dropped = 0
		if !slices.Equal(header, read.Header) || choices.Reading != draft.Choices.Reading {
			dropped = choices.Decisions.ClearColumns()
		}
		choices.Reading, choices.Unread = reading, false
		mapColumns(w.db.Fields(), choices, read, remembered)
		return nil
	})
	if err != nil {
		return 0, err
	}
	entry.sheet, entry.sheetSize, entry.reading = read, sizeOf(read), reading
	return dropped, nil
}
