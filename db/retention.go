package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// Retention says how many days what is kept. Nothing is kept for ever.
type Retention struct {
	Files   int // stored files of saved imports, with the values that were chosen for them
	Drafts  int // unfinished imports since they were changed last, and discarded ones
	Bin     int // removed customers
	Journal int // old and new values in the history
	Access  int // the access log
	Idle    int // after so long without a change a customer is listed to be looked through
}

// ShortestRetention and LongestRetention bound each number of days.
const (
	ShortestRetention = 1
	LongestRetention  = 3650
)

// ErrRetention says that a number of days is out of bounds.
var ErrRetention = errors.New("db: a number of days is out of bounds")

// IsValid reports whether all numbers of days are within bounds.
func (r Retention) IsValid() bool {
	for _, days := range []int{r.Files, r.Drafts, r.Bin, r.Journal, r.Access, r.Idle} {
		if days < ShortestRetention || days > LongestRetention {
			return false
		}
	}
	return true
}

func daysLong(days int) time.Duration { return time.Duration(days) * 24 * time.Hour }

func (r Retention) drafts() time.Duration { return daysLong(r.Drafts) }

func (r Retention) bin() time.Duration { return daysLong(r.Bin) }

// Retention returns how long what is kept.
func (db *DB) Retention(ctx context.Context) (Retention, error) {
	kept, err := readRetention(ctx, db.read)
	return kept, translate(err)
}

func readRetention(ctx context.Context, q querier) (kept Retention, err error) {
	err = q.QueryRowContext(ctx, `SELECT files, drafts, bin, journal, access, idle FROM retention`).
		Scan(&kept.Files, &kept.Drafts, &kept.Bin, &kept.Journal, &kept.Access, &kept.Idle)
	return kept, err
}

// SetRetention changes how long what is kept. It fails with ErrRetention.
func (db *DB) SetRetention(ctx context.Context, actor Actor, kept Retention) error {
	if !kept.IsValid() {
		return ErrRetention
	}
	return db.Write(ctx, Purpose{Work: "settings", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.Tx.ExecContext(ctx, `UPDATE retention SET files = ?, drafts = ?, bin = ?, journal = ?, access = ?, idle = ?`,
			kept.Files, kept.Drafts, kept.Bin, kept.Journal, kept.Access, kept.Idle)
		return err
	})
}

// Retained is what a run of retention has removed, or would remove.
type Retained struct {
	Files   int `json:"files"`   // of saved imports
	Drafts  int `json:"drafts"`  // unfinished and discarded ones
	Removed int `json:"removed"` // customers who had lain in the bin
	Values  int `json:"values"`  // rows of the history
	Access  int `json:"access"`  // entries of the access log
}

// Nothing reports whether nothing was removed.
func (r Retained) Nothing() bool { return r == Retained{} }

// RetainedPart is how much of one kind was removed.
type RetainedPart struct {
	What  string // files, drafts, customers, values or access
	Count int
}

// Parts lists the kinds of which something was removed.
func (r Retained) Parts() []RetainedPart {
	all := []RetainedPart{{"files", r.Files}, {"drafts", r.Drafts}, {"customers", r.Removed}, {"values", r.Values}, {"access", r.Access}}
	return slices.DeleteFunc(all, func(part RetainedPart) bool { return part.Count == 0 })
}

// errDry rolls a run of retention back that is only to tell what is due.
var errDry = errors.New("db: nothing is written")

// Retain removes what has been kept long enough, in one transaction that stands
// in the history where it removed anything. With dry it only tells what is due. The
// access log removes its own entries (accesslog.Retain): this run tells how many
// those were since the last one.
func (db *DB) Retain(ctx context.Context, actor Actor, dry bool) (Retained, error) {
	var did Retained
	err := db.Write(ctx, Purpose{Work: "retention", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		run := retentionRun{tx: tx, now: db.Now()}
		var err error
		if run.kept, err = readRetention(ctx, tx.Tx); err != nil {
			return err
		}
		if did, err = run.all(ctx); err != nil {
			return err
		}
		if err := tx.Tx.QueryRowContext(ctx, `SELECT access_removed FROM retention`).Scan(&did.Access); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		if _, err := tx.Tx.ExecContext(ctx, `UPDATE retention SET ran_at = ?, access_removed = 0`, run.now.UnixMilli()); err != nil || did.Nothing() {
			return err
		}
		w, err := db.newWriter(ctx, tx.Tx, event{at: run.now, actor: actor, action: ActionRetention, retained: &did})
		if err != nil {
			return err
		}
		if err := w.begin(); err != nil { // the event stands in the history, though it has no rows in the journal
			return err
		}
		if err := w.finish(); err != nil {
			return err
		}
		if err := w.enterHistory(ctx, tx); err != nil {
			return err
		}
		return noteUnpurged(ctx, tx)
	})
	if errors.Is(err, errDry) {
		return did, nil
	}
	if err != nil {
		return Retained{}, err
	}
	db.reached("retained")
	return did, nil
}

