package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
)

// VersionKey returns what the register's version marks are made with.
func (r *register) VersionKey(ctx context.Context) ([]byte, error) {
	var key []byte
	err := r.q.QueryRowContext(ctx, `SELECT version_key FROM counters`).Scan(&key)
	return key, translate(err)
}

// Since tells of each customer what it was when it was exported, what imports
// of the same export have written that are not undone, and who wrote last what
// is not the same now. Nothing is told of customers that are not in the
// register, or were not then, or of which the journal does not reach so far
// back. A customer that was removed and brought back by an undo is told of
// across the gap; one that has only taken the number of another is not that
// other.
func (r *register) Since(ctx context.Context, exported []importer.Exported, now map[int]*customer.Customer,
	use func(importer.Exported, *importer.Since)) error {
	v := &versions{q: r.q, walks: make(map[int]*walk, len(exported)), list: make([]walk, 0, len(exported))}
	if err := v.readGroups(ctx); err != nil {
		return translate(err)
	}
	for _, e := range exported {
		c := now[e.Number]
		if c == nil || e.Revision < 1 || e.Revision > c.Revision {
			continue
		}
		v.list = append(v.list, walk{asked: e, today: c, past: past{true, c.Values}, at: c.Revision + 1})
		w := &v.list[len(v.list)-1]
		w.past.values[customer.Group] = formatID(v.ids[c.Values[customer.Group]])
		if e.Revision < c.Revision {
			w.other = v.walks[e.Number]
			v.walks[e.Number] = w
		}
	}
	if err := v.walkAll(ctx); err != nil {
		return translate(err)
	}
	if err := v.readEvents(ctx); err != nil {
		return translate(err)
	}
	for i := range v.list {
		since, err := v.since(&v.list[i])
		if err != nil {
			return translate(err)
		}
		if since != nil {
			use(v.list[i].asked, since)
		}
	}
	return nil
}

// versions looks up many versions together.
type versions struct {
	q      querier
	groups map[int64]string // the names of all groups, also of removed ones
	ids    map[string]int64 // of the present ones
	walks  map[int]*walk    // of customers that have been written since, by number
	list   []walk           // all, in the order in which they were asked for
	events map[int64]Cause
	undone map[int64]bool // imports that are undone
}

// walk takes one customer back to a revision, entry by entry, the last first.
type walk struct {
	asked    importer.Exported
	today    *customer.Customer
	past     past
	at       int                       // the revision of the entry last seen
	writes   [customer.Notes + 1]int64 // the event that wrote each field last, 0 for none
	imported []importedValue           // by imports of the same export
	back     []int64                   // events that made the customer anew
	other    *walk                     // of the same customer to another revision
	lost     bool                      // the journal does not reach so far, or knows somebody else by the number
}

type importedValue struct {
	importer.Imported
	event int64
}

// versionEntry is an entry as a walk needs it.
type versionEntry struct {
	entry
	event int64
	basis int // the revision as which the row of an import was exported, 0 for none
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

// How entries are found: versionBatch customers are looked up together, so
// that little has to be sorted; where the journal has no more than scanJournal
// entries for each customer that is asked for, all of it is read instead.
const (
	versionBatch = 1000
	scanJournal  = 12
)

const versionColumns = `j.id, j.event_id, j.customer, j.revision, coalesce(j.basis, 0),
	concat_ws(char(31), j.change, coalesce(j.field, ''), coalesce(j.old, ''), coalesce(j.new, ''))`

// walkAll walks all customers back that have been written since.
func (v *versions) walkAll(ctx context.Context) error {
	if len(v.walks) == 0 {
		return nil
	}
	var entries int
	if err := v.q.QueryRowContext(ctx, `SELECT entries FROM counters`).Scan(&entries); err != nil {
		return err
	}
	lowest := make(map[int]int, len(v.walks)) // revision asked for, by number
	least := 0
	for number, w := range v.walks {
		lowest[number] = w.asked.Revision
		for ; w != nil; w = w.other {
			lowest[number] = min(lowest[number], w.asked.Revision)
		}
		if least == 0 || lowest[number] < least {
			least = lowest[number]
		}
	}
	if entries <= scanJournal*len(lowest) {
		return v.eachEntry(ctx, `SELECT `+versionColumns+` FROM journal AS j
			WHERE j.customer IS NOT NULL AND j.revision > ? ORDER BY j.id DESC`, least)
	}
	pairs := make([][2]int, 0, versionBatch)
	for number, revision := range lowest {
		if pairs = append(pairs, [2]int{number, revision}); len(pairs) == versionBatch {
			if err := v.lookUp(ctx, pairs); err != nil {
				return err
			}
			pairs = pairs[:0]
		}
	}
	return v.lookUp(ctx, pairs)
}

func (v *versions) lookUp(ctx context.Context, pairs [][2]int) error {
	list, err := json.Marshal(pairs)
	if err != nil {
		return err
	}
	return v.eachEntry(ctx, `SELECT `+versionColumns+` FROM json_each(?) AS n CROSS JOIN journal AS j
		ON j.customer = n.value ->> 0 AND j.revision > n.value ->> 1 ORDER BY j.id DESC`, string(list))
}

// eachEntry lets the walks take the entries that a query over versionColumns gives.
func (v *versions) eachEntry(ctx context.Context, query string, arg any) error {
	rows, err := v.q.QueryContext(ctx, query, arg)
	if err != nil {
		return err
	}
	defer rows.Close()
	var e versionEntry
	var texts string
	columns := []any{&e.id, &e.event, &e.number, &e.revision, &e.basis, &texts}
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		w := v.walks[e.number]
		if w == nil {
			continue
		}
		rest, cut := texts, true
		for _, text := range [...]*string{&e.change, &e.field, &e.old} {
			if *text, rest, cut = strings.Cut(rest, string(unitSeparator)); !cut {
				return fmt.Errorf("%w: journal %d", ErrDamaged, e.id)
			}
		}
		for e.new = rest; w != nil; w = w.other {
			if err := w.take(&e); err != nil {
				return err
			}
		}
	}
	return rows.Err()
}

