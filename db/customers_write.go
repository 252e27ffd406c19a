package db

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"kortisto/customer"
)

// The statements over customers have a column for each text, then the keys.
var (
	selectCustomer = `SELECT ` + customerColumns + ` FROM customers AS c WHERE c.number = ?`
	insertCustomer = `INSERT INTO customers (number, revision, group_id, name_key, business_id_key, ` +
		textColumns(", ", "%s") + `) VALUES (?, ?, ?, ?, ?, ` + textColumns(", ", "?") + `)`
	deleteCustomer = `DELETE FROM customers WHERE number = ?`
)

func textColumns(separator, form string) string {
	parts := make([]string, len(textFields))
	for i, f := range textFields {
		parts[i] = strings.ReplaceAll(form, "%s", f.Key())
	}
	return strings.Join(parts, separator)
}

// find reads a customer that is to be changed. It fails with ErrNotFound, with an
// ErasedError, or with ErrConflict where it has another revision.
func (w *writer) find(number, revision int) (*record, error) {
	prepared, err := w.prepare(selectCustomer)
	if err != nil {
		return nil, err
	}
	var r record
	err = notFound(r.scan(prepared.QueryRowContext(w.ctx, number), w.groupNames))
	if errors.Is(err, ErrNotFound) {
		err = orErased(w.ctx, w.tx, number)
	}
	if err != nil {
		return nil, err
	}
	if r.Revision != revision {
		return nil, ErrConflict
	}
	return &r, nil
}

// create stores a new customer, with a number that was never given where it has
// none, and sets its number and revision. A group that does not
// exist is created. A number that is taken is ErrConflict.
func (w *writer) create(c *customer.Customer) error {
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.takeNumber(c); err != nil {
		return err
	}
	if err := w.insert(c); err != nil {
		return err
	}
	w.noteCreation(c.Number)
	return nil
}

// comesBack ends that a number leads to another customer: its own is there again.
func (w *writer) comesBack(number int) error {
	return w.exec(`DELETE FROM merged_numbers WHERE number = ?`, number)
}

// insert stores a new customer that has its number and revision.
func (w *writer) insert(c *customer.Customer) error {
	clean(&c.Values)
	groupID, err := w.groupID(&c.Values)
	if err != nil {
		return err
	}
	args := append(w.args[:0], c.Number, c.Revision, nullable(groupID), nameKey(&c.Values), businessIDKey(&c.Values))
	for _, f := range textFields {
		args = append(args, c.Values[f])
	}
	w.args = args
	if err := w.exec(insertCustomer, args...); err != nil {
		if isTaken(err) {
			return fmt.Errorf("%w: number %d: %w", ErrConflict, c.Number, err)
		}
		return err
	}
	w.searchText = appendSearchText(w.searchText[:0], w.db.Fields(), c.Number, &c.Values)
	return w.index(addWords, c.Number, string(w.searchText))
}

// takeNumber gives a new customer its number and first revision: one above all
// that were ever given, or, where an odd high one leaves no room there, one of
// the lowest that never were (match-number-free, docs/rules.md). Where a file
// brings back the number of a removed customer, revisions go on above the old
// ones, so that a number and a revision always name one state.
func (w *writer) takeNumber(c *customer.Customer) error {
	c.Revision = 1
	if c.Number == 0 {
		if !customer.LeavesRoom(w.highest + 1) {
			var err error
			c.Number, err = w.unusedNumber()
			return err
		}
		for w.highest++; w.avoid[w.highest]; w.highest++ {
		}
		c.Number = w.highest
		return nil
	}
	if c.Number <= w.firstNumber {
		if err := w.writeEntries(); err != nil {
			return err
		}
		last, err := w.prepare(`SELECT coalesce(max(revision), 0) + 1, EXISTS (` + selectErased + ` AND x.number = ?1)
			FROM journal WHERE customer = ?1`)
		if err != nil {
			return err
		}
		var erased bool
		if err := last.QueryRowContext(w.ctx, c.Number).Scan(&c.Revision, &erased); err != nil {
			return err
		}
		if erased {
			return orErased(w.ctx, w.tx, c.Number)
		}
		if err := w.comesBack(c.Number); err != nil {
			return err
		}
	}
	w.highest = max(w.highest, c.Number)
	return nil
}

