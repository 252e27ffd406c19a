package db

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// ErrReasonPersonal says that the reason of an erasure holds what is to be erased,
// or a personal identity code.
var ErrReasonPersonal = errors.New("db: the reason holds personal data")

// EraseRequest asks for a customer's data to be erased for good.
type EraseRequest struct {
	Actor  Actor
	Number int    // of a customer of the register, or of one that was removed
	Reason string // for the history, without personal data; may be ""
}

// Erased is what an erasure has done.
type Erased struct {
	Number int
	Entry  int64 // its entry in the history
	Values int   // rows of the journal that were emptied
	Groups int   // that went, since nobody else was in them
	Traces       // of files and imports, which went

	Dropped []int64 // the ids of these imports and drafts

	// Unpurged says that what is erased may still be found in unused parts of the
	// database's files: it could not be overwritten yet, as where somebody reads
	// for long. It will be tried again.
	Unpurged bool
}

// Erasable is a customer whose data can be erased.
type Erasable struct {
	Number  int
	Name    string   // "" where it is not kept any more
	Removed bool     // it is not in the register any more
	Events  int      // of its history
	Groups  []string // in which nobody else is or was: they go with it
	Traces           // which an erasure takes with it
}

// Erasable tells of a customer what an erasure needs to be agreed to, and looks for
// its traces as an erasure does. It fails with ErrNotFound, and with ErrErased
// where there is nothing left.
func (db *DB) Erasable(ctx context.Context, number int) (Erasable, error) {
	snapshot, err := db.Snapshot(ctx)
	if err != nil {
		return Erasable{}, err
	}
	defer snapshot.Close()
	e := &erasure{db: db, request: EraseRequest{Number: number}}
	if err := e.search(ctx, snapshot.tx, snapshot.writes); err != nil {
		return Erasable{}, translate(err)
	}
	found := Erasable{Number: e.subject.number, Name: e.subject.name(), Removed: e.subject.present == nil, Events: e.subject.events}
	groups, err := e.ownGroups(ctx, snapshot.tx.Tx)
	if err != nil {
		return Erasable{}, translate(err)
	}
	if found.Groups, err = namesOfGroups(ctx, snapshot.tx.Tx, groups); err != nil {
		return Erasable{}, translate(err)
	}
	traces, err := e.traces(ctx, snapshot.tx)
	if err != nil {
		return Erasable{}, translate(err)
	}
	for i := range traces {
		found.count(&traces[i])
	}
	return found, nil
}

// subject is all that the register knows of a customer who is to be erased.
type subject struct {
	number  int
	merged  []int             // numbers of customers who were merged into this one: the same person
	present *record           // nil where it is not in the register any more
	states  []customer.Values // today's and earlier values, not all of them whole
	last    int               // its last revision
	origins map[int]origin    // where its history begins, by number
	groups  []string          // ids of those that it is or was in
	events  int
}

// readSubject reads what is known of a customer; of one that was merged into
// another it is that one. It fails with ErrNotFound, and with ErrErased.
func readSubject(ctx context.Context, q querier, number int) (*subject, error) {
	s := &subject{number: number}
	if err := s.followMerges(ctx, q); err != nil {
		return nil, err
	}
	present, err := customerByNumber(ctx, q, s.number)
	switch {
	case err == nil:
		s.present, s.states = present, []customer.Values{present.Values}
		s.addGroup(formatID(present.groupID))
	case !errors.Is(err, ErrNotFound):
		return nil, err
	}
	if err := s.readJournal(ctx, q); err != nil {
		return nil, err
	}
	if s.origins, err = readOrigins(ctx, q, s.numbers()); err != nil {
		return nil, err
	}
	if !s.hasValues() {
		if err := orErased(ctx, q, s.number); !errors.Is(err, ErrNotFound) {
			return nil, err
		}
	}
	if s.events == 0 {
		return nil, ErrNotFound
	}
	return s, nil
}