// take makes the customer what it was before an entry.
func (w *walk) take(e *versionEntry) error {
	if w.lost || e.revision <= w.asked.Revision {
		return nil
	}
	if e.revision != w.at && e.revision != w.at-1 {
		w.lost = true
		return nil
	}
	w.at = e.revision
	switch e.change {
	case created:
		w.back = append(w.back, e.event)
		w.past.exists = false
		return nil
	case removed:
		return w.bringBack(e)
	}
	f, err := e.changedField()
	if err != nil {
		return err
	}
	if w.writes[f] == 0 {
		w.writes[f] = e.event
	}
	if e.basis == w.asked.Revision {
		w.imported = append(w.imported, importedValue{importer.Imported{Field: f, Value: e.new}, e.event})
	}
	w.past.values[f] = e.old
	return nil
}

// bringBack takes the walk across a gap, where the customer that came after it
// is the one that was removed. Its group may be another one: the old one may
// have been removed meanwhile.
func (w *walk) bringBack(e *versionEntry) error {
	values, err := e.whole()
	if err != nil {
		return err
	}
	came := w.past.values
	if values[customer.Group] != came[customer.Group] && w.writes[customer.Group] == 0 && len(w.back) > 0 {
		w.writes[customer.Group] = w.back[len(w.back)-1]
	}
	came[customer.Group] = values[customer.Group]
	w.lost = w.past.exists || came != values
	w.past = past{true, values}
	return nil
}

// readEvents reads the events that the walks have met, and which imports are
// undone.
func (v *versions) readEvents(ctx context.Context) error {
	v.events = make(map[int64]Cause)
	for i := range v.list {
		w := &v.list[i]
		for _, event := range w.writes {
			if event != 0 {
				v.events[event] = Cause{}
			}
		}
		for _, event := range w.back {
			v.events[event] = Cause{}
		}
		for i := range w.imported {
			v.events[w.imported[i].event] = Cause{}
		}
	}
	if len(v.events) == 0 {
		return nil
	}
	ids := make([]int, 0, len(v.events))
	for id := range v.events {
		ids = append(ids, int(id))
	}
	rows, err := v.q.QueryContext(ctx, `SELECT e.id, `+causeColumns+` FROM json_each(?) AS n CROSS JOIN events AS e ON e.id = n.value
		LEFT JOIN imports AS i ON i.id = e.import_id`, jsonList(ids))
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
		v.events[id] = cause
	}
	if err := rows.Err(); err != nil {
		return err
	}
	v.undone = make(map[int64]bool)
	return eachNumber(ctx, v.q, func(id int) { v.undone[int64(id)] = true },
		`SELECT origin FROM imports WHERE origin IS NOT NULL GROUP BY origin HAVING count(*) % 2 = 1`)
}

// usualWrites is how many fields of a customer have mostly been changed.
const usualWrites = 2

// since is what a walk has found; nil where nothing is known of the version.
func (v *versions) since(w *walk) (*importer.Since, error) {
	if w.lost || !w.past.exists || w.at > w.asked.Revision+1 {
		return nil, nil
	}
	for _, event := range w.back {
		if v.events[event].Action != ActionUndo {
			return nil, nil
		}
	}
	since := &importer.Since{Then: w.past.values}
	since.Then[customer.Group] = v.groups[parseID(w.past.values[customer.Group])]
	differs := [customer.Notes + 1]bool{}
	for i := range w.imported {
		value := w.imported[i].Imported
		if v.undone[v.events[w.imported[i].event].Import] {
			continue
		}
		if value.Field == customer.Group {
			value.Value = v.groups[parseID(value.Value)]
		}
		if w.writes[value.Field] == w.imported[i].event {
			value.Who = v.events[w.imported[i].event].By
		}
		if value.Value != since.Then[value.Field] {
			since.Imported = append(since.Imported, value)
			differs[value.Field] = differs[value.Field] || value.Value != w.today.Values[value.Field]
		}
	}
	today := w.today.Values
	today[customer.Group] = formatID(v.ids[today[customer.Group]])
	for f := customer.Kind; f <= customer.Notes; f++ {
		if w.past.values[f] == today[f] && !differs[f] {
			continue
		}
		if since.Later == nil {
			since.Later = make([]importer.Write, 0, usualWrites)
		}
		cause, known := v.events[w.writes[f]]
		if !known || w.writes[f] == 0 {
			return nil, fmt.Errorf("%w: customer %d", ErrDamaged, w.asked.Number)
		}
		since.Later = append(since.Later, importer.Write{Field: f, Who: cause.By, At: cause.At, Import: cause.Import, File: cause.File})
	}
	return since, nil
}
