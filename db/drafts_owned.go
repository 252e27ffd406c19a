package db

import (
	"context"

	"github.com/uptrace/bun"
)

// TakeDraft gives a draft to a user who goes on in it from now on, and returns
// it. Whose it is already keeps it. It fails with ErrNotFound, ErrConflict for
// what is no draft any more or belongs to another one than from, and
// ErrTooManyDrafts.
func (db *DB) TakeDraft(ctx context.Context, actor Actor, id int64, from string) (*Import, error) {
	var taken *Import
	err := db.Write(ctx, Purpose{Work: "draft", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		draft, err := importByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case draft.State != StateDraft:
			return ErrConflict
		}
		if taken = draft; draft.Owner() == actor.Name {
			return nil
		}
		if draft.Owner() != from {
			return ErrConflict
		}
		if err := checkQuota(ctx, tx, actor.Name, draft.FileSize); err != nil {
			return err
		}
		draft.TakenBy, draft.TakenFrom, draft.ChangedAt = actor.Name, from, Millis(db.Now())
		if _, err := tx.NewUpdate().Model(draft).Column("taken_by", "taken_from", "changed_at").WherePK().Exec(ctx); err != nil {
			return err
		}
		return makeRoom(ctx, tx, actor.Name)
	})
	return taken, err
}

// LeaveDrafts leaves the drafts of a user who is deleted to whoever takes them
// over, in the transaction that deletes the user. Discarded ones come back to nobody.
func LeaveDrafts(ctx context.Context, tx bun.Tx, user string) error {
	_, err := tx.NewUpdate().Model((*Import)(nil)).Set("taken_by = ?", RemovedUser(user)).Set("taken_from = NULL").
		Where("state IN ?", bun.Tuple([]ImportState{StateDraft, StateDiscarded})).Where(draftOwner+" = ?", user).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*Import)(nil)).Set("taken_from = NULL").Where("state = ?", StateDraft).Where("taken_from = ?", user).Exec(ctx)
	return err
}

// Drafts lists the drafts that a user has left, the last one first.
func (db *DB) Drafts(ctx context.Context, user string) ([]Import, error) {
	var drafts []Import
	err := db.read.NewSelect().Model(&drafts).
		Where("state = ?", StateDraft).Where(draftOwner+" = ?", user).Order("id DESC").Scan(ctx)
	return drafts, translate(err)
}

// OthersDrafts lists the drafts that are not a user's, the last one first:
// those that were taken over from the user before all others, and no more than
// limit.
func (db *DB) OthersDrafts(ctx context.Context, user string, limit int) ([]Import, error) {
	var drafts []Import
	err := db.read.NewSelect().Model(&drafts).ExcludeColumn("choices", "left_out", "undo").
		Where("state = ?", StateDraft).Where(draftOwner+" <> ?", user).
		OrderExpr("coalesce(taken_from, '') = ? DESC", user).OrderExpr("id DESC").Limit(int64(limit)).Scan(ctx)
	return drafts, translate(err)
}
