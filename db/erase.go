package db

import (
	"context"
	"errors"

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
	lending []mergeEvent // by which others had values of the customer
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
	if e.lending, err = e.subject.lendingMerges(ctx, tx.Tx); err != nil {
		return err
	}
	e.sought, e.writes = seek(e.subject.numbers(), e.subject.states), writes
	if reason := e.request.Reason; customer.HasPersonalID(reason) || e.sought.inReason(reason) {
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
	traits := e.subject.traits()
	for _, number := range e.subject.numbers() {
		if err := w.setTombstone(number, e.subject.origins[number], traits); err != nil {
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
