package db

import (
	"context"

	"github.com/uptrace/bun"
)

// What the unfinished drafts of a user may take: together they are what a firm
// brings in a busy week, and a small part of a disk.
const (
	MaxDrafts     = 20
	MaxDraftBytes = 500 << 20
)

// draftOwner is Import.Owner in SQL.
const draftOwner = `coalesce(taken_by, created_by)`

// DraftUse is what the unfinished drafts of a user take.
type DraftUse struct {
	Drafts int
	Bytes  int64 // of their files
}

// Full reports whether the user may have no further draft.
func (u DraftUse) Full() bool { return u.Drafts >= MaxDrafts || u.Bytes >= MaxDraftBytes }

// Left is how many drafts and bytes are left.
func (u DraftUse) Left() (drafts int, bytes int64) {
	return max(0, MaxDrafts-u.Drafts), max(0, MaxDraftBytes-u.Bytes)
}

// DraftUse tells what the unfinished drafts of a user take.
func (db *DB) DraftUse(ctx context.Context, user string) (DraftUse, error) {
	use, err := draftUse(ctx, db.read, user)
	return use, translate(err)
}

func draftUse(ctx context.Context, q bun.IDB, user string) (use DraftUse, err error) {
	err = q.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(file_size), 0) FROM imports
		WHERE state = ? AND `+draftOwner+` = ?`, StateDraft, user).Scan(&use.Drafts, &use.Bytes)
	return use, err
}

// checkQuota fails with ErrTooManyDrafts where a user may not have one more
// draft with a file of some size.
func checkQuota(ctx context.Context, tx bun.Tx, user string, size int64) error {
	use, err := draftUse(ctx, tx, user)
	if err != nil {
		return err
	}
	if use.Drafts >= MaxDrafts || use.Bytes+size > MaxDraftBytes && use.Drafts > 0 {
		return ErrTooManyDrafts{use}
	}
	return nil
}

// makeRoom drops the discarded drafts of a user, the oldest first, that take
// with the unfinished ones more than a user may have. What is worked on comes
// before what was given up.
func makeRoom(ctx context.Context, tx bun.Tx, user string) error {
	use, err := draftUse(ctx, tx, user)
	if err != nil {
		return err
	}
	var discarded []Import
	err = tx.NewSelect().Model(&discarded).Column("id", "file_size").
		Where("discarded_at IS NOT NULL").Where(draftOwner+" = ?", user).Order("discarded_at DESC", "id DESC").Scan(ctx)
	if err != nil {
		return err
	}
	for i, draft := range discarded {
		use.Drafts++
		use.Bytes += draft.FileSize
		if use.Drafts <= MaxDrafts && use.Bytes <= MaxDraftBytes {
			continue
		}
		var old []int64
		for _, draft := range discarded[i:] {
			old = append(old, draft.ID)
		}
		return dropDiscarded(ctx, tx, old...)
	}
	return nil
}

// dropDiscarded drops the files of discarded drafts.
func dropDiscarded(ctx context.Context, tx bun.Tx, ids ...int64) error {
	if len(ids) == 0 {
		return nil
	}
	if err := dropFiles(ctx, tx, ids...); err != nil {
		return err
	}
	_, err := tx.NewUpdate().Table("imports").Set("discarded_at = NULL").Where("id IN ?", bun.Tuple(ids)).Exec(ctx)
	return err
}
