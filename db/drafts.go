package db

import (
	"context"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// CreateDraft stores a file and the first choices for it. It fails with
// ErrTooManyDrafts where the user has as many unfinished as one may have.
func (db *DB) CreateDraft(ctx context.Context, actor Actor, fileName string, data []byte, choices Choices) (int64, error) {
	draft := &Import{
		State:     StateDraft,
		FileName:  customer.MaskPersonalIDs(customer.CleanName(fileName)),
		FileHash:  HashOf(data),
		FileSize:  int64(len(data)),
		Choices:   choices,
		CreatedAt: Millis(db.Now()),
		CreatedBy: actor.Name,
	}
	err := db.Write(ctx, Purpose{Work: "upload", Actor: actor, Object: draft.FileName}, func(ctx context.Context, tx bun.Tx) error {
		if err := checkQuota(ctx, tx, actor.Name, draft.FileSize); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(draft).Exec(ctx); err != nil {
			return err
		}
		if err := storeFile(ctx, tx, draft.ID, data); err != nil {
			return err
		}
		return makeRoom(ctx, tx, actor.Name)
	})
	if err != nil {
		return 0, err
	}
	db.shrink(ctx)
	return draft.ID, nil
}

// Draft returns an import, whatever its state, or ErrNotFound.
func (db *DB) Draft(ctx context.Context, id int64) (*Import, error) {
	return importByID(ctx, db.read, id)
}

// DraftFile returns the bytes of an import's file. It is ErrNotFound where
// they are not kept any more, or never were.
func (db *DB) DraftFile(ctx context.Context, id int64) ([]byte, error) {
	return storedFile(ctx, db.read, id)
}

// ChangeChoices changes the choices of a draft, starting from those that are
// stored now, and returns the draft with the new ones: two changes at once are
// both kept. It fails with ErrConflict for an import that is not a draft any
// more, ErrNotOwner where it is somebody else's, and with any error of change.
func (db *DB) ChangeChoices(ctx context.Context, actor Actor, id int64, change func(*Choices) error) (*Import, error) {
	var changed *Import
	err := db.updateDraft(ctx, actor, id, func(ctx context.Context, tx bun.Tx, draft *Import) error {
		if err := change(&draft.Choices); err != nil {
			return err
		}
		draft.ChangedAt = Millis(db.Now())
		changed = draft
		_, err := tx.NewUpdate().Model(draft).Column("choices", "changed_at").WherePK().Exec(ctx)
		return err
	})
	return changed, err
}

// updateDraft runs a function on a draft of a user in a transaction.
func (db *DB) updateDraft(ctx context.Context, actor Actor, id int64, work func(context.Context, bun.Tx, *Import) error) error {
	return db.Write(ctx, Purpose{Work: "draft", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		draft, err := importByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case draft.State != StateDraft:
			return ErrConflict
		case draft.Owner() != actor.Name:
			return ErrNotOwner{draft.Owner()}
		}
		return work(ctx, tx, draft)
	})
}
