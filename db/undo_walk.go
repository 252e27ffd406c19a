package db

import (
	"context"
	"slices"

	"kortisto/customer"
)

// undoWalk goes through what an import or an undo wrote, customer by customer,
// and says what becomes of each when it is taken back. It reads in batches and
// has nothing open between them, so that who walks may write.
type undoWalk struct {
	ctx  context.Context
	q    querier
	plan *UndoPlan

	groups groupBook
	former map[int64]string // names of removed groups, by id
	erased map[int]bool     // numbers of customers whose data was erased

	// restore makes a group again; it is nil where only a plan is made.
	restore  func(id int64, name string) error
	restored []int64 // ids of the groups that come back

	again  *mergedAgain // nil where no merge is brought back
	merged map[int]bool // customers of the batch that others were merged into
}

// undoItem is what becomes of one customer, with what a writer needs for it.
type undoItem struct {
	UndoCustomer

	before *record         // as it is now; nil where it is not there
	after  customer.Values // where something goes back, or it comes back; groups by their names

	groupBefore, groupAfter int64

	into int // of a customer that goes since it is merged again: the number of the other one
}

// shown is a value as people know it: a group by its name.
func (walk *undoWalk) shown(f customer.Field, value string) string {
	if f != customer.Group {
		return value
	}
	id := parseID(value)
	if name, there := walk.groups.names[id]; there {
		return name
	}
	return walk.former[id]
}

// numberReused reports whether a customer's number has gone to another customer
// since.
func numberReused(later []causedEntry) bool {
	return slices.ContainsFunc(later, func(e causedEntry) bool { return e.change == created && !e.Action.bringsBack() })
}

// lastCause tells who wrote last: a field, or, without one, anything.
func lastCause(later []causedEntry, field string) *Cause {
	for i := len(later) - 1; i >= 0; i-- {
		if e := &later[i]; field == "" || e.change != changed || e.field == field {
			return &e.Cause
		}
	}
	return nil
}
