package drafts

import (
	"context"

	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// Planned is the file of a draft with its plan.
type Planned struct {
	Sheet *sheet.Sheet
	*Outcome
	Before *Outcome // the plan before this one, nil where there is none
	Moved  bool     // the register has changed since the plan was made
}

// Outcome is a plan with the state of the register that it was built on.
type Outcome struct {
	Plan        *importer.Plan
	Fingerprint string // of the plan
	Writes      int64  // the register's write counter
}

// Plan returns the plan of a draft. A plan that is made while the request waits
// follows the register as it is now. One that takes longer is shown as of the
// moment when it was made: while colleagues work it would never be shown
// otherwise. Plan fails with a *Working while the work goes on, and with an
// *Ended where the draft is no longer one that has a plan.
func (d *Desk) Plan(ctx context.Context, draft *db.Import) (*Planned, error) {
	return d.PlanAfter(ctx, draft, AnyWrites)
}

// AnyWrites is a write counter before every state of a register.
const AnyWrites = -1

// PlanAfter is Plan, but makes a new plan where the last one is of the write
// counter after, or of an earlier one, and the register has changed since.
func (d *Desk) PlanAfter(ctx context.Context, draft *db.Import, after int64) (*Planned, error) {
	var planned *Planned
	err := d.do(ctx, draft.ID, func(ctx context.Context, kept *entry, job *job) error {
		stored, err := d.db.Draft(ctx, draft.ID)
		if err != nil {
			return err
		}
		if stored.State != draft.State {
			d.Forget(draft.ID)
			return &Ended{draft.ID}
		}
		if draft.Choices.Unread {
			return &Ended{draft.ID} // its page reads it
		}
		planned, err = d.update(ctx, kept, draft, after, job)
		return err
	})
	if err != nil {
		return nil, err
	}
	return planned, nil
}

// update brings what is kept of a draft up to date.
func (d *Desk) update(ctx context.Context, kept *entry, draft *db.Import, after int64, job *job) (*Planned, error) {
	choices, err := d.choicesKey(draft)
	if err != nil {
		return nil, err
	}
	writes, err := d.db.WriteCounter(ctx)
	if err != nil {
		return nil, err
	}
	if !kept.isPlanned(choices, writes, after) {
		if err := d.makePlan(ctx, kept, draft, choices, job); err != nil {
			return nil, err
		}
		if writes, err = d.db.WriteCounter(ctx); err != nil {
			return nil, err
		}
	}
	return &Planned{kept.sheet, kept.now, kept.before, kept.now.Writes != writes}, nil
}

// makePlan waits for a turn, reads the file of a draft where it is not kept,
// and plans it.
func (d *Desk) makePlan(ctx context.Context, kept *entry, draft *db.Import, choices string, job *job) error {
	ctx, done, err := d.turn(ctx, draft.ID, kept, job)
	if err != nil {
		return err
	}
	defer done()
	if err := d.needSheet(ctx, kept, draft, job); err != nil {
		return err
	}
	if err := d.build(ctx, kept, draft, choices, job); err != nil {
		kept.cache = nil // some may be missing
		return err
	}
	return nil
}

// build plans a draft whose file has been read, within a turn.
func (d *Desk) build(ctx context.Context, kept *entry, draft *db.Import, choices string, job *job) error {
	snapshot, err := d.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	kept.before = nil // two plans at once are enough
	if kept.cache == nil || kept.writes != snapshot.WriteCounter() {
		if kept.estimate() > d.room.bytes {
			kept.now = nil // and of a very large file one, while the register is read
		}
		kept.cache, kept.writes = importer.NewRegisterCache(snapshot), snapshot.WriteCounter()
		job.newState = true
	}
	kept.cache.From(snapshot)
	in := d.inputOf(draft, kept.sheet)
	in.Progress = job.stage(StagePlanning)
	plan, err := importer.BuildFrom(ctx, in, kept.cache)
	if err != nil {
		return err
	}
	kept.setPlan(choices, plan, kept.writes)
	return nil
}

// inputOf is what the plan of a draft is built of.
func (d *Desk) inputOf(draft *db.Import, read *sheet.Sheet) importer.Input {
	return importer.Input{
		Sheet: read, Fields: d.db.Fields(), Mapping: draft.Choices.Mapping, Options: draft.Choices.Options, Decisions: draft.Choices.Decisions,
		Selection: draft.Choices.Selection, Actor: draft.CreatedBy, Year: draft.CreatedAt.Time().Year(),
	}
}

// LeftOut returns the file of a draft with the rows that its plan leaves out.
// Of a saved import these are the rows that were left out then.
func (d *Desk) LeftOut(ctx context.Context, draft *db.Import) (*sheet.Sheet, []importer.LeftRow, error) {
	if draft.State == db.StateSaved {
		release, err := d.Turns.Take(ctx, func(int) {})
		if err != nil {
			return nil, nil, err
		}
		defer release()
		d.makeRoom(draft.ID)
		read, err := d.parse(ctx, draft, draft.Choices.Reading, nil)
		return read, draft.LeftOut, err
	}
	planned, err := d.Plan(ctx, draft)
	if err != nil {
		return nil, nil, err
	}
	return planned.Sheet, planned.Plan.LeftOut(), nil
}
