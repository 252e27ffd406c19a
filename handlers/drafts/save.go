package drafts

import (
	"context"
	"errors"

	"kortisto/db"
)

// Unsaved is why a draft was not saved.
type Unsaved struct {
	Fingerprint string // of the plan that the user saw
	Err         error
}

// Error implements error.
func (u *Unsaved) Error() string { return u.Err.Error() }

// Unwrap implements errors.As and errors.Is.
func (u *Unsaved) Unwrap() error { return u.Err }

// Save saves the plan of a draft where its fingerprint is the one that the user
// saw, and forgets the draft. It fails with an *Unsaved where that is refused,
// and with a *Working where it takes long, and goes on.
func (d *Desk) Save(ctx context.Context, draft *db.Import, actor db.Actor, fingerprint string) error {
	return d.do(ctx, draft.ID, func(ctx context.Context, kept *entry, job *job) error {
		job.keepsError = true
		release, err := d.saves.take(d.closing, job.waits, func() { d.yieldRoom(draft.ID, kept) })
		if err != nil {
			return err
		}
		defer release()
		ctx, done, err := d.turn(ctx, draft.ID, kept, job)
		if err != nil {
			return err
		}
		defer done()
		if err := d.write(ctx, kept, draft, actor, fingerprint, job); err != nil {
			return &Unsaved{fingerprint, err}
		}
		d.Forget(draft.ID)
		return nil
	})
}

// write saves the plan of a draft within a turn. The plan that is kept is used
// where the register has not changed since. Otherwise the save makes its own,
// which is kept where it differs from what the user saw, to be shown next.
func (d *Desk) write(ctx context.Context, kept *entry, draft *db.Import, actor db.Actor, fingerprint string, job *job) error {
	if err := d.needSheet(ctx, kept, draft, job); err != nil {
		return err
	}
	choices, err := d.choicesKey(draft)
	if err != nil {
		return err
	}
	writes, err := d.db.WriteCounter(ctx)
	if err != nil {
		return err
	}
	request := db.SaveRequest{
		Actor: actor, Import: draft.ID, Reading: draft.Choices.Reading, Input: d.inputOf(draft, kept.sheet),
		Fingerprint: fingerprint, Progress: job.stage(StageSaving),
	}
	request.Input.Progress = job.stage(StagePlanning)
	switch made := kept.now; {
	case made == nil || kept.choices != choices || made.Writes != writes:
		kept.cache = nil // it holds for an earlier register
	default:
		request.Progress(0, 0)
		request.Planned = &db.Planned{Plan: made.Plan, Fingerprint: made.Fingerprint, Writes: made.Writes, Cache: kept.cache}
		if made.Fingerprint == fingerprint {
			kept.before = nil
			freeMemory(kept.size) // a save needs room of its own
		}
	}
	saved, err := d.db.Save(ctx, request)
	if err == nil && !saved.Again && d.Saved != nil {
		d.Saved(&saved)
	}
	var changed db.ErrPlanChanged
	if errors.As(err, &changed) && (kept.now == nil || changed.Plan != kept.now.Plan) {
		kept.cache, kept.writes, job.newState = nil, changed.Writes, true
		kept.setPlan(choices, changed.Plan, changed.Writes)
	}
	return err
}