// avoidNumbers keeps numbers that a file names from being given to other
// customers than its own: when the file is imported once more, the numbers of
// rows that were left out would mean the customers just made.
func (w *writer) avoidNumbers(numbers []int) {
	w.avoid = make(map[int]bool, len(numbers))
	for _, number := range numbers {
		w.avoid[number] = true
	}
}

// change stores new values of a customer and raises its revision. It reports
// whether anything differed; if not, nothing is written.
func (w *writer) change(before *record, values customer.Values) (customer.Customer, error) {
	return w.changeByRow(before, values, 0)
}

// changeByRow is change by a row of a file, which was exported as the revision that
// basis tells, 0 where it bears no mark.
func (w *writer) changeByRow(before *record, values customer.Values, basis int) (customer.Customer, error) {
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
	if err := w.rewrite(before, &after, groupID, changes); err != nil {
		return after, err
	}
	for _, change := range changes {
		old, new := change.Old, change.New
		if change.Field == customer.Group {
			old, new = formatID(before.groupID), formatID(groupID)
		}
		if err := w.journal(&after, changed, change.Field.Key(), old, new, basis); err != nil {
			return after, err
		}
	}
	w.counts.modified++
	if slices.ContainsFunc(changes, func(change customer.Change) bool { return change.New == "" }) {
		w.cleared++
	}
	return after, nil
}

// maxStatements is how many statements a transaction prepares. Beyond, changes
// of yet other fields set all columns.
const maxStatements = 200

// rewrite stores a customer that has changed. Only the columns that change are
// set: each one costs, and writing an index costs even where it stays.
func (w *writer) rewrite(before *record, after *customer.Customer, groupID int64, changes []customer.Change) error {
	if len(w.statements) >= maxStatements {
		changes = everyField
	}
	args := append(w.args[:0], after.Revision)
	query := append(w.query[:0], `UPDATE customers SET revision = ?`...)
	set := func(column string, value any) {
		query = append(append(append(query, ", "...), column...), " = ?"...)
		args = append(args, value)
	}
	for _, change := range changes {
		switch change.Field {
		case customer.Group:
			set("group_id", nullable(groupID))
			continue
		case customer.Name:
			set("name_key", nameKey(&after.Values))
		case customer.BusinessID:
			set("business_id_key", businessIDKey(&after.Values))
		}
		set(change.Field.Key(), after.Values[change.Field])
	}
	w.query = append(query, ` WHERE number = ? AND revision = ?`...)
	w.args = append(args, after.Number, before.Revision)
	if changed, err := w.execCounted(string(w.query), w.args...); err != nil {
		return err
	} else if changed == 0 {
		return ErrConflict
	}
	if sameSearchText(w.db.Fields(), &before.Values, &after.Values) {
		return nil
	}
	return w.reindex(&before.Customer, after)
}

// everyField names all fields that can change.
var everyField = func() (changes []customer.Change) {
	for f := customer.Kind; f.IsValue(); f++ {
		changes = append(changes, customer.Change{Field: f})
	}
	return changes
}()

// remove takes a customer out of the register and keeps it in the journal.
func (w *writer) remove(r *record) error { return w.takeOut(r, nil) }

// takeOut removes a customer, and notes the number of the one that it was merged
// into, nil where it was not.
func (w *writer) takeOut(r *record, into any) error {
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.drop(r); err != nil {
		return err
	}
	values := r.Values
	values[customer.Group] = formatID(r.groupID)
	whole, err := wholeText(&values)
	if err != nil {
		return err
	}
	after := r.Customer
	after.Revision++
	return w.journal(&after, removed, nil, whole, into, 0)
}

// drop takes a customer and its words out of the register.
func (w *writer) drop(r *record) error {
	if err := w.exec(deleteCustomer, r.Number); err != nil {
		return err
	}
	w.counts.removed++
	w.searchText = appendSearchText(w.searchText[:0], w.db.Fields(), r.Number, &r.Values)
	return w.index(takeWords, r.Number, string(w.searchText))
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
	for f := customer.Kind; f.IsValue(); f++ {
		values[f] = customer.Clean(values[f])
	}
	values.Complete()
}

func nameKey(values *customer.Values) string {
	return alphabetKey(customer.FoldKey(values[customer.Name]))
}

func businessIDKey(values *customer.Values) string {
	return customer.BusinessIDKey(values[customer.BusinessID])
}
