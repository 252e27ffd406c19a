package db

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"kortisto/customer"
)

// Action says what an event did.
type Action string

// The actions. An event of an import, an undo or a removal may concern many
// customers, one of a merge two, the others one customer or group.
const (
	ActionImport      Action = "import"
	ActionUndo        Action = "undo"
	ActionCreate      Action = "create"
	ActionUpdate      Action = "update"
	ActionRemove      Action = "remove"
	ActionRestore     Action = "restore" // a removed customer comes back
	ActionErase       Action = "erase"   // a customer's data goes for good
	ActionRetention   Action = "retention"
	ActionMerge       Action = "merge" // of two customers one is made
	ActionGroupCreate Action = "group-create"
	ActionGroupRename Action = "group-rename"
	ActionGroupRemove Action = "group-remove"
)

// bringsBack reports whether a customer that the action creates is one that had
// been removed, rather than a new one with its number.
func (a Action) bringsBack() bool { return a == ActionUndo || a == ActionRestore }

// event is who does what in a transaction.
type event struct {
	at       time.Time
	actor    Actor
	action   Action
	importID int64 // 0 for none
	reason   string
	retained *Retained // what retention removed, nil for none
}

// The changes that the journal tells apart.
const (
	created = "created"
	changed = "changed"
	removed = "removed"
)

// nameOfGroup is the field of a group that the journal names.
const nameOfGroup = "name"

// The statements that write the journal.
const (
	insertCreations = `WITH ranges (first, last, before) AS MATERIALIZED (
			SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?4))
		INSERT INTO journal (id, event_id, customer, revision, change)
		SELECT ?1 + before + c.number - first, ?2, c.number, c.revision, ?3
		FROM ranges JOIN customers AS c ON c.number BETWEEN first AND last`
	insertEntries = `INSERT INTO journal (event_id, id, customer, group_id, revision, change, field, old, new, basis) VALUES `
	insertEntry   = `(?1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// Entries of an import are gathered, and then written many by one statement.
// Each time the search index stores what it would rather collect: seldom, then.
const (
	entryValues   = 9  // beside the event
	entryBatch    = 50 // by one statement
	entryGathered = 200 * entryBatch
)

// numberRange is a run of numbers without a gap: first, last, and how many
// creations of the transaction came before.
type numberRange [3]int

// noteCreation remembers that a customer was created, for journalCreations. The
// customer must stay as it is for the rest of the transaction.
func (w *writer) noteCreation(number int) {
	if last := len(w.creations) - 1; last >= 0 && w.creations[last][1] == number-1 {
		w.creations[last][1] = number
	} else {
		w.creations = append(w.creations, numberRange{number, number, w.counts.created})
	}
	w.counts.created++
}

// journalCreations writes down which customers were created: by one statement,
// since there is nothing to say of each beside number and revision. It comes
// after all customers: a statement of many rows makes the search index store
// at once what it would rather collect.
func (w *writer) journalCreations() error {
	if w.creations == nil {
		return nil
	}
	ranges, err := json.Marshal(w.creations)
	if err != nil {
		return err
	}
	if err := w.exec(insertCreations, w.entry+1, w.eventID, created, string(ranges)); err != nil {
		return err
	}
	w.entry += int64(w.counts.created)
	return nil
}

// journal writes one row about a customer, with the revision that it has now and
// the one that an imported row was exported as, 0 for none.
func (w *writer) journal(c *customer.Customer, change string, field, old, new any, basis int) error {
	return w.enter(c.Number, nil, c.Revision, change, field, old, new, nullable(int64(basis)))
}

// journalGroup writes one row about a group itself.
func (w *writer) journalGroup(id int64, change string, field, old, new any) error {
	return w.enter(nil, id, nil, change, field, old, new, nil)
}

// enter gives a row of the journal its id, and writes it, together with others
// where the writer gathers them.
func (w *writer) enter(values ...any) error {
	w.entry++
	w.entries = append(append(w.entries, w.entry), values...)
	if w.gather && len(w.entries) < entryGathered*entryValues {
		return nil
	}
	return w.writeEntries()
}

// writeEntries writes the rows of the journal that were gathered.
func (w *writer) writeEntries() error {
	for batch := range slices.Chunk(w.entries, entryBatch*entryValues) {
		query := insertEntries + insertEntry + strings.Repeat(", "+insertEntry, len(batch)/entryValues-1)
		w.args = append(append(w.args[:0], w.eventID), batch...)
		if err := w.exec(query, w.args...); err != nil {
			return err
		}
	}
	w.entries = w.entries[:0]
	return nil
}
