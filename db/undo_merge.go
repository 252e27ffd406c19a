package db

import "slices"

// mergedAgain is the merge that the undo of its undo brings back.
type mergedAgain struct {
	merged, kept int
	holds        bool // both customers are there, and the one that goes as it came back
}

// findAgain says whether the walk is the undo of the undo of a merge.
func (walk *undoWalk) findAgain() error {
	target := walk.plan.target
	if target.Action != ActionMerge || target.Undoes == 0 || target.Restores {
		return nil
	}
	merged, kept, err := findMerge(walk.ctx, walk.q, target)
	if merged != 0 {
		walk.again = &mergedAgain{merged: merged, kept: kept}
	}
	return err
}

// settleAgain finds out whether two customers can be merged again. All entries of
// such an undo, rows, stand in one batch.
func (walk *undoWalk) settleAgain(rows []entry, present map[int]*record, later map[int][]causedEntry) error {
	again := walk.again
	if again == nil || present[again.merged] == nil {
		return nil
	}
	var there int
	err := walk.q.QueryRowContext(walk.ctx, `SELECT count(*) FROM customers WHERE number = ?`, again.kept).Scan(&there)
	if err != nil || there == 0 {
		return err
	}
	now, then := replayFrom(present[again.merged]), replayFrom(present[again.merged])
	if err := then.beforeAll(later[again.merged]); err != nil {
		return err
	}
	unknown := slices.ContainsFunc(rows, entry.isEmptied) || slices.ContainsFunc(later[again.merged], causedEntry.isEmptied)
	again.holds = then.isSame(now) && !unknown && !numberReused(later[again.kept])
	return nil
}

// mergeAgain is for the customer that is merged into the other one again, or stays
// together with it: half a merge is of no use to anybody.
func (walk *undoWalk) mergeAgain(item *undoItem, later []causedEntry) {
	if !walk.again.holds {
		item.Reason, item.Cause = ReasonApart, lastCause(later, "")
		return
	}
	item.Effect, item.groupAfter, item.into = EffectRemoved, 0, walk.again.kept
}

// stayApart leaves the other one as it is where the two are not merged again.
func (walk *undoWalk) stayApart(item *undoItem, rows []entry) error {
	now := replayFrom(item.before)
	for i := range rows {
		f, err := rows[i].changedField()
		if err != nil {
			return err
		}
		item.Fields = append(item.Fields, UndoField{Field: f, Now: walk.shown(f, now.values[f]), Then: walk.shown(f, rows[i].old),
			Stays: true, Reason: ReasonApart})
	}
	return nil
}
