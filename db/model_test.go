package db

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"kortisto/customer"
)

// model is a register in memory, written with nothing in mind but to be plain:
// it keeps every state that the register ever had.
type model struct {
	now     world
	highest int
	groupID int64
	worlds  []world  // after each step, beginning with the empty one
	events  []int64  // the last event at each of these
	steps   []string // which have led to the second of these and the later ones
	entries []modelEntry
	merged  map[int]int // numbers that lead to others
}

// world is a state of the register.
type world struct {
	customers map[int]modelCustomer
	revisions map[int]int // also of customers that are not there any more
	born      map[int]int // how many customers have had a number, one after the other
	groups    map[int64]string
}

type modelCustomer struct {
	values customer.Values // without the group
	group  int64
}

// modelEntry is an import or an undo in the history.
type modelEntry struct {
	id            int64
	before, after world
	wrote         []int // customers
	made, removed []int64
	origin        int // index of the import that the chain begins with
}

func newModel() *model {
	m := &model{highest: 1000, merged: map[int]int{}, now: world{map[int]modelCustomer{}, map[int]int{}, map[int]int{}, map[int64]string{}}}
	m.worlds, m.events = []world{m.now.copy()}, []int64{0}
	return m
}

func (w world) copy() world {
	return world{maps.Clone(w.customers), maps.Clone(w.revisions), maps.Clone(w.born), maps.Clone(w.groups)}
}

// named finds a group by its folded name, 0 where there is none.
func (w world) named(name string) int64 {
	for id, other := range w.groups {
		if customer.FoldKey(other) == customer.FoldKey(name) {
			return id
		}
	}
	return 0
}

func (w world) members(group int64) int {
	n := 0
	for _, c := range w.customers {
		if c.group == group {
			n++
		}
	}
	return n
}

// put writes a customer as it comes from a form or a file.
func (m *model) put(number int, values customer.Values) {
	c := modelCustomer{values: values}
	if name := values[customer.Group]; name != "" {
		if c.group = m.now.named(name); c.group == 0 {
			m.groupID++
			c.group = m.groupID
			m.now.groups[c.group] = name
		}
	}
	c.values[customer.Group] = ""
	if _, there := m.now.customers[number]; !there {
		m.now.born[number]++
	}
	m.set(number, c)
}

func (m *model) set(number int, c modelCustomer) {
	if old, there := m.now.customers[number]; there && old == c {
		return
	}
	m.now.customers[number] = c
	m.now.revisions[number]++
	delete(m.merged, number)
}

// leads reports whether any number leads to another one.
func (m *model) leads(kept int) bool {
	return slices.Contains(slices.Collect(maps.Values(m.merged)), kept)
}

func (m *model) drop(number int) {
	delete(m.now.customers, number)
	m.now.revisions[number]++
}

// undo takes back an entry of the history, by what the register was before and
// after it alone. It reports whether anything changed.
func (m *model) undo(e *modelEntry) modelEntry {
	made := modelEntry{before: m.now.copy(), origin: e.origin}
	had := func(id int64) string { // the last name of a group
		for i := len(m.worlds) - 1; i >= 0; i-- {
			if name, there := m.worlds[i].groups[id]; there {
				return name
			}
		}
		return ""
	}
	home := func(id int64) int64 {
		if _, there := m.now.groups[id]; there || id == 0 {
			return id
		}
		if other := m.now.named(had(id)); other != 0 {
			return other
		}
		m.now.groups[id] = had(id)
		made.made = append(made.made, id)
		return id
	}
	for _, id := range e.removed {
		home(id)
	}
	for _, number := range e.wrote {
		before, was := e.before.customers[number]
		after, became := e.after.customers[number]
		now, is := m.now.customers[number]
		switch {
		case !is && m.merged[number] != 0: // it would no longer lead to another one
		case !is && was && !became: // removed by the undo that is undone
			before.group = home(before.group)
			m.set(number, before)
		case !is || was && !became || m.now.born[number] != e.after.born[number]: // gone since, or another one has its number
		case !was:
			if now == after && !m.leads(number) {
				m.drop(number)
			}
		default:
			m.set(number, m.putBack(before, after, now, home))
		}
		if m.now.revisions[number] != made.before.revisions[number] {
			made.wrote = append(made.wrote, number)
		}
	}
	for _, id := range e.made {
		if name, there := m.now.groups[id]; there && name == e.after.groups[id] && m.now.members(id) == 0 {
			delete(m.now.groups, id)
			made.removed = append(made.removed, id)
		}
	}
	made.after = m.now.copy()
	return made
}

// putBack is the customer with each field that is still as the import made it
// as it was before.
func (m *model) putBack(before, after, now modelCustomer, home func(int64) int64) modelCustomer {
	then := now
	for f := customer.Kind; f.IsValue(); f++ {
		if before.values[f] != after.values[f] && now.values[f] == after.values[f] {
			then.values[f] = before.values[f]
		}
	}
	if before.group != after.group && now.group == after.group {
		then.group = home(before.group)
	}
	if then.values[customer.Kind] == customer.Person && then.values[customer.BusinessID] != "" {
		for _, f := range tied {
			then.values[f] = now.values[f]
		}
	}
	return then
}

func (w world) String() string {
	var b []byte
	for _, number := range slices.Sorted(maps.Keys(w.customers)) {
		c := w.customers[number]
		c.values[customer.Group] = w.groups[c.group]
		b = fmt.Appendf(b, "%d %d %q\n", number, w.revisions[number], c.values)
	}
	for _, id := range slices.Sorted(maps.Keys(w.groups)) {
		b = fmt.Appendf(b, "%d %s %d\n", id, w.groups[id], w.members(id))
	}
	return string(b)
}

// stored is the register as the model writes it.
func stored(t rapid.TB, db *DB) string {
	t.Helper()
	var b []byte
	err := db.EachCustomer(context.Background(), Filter{}, func(c *customer.Customer) error {
		b = fmt.Appendf(b, "%d %d %q\n", c.Number, c.Revision, c.Values)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := db.Groups(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Compare(a.ID, b.ID) })
	for _, g := range groups {
		b = fmt.Appendf(b, "%d %s %d\n", g.ID, g.Name, g.Customers)
	}
	return string(b)
}
