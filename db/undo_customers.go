package db

import (
	"context"
	"encoding/json"
	"slices"

	"kortisto/customer"
)

// undoBatch is how many rows of the journal an undo looks at together.
const undoBatch = 1000

// newUndoWalk begins a walk. The writer is the one who undoes, nil for a plan.
func newUndoWalk(ctx context.Context, q querier, plan *UndoPlan, w *writer) (*undoWalk, error) {
	walk := &undoWalk{ctx: ctx, q: q, plan: plan}
	var err error
	if walk.former, err = formerGroups(ctx, q); err != nil {
		return nil, err
	}
	if walk.erased, err = erasedNumbers(ctx, q); err != nil {
		return nil, err
	}
	if w != nil {
		walk.groups, walk.restore = groupBook{w.groupNames, w.groupIDs}, w.restoreGroup
	} else {
		names, err := groupNames(ctx, q)
		if err != nil {
			return nil, err
		}
		walk.groups = newGroupBook(names)
	}
	if err := walk.findAgain(); err != nil {
		return nil, err
	}
	return walk, walk.restoreGroups()
}

// each calls a function with each customer, in the order of the journal.
func (walk *undoWalk) each(use func(*undoItem) error) error {
	var rows []entry // of customers that are whole
	for from := walk.plan.first; from <= walk.plan.last; from += undoBatch {
		to := min(from+undoBatch-1, walk.plan.last)
		err := eachEntry(walk.ctx, walk.q, func(e entry) error {
			rows = append(rows, e)
			return nil
		}, `SELECT `+entryColumns+` FROM journal AS j
			WHERE j.id BETWEEN ? AND ? AND j.customer IS NOT NULL ORDER BY j.id`, from, to)
		if err != nil {
			return err
		}
		whole := len(rows)
		for to < walk.plan.last && whole > 0 && rows[whole-1].number == rows[len(rows)-1].number {
			whole-- // the rest of the last one may stand in the next batch
		}
		if err := walk.batch(rows[:whole], use); err != nil {
			return err
		}
		rows = slices.Clone(rows[whole:])
	}
	return nil
}

// batch looks at the customers of some entries.
func (walk *undoWalk) batch(rows []entry, use func(*undoItem) error) error {
	if len(rows) == 0 {
		return nil
	}
	present, later, err := walk.readBatch(rows)
	if err != nil {
		return err
	}
	if err := walk.settleAgain(rows, present, later); err != nil {
		return err
	}
	for rows := range runs(rows, byCustomer) {
		number := rows[0].number
		item, err := walk.decide(rows, present[number], later[number])
		if err != nil {
			return err
		}
		if err := use(item); err != nil {
			return err
		}
	}
	return nil
}

