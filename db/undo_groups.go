package db

import (
	"cmp"
	"slices"

	"kortisto/customer"
)

// groupBook knows the groups by id and, folded, by name.
type groupBook struct {
	names map[int64]string
	ids   map[string]int64
}

func newGroupBook(names map[int64]string) groupBook {
	book := groupBook{names, make(map[string]int64, len(names))}
	for id, name := range names {
		book.ids[customer.FoldKey(name)] = id
	}
	return book
}

// restoreGroups makes those groups again that an undo, which is undone now, had
// removed.
func (walk *undoWalk) restoreGroups() error {
	return walk.eachGroup(removed, func(id int64, _ string) error {
		_, err := walk.home(id)
		return err
	})
}

// eachGroup calls a function with each group that the import created, or that
// the undo removed.
func (walk *undoWalk) eachGroup(change string, use func(id int64, name string) error) error {
	rows, err := walk.q.QueryContext(walk.ctx, `SELECT group_id, coalesce(new, old) FROM journal
		WHERE id BETWEEN ? AND ? AND customer IS NULL AND change = ? AND coalesce(new, old) <> '`+nameErased+`' ORDER BY id`, walk.plan.first, walk.plan.last, change)
	if err != nil {
		return err
	}
	defer rows.Close()
	type group struct {
		id   int64
		name string
	}
	var groups []group
	for rows.Next() {
		var g group
		if err := rows.Scan(&g.id, &g.name); err != nil {
			return err
		}
		groups = append(groups, g)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, g := range groups {
		if err := use(g.id, g.name); err != nil {
			return err
		}
	}
	return nil
}

// home returns the group that a customer goes back into. One that was removed
// since is made again, unless another one has its name by now.
func (walk *undoWalk) home(id int64) (int64, error) {
	if _, there := walk.groups.names[id]; there || id == 0 {
		return id, nil
	}
	name, known := walk.former[id]
	if !known {
		return 0, nil
	}
	key := customer.FoldKey(name)
	if other, taken := walk.groups.ids[key]; taken {
		return other, nil
	}
	walk.restored = append(walk.restored, id)
	if walk.restore != nil {
		return id, walk.restore(id, name) // which writes it into the book
	}
	walk.groups.names[id], walk.groups.ids[key] = name, id
	return id, nil
}

// countMoves counts how the undo of a customer changes the sizes of groups.
func (item *undoItem) countMoves(moves map[int64]int) {
	if item.groupBefore != item.groupAfter {
		moves[item.groupBefore]--
		moves[item.groupAfter]++
	}
}

// groupEffects says what becomes of groups once all customers are undone, in
// the order of their making.
func (walk *undoWalk) groupEffects(moves map[int64]int) ([]UndoGroup, error) {
	var effects []UndoGroup
	for _, id := range walk.restored {
		effects = append(effects, UndoGroup{Name: walk.groups.names[id], Effect: EffectBrought, id: id})
	}
	err := walk.eachGroup(removed, func(id int64, name string) error {
		if _, there := walk.groups.names[id]; !there {
			effects = append(effects, UndoGroup{Name: name, Effect: EffectStays, Reason: ReasonTaken, id: id})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = walk.eachGroup(created, func(id int64, name string) error {
		now, there := walk.groups.names[id]
		if !there {
			return nil
		}
		effect := UndoGroup{Name: now, Effect: EffectStays, id: id}
		var err error
		if now != name {
			effect.Reason = ReasonRenamed
			effect.Cause, err = walk.renamer(id)
		} else if err = walk.q.QueryRowContext(walk.ctx,
			`SELECT count(*) FROM customers WHERE group_id = ?`, id).Scan(&effect.Customers); err == nil {
			effect.Customers += moves[id]
			if effect.Reason = ReasonInUse; effect.Customers == 0 {
				effect.Effect, effect.Reason = EffectRemoved, ""
			}
		}
		effects = append(effects, effect)
		return err
	})
	if err != nil {
		return nil, err
	}
	renamed, err := walk.renamedGroups()
	effects = append(effects, renamed...)
	slices.SortStableFunc(effects, func(a, b UndoGroup) int { return cmp.Compare(a.id, b.id) })
	return effects, err
}

// renamedGroups says what becomes of groups that were renamed: the old name comes
// back while the group has the new one, and nobody else has the old one.
func (walk *undoWalk) renamedGroups() ([]UndoGroup, error) {
	rows, err := walk.q.QueryContext(walk.ctx, `SELECT group_id, old, new FROM journal
		WHERE id BETWEEN ? AND ? AND customer IS NULL AND change = 'changed' AND old <> '`+nameErased+`' ORDER BY id`, walk.plan.first, walk.plan.last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var effects []UndoGroup
	var given []string // the names that the change gave
	for rows.Next() {
		var effect UndoGroup
		var name string
		if err := rows.Scan(&effect.id, &effect.Then, &name); err != nil {
			return nil, err
		}
		effects, given = append(effects, effect), append(given, name)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range effects {
		effect := &effects[i]
		now, there := walk.groups.names[effect.id]
		holder, taken := walk.groups.ids[customer.FoldKey(effect.Then)]
		effect.Name, effect.Effect = now, EffectStays
		switch {
		case !there:
			effect.Name, effect.Reason = given[i], ReasonRemoved
		case now != given[i]:
			effect.Reason = ReasonRenamed
			if effect.Cause, err = walk.renamer(effect.id); err != nil {
				return nil, err
			}
		case taken && holder != effect.id:
			effect.Reason = ReasonTaken
		default:
			effect.Effect = EffectPutBack
		}
	}
	return effects, nil
}

// renamer tells who gave a group its name.
func (walk *undoWalk) renamer(id int64) (*Cause, error) {
	var cause Cause
	var at Millis
	err := walk.q.QueryRowContext(walk.ctx, `SELECT `+causeColumns+` FROM journal AS j`+causeJoin+`
		WHERE j.group_id = ? AND j.change = 'changed' AND j.id > ? ORDER BY j.id DESC LIMIT 1`, id, walk.plan.last).
		Scan(cause.columns(&at)...)
	cause.At = at.Time()
	return &cause, err
}
