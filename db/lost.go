package db

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
)

// Lost is what the register had before a restore and has no more, and what comes
// back with it.
type Lost struct {
	Since     Millis // the first of what is gone; zero where nothing is, or where that is not known
	Changes   int    // by hand, and undos
	Imports   []LostImport
	Customers Difference
	Drafts    Difference
	Users     UserDifference
}

// Difference tells how many of a kind a restore has changed.
type Difference struct {
	Gone  int
	Back  int // there again: they had been removed, or were never there
	Other int // as they were in the backup
}

// UserDifference is a Difference of users, by their names. Other ones have the
// password, the role or the state that they had in the backup.
type UserDifference struct {
	Gone, Back, Other []string
}

// LostImport is an import of a file that a restore has taken back.
type LostImport struct {
	FileName string
	At       Millis
	By       string
}

// Nothing reports whether all is as it was.
func (l *Lost) Nothing() bool {
	return l.Changes == 0 && len(l.Imports) == 0 && l.Customers == Difference{} && l.Drafts == Difference{} &&
		len(l.Users.Gone)+len(l.Users.Back)+len(l.Users.Other) == 0
}

// lostBy tells what the present database has that another one has not. It is
// nil where there is none, or none that can be read.
func (db *DB) lostBy(ctx context.Context, path string) (*Lost, error) {
	present := db.path()
	if _, err := db.inspect(ctx, present); err != nil {
		return nil, ctx.Err()
	}
	log, err := readLog(present + "-wal")
	if err != nil {
		return nil, err
	}
	var lost Lost
	err = peek(present, log, func(probe *bun.DB) error {
		if _, err := probe.DB.ExecContext(ctx, `ATTACH DATABASE ? AS other`, path); err != nil {
			return err
		}
		for _, find := range []func(context.Context, querier) error{lost.findEvents, lost.findCustomers, lost.findDrafts, lost.findUsers} {
			if err := find(ctx, probe); err != nil {
				return err
			}
		}
		return nil
	})
	return &lost, err
}

// since notes a moment of something that is gone.
func (l *Lost) since(at Millis) {
	if !at.IsZero() && (l.Since.IsZero() || at.Time().Before(l.Since.Time())) {
		l.Since = at
	}
}

// findEvents finds what was done to the register and is not in the other one.
func (l *Lost) findEvents(ctx context.Context, q querier) error {
	const gone = ` FROM main.events AS e LEFT JOIN main.imports AS i ON i.event_id = e.id
		WHERE NOT EXISTS (SELECT 1 FROM other.events AS o WHERE o.id = e.id AND o.at = e.at AND o.actor = e.actor
			AND o.action = e.action AND o.first_entry = e.first_entry AND o.last_entry = e.last_entry)`
	var since Millis
	err := q.QueryRowContext(ctx, `SELECT min(e.at), count(*) FILTER (WHERE i.id IS NULL OR i.id < 0 OR i.undoes IS NOT NULL)`+gone).
		Scan(&since, &l.Changes)
	if err != nil {
		return err
	}
	l.since(since)
	return eachRow(ctx, q, func(rows *sql.Rows) error {
		var one LostImport
		err := rows.Scan(&one.FileName, &one.At, &one.By)
		l.Imports = append(l.Imports, one)
		return err
	}, `SELECT i.file_name, i.saved_at, i.saved_by`+gone+` AND i.id > 0 AND i.undoes IS NULL ORDER BY e.id`)
}

func (l *Lost) findCustomers(ctx context.Context, q querier) error {
	return q.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM main.customers WHERE number NOT IN (SELECT number FROM other.customers)),
		(SELECT count(*) FROM other.customers WHERE number NOT IN (SELECT number FROM main.customers)),
		(SELECT count(*) FROM main.customers AS m JOIN other.customers AS o ON o.number = m.number WHERE o.revision <> m.revision)`).
		Scan(&l.Customers.Gone, &l.Customers.Back, &l.Customers.Other)
}

func (l *Lost) findDrafts(ctx context.Context, q querier) error {
	const draft = ` WHERE m.state = 'draft'`
	const same = ` AS o WHERE o.id = m.id AND o.created_at = m.created_at AND o.state = 'draft'`
	var since Millis
	err := q.QueryRowContext(ctx, `SELECT min(created_at), count(*) FROM main.imports AS m`+draft+
		` AND NOT EXISTS (SELECT 1 FROM other.imports`+same+`)`).Scan(&since, &l.Drafts.Gone)
	if err != nil {
		return err
	}
	l.since(since)
	return q.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM other.imports AS m`+draft+` AND NOT EXISTS (SELECT 1 FROM main.imports`+same+`)),
		(SELECT count(*) FROM main.imports AS m`+draft+` AND EXISTS (SELECT 1 FROM other.imports`+same+` AND o.choices <> m.choices))`).
		Scan(&l.Drafts.Back, &l.Drafts.Other)
}

func (l *Lost) findUsers(ctx context.Context, q querier) error {
	const same = ` AS o WHERE o.key = m.key AND o.created_at = m.created_at`
	const gone = ` FROM main.users AS m WHERE NOT EXISTS (SELECT 1 FROM other.users` + same + `)`
	var since Millis
	if err := q.QueryRowContext(ctx, `SELECT min(m.created_at)`+gone).Scan(&since); err != nil {
		return err
	}
	l.since(since)
	for _, find := range []struct {
		names *[]string
		from  string
	}{
		{&l.Users.Gone, gone},
		{&l.Users.Back, ` FROM other.users AS m WHERE NOT EXISTS (SELECT 1 FROM main.users` + same + `)`},
		{&l.Users.Other, ` FROM main.users AS m WHERE EXISTS (SELECT 1 FROM other.users` + same +
			` AND (o.password <> m.password OR o.role <> m.role OR o.active <> m.active))`},
	} {
		err := eachRow(ctx, q, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			*find.names = append(*find.names, name)
			return err
		}, `SELECT m.name`+find.from+` ORDER BY m.key`)
		if err != nil {
			return err
		}
	}
	return nil
}
