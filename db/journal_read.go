package db

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"time"

	"kortisto/customer"
)

// Cause says who did something to the register, when and how.
type Cause struct {
	At     time.Time
	By     string
	Action Action
	Import int64  // the import or undo that did it, 0 for none
	File   string // of that import, or of the one that the undo concerns

	Restores bool `json:",omitempty"` // an undo that brings an import back, which another undo had taken back
	Selected bool `json:",omitempty"` // an import without a file: of customers who were selected in the list
}

// entry is a row of the journal about a customer.
type entry struct {
	id       int64
	number   int
	revision int
	change   string // created, changed or removed
	field    string // key of the changed field
	old, new string
}

// isEmptied reports whether the values of a change are not kept any more: those of a
// change always differ.
func (e entry) isEmptied() bool { return e.change == changed && e.old == e.new }

// causedEntry is an entry with who made it.
type causedEntry struct {
	entry
	Cause
}

// The columns of an entry, and of what caused it.
const (
	entryColumns = `j.id, j.customer, j.revision, j.change,
		coalesce(j.field, ''), coalesce(j.old, ''), coalesce(j.new, '')`
	causeColumns = `e.at, e.actor, e.action, coalesce(e.import_id, 0), coalesce(i.file_name, ''),
		` + restoresExpr + `, coalesce(i.choices ->> '$.selection', 0)`
	causeJoin = ` JOIN events AS e ON e.id = j.event_id LEFT JOIN imports AS i ON i.id = e.import_id `
)

func (e *entry) columns() []any {
	return []any{&e.id, &e.number, &e.revision, &e.change, &e.field, &e.old, &e.new}
}

func (c *Cause) columns(at *Millis) []any {
	return []any{at, &c.By, &c.Action, &c.Import, &c.File, &c.Restores, &c.Selected}
}

// eachEntry calls a function with each entry that a query over entryColumns gives.
func eachEntry(ctx context.Context, q querier, use func(entry) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e entry
		if err := rows.Scan(e.columns()...); err != nil {
			return err
		}
		if err := use(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// eachCausedEntry is eachEntry for a query over entryColumns and causeColumns.
func eachCausedEntry(ctx context.Context, q querier, use func(causedEntry) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e causedEntry
		var at Millis
		if err := rows.Scan(append(e.entry.columns(), e.Cause.columns(&at)...)...); err != nil {
			return err
		}
		e.At = at.Time()
		if err := use(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// runs yields the neighbours of a list that have a key in common, run by run.
func runs[T any, K comparable](list []T, key func(*T) K) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for rest := list; len(rest) > 0; {
			end := 1
			for end < len(rest) && key(&rest[end]) == key(&rest[0]) {
				end++
			}
			if !yield(rest[:end]) {
				return
			}
			rest = rest[end:]
		}
	}
}

// byCustomer and byRevision are keys of runs: what a transaction did to one customer,
// and what one write did of those of a customer.
func byCustomer(e *entry) int       { return e.number }
func byRevision(e *causedEntry) int { return e.revision }

// changedField is the field that an entry changed.
func (e *entry) changedField() (customer.Field, error) {
	f, ok := customer.ParseField(e.field)
	if !ok || !f.IsValue() {
		return 0, fmt.Errorf("%w: journal %d: field %q", ErrDamaged, e.id, e.field)
	}
	return f, nil
}

// whole is the customer that an entry removed.
func (e *entry) whole() (values customer.Values, err error) {
	var texts map[string]string
	if err := json.Unmarshal([]byte(e.old), &texts); err != nil {
		return values, fmt.Errorf("%w: journal %d: %w", ErrDamaged, e.id, err)
	}
	for key, text := range texts {
		changed := entry{id: e.id, field: key}
		f, err := changed.changedField()
		if err != nil {
			return values, err
		}
		values[f] = text
	}
	values.Complete() // it may have been removed before there was such a field
	return values, nil
}

// wholeText is how the journal keeps a removed customer, for entry.whole. The group
// is named by its id.
func wholeText(values *customer.Values) (string, error) {
	texts := make(map[string]string)
	for f := customer.Kind; f.IsValue(); f++ {
		if values[f] != "" {
			texts[f.Key()] = values[f]
		}
	}
	text, err := json.Marshal(texts)
	return string(text), err
}

// parseID reads the id of a group as the journal keeps it, 0 for none.
func parseID(text string) int64 {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// nameGroup puts the name of a customer's group into the place of its id.
func nameGroup(values *customer.Values, groups map[int64]string) {
	values[customer.Group] = groups[parseID(values[customer.Group])]
}

// formerGroups reads the names that groups had when they were removed, by id. One
// whose name went with a customer never comes back.
func formerGroups(ctx context.Context, q querier) (map[int64]string, error) {
	// The plus keeps SQLite from walking the whole journal in order rather than
	// sorting the few rows that the index of groups gives.
	return namesByID(ctx, q,
		`SELECT group_id, old FROM journal WHERE group_id IS NOT NULL AND change = 'removed' AND old <> '`+nameErased+`' ORDER BY +id`)
}
