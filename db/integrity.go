package db

import (
	"context"
	"errors"
	"fmt"
)

// Flaw is something that is wrong with a register, by a stable code: integrity,
// foreign-keys, numbers, entries, events, origins, revisions, values, merges,
// imports, counts or search.
type Flaw struct {
	Code   string
	Count  int    // how many rows are concerned, where that is known
	Detail string // what SQLite says of the file, or the field
}

// mostIntegrityLines is how many lines of SQLite's integrity check are shown.
const mostIntegrityLines = 20

// integrity asks SQLite whether a file is sound.
func integrity(ctx context.Context, q querier) (flaws []Flaw, err error) {
	rows, err := q.QueryContext(ctx, fmt.Sprintf(`PRAGMA integrity_check(%d)`, mostIntegrityLines))
	if err != nil {
		return damagedFlaw(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return damagedFlaw(err)
		}
		if line != "ok" {
			flaws = append(flaws, Flaw{Code: "integrity", Detail: line})
		}
	}
	if err := rows.Err(); err != nil {
		return damagedFlaw(err)
	}
	return flaws, nil
}

// damagedFlaw makes a flaw of an error that says that the file is damaged.
func damagedFlaw(err error) ([]Flaw, error) {
	if err = translate(err); errors.Is(err, ErrDamaged) {
		return []Flaw{{Code: "integrity", Detail: err.Error()}}, nil
	}
	return nil, err
}