// hasValues reports whether the customer is there, or anything but the number of it
// is known still.
func (s *subject) hasValues() bool {
	var nothing customer.Values // as it is read where values were emptied
	nothing.Complete()
	return s.present != nil || slices.ContainsFunc(s.states, func(values customer.Values) bool {
		return values != nothing && values != customer.Values{}
	})
}

// followMerges goes on to the customer that the number leads to, and finds those who
// were merged into that one.
func (s *subject) followMerges(ctx context.Context, q querier) error {
	err := eachNumber(ctx, q, func(kept int) { s.number = kept }, mergedChain+` SELECT kept FROM ends`, jsonList([]int{s.number}))
	if err != nil {
		return err
	}
	return eachNumber(ctx, q, func(other int) { s.merged = append(s.merged, other) }, `WITH RECURSIVE others (number) AS (
			SELECT number FROM merged_numbers WHERE kept = ?
			UNION SELECT m.number FROM others JOIN merged_numbers AS m ON m.kept = others.number)
		SELECT number FROM others`, s.number)
}

// readJournal reads the earlier values of the customer, and counts its events.
func (s *subject) readJournal(ctx context.Context, q querier) error {
	seen := make(map[[2]int]bool) // numbers and revisions
	err := eachEntry(ctx, q, func(e entry) error {
		if e.number == s.number {
			s.last = max(s.last, e.revision)
		}
		seen[[2]int{e.number, e.revision}] = true
		switch e.change {
		case removed:
			values, err := e.whole()
			s.states = append(s.states, values)
			s.addGroup(values[customer.Group])
			return err
		case changed:
			f, err := e.changedField()
			if err != nil {
				return err
			}
			for _, value := range []string{e.old, e.new} {
				var values customer.Values
				values[f] = value
				s.states = append(s.states, values)
				s.addGroup(values[customer.Group])
			}
		}
		return nil
	}, `SELECT `+entryColumns+` FROM journal AS j WHERE j.customer IN (SELECT value FROM json_each(?)) ORDER BY j.id DESC`, jsonList(s.numbers()))
	s.events = len(seen)
	return err
}

// numbers are all those of the customer.
func (s *subject) numbers() []int { return append([]int{s.number}, s.merged...) }

// name is the last one that is known.
func (s *subject) name() string {
	for i := range s.states {
		if name := s.states[i][customer.Name]; name != "" {
			return name
		}
	}
	return ""
}

// traits are what the customer is known again by, beside its numbers: as it is, or as
// it was in any state that is known as a whole, and by each earlier value that tells
// by itself.
func (s *subject) traits() (traits []customer.Trait) {
	for i := range s.states {
		traits = append(traits, customer.Traits(0, &s.states[i])...)
	}
	return traits
}

// Erase takes a customer's data out of the register for good: the customer, the
// values of its history, stored files and drafts that speak of it, its words in
// the search index, and what the database's files hold in unused parts. What
// stays is that something was done, when and by whom, and a tombstone by which the
// customer is known again (erasure, docs/rules.md). Nothing of it can be undone.
// It fails with ErrNotFound, ErrErased, ErrReasonPersonal, ErrBusy, ErrForbidden or ErrDiskFull.
func (db *DB) Erase(ctx context.Context, request EraseRequest) (Erased, error) {
	erased, err := db.erase(ctx, request)
	if err != nil {
		return Erased{}, err
	}
	db.reached("erased")
	// From here on the erasure holds: what is left is done later where it fails.
	erased.Unpurged = db.Purge(ctx) != nil
	return erased, nil
}

// erase is Erase but for what the database's files hold in unused parts.
func (db *DB) erase(ctx context.Context, request EraseRequest) (Erased, error) {
	e := &erasure{db: db, request: request}
	if err := e.prepare(ctx); err != nil {
		return Erased{}, err
	}
	err := db.Write(ctx, Purpose{Work: "erase", Actor: request.Actor}, e.write)
	return e.result, err
}

// erasure is one erasure under way.
type erasure struct {
	db      *DB
	request EraseRequest

	subject *subject
	sought  *sought
	writes  int64   // the write counter that files were searched at
	files   []int64 // imports whose stored files speak of the customer
	above   int64   // the last import whose file has been searched
	result  Erased
}

