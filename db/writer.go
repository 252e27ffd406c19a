package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"kortisto/customer"
)

// writer changes the register within one transaction. Everything that changes
// customers or groups goes through one: it keeps the search index, the journal
// and the counters in step. After an error the transaction is dead.
type writer struct {
	ctx   context.Context
	tx    *sql.Tx
	event event

	eventID     int64        // 0 until the first change
	highest     int          // number ever given
	avoid       map[int]bool // numbers not to be given
	firstNumber int          // highest when the writer was made: numbers up to it may have been used
	entry       int64        // last id given in the journal
	firstEntry  int64
	counts      writeCounts
	groupIDs    map[string]int64 // by customer.FoldKey of the name
	groupNames  map[int64]string
	statements  map[string]*sql.Stmt
	insertArgs  []any
	searchText  []byte
	creations   []numberRange
}

// writeCounts counts what a transaction did to customers.
type writeCounts struct{ created, modified, removed int }

func newWriter(ctx context.Context, tx *sql.Tx, event event) (*writer, error) {
	w := &writer{ctx: ctx, tx: tx, event: event, statements: make(map[string]*sql.Stmt)}
	err := tx.QueryRowContext(ctx, `SELECT highest_number, entries FROM counters`).Scan(&w.highest, &w.entry)
	if err != nil {
		return nil, err
	}
	w.firstNumber, w.firstEntry = w.highest, w.entry+1
	if w.groupNames, err = groupNames(ctx, tx); err != nil {
		return nil, err
	}
	w.groupIDs = make(map[string]int64, len(w.groupNames))
	for id, name := range w.groupNames {
		w.groupIDs[customer.FoldKey(name)] = id
	}
	return w, nil
}

// prepare returns a statement, prepared once for the transaction.
func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if statement, ok := w.statements[query]; ok {
		return statement, nil
	}
	statement, err := w.tx.PrepareContext(w.ctx, query)
	if err == nil {
		w.statements[query] = statement
	}
	return statement, err
}

// exec runs a statement that gives no rows.
func (w *writer) exec(query string, args ...any) error {
	statement, err := w.prepare(query)
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(w.ctx, args...)
	return err
}

// begin makes the event at the first change, so that where nothing changes
// nothing is written.
func (w *writer) begin() error {
	if w.eventID != 0 {
		return nil
	}
	return w.tx.QueryRowContext(w.ctx,
		`INSERT INTO events (at, actor, action, import_id) VALUES (?, ?, ?, ?) RETURNING id`,
		w.event.at.UnixMilli(), w.event.actor, w.event.action, nullable(w.event.importID)).Scan(&w.eventID)
}

// finish writes the counters. It must be the last call before the commit.
func (w *writer) finish() error {
	if err := w.journalCreations(); err != nil {
		return err
	}
	for _, statement := range w.statements {
		if err := statement.Close(); err != nil {
			return err
		}
	}
	if w.eventID == 0 {
		return nil
	}
	if _, err := w.tx.ExecContext(w.ctx,
		`UPDATE events SET created = ?, modified = ?, removed = ?, first_entry = ?, last_entry = ? WHERE id = ?`,
		w.counts.created, w.counts.modified, w.counts.removed, w.firstEntry, w.entry, w.eventID); err != nil {
		return err
	}
	_, err := w.tx.ExecContext(w.ctx,
		`UPDATE counters SET highest_number = ?, entries = ?, writes = writes + 1`, w.highest, w.entry)
	return err
}

