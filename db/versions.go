package db

import (
	"context"
	"encoding/json"
	"fmt"

	"kortisto/customer"
)

// Version names a state of a customer: what an export writes beside it.
type Version struct{ Number, Revision int }

// Since is what has become of a customer since a version of it.
type Since struct {
	// Known says whether the customer was in the register with that revision,
	// and whether the journal still tells what it was then.
	Known bool
	Then  customer.Values // at that version; the group by the name that it has now, or had last
	Later []LaterWrite    // of each field that is not what it was then, in the order of the table
}

// LaterWrite is the last write of a field since a version.
type LaterWrite struct {
	Field customer.Field
	Cause Cause
}

// Since tells of each version what the customer was then, and of each field
// that has another value now who wrote it last. A field that was changed and
// changed back is as it was. Versions of today are Known and have nothing in
// Later. Versions of customers that are not in the register, or were not then,
// are not Known. A customer that was removed and came back is told of across
// the gap. The answers are called for in the order of what is asked for.
func (s *Snapshot) Since(ctx context.Context, versions []Version, use func(Version, *Since) error) error {
	names, err := everyGroup(ctx, s.q)
	if err != nil {
		return translate(err)
	}
	for len(versions) > 0 {
		n := min(len(versions), versionBatch)
		if err := s.sinceBatch(ctx, names, versions[:n], use); err != nil {
			return translate(err)
		}
		versions = versions[n:]
	}
	return nil
}

// versionBatch is how many versions are looked up together.
const versionBatch = 1000

// sinceBatch is Since for some versions. A customer may stand among them twice.
func (s *Snapshot) sinceBatch(ctx context.Context, groups map[int64]string, versions []Version, use func(Version, *Since) error) error {
	lowest := make(map[int]int, len(versions)) // revision asked for, by number
	for _, v := range versions {
		if revision, asked := lowest[v.Number]; !asked || v.Revision < revision {
			lowest[v.Number] = v.Revision
		}
	}
	present := make(map[int]*record, len(lowest))
	err := eachRecord(ctx, s.q, groups, func(r *record) error {
		kept := *r
		present[r.Number] = &kept
		return nil
	}, `SELECT `+customerColumns+` FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?))`, listed(lowest))
	if err != nil {
		return err
	}
	later, err := s.entriesAbove(ctx, lowest, present)
	if err != nil {
		return err
	}
	for _, v := range versions {
		since, err := sinceVersion(v.Revision, present[v.Number], later[v.Number], groups)
		if err != nil {
			return err
		}
		if err := use(v, since); err != nil {
			return err
		}
	}
	return nil
}

// entriesAbove reads what was written of customers after a revision of each,
// the last first. Those that have that revision still are not looked for.
func (s *Snapshot) entriesAbove(ctx context.Context, revisions map[int]int, present map[int]*record) (map[int][]causedEntry, error) {
	moved := make(map[int]int)
	for number, r := range present {
		if r.Revision > revisions[number] {
			moved[number] = revisions[number]
		}
	}
	later := make(map[int][]causedEntry, len(moved))
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
	err = eachCausedEntry(ctx, s.q, func(e causedEntry) error {
		later[e.number] = append(later[e.number], e)
		return nil
	}, `SELECT `+entryColumns+`, `+causeColumns+`
		FROM json_each(?) AS n CROSS JOIN journal AS j
			ON j.customer = n.value ->> 0 AND j.revision > n.value ->> 1`+causeJoin+`
		ORDER BY j.id DESC`, string(list))
	return later, err
}

// sinceVersion walks one customer back to a revision.
func sinceVersion(revision int, now *record, later []causedEntry, groups map[int64]string) (*Since, error) {
	since := new(Since)
	if now == nil || revision < 1 || revision > now.Revision {
		return since, nil
	}
	today := today(now)
	then, at := today, now.Revision+1     // the revision that the entry before has
	var causes [customer.Notes + 1]*Cause // of the last write of each field
	for i := range later {
		e := &later[i]
		if e.revision <= revision {
			break
		}
		if e.revision != at && e.revision != at-1 {
			return since, nil // the journal does not reach so far
		}
		at = e.revision
		before := then
		if err := then.before(&e.entry); err != nil {
			return since, err
		}
		for f := range causes {
			if causes[f] == nil && before.values[f] != then.values[f] {
				causes[f] = &e.Cause
			}
		}
	}
	if !then.exists || at > revision+1 {
		return since, nil
	}
	since.Known, since.Then = true, then.values
	since.Then[customer.Group] = groups[parseID(then.values[customer.Group])]
	for f := customer.Kind; f <= customer.Notes; f++ {
		if then.values[f] == today.values[f] {
			continue
		}
		if causes[f] == nil {
			return since, fmt.Errorf("%w: customer %d", ErrDamaged, now.Number)
		}
		since.Later = append(since.Later, LaterWrite{f, *causes[f]})
	}
	return since, nil
}