// readBatch reads the customers of some entries as they are now, and all that was
// written of them since.
func (walk *undoWalk) readBatch(rows []entry) (map[int]*record, map[int][]causedEntry, error) {
	var numbers []int
	for i := range rows {
		if i == 0 || rows[i].number != rows[i-1].number {
			numbers = append(numbers, rows[i].number)
		}
	}
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, nil, err
	}
	present := make(map[int]*record, len(numbers))
	err = eachRecord(walk.ctx, walk.q, walk.groups.names, func(r *record) error {
		kept := *r
		present[r.Number] = &kept
		return nil
	}, `SELECT `+customerColumns+` FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return nil, nil, err
	}
	walk.merged = make(map[int]bool)
	err = eachNumber(walk.ctx, walk.q, func(number int) { walk.merged[number] = true },
		`SELECT DISTINCT m.kept FROM json_each(?) AS n CROSS JOIN merged_numbers AS m ON m.kept = n.value`, string(list))
	if err != nil {
		return nil, nil, err
	}
	later := make(map[int][]causedEntry)
	err = eachCausedEntry(walk.ctx, walk.q, func(e causedEntry) error {
		later[e.number] = append(later[e.number], e)
		return nil
	}, `SELECT `+entryColumns+`, `+causeColumns+`
		FROM json_each(?) AS n CROSS JOIN journal AS j ON j.customer = n.value AND j.id > ?`+causeJoin+`
		ORDER BY j.id`, string(list), walk.plan.last)
	return present, later, err
}

// decide says what becomes of one customer. All of its rows are of one kind: an
// import writes a customer once.
func (walk *undoWalk) decide(rows []entry, now *record, later []causedEntry) (*undoItem, error) {
	item := &undoItem{UndoCustomer: UndoCustomer{Number: rows[0].number, Effect: EffectStays}, before: now}
	if now != nil {
		item.Name = now.Values[customer.Name]
		item.groupBefore, item.groupAfter = now.groupID, now.groupID
	}
	switch {
	case now == nil && walk.erased[item.Number]:
		item.Reason = ReasonErased
		return item, nil
	case rows[0].change == removed && rows[0].old == emptied:
		item.Reason = ReasonExpired
		return item, nil
	case rows[0].change == removed:
		return item, walk.bringBack(item, &rows[0], later)
	case now == nil:
		item.Reason, item.Cause = ReasonRemoved, lastCause(later, "")
		return item, walk.nameRemoved(item, later)
	case numberReused(later):
		item.Reason, item.Cause = ReasonTaken, lastCause(later, "")
		return item, nil
	case walk.again != nil && item.Number == walk.again.merged:
		walk.mergeAgain(item, later)
		return item, nil
	case walk.again != nil && !walk.again.holds:
		return item, walk.stayApart(item, rows)
	case rows[0].change == created && walk.merged[item.Number]:
		item.Reason, item.Cause = ReasonMerged, lastCause(later, "")
		return item, nil
	case rows[0].change == created:
		return item, walk.takeAway(item, later)
	}
	return item, walk.putBack(item, rows, later)
}

// bringBack is for a customer that was removed.
func (walk *undoWalk) bringBack(item *undoItem, row *entry, later []causedEntry) error {
	if item.before != nil {
		item.Reason, item.Cause = ReasonTaken, lastCause(later, "")
		return nil
	}
	var err error
	if item.after, err = row.whole(); err != nil {
		return err
	}
	if last := len(later) - 1; last >= 0 && later[last].change == removed && later[last].new != "" {
		item.Name, item.Reason, item.Cause = item.after[customer.Name], ReasonLeads, &later[last].Cause
		return nil
	}
	item.Name, item.Effect = item.after[customer.Name], EffectBrought
	item.groupAfter, err = walk.home(parseID(item.after[customer.Group]))
	item.after[customer.Group] = walk.groups.names[item.groupAfter]
	return err
}

// takeAway is for a customer that the import created. It goes if it is as the
// import made it; if not, it stays with all of its fields, since half a
// customer is of no use to anybody.
func (walk *undoWalk) takeAway(item *undoItem, later []causedEntry) error {
	now, then := replayFrom(item.before), replayFrom(item.before)
	if err := then.beforeAll(later); err != nil {
		return err
	}
	if then.isSame(now) && !slices.ContainsFunc(later, causedEntry.isEmptied) {
		item.Effect, item.groupAfter = EffectRemoved, 0
		return nil
	}
	item.Reason, item.Cause = ReasonChanged, lastCause(later, "")
	for f := customer.Kind; f.IsValue(); f++ {
		if then.values[f] != now.values[f] {
			item.Fields = append(item.Fields, UndoField{
				Field: f, Now: walk.shown(f, now.values[f]), Then: walk.shown(f, then.values[f]),
				Stays: true, Reason: ReasonChanged, Cause: lastCause(later, f.Key()),
			})
		}
	}
	return nil
}

// putBack is for a customer that the import changed. A field goes back where
// its value is still the one that the import wrote.
func (walk *undoWalk) putBack(item *undoItem, rows []entry, later []causedEntry) error {
	now := replayFrom(item.before)
	item.after = item.before.Values
	for i := range rows {
		row := &rows[i]
		f, err := row.changedField()
		if err != nil {
			return err
		}
		field := UndoField{Field: f, Now: walk.shown(f, now.values[f]), Then: walk.shown(f, row.old)}
		switch {
		case row.isEmptied():
			field.Stays, field.Reason = true, ReasonExpired
		case now.values[f] != row.new:
			field.Stays, field.Reason, field.Cause = true, ReasonChanged, lastCause(later, row.field)
		case f == customer.Group:
			if item.groupAfter, err = walk.home(parseID(row.old)); err != nil {
				return err
			}
			item.after[f] = walk.groups.names[item.groupAfter]
			field.Then = item.after[f]
			if item.groupAfter == item.groupBefore { // which has the name of the old one by now
				field.Stays, field.Reason = true, ReasonTaken
			}
		default:
			item.after[f] = row.old
		}
		item.Fields = append(item.Fields, field)
	}
	item.keepTogether(later)
	if slices.ContainsFunc(item.Fields, func(f UndoField) bool { return !f.Stays }) {
		item.Effect = EffectPutBack
	}
	return nil
}

// tied are the fields that make sense only with each other.
var tied = []customer.Field{customer.Kind, customer.BusinessID, customer.VATNumber,
	customer.Postcode, customer.Country, customer.DeliveryPostcode, customer.DeliveryCountry}

// keepTogether leaves the tied fields as they are where only some of them could
// go back and would not go with what the others have become: a Business ID of a
// person, a postal code of another country.
func (item *undoItem) keepTogether(later []causedEntry) {
	if !unfit(&item.after) || unfit(&item.before.Values) {
		return
	}
	for i := range item.Fields {
		if f := &item.Fields[i]; !f.Stays && slices.Contains(tied, f.Field) {
			item.after[f.Field] = item.before.Values[f.Field]
			f.Stays, f.Reason = true, ReasonUnfit
			for _, other := range tied {
				if cause := lastCause(later, other.Key()); cause != nil && (f.Cause == nil || f.Cause.At.Before(cause.At)) {
					f.Cause = cause
				}
			}
		}
	}
}

// unfit reports whether the tied fields of a customer cannot be right together.
func unfit(values *customer.Values) bool {
	ctx := customer.ContextOf(values)
	return values[customer.Kind] == customer.Person && values[customer.BusinessID] != "" ||
		customer.BusinessID.Read(values[customer.BusinessID], ctx).Failed() ||
		customer.VATNumber.Read(values[customer.VATNumber], ctx).Failed() ||
		customer.Postcode.Read(values[customer.Postcode], ctx).Failed() ||
		customer.DeliveryPostcode.Read(values[customer.DeliveryPostcode], ctx).Failed()
}

// nameRemoved finds the name that a removed customer had.
func (walk *undoWalk) nameRemoved(item *undoItem, later []causedEntry) error {
	for i := len(later) - 1; i >= 0; i-- {
		if later[i].change == removed {
			values, err := later[i].whole()
			item.Name = values[customer.Name]
			return err
		}
	}
	return nil
}
