package db

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// HistoryKind is a kind of entries of the history.
type HistoryKind string

// The kinds of entries. The empty HistoryKind is all of them.
const (
	HistoryImports  HistoryKind = "imports"  // of files, and changes of selected customers
	HistoryEdits    HistoryKind = "edits"    // a customer made or changed by hand
	HistoryRemovals HistoryKind = "removals" // customers removed, or brought back
	HistoryMerges   HistoryKind = "merges"   // of two customers one was made
	HistoryGroups   HistoryKind = "groups"
	HistoryUndos    HistoryKind = "undos"
	HistoryErasures HistoryKind = "erasures" // data that went for good: of a customer, or by retention
)

// HistoryKinds lists the kinds of entries.
var HistoryKinds = []HistoryKind{HistoryImports, HistoryEdits, HistoryRemovals, HistoryMerges, HistoryGroups, HistoryUndos, HistoryErasures}

// actions are those of the entries of a kind that were made by hand.
func (k HistoryKind) actions() []Action {
	switch k {
	case HistoryEdits:
		return []Action{ActionCreate, ActionUpdate}
	case HistoryRemovals:
		return []Action{ActionRemove, ActionRestore}
	case HistoryErasures:
		return []Action{ActionErase, ActionRetention}
	case HistoryMerges:
		return []Action{ActionMerge}
	case HistoryGroups:
		return []Action{ActionGroupCreate, ActionGroupRename, ActionGroupRemove}
	}
	return nil
}

// HistoryFilter chooses entries of the history. The zero value is all of them.
type HistoryFilter struct {
	Kind   HistoryKind
	ID     int64     // of one entry; 0 for any
	By     string    // who made them; "" for anybody
	From   time.Time // the zero time for any
	Before time.Time
	Limit  int
	Offset int
}

// HistoryEntry is an import, an undo or a change by hand in the history.
type HistoryEntry struct {
	Import `bun:",extend"`

	// The customer that the first row of its journal speaks of, of a merge the one
	// that was merged into another; or the group.
	Customer int    `bun:",scanonly"`
	OldGroup string `bun:",scanonly"` // the name that a group had before, "" for none
	NewGroup string `bun:",scanonly"` // and that it got

	Kept    int    `bun:"-"` // of a merge: the customer that the other one was merged into
	Name    string `bun:"-"` // of the customer, as it is or was
	Present bool   `bun:"-"` // the customer is in the register now
}

// HistoryEntry returns one entry of the history, or ErrNotFound.
func (db *DB) HistoryEntry(ctx context.Context, id int64) (*HistoryEntry, error) {
	entries, err := db.History(ctx, HistoryFilter{ID: id, Limit: 1})
	switch {
	case err != nil:
		return nil, err
	case len(entries) == 0:
		return nil, ErrNotFound
	}
	return &entries[0], nil
}

// History lists what changed the register, the last first.
func (db *DB) History(ctx context.Context, filter HistoryFilter) ([]HistoryEntry, error) {
	var entries []HistoryEntry
	err := db.read.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		query := withHistory(tx.NewSelect().Model(&entries), "left_out", "undo").
			ColumnExpr(`coalesce(j.customer, 0) AS customer`).
			ColumnExpr(`iif(j.group_id IS NULL, '', coalesce(j.old, '')) AS old_group`).
			ColumnExpr(`iif(j.group_id IS NULL, '', coalesce(j.new, '')) AS new_group`).
			Join(`JOIN events AS ev ON ev.id = i.event_id`).
			Join(`LEFT JOIN journal AS j ON j.id = ev.first_entry AND j.event_id = ev.id`).
			Where("state = ?", StateSaved)
		switch {
		case filter.Kind == HistoryImports:
			query.Where("i.action IS NULL AND undoes IS NULL")
		case filter.Kind == HistoryUndos:
			query.Where("undoes IS NOT NULL")
		case filter.Kind != "":
			query.Where("i.action IN ? AND undoes IS NULL", bun.Tuple(filter.Kind.actions()))
		}
		if filter.ID != 0 {
			query.Where("i.id = ?", filter.ID)
		}
		if filter.By != "" {
			query.Where("saved_by = ?", filter.By)
		}
		if !filter.From.IsZero() {
			query.Where("saved_at >= ?", Millis(filter.From))
		}
		if !filter.Before.IsZero() {
			query.Where("saved_at < ?", Millis(filter.Before))
		}
		if err := query.Order("i.event_id DESC").Limit(int64(filter.Limit)).Offset(int64(filter.Offset)).Scan(ctx); err != nil {
			return err
		}
		return nameEntries(ctx, tx.Tx, entries)
	})
	return entries, translate(err)
}

// nameEntries adds the names of the customers that entries speak of.
func nameEntries(ctx context.Context, q querier, entries []HistoryEntry) error {
	written := make([]Written, len(entries))
	for i := range entries {
		if e := &entries[i]; e.Action == ActionMerge {
			merged, kept, err := findMerge(ctx, q, &e.Import)
			if err != nil {
				return err
			}
			e.Customer, e.Kept = merged, kept
		}
		written[i].Number = entries[i].Customer
	}
	if err := nameWritten(ctx, q, written); err != nil {
		return err
	}
	for i := range entries {
		entries[i].Name, entries[i].Present = written[i].Name, written[i].Present
	}
	return nil
}

// HistoryAuthors lists who stands in the history, in alphabetical order.
func (db *DB) HistoryAuthors(ctx context.Context) ([]string, error) {
	var names []string
	err := db.read.NewSelect().Model((*Import)(nil)).ColumnExpr("DISTINCT saved_by").
		Where("state = ?", StateSaved).Order("saved_by").Scan(ctx, &names)
	return names, translate(err)
}
