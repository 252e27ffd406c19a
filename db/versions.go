package db

import (
	"context"
	"encoding/json"
	"fmt"

	"kortisto/customer"
	"kortisto/importer"
)

// VersionKey returns what the register's version marks are made with.
func (r *register) VersionKey(ctx context.Context) ([]byte, error) {
	var key []byte
	err := r.q.QueryRowContext(ctx, `SELECT version_key FROM counters`).Scan(&key)
	return key, translate(err)
}

// Since tells of each customer what it was when it was exported, and of each
// field that has another value now who wrote it last. A field that was changed
// and changed back is as it was. What an import of the same export has written
// since counts as exported, unless that import is undone. Nothing is told of
// customers that are not in the register, or were not then, or of which the
// journal does not reach so far back. A customer that was removed and came back
// is told of across the gap. The answers come in the order of what is asked.
func (r *register) Since(ctx context.Context, exported []importer.Exported, use func(importer.Exported, *importer.Since)) error {
	names, err := everyGroup(ctx, r.q)
	if err != nil {
		return translate(err)
	}
	for len(exported) > 0 {
		n := min(len(exported), versionBatch)
		if err := r.sinceBatch(ctx, names, exported[:n], use); err != nil {
			return translate(err)
		}
		exported = exported[n:]
	}
	return nil
}

// versionBatch is how many versions are looked up together.
const versionBatch = 1000

// sinceBatch is Since for some versions. A customer may stand among them twice.
func (r *register) sinceBatch(ctx context.Context, groups map[int64]string, exported []importer.Exported, use func(importer.Exported, *importer.Since)) error {
	lowest := make(map[int]int, len(exported)) // revision asked for, by number
	for _, v := range exported {
		if revision, asked := lowest[v.Number]; !asked || v.Revision < revision {
			lowest[v.Number] = v.Revision
		}
	}
	present := make(map[int]*record, len(lowest))
	err := eachRecord(ctx, r.q, groups, func(rec *record) error {
		kept := *rec
		present[rec.Number] = &kept
		return nil
	}, `SELECT `+customerColumns+` FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?))`, listed(lowest))
	if err != nil {
		return err
	}
	later, err := r.entriesAbove(ctx, lowest, present)
	if err != nil {
		return err
	}
	for _, v := range exported {
		since, err := sinceVersion(v.Revision, present[v.Number], later[v.Number], groups)
		if err != nil {
			return err
		}
		if since != nil {
			use(v, since)
		}
	}
	return nil
}

// entriesAbove reads what was written of customers after a revision of each,
// the last first. Those that have that revision still are not looked for.
func (r *register) entriesAbove(ctx context.Context, revisions map[int]int, present map[int]*record) (map[int][]laterEntry, error) {
	moved := make(map[int]int)
	for number, rec := range present {
		if rec.Revision > revisions[number] {
			moved[number] = revisions[number]
		}
	}
	later := make(map[int][]laterEntry, len(moved))
	if len(moved) == 0 {
		return later, nil
	}
	pairs := make([][2]int, 0, len(moved))
	for number, revision := range moved {
		pairs = append(pairs, [2]int{number, revision})
	}
	list, err := json.Marshal(pairs)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.QueryContext(ctx, `SELECT `+entryColumns+`, `+causeColumns+`, `+standingBasis+`
		FROM json_each(?) AS n CROSS JOIN journal AS j
			ON j.customer = n.value ->> 0 AND j.revision > n.value ->> 1`+causeJoin+`
		ORDER BY j.id DESC`, string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e laterEntry
		var at Millis
		if err := rows.Scan(append(append(e.entry.columns(), e.Cause.columns(&at)...), &e.basis)...); err != nil {
			return nil, err
		}
		e.At = at.Time()
		later[e.number] = append(later[e.number], e)
	}
	return later, rows.Err()
}

// laterEntry is an entry of a customer after the revision that is asked for.
type laterEntry struct {
	causedEntry
	basis int // the revision that the row of an import was exported as; 0 for none, or where the import is undone
}

// standingBasis is the basis of an entry whose import is not undone.
const standingBasis = `CASE WHEN j.basis IS NULL OR (SELECT count(*) FROM imports AS u WHERE u.origin = e.import_id) % 2 = 1
	THEN 0 ELSE j.basis END`

// sinceVersion walks one customer back to a revision; nil where nothing is known
// of it.
func sinceVersion(revision int, now *record, later []laterEntry, groups map[int64]string) (*importer.Since, error) {
	if now == nil || revision < 1 || revision > now.Revision {
		return nil, nil
	}
	today := today(now)
	then, at := today, now.Revision+1       // the revision that the entry before has
	var causes [customer.Notes + 1]*Cause   // of the last write of each field
	var imported [customer.Notes + 1]*entry // the last write by an import of the same export
	for i := range later {
		e := &later[i]
		if e.revision <= revision {
			break
		}
		if e.revision != at && e.revision != at-1 {
			return nil, nil // the journal does not reach so far
		}
		at = e.revision
		before := then
		if err := then.before(&e.entry); err != nil {
			return nil, err
		}
		for f := range causes {
			if causes[f] == nil && before.values[f] != then.values[f] {
				causes[f] = &e.Cause
			}
		}
		if e.basis == revision && e.change == changed {
			f, err := e.changedField()
			if err != nil {
				return nil, err
			}
			if imported[f] == nil {
				imported[f] = &e.entry
			}
		}
	}
	if !then.exists || at > revision+1 {
		return nil, nil
	}
	for f, e := range imported {
		if e != nil {
			then.values[f] = e.new
		}
	}
	since := &importer.Since{Then: then.values}
	since.Then[customer.Group] = groups[parseID(then.values[customer.Group])]
	for f := customer.Kind; f <= customer.Notes; f++ {
		if then.values[f] == today.values[f] {
			continue
		}
		cause := causes[f]
		if cause == nil {
			return nil, fmt.Errorf("%w: customer %d", ErrDamaged, now.Number)
		}
		since.Later = append(since.Later, importer.Write{Field: f, Who: cause.By, At: cause.At, Import: cause.Import, File: cause.File})
	}
	return since, nil
}
