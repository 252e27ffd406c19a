package db

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"kortisto/customer"
)

// Group is a customer group. Its id stays when its name changes.
type Group struct {
	ID        int64
	Name      string
	Customers int // how many are in it
}

// Groups returns all groups with their numbers of customers, in alphabetical
// order. They are counted once for each state of the register: of a million
// customers that takes as long as the rest of a page three times over.
func (db *DB) Groups(ctx context.Context) ([]Group, error) {
	var groups []Group
	err := db.readState(ctx, func(tx *sql.Tx) error {
		var writes int64
		if err := tx.QueryRowContext(ctx, `SELECT writes FROM counters`).Scan(&writes); err != nil {
			return err
		}
		if known := db.counted.Load(); known != nil && known.writes == writes {
			groups = slices.Clone(known.groups)
			return nil
		}
		var err error
		if groups, err = countGroups(ctx, tx); err == nil {
			db.counted.Store(&countedGroups{writes, slices.Clone(groups)})
		}
		return err
	})
	return groups, err
}

// countedGroups are the groups as they are while the write counter stays.
type countedGroups struct {
	writes int64
	groups []Group
}

func countGroups(ctx context.Context, tx *sql.Tx) ([]Group, error) {
	rows, err := tx.QueryContext(ctx, `SELECT g.id, g.name,
			(SELECT count(*) FROM customers AS c WHERE c.group_id = g.id AND c.group_id IS NOT NULL)
		FROM groups AS g`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var groups []Group
	for rows.Next() {
		var g Group
		if err := rows.Scan(&g.ID, &g.Name, &g.Customers); err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(
			cmp.Compare(alphabetKey(customer.FoldKey(a.Name)), alphabetKey(customer.FoldKey(b.Name))),
			cmp.Compare(a.ID, b.ID))
	})
	return groups, rows.Err()
}

// CreateGroup makes an empty group. It fails with ErrNameMissing or ErrNameTaken.
func (db *DB) CreateGroup(ctx context.Context, actor Actor, name string) (Group, error) {
	group := Group{Name: customer.Clean(name)}
	err := db.writeRegister(ctx, actor, ActionGroupCreate, func(ctx context.Context, w *writer) (err error) {
		group.ID, err = w.createGroup(group.Name)
		return err
	})
	return group, err
}

// RenameGroup gives a group another name. Its customers are not written: they
// are in the same group as before. It fails with ErrNotFound, ErrNameMissing or
// ErrNameTaken; the name that the group has already changes nothing.
func (db *DB) RenameGroup(ctx context.Context, actor Actor, id int64, name string) error {
	name = customer.Clean(name)
	return db.writeRegister(ctx, actor, ActionGroupRename, func(ctx context.Context, w *writer) error {
		return w.renameGroup(id, name)
	})
}

// RemoveGroup removes a group that has no customers. It fails with ErrNotFound
// or ErrGroupNotEmpty.
func (db *DB) RemoveGroup(ctx context.Context, actor Actor, id int64) error {
	return db.writeRegister(ctx, actor, ActionGroupRemove, func(ctx context.Context, w *writer) error {
		return w.removeGroup(id)
	})
}

// createGroup stores a new group. A name that is taken is ErrNameTaken.
func (w *writer) createGroup(name string) (int64, error) {
	key := customer.FoldKey(name)
	if key == "" {
		return 0, ErrNameMissing
	}
	if _, taken := w.groupIDs[key]; taken {
		return 0, ErrNameTaken
	}
	if err := w.begin(); err != nil {
		return 0, err
	}
	var id int64
	err := w.tx.QueryRowContext(w.ctx,
		`INSERT INTO groups (name, key) VALUES (?, ?) RETURNING id`, name, key).Scan(&id)
	if err != nil {
		return 0, err
	}
	w.groupIDs[key], w.groupNames[id] = id, name
	return id, w.journalGroup(id, created, nil, nil, name)
}

// restoreGroup makes a group again that was removed, with its old id: customers
// in the journal are still in it. Its name must be free.
func (w *writer) restoreGroup(id int64, name string) error {
	if err := w.begin(); err != nil {
		return err
	}
	key := customer.FoldKey(name)
	if err := w.exec(`INSERT INTO groups (id, name, key) VALUES (?, ?, ?)`, id, name, key); err != nil {
		return err
	}
	w.groupIDs[key], w.groupNames[id] = id, name
	return w.journalGroup(id, created, nil, nil, name)
}

func (w *writer) renameGroup(id int64, name string) error {
	old, ok := w.groupNames[id]
	key := customer.FoldKey(name)
	switch holder, taken := w.groupIDs[key]; {
	case !ok:
		return ErrNotFound
	case key == "":
		return ErrNameMissing
	case taken && holder != id:
		return ErrNameTaken
	case name == old:
		return nil
	}
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.exec(`UPDATE groups SET name = ?, key = ? WHERE id = ?`, name, key, id); err != nil {
		return err
	}
	delete(w.groupIDs, customer.FoldKey(old))
	w.groupIDs[key], w.groupNames[id] = id, name
	return w.journalGroup(id, changed, nameOfGroup, old, name)
}

func (w *writer) removeGroup(id int64) error {
	name, ok := w.groupNames[id]
	if !ok {
		return ErrNotFound
	}
	var customers bool
	err := w.tx.QueryRowContext(w.ctx,
		`SELECT EXISTS (SELECT 1 FROM customers WHERE group_id = ?)`, id).Scan(&customers)
	switch {
	case err != nil:
		return err
	case customers:
		return ErrGroupNotEmpty
	}
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.exec(`DELETE FROM groups WHERE id = ?`, id); err != nil {
		return err
	}
	delete(w.groupIDs, customer.FoldKey(name))
	delete(w.groupNames, id)
	return w.journalGroup(id, removed, nil, name, nil)
}
