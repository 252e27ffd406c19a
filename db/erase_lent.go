package db

import (
	"context"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// emptyMerges takes out of the history what others took over from the customer when
// it was merged into them and gave back when that was undone, with all that was
// changed of them in between: each change has what was there before. One that was
// removed in between is kept as it would be without the merge.
func (e *erasure) emptyMerges(ctx context.Context, tx bun.Tx) error {
	var later []int64
	for _, merge := range slices.Backward(e.lending) { // the latest merge was the last to write
		history, err := readLent(ctx, tx.Tx, merge)
		if err != nil {
			return err
		}
		for _, removal := range history.removals {
			if err := e.rewrite(ctx, tx, removal); err != nil {
				return err
			}
		}
		later = append(later, history.later...)
	}
	for _, merge := range e.lending {
		err := e.emptyEntries(ctx, tx, `change = 'changed' AND customer = ? AND id BETWEEN ? AND ?`, merge.Kept, merge.First, merge.End)
		if err != nil {
			return err
		}
	}
	return e.emptyEntries(ctx, tx, `id IN (SELECT value FROM json_each(?))`, jsonList(later))
}

// lentHistory is what the history of another customer has of the values that a merge
// brought it.
type lentHistory struct {
	written  map[customer.Field]entry // by the merge
	returned map[customer.Field]bool  // by what ended it; else a change of the user stayed
	removals []*lentRemoval           // of the customer with them
	later    []int64                  // entries by which what had stayed went
}

// lentRemoval is a removal of a customer who had values of another one.
type lentRemoval struct {
	entry
	values customer.Values // as it would be without them
}

// readLent reads the history of a customer from a merge on.
func readLent(ctx context.Context, q querier, merge mergeEvent) (*lentHistory, error) {
	h := &lentHistory{written: make(map[customer.Field]entry), returned: make(map[customer.Field]bool)}
	return h, eachEntry(ctx, q, func(one entry) error { return h.read(merge, one) },
		`SELECT `+entryColumns+` FROM journal AS j WHERE j.customer = ? AND j.id >= ? AND j.change <> ? ORDER BY j.id`, merge.Kept, merge.First, created)
}

// read reads the next entry.
func (h *lentHistory) read(merge mergeEvent, one entry) error {
	if one.change == removed {
		return h.readRemoval(merge, one)
	}
	f, err := one.changedField()
	if err != nil {
		return err
	}
	_, brought := h.written[f]
	switch {
	case one.id <= merge.last:
		h.written[f] = one
	case !brought || h.returned[f] || one.id < merge.ending:
	case one.id <= merge.End:
		h.returned[f] = true
	default: // what the user had made of the value goes
		h.later, h.returned[f] = append(h.later, one.id), true
		for _, removal := range h.removals {
			if removal.values[f] != h.written[f].old {
				removal.values[f] = ""
			}
		}
	}
	return nil
}

func (h *lentHistory) readRemoval(merge mergeEvent, one entry) error {
	if one.old == emptied {
		return nil
	}
	values, err := one.whole()
	if err != nil {
		return err
	}
	if one.id <= merge.End {
		for f, written := range h.written {
			if values[f] == written.new {
				values[f] = written.old
			}
		}
	}
	h.removals = append(h.removals, &lentRemoval{one, values})
	return nil
}

// rewrite writes what a customer was when it was removed, where that is not what
// stands there.
func (e *erasure) rewrite(ctx context.Context, tx bun.Tx, removal *lentRemoval) error {
	stored, err := removal.whole()
	if err != nil || stored == removal.values {
		return err
	}
	text, err := wholeText(&removal.values)
	if err != nil {
		return err
	}
	e.result.Values++
	_, err = tx.Tx.ExecContext(ctx, `UPDATE journal SET old = ? WHERE id = ?`, text, removal.id)
	return err
}
