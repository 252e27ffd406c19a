package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
)

// versionEntry is an entry as a walk needs it.
type versionEntry struct {
	number, revision int
	event            int32  // by its place
	what             string // the key of the changed field; else how the customer came or went
	old              string
	basis            int    // the revision as which the row of an import was exported, 0 for none
	new              string // only where there is a basis
}

// How entries are found: whole events are read from the journal's end until
// every walk has come to its revision, but no more than scanJournal entries for
// each of them. Where that is not enough, the other customers are looked up,
// versionBatch together.
const (
	scanJournal  = 8
	versionBatch = 1000
)

// versionColumns are few and short: each one costs as much as finding its row.
// A group's entries have no customer.
const (
	separatorText  = ` || '` + string(customer.Separator) + `' || `
	versionColumns = `j.event_id, ifnull(j.customer, 0) << 32 | ifnull(j.revision, 0),
		ifnull(j.field, j.change)` + separatorText + `ifnull(j.old, iif(j.change = 'changed', '` + valueGone + `', ''))
		|| iif(j.basis IS NULL, '', ''` + separatorText + `j.basis` + separatorText + `ifnull(j.new, ''))`
)

// valueGone stands for an old value that is not kept any more. No kept text has
// such a character.
const valueGone = "\x01"

// walkAll walks all customers back that have been written since.
func (v *versions) walkAll(ctx context.Context) error {
	if v.unfinished == 0 {
		return nil
	}
	end, err := v.scanEnd(ctx)
	if err != nil {
		return err
	}
	err = v.eachEntry(ctx, func(last, next int32) bool { return v.unfinished == 0 && last != next },
		`SELECT `+versionColumns+` FROM journal AS j WHERE j.id > ? ORDER BY j.id DESC`, end)
	if err != nil {
		return err
	}
	pairs := make([][2]int, 0, versionBatch) // of numbers and revisions
	for number, w := range v.walks {
		lowest := 0
		for ; w != nil; w = w.other {
			if w.isUnfinished() && (lowest == 0 || w.asked.Revision < lowest) {
				lowest = w.asked.Revision
			}
		}
		if lowest == 0 {
			continue
		}
		if pairs = append(pairs, [2]int{number, lowest}); len(pairs) == versionBatch {
			if err := v.lookUp(ctx, pairs, end); err != nil {
				return err
			}
			pairs = pairs[:0]
		}
	}
	return v.lookUp(ctx, pairs, end)
}

// scanEnd returns the entry above which all are read: the last one of its event.
func (v *versions) scanEnd(ctx context.Context) (end int, err error) {
	if err := v.q.QueryRowContext(ctx, `SELECT entries FROM counters`).Scan(&end); err != nil {
		return 0, err
	}
	if end -= scanJournal * len(v.walks); end <= 0 {
		return 0, nil
	}
	err = v.q.QueryRowContext(ctx, `SELECT e.last_entry FROM journal AS j JOIN events AS e ON e.id = j.event_id
		WHERE j.id > ? ORDER BY j.id LIMIT 1`, end).Scan(&end)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return end, err
}

// lookUp reads the entries of some customers from their revisions on, up to one.
func (v *versions) lookUp(ctx context.Context, pairs [][2]int, end int) error {
	if len(pairs) == 0 {
		return nil
	}
	list, err := json.Marshal(pairs)
	if err != nil {
		return err
	}
	return v.eachEntry(ctx, func(int32, int32) bool { return false },
		`SELECT `+versionColumns+` FROM json_each(?) AS n CROSS JOIN journal AS j
		ON j.customer = n.value ->> 0 AND j.revision > n.value ->> 1 AND j.id <= ? ORDER BY j.id DESC`, string(list), end)
}

// eachEntry lets the walks take the entries that a query over versionColumns
// gives, until enough says so between the entry of an event and the next one.
func (v *versions) eachEntry(ctx context.Context, enough func(last, next int32) bool, query string, args ...any) error {
	rows, err := v.q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var e versionEntry
	var event, numbers int64
	var texts string
	var first *versionWalk // of the customer of the last entry
	columns := []any{&event, &numbers, &texts}
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		place := v.place(event)
		if enough(e.event, place) {
			break
		}
		e.event, e.revision = place, int(uint32(numbers))
		if number := int(numbers >> 32); number != e.number {
			e.number, first = number, v.walks[number]
		}
		if first == nil {
			continue
		}
		if err := e.cut(texts); err != nil {
			return err
		}
		for w := first; w != nil; w = w.other {
			unfinished := w.isUnfinished()
			if err := w.take(&e); err != nil {
				return err
			}
			if unfinished && !w.isUnfinished() {
				v.unfinished--
			}
		}
	}
	return rows.Err()
}

// cut takes the texts of an entry apart.
func (e *versionEntry) cut(texts string) error {
	parts := [4]string{}
	n := 0
	for more := true; more && n < len(parts); n++ {
		parts[n], texts, more = strings.Cut(texts, string(customer.Separator))
	}
	e.what, e.old, e.basis, e.new = parts[0], parts[1], 0, parts[3]
	if n == 2 {
		return nil
	}
	var err error
	if e.basis, err = strconv.Atoi(parts[2]); err != nil || n < len(parts) {
		return e.damaged()
	}
	return nil
}

func (e *versionEntry) damaged() error {
	return fmt.Errorf("%w: journal of customer %d, revision %d", ErrDamaged, e.number, e.revision)
}

// place returns where the cause of an event stands.
func (v *versions) place(event int64) int32 {
	if event == v.lastEvent {
		return v.lastPlace
	}
	place, met := v.places[event]
	if !met {
		place = int32(len(v.causes))
		v.places[event] = place
		v.causes = append(v.causes, Cause{})
	}
	v.lastEvent, v.lastPlace = event, place
	return place
}

// isUnfinished reports whether the walk has still to come to its revision.
func (w *versionWalk) isUnfinished() bool { return !w.lost && w.at > w.asked.Revision+1 }

// take makes the customer what it was before an entry.
func (w *versionWalk) take(e *versionEntry) error {
	if w.lost || e.revision <= w.asked.Revision {
		return nil
	}
	if e.revision != w.at && e.revision != w.at-1 {
		w.lost = true
		return nil
	}
	w.at = e.revision
	switch e.what {
	case created:
		w.back = append(w.back, e.event)
		return w.was.before(&entry{change: created})
	case removed:
		return w.bringBack(e)
	}
	if e.old == valueGone {
		w.lost = true
		return nil
	}
	one := entry{change: changed, field: e.what, old: e.old}
	f, err := one.changedField()
	if err != nil {
		return e.damaged()
	}
	if w.writes[f] == 0 {
		w.writes[f] = e.event
	}
	if e.basis == w.asked.Revision {
		w.imported = append(w.imported, importedValue{importer.Imported{Field: f, Value: e.new}, e.event})
	}
	return w.was.before(&one)
}

// bringBack takes the walk across a gap, where the customer that came after it
// is the one that was removed. Its group may be another one: the old one may
// have been removed meanwhile.
func (w *versionWalk) bringBack(e *versionEntry) error {
	came, existed := *w.was.values, w.was.exists
	if err := w.was.before(&entry{change: removed, old: e.old}); err != nil {
		return e.damaged()
	}
	group := w.was.values[customer.Group]
	if group != came[customer.Group] && w.writes[customer.Group] == 0 && len(w.back) > 0 {
		w.writes[customer.Group] = w.back[len(w.back)-1]
	}
	came[customer.Group] = group
	w.lost = existed || came != *w.was.values
	return nil
}
