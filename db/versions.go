package db

import (
	"context"
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

// VersionKey returns what the version marks of exports are made with.
func (db *DB) VersionKey(ctx context.Context) ([]byte, error) {
	return (&register{q: db.read}).VersionKey(ctx)
}

// Since finds for each customer what it was when it was exported, what imports
// of the same export have written and not undone since, and who last wrote each
// field that differs now. It leaves out customers that are not in the register
// now or were not then, and those of which the journal does not reach back that
// far. A customer that was removed and brought back by an undo counts as the
// same one; a customer that has got the number of another does not.
func (r *register) Since(ctx context.Context, exported []importer.Exported, now map[int]*customer.Stored,
	use func(importer.Exported, *importer.Since)) error {
	v := &versions{q: r.q, walks: make(map[int]*versionWalk, len(exported)), list: make([]versionWalk, 0, len(exported)),
		causes: make([]Cause, 1), places: make(map[int64]int32)}
	if err := v.readGroups(ctx); err != nil {
		return translate(err)
	}
	merged := make(map[int]bool) // these are not there any more
	err := eachNumber(ctx, r.q, func(number int) { merged[number] = true }, `SELECT number FROM merged_numbers`)
	if err != nil {
		return translate(err)
	}
	found := make([]importer.Since, len(exported))
	for i, e := range exported {
		c := now[e.Number]
		if c == nil || e.Revision < 1 || e.Revision > c.Revision {
			continue
		}
		v.list = append(v.list, versionWalk{asked: e, today: c, since: &found[i], was: replay{!merged[e.Number], &found[i].Base}, at: c.Revision + 1})
		w := &v.list[len(v.list)-1]
		w.since.Base = c.Customer().Values
		w.since.Base[customer.Group] = formatID(v.ids[c.Get(customer.Group)])
		if e.Revision < c.Revision {
			w.other = v.walks[e.Number]
			v.walks[e.Number] = w
			v.unfinished++
		}
	}
	if err := v.walkAll(ctx); err != nil {
		return translate(err)
	}
	if err := v.readEvents(ctx); err != nil {
		return translate(err)
	}
	for i := range v.list {
		known, err := v.tell(&v.list[i])
		if err != nil {
			return translate(err)
		}
		if known {
			use(v.list[i].asked, v.list[i].since)
		}
	}
	return nil
}

// versions looks up many versions together.
type versions struct {
	q          querier
	groups     map[int64]string     // the names of all groups, also of removed ones
	ids        map[string]int64     // of the present ones
	walks      map[int]*versionWalk // of customers that have been written since, by number
	list       []versionWalk        // all, in the order in which they were asked for
	unfinished int                  // walks that have still to come to their revision
	causes     []Cause              // of the events met; the first is that of none
	places     map[int64]int32      // where the cause of an event stands
	undone     map[int64]bool       // imports that are undone
	later      []importer.Write     // room that many customers share

	lastEvent int64
	lastPlace int32
}

// versionWalk takes one customer back to a revision, entry by entry, the last first.
type versionWalk struct {
	asked    importer.Exported
	today    *customer.Stored
	since    *importer.Since               // its Base is where the walk has come to
	was      replay                        // at that moment, in the values of since
	at       int                           // the revision of the entry last seen
	writes   [len(customer.Values{})]int32 // the event, by its place, that wrote each field last, 0 for none
	imported []importedValue               // by imports of the same export
	back     []int32                       // events that created the customer again
	other    *versionWalk                  // of the same customer to another revision
	lost     bool                          // the journal does not reach so far, or knows somebody else by the number
}

type importedValue struct {
	importer.Imported
	event int32
}

func (v *versions) readGroups(ctx context.Context) error {
	present, err := groupNames(ctx, v.q)
	if err != nil {
		return err
	}
	v.ids = make(map[string]int64, len(present))
	for id, name := range present {
		v.ids[name] = id
	}
	v.groups, err = everyGroup(ctx, v.q)
	return err
}

// readEvents reads the events that the walks have met, and which imports are
// undone.
func (v *versions) readEvents(ctx context.Context) error {
	if len(v.places) == 0 {
		return nil
	}
	rows, err := v.q.QueryContext(ctx, `SELECT e.id, `+causeColumns+` FROM json_each(?) AS n CROSS JOIN events AS e ON e.id = n.value
		LEFT JOIN imports AS i ON i.id = e.import_id`, listed(v.places))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var cause Cause
		var at Millis
		if err := rows.Scan(append([]any{&id}, cause.columns(&at)...)...); err != nil {
			return err
		}
		cause.At = at.Time()
		v.causes[v.places[id]] = cause
	}
	if err := rows.Err(); err != nil {
		return err
	}
	v.undone = make(map[int64]bool)
	return eachNumber(ctx, v.q, func(id int) { v.undone[int64(id)] = true },
		`SELECT origin FROM imports WHERE origin IS NOT NULL GROUP BY origin HAVING count(*) % 2 = 1`)
}

// laterRoom is how many writes have room together.
const laterRoom = 1024

// tell completes what a walk has found. It reports whether anything is known of
// the version.
func (v *versions) tell(w *versionWalk) (known bool, err error) {
	if w.lost || !w.was.exists || w.isUnfinished() {
		return false, nil
	}
	for _, event := range w.back {
		if !v.causes[event].Action.bringsBack() {
			return false, nil
		}
	}
	group := w.since.Base[customer.Group] // by its id
	w.since.Base[customer.Group] = v.groups[parseID(group)]
	return true, v.tellLater(w, group, v.tellImported(w))
}

// tellImported notes what imports of the same export have written that was not undone
// since, and reports of which fields that is not the value of today.
func (v *versions) tellImported(w *versionWalk) (differs [len(customer.Values{})]bool) {
	for i := range w.imported {
		value, cause := w.imported[i].Imported, &v.causes[w.imported[i].event]
		if v.undone[cause.Import] {
			continue
		}
		if value.Field == customer.Group {
			value.Value = v.groups[parseID(value.Value)]
		}
		if value.Value == w.since.Base[value.Field] {
			continue
		}
		value.Who, value.Last = cause.By, w.writes[value.Field] == w.imported[i].event
		w.since.Imported = append(w.since.Imported, value)
		differs[value.Field] = differs[value.Field] || value.Value != w.today.Get(value.Field)
	}
	return differs
}

// tellLater notes who last wrote each field that is not what it was then, the group
// by its id, or that differs from what such an import has made it.
func (v *versions) tellLater(w *versionWalk, group string, differs [len(customer.Values{})]bool) error {
	first := len(v.later)
	if cap(v.later)-first < len(differs) {
		v.later, first = make([]importer.Write, 0, laterRoom), 0
	}
	for f := customer.Kind; f.IsValue(); f++ {
		same := w.since.Base[f] == w.today.Get(f)
		if f == customer.Group {
			same = group == formatID(v.ids[w.today.Get(f)])
		}
		if same && !differs[f] {
			continue
		}
		cause := &v.causes[w.writes[f]]
		if cause.Action == "" {
			return fmt.Errorf("%w: customer %d", ErrDamaged, w.asked.Number)
		}
		v.later = append(v.later, importer.Write{Field: f, Who: cause.By, At: cause.At, Import: cause.Import, File: cause.File})
	}
	if end := len(v.later); end > first {
		w.since.Later = v.later[first:end:end]
	}
	return nil
}
