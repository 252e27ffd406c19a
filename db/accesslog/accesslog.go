// Package accesslog keeps who has looked at the data of customers, given it away
// or changed what others may do: on the pages and on the command line. Its tables
// are in the database of the register, which refuses to change what stands there.
//
// What happens is left with Add and written behind, in batches: neither a save
// nor a full disk stops anybody from reading. What found no room is counted, and
// the count stands in the log itself when there is room again.
package accesslog

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// Kind says what was done.
type Kind string

// The kinds of entries.
const (
	View        Kind = "view"          // a customer was opened
	List        Kind = "list"          // a page of customers was shown
	Search      Kind = "search"        // a page of customers was shown who were searched for
	Export      Kind = "export"        // customers went into a file
	Person      Kind = "person"        // everything about one customer went into a file
	Upload      Kind = "upload"        // a file was brought, to be imported
	ImportView  Kind = "import-view"   // the page of an import was shown, with customers of the register
	Save        Kind = "save"          // an import was saved
	Undo        Kind = "undo"          // an import or a change was undone
	Erase       Kind = "erase"         // the data of a customer was erased for good
	LogIn       Kind = "log-in"        // a user came
	LogInFailed Kind = "log-in-failed" // somebody was kept out
	LogOut      Kind = "log-out"       // a user went
	Role        Kind = "role"          // a user got another role
	User        Kind = "user"          // a user was added, disabled, removed or let in again
	BackupTaken Kind = "backup"        // a backup was downloaded, or made by a command
	LogExport   Kind = "log-export"    // this log went into a file
	Unwritten   Kind = "unwritten"     // entries are missing: as many as Customers says
)

// Kinds lists all kinds.
var Kinds = []Kind{View, List, Search, Export, Person, Upload, ImportView, Save, Undo, Erase, LogIn, LogInFailed, LogOut, Role, User,
	BackupTaken, LogExport, Unwritten}

// Entry is one thing that was done. What was typed into a search is no part of it:
// it may be the name of a person whose data is erased later.
type Entry struct {
	ID        int64
	At        time.Time
	By        string // who did it
	Kind      Kind
	Customer  int    // the one that it concerns, 0 for none or several
	Customers int    // how many it concerns
	Import    int64  // that it concerns, 0 for none
	Filter    Filter // what chose the customers
	Object    string // the user or the file that it concerns, "" for none

	// Numbers are the customers that it concerns, where these are several. Only
	// Add looks at them: what Each gives has none.
	Numbers Numbers
}

// What may wait to be written.
const (
	maxWaiting      = 10_000          // entries
	maxWaitingBytes = 8 << 20         // of packed numbers
	gather          = 2 * time.Second // before they are written, so that they are many
)

// Options change how a log is kept. The zero value is good.
type Options struct {
	// Report is called with how many entries could not be written, and why, and
	// with a nil error when they can be again. It may be nil.
	Report func(count int, err error)
}

// Log is the access log of a register. A nil Log keeps nothing. Its methods may
// be called from many goroutines.
type Log struct {
	db      *db.DB
	writer  *db.WriterBehind
	writing chan struct{} // holds a token while a batch is written

	mu      sync.Mutex
	waiting []waiting
	bytes   int   // of the numbers that wait
	lost    int   // entries that found no room, and of which the log does not tell yet
	failure error // why nothing can be written at present, nil where it can
}

// waiting is an entry that is not yet written.
type waiting struct {
	Entry
	set packed
}

// Open opens the access log of a register that can be written to. It must be
// closed before the register is.
func Open(register *db.DB, options Options) *Log {
	l := &Log{db: register, writing: make(chan struct{}, 1)}
	l.writer = db.WriteBehind(db.Behind{Write: l.Flush, Count: l.count, Report: options.Report, Gather: gather})
	return l
}

// Close writes what is left. It may be called again.
func (l *Log) Close() {
	if l != nil {
		l.writer.Close()
	}
}

// Add leaves an entry to be written, as of now. It never waits for the disk.
func (l *Log) Add(entry Entry) {
	if l == nil {
		return
	}
	one := waiting{Entry: entry}
	one.At = l.db.Now()
	if len(entry.Numbers.runs) > 0 {
		one.set = entry.Numbers.pack()
		one.Customers, one.Numbers = one.set.count, Numbers{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) >= maxWaiting || l.bytes+len(one.set.runs) > maxWaitingBytes {
		l.lost++
	} else {
		l.waiting = append(l.waiting, one)
		l.bytes += len(one.set.runs)
	}
	l.writer.Wake()
}

// count is how many entries wait or found no room.
func (l *Log) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting) + l.lost
}