// The statements over customers have a column for each text, then the keys.
var (
	selectCustomer = `SELECT ` + customerColumns + ` FROM customers AS c WHERE c.number = ?`
	insertCustomer = `INSERT INTO customers (number, revision, group_id, name_key, business_id_key, ` +
		textColumns(", ", "%s") + `) VALUES (?, ?, ?, ?, ?, ` + textColumns(", ", "?") + `)`
	updateCustomer  = `UPDATE customers SET revision = ?, ` + textColumns(", ", "%s = ?") + ` WHERE number = ?`
	updateKeys      = `UPDATE customers SET group_id = ?, name_key = ?, business_id_key = ? WHERE number = ?`
	deleteCustomer  = `DELETE FROM customers WHERE number = ?`
	insertWords     = `INSERT INTO search (rowid, words) VALUES (?, ?)`
	updateWords     = `INSERT OR REPLACE INTO search (rowid, words) VALUES (?, ?)`
	deleteWords     = `DELETE FROM search WHERE rowid = ?`
	insertCreations = `WITH ranges (first, last, before) AS MATERIALIZED (
			SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?4))
		INSERT INTO journal (id, event_id, customer, revision, change)
		SELECT ?1 + before + c.number - first, ?2, c.number, c.revision, ?3
		FROM ranges JOIN customers AS c ON c.number BETWEEN first AND last`
	insertEntry = `INSERT INTO journal (id, event_id, customer, group_id, revision, change, field, old, new)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

func textColumns(separator, form string) string {
	parts := make([]string, len(textFields))
	for i, f := range textFields {
		parts[i] = strings.ReplaceAll(form, "%s", f.Key())
	}
	return strings.Join(parts, separator)
}

// find reads a customer that is to be changed. It fails with ErrNotFound, or
// with ErrConflict where it has another revision.
func (w *writer) find(number, revision int) (*record, error) {
	prepared, err := w.prepare(selectCustomer)
	if err != nil {
		return nil, err
	}
	var r record
	if err := r.scan(prepared.QueryRowContext(w.ctx, number), w.groupNames); err != nil {
		return nil, notFound(err)
	}
	if r.Revision != revision {
		return nil, ErrConflict
	}
	return &r, nil
}

// create stores a new customer, with a number above all that were ever given
// where it has none, and sets its number and revision. A group that does not
// exist is created. A number that is taken is ErrConflict.
func (w *writer) create(c *customer.Customer) error {
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.takeNumber(c); err != nil {
		return err
	}
	clean(&c.Values)
	groupID, err := w.groupID(&c.Values)
	if err != nil {
		return err
	}
	args := append(w.insertArgs[:0], c.Number, c.Revision, nullable(groupID), nameKey(&c.Values), businessIDKey(&c.Values))
	for _, f := range textFields {
		args = append(args, c.Values[f])
	}
	w.insertArgs = args
	if err := w.exec(insertCustomer, args...); err != nil {
		if isTaken(err) {
			return fmt.Errorf("%w: number %d: %w", ErrConflict, c.Number, err)
		}
		return err
	}
	if err := w.index(insertWords, c); err != nil {
		return err
	}
	w.noteCreation(c.Number)
	return nil
}

// takeNumber gives a new customer its number and first revision. Where a file
// brings back the number of a removed customer, revisions go on above the old
// ones, so that a number and a revision always name one state.
func (w *writer) takeNumber(c *customer.Customer) error {
	c.Revision = 1
	if c.Number == 0 {
		for w.highest++; w.avoid[w.highest]; w.highest++ {
		}
		if w.highest > customer.MaxNumber {
			return ErrNumbersUsedUp
		}
		c.Number = w.highest
		return nil
	}
	if c.Number <= w.firstNumber {
		err := w.tx.QueryRowContext(w.ctx,
			`SELECT coalesce(max(revision), 0) + 1 FROM journal WHERE customer = ?`, c.Number).Scan(&c.Revision)
		if err != nil {
			return err
		}
	}
	w.highest = max(w.highest, c.Number)
	return nil
}

// reserve raises the highest number used, so that numbers given from now on
// lie above those that a file brings itself.
func (w *writer) reserve(number int) { w.highest = max(w.highest, number) }

// avoidNumbers keeps numbers from being given: those that a file names for
// customers unknown to the register would else, when the file is imported once
// more, mean the customers just made.
func (w *writer) avoidNumbers(numbers []int) {
	w.avoid = make(map[int]bool, len(numbers))
	for _, number := range numbers {
		w.avoid[number] = true
	}
}

// change stores new values of a customer and raises its revision. It reports
// whether anything differed; if not, nothing is written.
func (w *writer) change(before *record, values customer.Values) (customer.Customer, error) {
	after := before.Customer
	clean(&values)
	after.Values = values
	groupID, err := w.groupID(&after.Values)
	if err != nil {
		return after, err
	}
	changes := customer.Diff(&before.Customer, &after)
	if len(changes) == 0 {
		return after, nil
	}
	if err := w.begin(); err != nil {
		return after, err
	}
	after.Revision++
	args := append(w.insertArgs[:0], after.Revision)
	for _, f := range textFields {
		args = append(args, after.Values[f])
	}
	w.insertArgs = append(args, after.Number)
	if err := w.exec(updateCustomer, w.insertArgs...); err != nil {
		return after, err
	}
	if keysDiffer(changes) {
		if err := w.exec(updateKeys, nullable(groupID), nameKey(&after.Values), businessIDKey(&after.Values), after.Number); err != nil {
			return after, err
		}
	}
	if !sameSearchText(&before.Values, &after.Values) {
		if err := w.index(updateWords, &after); err != nil {
			return after, err
		}
	}
	for _, change := range changes {
		old, new := change.Old, change.New
		if change.Field == customer.Group {
			old, new = formatID(before.groupID), formatID(groupID)
		}
		if err := w.journal(&after, changed, change.Field.Key(), old, new); err != nil {
			return after, err
		}
	}
	w.counts.modified++
	return after, nil
}

// keysDiffer reports whether changes concern an indexed column. Such columns
// have a statement of their own: writing an index costs even where it stays.
func keysDiffer(changes []customer.Change) bool {
	for _, change := range changes {
		switch change.Field {
		case customer.Name, customer.BusinessID, customer.Group:
			return true
		}
	}
	return false
}

// remove takes a customer out of the register and keeps it in the journal.
func (w *writer) remove(r *record) error {
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.exec(deleteCustomer, r.Number); err != nil {
		return err
	}
	if err := w.exec(deleteWords, r.Number); err != nil {
		return err
	}
	values := make(map[string]string)
	for _, f := range textFields {
		if r.Values[f] != "" {
			values[f.Key()] = r.Values[f]
		}
	}
	if r.groupID != 0 {
		values[customer.Group.Key()] = formatID(r.groupID)
	}
	whole, err := json.Marshal(values)
	if err != nil {
		return err
	}
	after := r.Customer
	after.Revision++
	w.counts.removed++
	return w.journal(&after, removed, nil, string(whole), nil)
}

func (w *writer) index(statement string, c *customer.Customer) error {
	w.searchText = appendSearchText(w.searchText[:0], c.Number, &c.Values)
	return w.exec(statement, c.Number, string(w.searchText))
}

// numberRange is a run of numbers without a gap: first, last, and how many
// creations of the transaction came before.
type numberRange [3]int

// noteCreation remembers that a customer was created, for journalCreations.
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

// journal writes one row about a customer, with the revision that it has now.
func (w *writer) journal(c *customer.Customer, change string, field, old, new any) error {
	w.entry++
	return w.exec(insertEntry, w.entry, w.eventID, c.Number, nil, c.Revision, change, field, old, new)
}

// journalGroup writes one row about a group itself.
func (w *writer) journalGroup(id int64, change string, field, old, new any) error {
	w.entry++
	return w.exec(insertEntry, w.entry, w.eventID, nil, id, nil, change, field, old, new)
}

// groupID finds or makes the group that values name, and puts its name into
// them as it is written in the register. It is 0 where they name none.
func (w *writer) groupID(values *customer.Values) (int64, error) {
	name := values[customer.Group]
	if name == "" {
		return 0, nil
	}
	id, ok := w.groupIDs[customer.FoldKey(name)]
	if !ok {
		var err error
		if id, err = w.createGroup(name); err != nil {
			return 0, err
		}
	}
	values[customer.Group] = w.groupNames[id]
	return id, nil
}

// clean brings values into the form in which they are kept.
func clean(values *customer.Values) {
	values[customer.Number] = ""
	for f := customer.Kind; f <= customer.Notes; f++ {
		values[f] = customer.Clean(values[f])
	}
}

func nameKey(values *customer.Values) string {
	return alphabetKey(customer.FoldKey(values[customer.Name]))
}

func businessIDKey(values *customer.Values) string {
	return customer.BusinessIDKey(values[customer.BusinessID])
}

// formatID writes the id of a group as the journal keeps it, "" for none.
func formatID(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// nullable is the id of something as a column keeps it, NULL for none.
func nullable(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