// retainEvery is how often retention runs by itself.
const retainEvery = 24 * time.Hour

// RetainDue does what Retain does where it has not been done for a day, and
// finishes erasures whose last step is left, as after a crash. It reports whether
// retention has run. What is kept outside, first removes; it may be nil.
func (db *DB) RetainDue(ctx context.Context, first func(context.Context) error) (did Retained, ran bool, err error) {
	var last Millis
	if err := db.read.QueryRowContext(ctx, `SELECT ran_at FROM retention`).Scan(&last); err != nil {
		return did, false, translate(err)
	}
	// After a run of the future the clock was put back.
	if since := db.Now().Sub(last.Time()); last.IsZero() || since >= retainEvery || since < 0 {
		if first != nil {
			if err := first(ctx); err != nil {
				return did, false, err
			}
		}
		if did, err = db.Retain(ctx, Actor{Name: Automatic}, false); err != nil {
			return did, false, err
		}
		ran = true
	}
	return did, ran, db.Purge(ctx)
}

// retentionRun is one run of retention in its transaction.
type retentionRun struct {
	tx   bun.Tx
	now  time.Time
	kept Retention
}

// all does each step. What is to be limited in time gets a step here, a number of
// days in Retention and a count in Retained.
func (r *retentionRun) all(ctx context.Context) (did Retained, err error) {
	for _, step := range []struct {
		count *int
		days  int
		do    func(ctx context.Context, before Millis) (int, error)
	}{
		{&did.Files, r.kept.Files, r.dropFiles},
		{&did.Drafts, r.kept.Drafts, r.dropDrafts},
		{&did.Removed, r.kept.Bin, r.emptyBin},
		{&did.Values, r.kept.Journal, r.emptyJournal},
	} {
		if *step.count, err = step.do(ctx, Millis(r.now.Add(-daysLong(step.days)))); err != nil {
			return did, err
		}
	}
	return did, nil
}

// dropFiles takes away the files of imports that were saved long ago.
func (r *retentionRun) dropFiles(ctx context.Context, before Millis) (int, error) {
	return r.drop(ctx, `state = 'saved' AND action IS NULL AND undoes IS NULL AND NOT emptied AND saved_at <= ?`, before)
}

// dropDrafts gives up drafts that nobody has gone on in, and discarded ones.
func (r *retentionRun) dropDrafts(ctx context.Context, before Millis) (int, error) {
	return r.drop(ctx, `(state = 'draft' AND coalesce(changed_at, created_at) <= ?1
		OR state = 'discarded' AND discarded_at <= ?1)`, before)
}

func (r *retentionRun) drop(ctx context.Context, where string, before Millis) (int, error) {
	var ids []int
	err := eachNumber(ctx, r.tx.Tx, func(id int) { ids = append(ids, id) }, `SELECT id FROM imports WHERE `+where, before)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		row, err := importByID(ctx, r.tx, int64(id))
		if err != nil {
			return 0, err
		}
		if err := dropFile(ctx, r.tx, row); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// emptyBin takes the values of customers away who were removed long ago.
func (r *retentionRun) emptyBin(ctx context.Context, before Millis) (int, error) {
	numbers := make(map[int]bool)
	err := eachNumber(ctx, r.tx.Tx, func(number int) { numbers[number] = true }, `SELECT j.customer FROM journal AS j
		JOIN events AS e ON e.id = j.event_id
		WHERE j.change = 'removed' AND j.customer IS NOT NULL AND j.old <> '`+emptied+`' AND j.new IS NULL AND e.at <= ?
		AND NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.number = j.customer)
		AND j.id = (SELECT max(l.id) FROM journal AS l WHERE l.customer = j.customer)`, before)
	if err != nil || len(numbers) == 0 {
		return 0, err
	}
	_, err = r.tx.Tx.ExecContext(ctx, emptyValues+`WHERE customer IN (SELECT value FROM json_each(?)) AND `+hasValues, listed(numbers))
	return len(numbers), err
}

// emptyJournal takes the values of changes away that were made long ago. They
// cannot be undone any more.
func (r *retentionRun) emptyJournal(ctx context.Context, before Millis) (int, error) {
	result, err := r.tx.Tx.ExecContext(ctx, emptyValues+`WHERE customer IS NOT NULL AND `+hasValues+`
		AND event_id IN (SELECT id FROM events WHERE at <= ? AND NOT expired)`, before)
	if err != nil {
		return 0, err
	}
	count, err := result.RowsAffected()
	if err != nil {
		return 0, err
	}
	for _, statement := range []string{
		`UPDATE imports SET undo = json_remove(undo, '$.stayed') WHERE undo IS NOT NULL
			AND event_id IN (SELECT id FROM events WHERE at <= ? AND NOT expired)`,
		`UPDATE events SET expired = 1 WHERE at <= ? AND NOT expired`,
	} {
		if _, err := r.tx.Tx.ExecContext(ctx, statement, before); err != nil {
			return 0, err
		}
	}
	return int(count), nil
}