// Missing tells how many entries are not in the log because they cannot be
// written at present, and why; nothing where all is well.
func (l *Log) Missing() (count int, why error) {
	if l == nil {
		return 0, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failure == nil {
		return 0, nil
	}
	return len(l.waiting) + l.lost, l.failure
}

// Flush writes what waits, in one transaction.
func (l *Log) Flush(ctx context.Context) error {
	if l == nil {
		return nil
	}
	select {
	case l.writing <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.writing }()
	l.mu.Lock()
	batch, lost := slices.Clone(l.waiting), l.lost
	l.mu.Unlock()
	if lost > 0 {
		batch = append(batch, waiting{Entry: Entry{At: l.db.Now(), Kind: Unwritten, Customers: lost}})
	}
	if len(batch) == 0 {
		return nil
	}
	err := l.db.Write(ctx, db.Purpose{Work: "access log"}, func(ctx context.Context, tx bun.Tx) error {
		return insert(ctx, tx.Tx, joined(batch))
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if !errors.As(err, new(db.ErrBusy)) && ctx.Err() == nil { // else somebody only did not wait any longer
			l.failure = err
		}
		return err
	}
	for i := range batch {
		l.bytes -= len(batch[i].set.runs)
	}
	written := len(batch)
	if lost > 0 {
		written-- // one of them tells of the lost ones
	}
	l.waiting = slices.Delete(l.waiting, 0, written)
	l.lost -= lost
	l.failure = nil
	return nil
}

// joined makes one entry of what a user looked at again and again: the list is
// searched with each letter that is typed, and the page of an import is shown with
// each choice.
func joined(batch []waiting) []waiting {
	last := make(map[string]int) // of each user, by its place
	var entries []waiting
	for _, one := range batch {
		i, known := last[one.By]
		if known && entries[i].goesOn(one) {
			entries[i].At, entries[i].set = one.At, entries[i].set.with(one.set)
			entries[i].Customers = entries[i].set.count
			continue
		}
		last[one.By] = len(entries)
		entries = append(entries, one)
	}
	return entries
}

// goesOn reports whether another entry tells of the same look.
func (w *waiting) goesOn(other waiting) bool {
	repeats := w.Kind == Search || w.Kind == ImportView
	return repeats && w.Kind == other.Kind && w.Filter == other.Filter && w.Import == other.Import
}

// insert writes entries.
func insert(ctx context.Context, tx *sql.Tx, entries []waiting) error {
	entry, err := tx.PrepareContext(ctx, `INSERT INTO access_log (at, actor, kind, customer, customers, import_id, filter, object)
		VALUES (?, ?, ?, nullif(?, 0), ?, nullif(?, 0), ?, ?)`)
	if err != nil {
		return err
	}
	defer entry.Close()
	numbers, err := tx.PrepareContext(ctx, `INSERT INTO access_numbers (entry, first, last, numbers) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer numbers.Close()
	for i := range entries {
		e := &entries[i]
		done, err := entry.ExecContext(ctx, e.At.UnixMilli(), e.By, e.Kind, e.Customer, e.Customers, e.Import, e.Filter.String(), e.Object)
		if err != nil {
			return err
		}
		if e.set.count == 0 {
			continue
		}
		id, err := done.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := numbers.ExecContext(ctx, id, e.set.first, e.set.last, e.set.runs); err != nil {
			return err
		}
	}
	return nil
}

// removedAtOnce is how many entries one transaction removes: others wait no
// longer than that takes.
const removedAtOnce = 5000

// Retain is db.DB.Retain for everything, the entries of the log too: these go first,
// some at a time, and are counted in what the run leaves in the history. With dry
// it only tells what is due.
func Retain(ctx context.Context, register *db.DB, actor db.Actor, dry bool) (db.Retained, error) {
	if !dry {
		if err := removeDue(ctx, register); err != nil {
			return db.Retained{}, err
		}
		return register.Retain(ctx, actor, false)
	}
	due, err := register.Retain(ctx, actor, true)
	if err != nil {
		return db.Retained{}, err
	}
	before, err := keptSince(ctx, register)
	if err != nil {
		return db.Retained{}, err
	}
	count := 0
	err = register.Reader().QueryRowContext(ctx, `SELECT count(*) FROM access_log WHERE at < ?`, before.UnixMilli()).Scan(&count)
	due.Access += count
	return due, db.Known(err)
}

// RetainDue is db.DB.RetainDue for everything, the entries of the log too.
func RetainDue(ctx context.Context, register *db.DB) (did db.Retained, ran bool, err error) {
	return register.RetainDue(ctx, func(ctx context.Context) error { return removeDue(ctx, register) })
}

// keptSince is the moment from which on entries are kept.
func keptSince(ctx context.Context, register *db.DB) (time.Time, error) {
	kept, err := register.Retention(ctx)
	return register.Now().AddDate(0, 0, -kept.Access), err
}

// removeDue removes the entries that have stood for as long as is set.
func removeDue(ctx context.Context, register *db.DB) error {
	before, err := keptSince(ctx, register)
	if err == nil {
		_, err = removeBefore(ctx, register, before)
	}
	return err
}

// removeBefore removes the entries from before a moment, and tells how many.
// Nothing else can remove any.
func removeBefore(ctx context.Context, register *db.DB, before time.Time) (removed int, err error) {
	for more := true; more; {
		var due bool // nobody has to wait for the lock where there is none
		row := register.Reader().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM access_log WHERE at < ?)`, before.UnixMilli())
		if err := row.Scan(&due); err != nil || !due {
			return removed, db.Known(err)
		}
		some := 0
		err := register.Write(ctx, db.Purpose{Work: "access log"}, func(ctx context.Context, tx bun.Tx) (err error) {
			some, err = removeSome(ctx, tx.Tx, before.UnixMilli())
			return err
		})
		if err != nil {
			return removed, err
		}
		removed += some
		more = some == removedAtOnce
	}
	return removed, nil
}

// removeSome removes the oldest entries, and lets nobody remove more.
func removeSome(ctx context.Context, tx *sql.Tx, before int64) (int, error) {
	if _, err := tx.ExecContext(ctx, `UPDATE access_retention SET before = ?`, before); err != nil {
		return 0, err
	}
	done, err := tx.ExecContext(ctx, `DELETE FROM access_log WHERE id IN
		(SELECT id FROM access_log WHERE at < ? ORDER BY at LIMIT ?)`, before, removedAtOnce)
	if err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE access_retention SET before = 0`); err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	if err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE retention SET access_removed = access_removed + ?`, n)
	return int(n), err
}
