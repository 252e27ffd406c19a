package db

import (
	"context"
	"errors"
	"slices"

	"kortisto/customer"
	"kortisto/importer"
)

// remember keeps the state of the register after a step.
func (s *steps) remember() {
	var event int64
	s.must(s.db.read.DB.QueryRow(`SELECT coalesce(max(id), 0) FROM events`).Scan(&event))
	s.model.worlds, s.model.events = append(s.model.worlds, s.model.now.copy()), append(s.model.events, event)
}

// readBack holds that the journal tells what each customer was at each moment.
func (s *steps) readBack() {
	for number := range s.model.now.revisions {
		var now *record
		if r, err := customerByNumber(context.Background(), s.db.read, number); err == nil {
			now = r
		} else if !errors.Is(err, ErrNotFound) {
			s.Fatal(err)
		}
		for i, then := range s.model.worlds {
			got := replayFrom(now)
			s.must(eachEntry(context.Background(), s.db.read, func(e entry) error { return got.before(&e) },
				`SELECT `+entryColumns+` FROM journal AS j WHERE j.customer = ? AND j.event_id > ? ORDER BY j.id DESC`,
				number, s.model.events[i]))
			c, existed := then.customers[number]
			c.values[customer.Group] = formatID(c.group)
			if got.exists != existed || existed && *got.values != c.values {
				s.Fatalf("customer %d at step %d: %+v, want %v %+v", number, i, got, existed, c)
			}
		}
	}
}

// askVersions holds what Since says of every revision of every customer.
func (s *steps) askVersions() {
	type known struct {
		modelCustomer
		there bool
	}
	states := make(map[importer.Exported]known)
	var versions []importer.Exported
	for _, w := range s.model.worlds {
		for number, revision := range w.revisions {
			c, there := w.customers[number]
			v := importer.Exported{Number: number, Revision: revision}
			if _, before := states[v]; !before {
				versions = append(versions, v)
			}
			states[v] = known{c, there}
		}
	}
	for _, never := range [][2]int{{1001, 0}, {1001, 99}, {999, 1}, {1001, -1}} {
		versions = append(versions, importer.Exported{Number: never[0], Revision: never[1]})
	}
	snapshot, err := s.db.Snapshot(context.Background())
	s.must(err)
	defer snapshot.Close()
	answers := make(map[importer.Exported]*importer.Since)
	s.must(snapshot.Since(context.Background(), versions, presentCustomers(s, snapshot), func(v importer.Exported, since *importer.Since) { answers[v] = since }))
	for _, v := range versions {
		since := answers[v]
		then := states[v]
		now, is := s.model.now.customers[v.Number]
		if known := since != nil; known != (then.there && is && s.sameSince(v)) {
			s.Fatalf("%v is known: %v", v, known)
		}
		if since == nil {
			continue
		}
		var want, got []customer.Field
		for f := customer.Kind; f.IsValue(); f++ {
			if f == customer.Group && then.group != now.group || then.values[f] != now.values[f] {
				want = append(want, f)
			}
			if f != customer.Group && since.Base[f] != then.values[f] {
				s.Fatalf("%v: %s was %q, not %q", v, f, then.values[f], since.Base[f])
			}
		}
		for _, later := range since.Later {
			got = append(got, later.Field)
			if later.Who == "" || later.At.IsZero() {
				s.Fatalf("%v: %s by nobody", v, later.Field)
			}
		}
		if !slices.Equal(got, want) {
			s.Fatalf("%v: %v differ, want %v", v, got, want)
		}
	}
}

// sameSince reports whether a number has been the same customer's since a
// revision: all that removed it and made it again was an undo that brought it
// back as it was.
func (s *steps) sameSince(v importer.Exported) bool {
	var before modelCustomer
	was, reached := false, false
	for i, w := range s.model.worlds {
		c, is := w.customers[v.Number]
		if reached && is && !was {
			if s.model.steps[i-1] != "undo" || before.values != c.values {
				return false
			}
		}
		if is {
			before = c
		}
		was = is
		reached = reached || is && w.revisions[v.Number] == v.Revision
	}
	return true
}