// prepare searches the files, which may take long, before anybody has to wait.
func (e *erasure) prepare(ctx context.Context) error {
	snapshot, err := e.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	return translate(e.search(ctx, snapshot.tx, snapshot.writes))
}

func (e *erasure) search(ctx context.Context, tx bun.Tx, writes int64) (err error) {
	if e.subject, err = readSubject(ctx, tx.Tx, e.request.Number); err != nil {
		return err
	}
	e.sought, e.writes = seek(e.subject.numbers(), e.subject.states), writes
	if reason := e.request.Reason; customer.HasPersonalID(reason) || e.sought.inText(reason) {
		return ErrReasonPersonal
	}
	e.files, e.above, err = e.db.searchFiles(ctx, tx, e.sought, 0)
	return err
}

// write is the transaction.
func (e *erasure) write(ctx context.Context, tx bun.Tx) error {
	reg := &register{q: tx.Tx}
	if err := reg.readCounters(ctx); err != nil {
		return err
	}
	if reg.writes != e.writes { // the customer may have changed
		if err := e.search(ctx, tx, reg.writes); err != nil {
			return err
		}
	} else { // files come without a write to the register
		found, _, err := e.db.searchFiles(ctx, tx, e.sought, e.above)
		if err != nil {
			return err
		}
		e.files = append(e.files, found...)
	}
	w, err := e.db.newWriter(ctx, tx.Tx, event{at: e.db.Now(), actor: e.request.Actor, action: ActionErase, reason: customer.Clean(e.request.Reason)})
	if err != nil {
		return err
	}
	if err := e.takeOut(w); err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	if err := w.enterHistory(ctx, tx); err != nil {
		return err
	}
	e.db.reached("erasing")
	e.result.Number, e.result.Entry = e.subject.number, -w.eventID
	for _, step := range []func(context.Context, bun.Tx) error{e.takeGroups, e.emptyJournal, e.emptyMerges, e.emptyImports, noteUnpurged} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// takeOut takes the customer out of the register, and writes down that it was
// erased, and by what it is known again.
func (e *erasure) takeOut(w *writer) error {
	if err := w.begin(); err != nil {
		return err
	}
	if r := e.subject.present; r != nil {
		if err := w.drop(r); err != nil {
			return err
		}
	}
	for _, number := range e.subject.numbers() {
		if err := w.setTombstone(number, e.subject.origins[number], e.subject.traits()); err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM merged_numbers WHERE number = ?`,
			`DELETE FROM dismissed_twins WHERE ?1 IN (lower, higher)`,
		} {
			if err := w.exec(statement, number); err != nil {
				return err
			}
		}
	}
	after := customer.Customer{Number: e.subject.number, Revision: e.subject.last + 1}
	return w.journal(&after, removed, nil, emptied, nil, 0)
}

// emptied is what stands for a removed customer whose values are not kept any more.
const emptied = `{}`

// emptyValues takes the values out of rows of the journal.
const emptyValues = `UPDATE journal SET old = iif(change = 'removed', '` + emptied + `', NULL), new = iif(change = 'removed', new, NULL) `

// hasValues tells of a row of the journal about a customer that it has values.
const hasValues = `(change = 'changed' AND (old IS NOT NULL OR new IS NOT NULL) OR change = 'removed' AND old <> '` + emptied + `')`

// emptyJournal takes the values out of the history of the customer.
func (e *erasure) emptyJournal(ctx context.Context, tx bun.Tx) error {
	return e.emptyEntries(ctx, tx, `customer IN (SELECT value FROM json_each(?))`, jsonList(e.subject.numbers()))
}

// emptyEntries takes the values out of those rows of the journal that a condition
// names, and counts them.
func (e *erasure) emptyEntries(ctx context.Context, tx bun.Tx, condition string, args ...any) error {
	result, err := tx.Tx.ExecContext(ctx, emptyValues+`WHERE `+condition+` AND `+hasValues, args...)
	if err != nil {
		return err
	}
	count, err := result.RowsAffected()
	e.result.Values += int(count)
	return err
}
