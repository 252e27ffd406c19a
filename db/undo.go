package db

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// UndoRequest asks for an import, or an undo, to be taken back.
type UndoRequest struct {
	Actor       Actor
	Import      int64  // id in the history
	Fingerprint string // of the plan that the user saw

	// Progress is called now and then with the customers written, may be nil.
	Progress func(done, total int)
}

// Undone is the result of an undo.
type Undone struct {
	Import int64 // that was undone
	Undo   int64 // id of the undo in the history
	Counts UndoCounts
	At     time.Time
	By     string
	Again  bool // it had been undone before: this is the first result
}

// UndoRecord is what the history keeps of an undo beside the journal.
type UndoRecord struct {
	Counts UndoCounts     `json:"counts"`
	Stayed []UndoCustomer `json:"stayed,omitempty"` // what was left as it was, at most keptStays of them
}

// keptStays is how many customers of which something stayed the history keeps.
const keptStays = 1000

// Undo takes back an import, or an undo: all that Snapshot.UndoPlan says in one
// transaction, or nothing. It does so once: every later request gets the first
// result while it holds. It fails with ErrUndoChanged where the plan is not the
// one of the fingerprint any more, ErrNothingToUndo, ErrUndoExpired, ErrNotFound, ErrBusy,
// ErrDiskFull, ErrForbidden.
func (db *DB) Undo(ctx context.Context, request UndoRequest) (Undone, error) {
	u := &undo{db: db, request: request, ctx: ctx}
	if err := u.prepare(ctx); err != nil || u.result.Again {
		return u.result, err
	}
	db.reached("planned")
	if err := db.Write(ctx, Purpose{Work: "undo", Actor: request.Actor, Object: u.plan.Import.FileName}, u.write); err != nil {
		return Undone{}, err
	}
	db.reached("committed")
	db.shrink(ctx)
	return u.result, nil
}

// undo is one undo under way.
type undo struct {
	db      *DB
	request UndoRequest
	ctx     context.Context // of the request: ends the work between two customers

	plan   *UndoPlan
	writes int64 // the write counter of the register that the plan was made on
	stayed []UndoCustomer
	result Undone
}

// prepare makes the plan on a snapshot, before anybody has to wait.
func (u *undo) prepare(ctx context.Context) error {
	snapshot, err := u.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	return translate(u.makePlan(ctx, snapshot.tx, snapshot.writes))
}

// makePlan makes the plan and compares it with the one that the user saw.
func (u *undo) makePlan(ctx context.Context, tx bun.Tx, writes int64) error {
	plan, err := planUndo(ctx, tx, u.request.Import)
	if err != nil {
		return err
	}
	u.plan, u.writes = plan, writes
	switch {
	case plan.Done != nil:
		u.undoneBefore()
		return nil
	case plan.Expired:
		return ErrUndoExpired
	case plan.Nothing():
		return ErrNothingToUndo
	case plan.Fingerprint != u.request.Fingerprint:
		return ErrUndoChanged{plan}
	}
	return nil
}

// undoneBefore takes the result of the undo that holds.
func (u *undo) undoneBefore() {
	done := u.plan.Done
	u.result = Undone{Import: u.request.Import, Undo: done.ID, At: done.SavedAt.Time(), By: done.SavedBy, Again: true}
	if done.Undo != nil {
		u.result.Counts = done.Undo.Counts
	}
}

// write is the transaction.
func (u *undo) write(ctx context.Context, tx bun.Tx) error {
	u.db.reached("locked")
	at := u.db.Now()
	reg := &register{q: tx.Tx}
	if err := reg.readCounters(ctx); err != nil {
		return err
	}
	if reg.writes != u.writes {
		if err := u.makePlan(u.ctx, tx, reg.writes); err != nil || u.result.Again {
			return err
		}
	}
	row, err := u.insertRow(ctx, tx, at)
	if err != nil {
		return err
	}
	w, err := u.db.newWriter(ctx, tx.Tx, event{at: at, actor: u.request.Actor, action: ActionUndo, importID: row.ID})
	if err != nil {
		return err
	}
	if err := u.writeCustomers(ctx, tx, w); err != nil {
		return err
	}
	if err := u.writeGroups(w); err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	row.EventID, row.Undo = w.eventID, &UndoRecord{Counts: u.plan.Counts, Stayed: u.stayed}
	if _, err := tx.NewUpdate().Model(row).WherePK().Exec(ctx); err != nil {
		return err
	}
	u.result = Undone{Import: u.request.Import, Undo: row.ID, Counts: u.plan.Counts, At: row.SavedAt.Time(), By: row.SavedBy}
	u.db.reached("written")
	return nil
}

// insertRow makes the undo's own entry in the history. The database holds that
// nothing is undone twice.
func (u *undo) insertRow(ctx context.Context, tx bun.Tx, at time.Time) (*Import, error) {
	target := u.plan.target
	row := &Import{
		State:     StateSaved,
		FileName:  target.FileName,
		CreatedAt: Millis(at),
		CreatedBy: u.request.Actor.Name,
		SavedAt:   Millis(at),
		SavedBy:   u.request.Actor.Name,
		Action:    target.Action,
		Undoes:    target.ID,
		Origin:    target.Origin,
	}
	if row.Origin == 0 {
		row.Origin = target.ID
	}
	_, err := tx.NewInsert().Model(row).Exec(ctx)
	return row, err
}

// writeCustomers does to each customer what the plan says.
func (u *undo) writeCustomers(ctx context.Context, tx bun.Tx, w *writer) error {
	walk, err := newUndoWalk(ctx, tx.Tx, u.plan, w)
	if err != nil {
		return err
	}
	counts := u.plan.Counts
	done, total := 0, counts.PutBack+counts.Removed+counts.Brought
	err = walk.each(func(item *undoItem) error {
		if item.Stays() && len(u.stayed) < keptStays {
			u.stayed = append(u.stayed, item.UndoCustomer)
		}
		if item.Effect == EffectStays {
			return nil
		}
		if err := item.write(w); err != nil {
			return err
		}
		if done++; done%progressEvery == 0 || done == total {
			u.db.reached("writing")
			if err := u.ctx.Err(); err != nil {
				return err
			}
			if u.request.Progress != nil {
				u.request.Progress(done, total)
			}
		}
		return nil
	})
	if err == nil && w.counts != (writeCounts{counts.Brought, counts.PutBack, counts.Removed}) {
		err = errors.New("db: the undo did not do what its plan says")
	}
	return err
}

// write does to a customer what is to be done.
func (item *undoItem) write(w *writer) error {
	switch item.Effect {
	case EffectRemoved:
		if item.into != 0 {
			return w.mergeInto(item.before, item.into)
		}
		return w.remove(item.before)
	case EffectBrought:
		return w.create(&customer.Customer{Number: item.Number, Values: item.after})
	}
	_, err := w.change(item.before, item.after)
	return err
}

// writeGroups removes and renames the groups that the plan says. Those that come
// back have come with the walk.
func (u *undo) writeGroups(w *writer) error {
	for _, group := range u.plan.Groups {
		var err error
		switch group.Effect {
		case EffectRemoved:
			err = w.removeGroup(group.id)
		case EffectPutBack:
			err = w.renameGroup(group.id, group.Then)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
