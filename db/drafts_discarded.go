package db

import (
	"context"

	"github.com/uptrace/bun"
)

// DiscardDraft gives up a draft, which can be taken back for a while. It fails
// as ChangeChoices does.
func (db *DB) DiscardDraft(ctx context.Context, actor Actor, id int64) error {
	return db.updateDraft(ctx, actor, id, func(ctx context.Context, tx bun.Tx, draft *Import) error {
		draft.State, draft.DiscardedAt = StateDiscarded, Millis(db.Now())
		_, err := tx.NewUpdate().Model(draft).Column("state", "discarded_at").WherePK().Exec(ctx)
		return err
	})
}

// DropDraft gives up a draft for good, as one whose file can't be read. The row
// stays, so that its id is not used again. It fails as ChangeChoices does.
func (db *DB) DropDraft(ctx context.Context, actor Actor, id int64) error {
	return db.updateDraft(ctx, actor, id, func(ctx context.Context, tx bun.Tx, draft *Import) error {
		draft.State = StateDiscarded
		if _, err := tx.NewUpdate().Model(draft).Column("state").WherePK().Exec(ctx); err != nil {
			return err
		}
		return dropDiscarded(ctx, tx, id)
	})
}

// RestoreDraft takes a discarded draft back, and returns it. It fails with
// ErrNotFound where it is not kept any more, ErrConflict for what was not
// discarded, ErrNotOwner and ErrTooManyDrafts.
func (db *DB) RestoreDraft(ctx context.Context, actor Actor, id int64) (*Import, error) {
	var restored *Import
	err := db.Write(ctx, Purpose{Work: "draft", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		kept, err := readRetention(ctx, tx.Tx)
		if err != nil {
			return err
		}
		draft, err := importByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case draft.State != StateDiscarded:
			return ErrConflict
		case draft.Owner() != actor.Name:
			return ErrNotOwner{draft.Owner()}
		case draft.DiscardedAt.IsZero() || !draft.DiscardedAt.Time().After(db.Now().Add(-kept.drafts())):
			return ErrNotFound
		}
		if err := checkQuota(ctx, tx, actor.Name, draft.FileSize); err != nil {
			return err
		}
		draft.State, draft.DiscardedAt, draft.ChangedAt = StateDraft, Millis{}, Millis(db.Now())
		restored = draft
		_, err = tx.NewUpdate().Model(draft).Column("state", "discarded_at", "changed_at").WherePK().Exec(ctx)
		return err
	})
	return restored, err
}

// DiscardedDrafts lists the drafts that a user can take back, the one that was
// discarded last first.
func (db *DB) DiscardedDrafts(ctx context.Context, user string) ([]Import, error) {
	kept, err := db.Retention(ctx)
	if err != nil {
		return nil, err
	}
	var drafts []Import
	err = db.read.NewSelect().Model(&drafts).ExcludeColumn("choices", "left_out", "undo").
		Where("state = ?", StateDiscarded).Where(draftOwner+" = ?", user).Where("discarded_at > ?", Millis(db.Now().Add(-kept.drafts()))).
		Order("discarded_at DESC", "id DESC").Scan(ctx)
	return drafts, translate(err)
}
